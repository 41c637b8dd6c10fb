"""All benchmarks, each in a process of its own: a table, `bench/results.json`, and the table in docs/benchmarks.md.

    python -m bench [--quick] [names …]

A benchmark that lacks something (a library, the labelled texts) is listed as not run. With names only those are run,
and the results of the others stay. Ends with 1 when a benchmark broke down; a missed target is a result.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bench.figures import NotRun, Row
from bench.report import DOCUMENT, RESULTS, shown, with_table

ROOT = Path(__file__).resolve().parents[1]
MODULES = (
    "calls",
    "rates",
    "replies",
    "agent",
    "cpu",
    "cold",
    "authorizer",
    "growth",
    "parse",
    "understanding",
    "purge",
    "erasure",
    "send",
)
QUICK: dict[str, dict[str, Any]] = {
    "cpu": {"rounds": 4},
    "cold": {"starts": 7},
    "authorizer": {"starts": 5},
    "growth": {"sizes": (1_000, 10_000)},
    "parse": {"turns": 9},
    "purge": {"sizes": (10, 1_000)},
}
MARK = "figures: "


def _measured(name: str, *, quick: bool) -> list[Row]:
    """The rows of one module, in this process. Raises NotRun."""
    if find_spec(f"bench.{name}") is None:
        raise NotRun("it is not written yet")
    module = import_module(f"bench.{name}")
    found: list[Row] = module.rows(**(QUICK.get(name, {}) if quick else {}))
    if not found:
        raise NotRun("what it measures with is not there")
    return found


def _only(name: str, *, quick: bool) -> None:
    """What the process of one benchmark does."""
    try:
        print(MARK + json.dumps({"rows": _measured(name, quick=quick)}))
    except NotRun as reason:
        print(MARK + json.dumps({"not_run": str(reason)}))


def _run(name: str, *, quick: bool) -> tuple[list[Row], bool]:
    """The rows of a benchmark, and whether it broke down."""
    program = [sys.executable, "-m", "bench", "--only", name, *(["--quick"] if quick else [])]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'functions'}{os.pathsep}{ROOT}"}
    start = time.monotonic()
    done = subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    print(f"{name}: {time.monotonic() - start:.0f} s", file=sys.stderr)
    said = [line for line in done.stdout.splitlines() if line.startswith(MARK)]
    if done.returncode or not said:
        print(done.stderr[-4000:], file=sys.stderr)
        return [_not_run(name, "it broke down")], True
    found = json.loads(said[-1].removeprefix(MARK))
    rows: list[Row] = [_not_run(name, found["not_run"])] if "not_run" in found else found["rows"]
    return rows, False


def _not_run(name: str, reason: str) -> Row:
    return {
        "name": name, "value": None, "unit": f"not run: {reason}", "target": None, "passed": None,
        "command": f"python -m bench.{name}",
    }  # fmt: skip


def _kept(names: list[str]) -> list[Row]:
    """The results there are of other benchmarks than these."""
    commands = {f"python -m bench.{name}" for name in names}
    before: list[Row] = json.loads(RESULTS.read_text()) if RESULTS.is_file() else []
    return [each for each in before if each["command"] not in commands]


def main() -> None:
    parser = argparse.ArgumentParser(description="Run the benchmarks")
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(MODULES))
    parser.add_argument("--quick", action="store_true", help="fewer rounds; writes no results")
    parser.add_argument("--only", choices=MODULES, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        _only(given.only, quick=given.quick)
        return
    if unknown := set(given.names) - set(MODULES):
        parser.error(f"there is no {', '.join(sorted(unknown))}; known are {', '.join(MODULES)}")
    names = given.names or list(MODULES)
    done = [_run(name, quick=given.quick) for name in names]
    rows = [each for found, _ in done for each in found]
    print(shown(rows))
    if not given.quick:
        order = {f"python -m bench.{name}": number for number, name in enumerate(MODULES)}
        rows = sorted(_kept(names) + rows, key=lambda each: order.get(each["command"], len(order)))
        RESULTS.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")
        DOCUMENT.write_text(with_table(DOCUMENT.read_text(), rows))
    sys.exit(any(broke for _, broke in done))


if __name__ == "__main__":
    main()
