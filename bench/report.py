"""Results as people read them: on the terminal, and as the table in docs/benchmarks.md."""

from collections.abc import Sequence
from pathlib import Path

from bench.figures import Row

RESULTS = Path(__file__).with_name("results.json")
DOCUMENT = RESULTS.parents[1] / "docs" / "benchmarks.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
PASSED = {True: "yes", False: "**no**", None: ""}


def shown(rows: Sequence[Row]) -> str:
    """Aligned columns."""
    cells = [(each["name"], _value(each), each["target"] or "", _verdict(each)) for each in rows]
    widths = [max(len(cell[column]) for cell in cells) for column in range(4)] if cells else []
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(cell, widths, strict=True)).rstrip()
        for cell in cells
    )


def with_table(text: str, rows: Sequence[Row]) -> str:
    """A document with these rows between its marks. Raises ValueError when it has none."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{DOCUMENT.name} has no {BEGIN} and {END}")
    return f"{before}{BEGIN}\n{_table(rows)}\n{END}{after}"


def _table(rows: Sequence[Row]) -> str:
    lines = ["| figure | value | target | met | command |", "|---|---|---|---|---|"]
    for each in rows:
        target, met = each["target"] or "", PASSED[each["passed"]]
        lines.append(f"| {each['name']} | {_value(each)} | {target} | {met} | `{each['command']}` |")
    return "\n".join(lines)


def _value(each: Row) -> str:
    return each["unit"] if each["value"] is None else f"{each['value']:g} {each['unit']}"


def _verdict(each: Row) -> str:
    return {True: "ok", False: "MISSED", None: ""}[each["passed"]]
