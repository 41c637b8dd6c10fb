"""Bar 1: a fresh clone on a machine without Node ends with the console's address answering.

It installs everything anew and takes minutes: `RAPPORT_FRESH=1 make bars`.
"""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from infra.local.ministack import free_port
from infra.template import ROOT
from tests.console.bars.figures import print_figure

pytestmark = [
    pytest.mark.bars,
    pytest.mark.skipif(
        not os.environ.get("RAPPORT_FRESH"), reason="installs everything anew: RAPPORT_FRESH=1 make bars"
    ),
]

MOST_MB = 500
NODE = {"node", "nodejs", "npm", "npx", "corepack"}
LEFT_OUT = {"VIRTUAL_ENV", "PYTHONPATH", "RAPPORT_FRESH", "RAPPORT_STATE_DIR"}


def hide_node(folder: Path) -> str:
    """Returns a search path on which everything of this machine is but Node and what came with this project."""
    folder.mkdir()
    parts = [each for each in os.environ["PATH"].split(os.pathsep) if each and str(ROOT) not in each]
    for part in [each for each in parts if (Path(each) / "node").exists()]:
        for file in Path(part).iterdir():
            if file.name not in NODE and not (folder / file.name).exists():
                (folder / file.name).symlink_to(file)
    return os.pathsep.join([str(folder), *(each for each in parts if not (Path(each) / "node").exists())])


class Clone:
    """A clone of what is committed here, and its own stack."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "clone"
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", ROOT, self.folder], check=True)
        kept = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
        self.environment = {**kept, "PATH": hide_node(folder / "bin"), "RAPPORT_PORT": str(free_port())}

    def make(self, target: str) -> float:
        """Makes a target. Returns how many seconds it took."""
        began = time.monotonic()
        done = subprocess.run(
            ["make", target],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        return time.monotonic() - began

    def measure(self) -> float:
        """Returns the size of the folder. Units: MB."""
        files = (each for each in self.folder.rglob("*") if each.is_file() and not each.is_symlink())
        return sum(each.stat().st_size for each in files) / 1e6

    @property
    def has_node(self) -> bool:
        return shutil.which("node", path=self.environment["PATH"]) is not None


@pytest.fixture
def clone(tmp_path: Path) -> Iterator[Clone]:
    made = Clone(tmp_path)
    yield made
    made.make("reset")


def test_bar_1_a_fresh_clone_without_node_shows_the_console(clone: Clone) -> None:
    assert not clone.has_node
    clone.make("setup")
    before = clone.measure()
    took = clone.make("console")
    added = clone.measure() - before
    clone.make("up")
    told = json.loads((clone.folder / ".local" / "stack.json").read_text(encoding="utf-8"))
    with urlopen(told["console_url"]) as answer:  # noqa: S310 - our own stack
        status, text = answer.status, answer.read()
    print_figure("bar 1", f"the console answers {status}; it adds {took:.0f} s and {added:.0f} MB")
    assert status == 200
    assert b"<html" in text or text[:2] == b"\x1f\x8b"
    assert added <= MOST_MB
