"""The committed results are whole, say of themselves what is true, and are those that the document shows."""

import json
import operator
import re
from importlib import import_module
from typing import Any

import pytest

from bench.__main__ import MODULES
from bench.report import DOCUMENT, RESULTS, with_table

ROWS: list[dict[str, Any]] = json.loads(RESULTS.read_text())
COMPARED = {"<=": operator.le, ">=": operator.ge}


def test_every_row_has_the_fields_of_the_contract() -> None:
    assert ROWS
    for row in ROWS:
        assert list(row) == ["name", "value", "unit", "target", "passed", "command"]
        assert isinstance(row["name"], str)
        assert row["value"] is None or isinstance(row["value"], int | float)
        assert isinstance(row["unit"], str)
        assert row["passed"] in (True, False, None)
        assert re.fullmatch(r"python -m bench(\.[a-z]+)?( .*)?", row["command"])


def test_names_are_given_once() -> None:
    names = [row["name"] for row in ROWS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["name"]))
def test_a_target_is_met_as_it_says(row: dict[str, Any]) -> None:
    target = str(row["target"] or "")
    limit = re.fullmatch(r"(<=|>=) ([\d.]+)", target)
    if row["value"] is None:
        assert row["passed"] is None  # what was not run is not passed
    elif limit and row["value"] != float(limit[2]):  # rounding may hide on which side it is
        assert row["passed"] is COMPARED[limit[1]](row["value"], float(limit[2]))
    else:
        assert isinstance(row["passed"], bool) or not target


def test_the_document_shows_these_results() -> None:
    text = DOCUMENT.read_text()
    assert with_table(text, ROWS) == text


def test_every_missed_target_is_explained() -> None:
    explained = DOCUMENT.read_text().split("## Missed targets", 1)[1]
    for row in ROWS:
        if row["passed"] is False:
            assert f"`{row['name']}`" in explained


@pytest.mark.parametrize("name", MODULES)
def test_each_benchmark_finds_what_it_is_written_with(name: str) -> None:
    assert callable(import_module(f"bench.{name}").rows)
