"""The local AWS answers a Query as ministack does, whatever is asked, and looks at the rows of its page only."""

import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from infra.local import ministack, ordered_queries
from infra.template import ROOT


@cache
def compare() -> dict[str, Any]:
    """Asks both ways, in ministack's own environment, and returns what was counted."""
    assert ministack.PYTHON.exists(), "the local AWS is not installed: run `make e2e` or `make test`"
    script = Path(__file__).with_name("plain_and_ordered.py")
    run = subprocess.run(
        [str(ministack.PYTHON), str(script)],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    counted: dict[str, Any] = json.loads(run.stdout)
    return counted


def test_answers_and_refusals_are_those_of_ministack() -> None:
    counted = compare()
    assert counted["compared"] > 700
    assert counted["with_rows"] > 350


def test_a_page_looks_at_its_own_rows() -> None:
    assert compare()["looks"] == [1000, 21]


def test_it_is_written_against_the_ministack_that_is_installed() -> None:
    listed = (ROOT / "infra" / "tools" / "ministack.txt").read_text(encoding="utf-8")
    assert f"ministack=={ordered_queries.VERSION} " in listed
