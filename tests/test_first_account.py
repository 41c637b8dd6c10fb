"""What docs/first-account.md says is held is held, and docs/operate.md tells of the code as it is."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from infra import template
from respond import cursors
from store.vault import sealed

ROOT = Path(__file__).parents[1]
TABLE = "## What is proved without an account, and by what\n"


@cache
def _tests() -> frozenset[str]:
    return frozenset(
        node.name.removeprefix("test_")
        for path in (ROOT / "tests").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
        and (node.name.startswith("test_") or path.parent.name == "template")
    )


def _rows() -> list[tuple[str, list[str]]]:
    table = (ROOT / "docs" / "first-account.md").read_text("utf-8").partition(TABLE)[2]
    lines = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("| ")][1:]
    return [(promise.strip(), re.findall(r"`([^`]+)`", holders)) for promise, holders in lines]


def _unknown(named: list[str]) -> Iterator[str]:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for each in named:
        if each.startswith("make "):
            found = re.search(rf"^{each[5:]}:", makefile, re.MULTILINE) is not None
        elif each.startswith("python -m "):
            found = (ROOT / (each[10:].replace(".", "/") + ".py")).is_file()
        else:
            found = each in _tests()
        if not found:
            yield each


def test_every_promise_about_a_first_account_names_what_holds_it() -> None:
    rows = _rows()
    assert len(rows) > 30
    assert [promise for promise, named in rows if not named] == []
    assert {promise: wrong for promise, named in rows if (wrong := list(_unknown(named)))} == {}


def test_what_holds_nothing_is_noticed() -> None:
    named = ["make check", "make nothing", "python -m bench.rates", "python -m bench.never", "no_such_test"]
    assert list(_unknown(named)) == ["make nothing", "python -m bench.never", "no_such_test"]


def _operate(heading: str) -> str:
    text = (ROOT / "docs" / "operate.md").read_text("utf-8")
    return text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_the_runbook_stops_every_function_that_writes_by_itself() -> None:
    """By its mappings and schedules: a concurrency of 0 would count each message as a try."""
    step = _operate("Restore").partition("1. **Stop what writes**")[2].partition("\n2. ")[0]
    mappings, _, schedules = step.partition("and the schedules")
    functions = template.of_type(template.load(), "AWS::Serverless::Function")
    for name, one in functions.items():
        kinds = {event["Type"] for event in one["Properties"].get("Events", {}).values()}
        word = f"`{name.removesuffix('Function').lower()}`"
        assert "SQS" not in kinds or word in mappings, f"{word} goes on receiving"
        assert "Schedule" not in kinds or word in schedules, f"{word} is called by its schedule"


def test_the_formats_told_are_those_in_use() -> None:
    told = _operate("Upgrade and roll back")
    assert f"the first byte, today {sealed.VERSION} " in told
    assert f"the first part, today {cursors.VERSION} " in told


def test_nothing_that_ships_prints_or_logs_by_itself() -> None:
    """`aws.observe` is the only way to say something: it refuses what is personal."""
    wrong = []
    for path in (ROOT / "functions").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                names += ["logging"] if node.func.id == "print" else []
            if path.name != "observe.py" and any(
                each.split(".")[0] in ("logging", "aws_xray_sdk") for each in names
            ):
                wrong.append(f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}")
    assert wrong == []
