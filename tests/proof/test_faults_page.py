"""docs/faults.md names a test for every fault of the catalogue, or says why there is none yet."""

import re
from pathlib import Path

import pytest

from tests.proof.test_faults import STEPS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/faults.md").read_text(encoding="utf-8")
LINES = dict(re.findall(r"^\| F(\d+) \| .*? \| (.*?) \|$", PAGE, re.MULTILINE))
TESTS = {
    name
    for path in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^ *(?:async )?def (test_\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE)
}


@pytest.mark.parametrize("number", range(1, 41))
def test_a_fault_has_a_test_that_exists_or_a_reason(number: int) -> None:
    said = LINES[str(number)]
    named = re.findall(r"`(test_\w+)`", said)
    assert named or re.fullmatch(r"not yet: .{10,}", said)
    assert set(named) <= TESTS


def test_the_pinned_numbers_are_those_of_the_page() -> None:
    steps = r"^\| (?:webhook|intake|sentiment|assign|sweep)[^|]*\| (\d+) \|$"
    assert [int(number) for number in re.findall(steps, PAGE, re.MULTILINE)] == [
        step.points for step in STEPS.values()
    ]


def test_every_fault_of_sending_has_a_test_that_exists() -> None:
    section = PAGE.split("## Sending", 1)[1].split("## From outside", 1)[0]
    rows = re.findall(r"^\| [^|]+ \| (.*) \|$", section, re.MULTILINE)[1:]
    assert len(rows) >= 16
    for row in rows:
        named = re.findall(r"`(test_\w+)`", row)
        assert named
        assert set(named) <= TESTS
