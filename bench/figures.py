"""The shape of every figure: one row of `bench/results.json`."""

from typing import Any

Row = dict[str, Any]
"""`{name, value, unit, target, passed, command}`; without a target `passed` is null."""


class NotRun(Exception):
    """A benchmark lacks something it needs; the text says what."""


def row(
    name: str,
    value: float,
    unit: str,
    target: str | None = None,
    passed: bool | None = None,
    command: str = "",
) -> Row:
    """A figure, rounded to what can be told from noise."""
    shown = round(value, 3 if abs(value) < 10 else 1)
    return {
        "name": name,
        "value": shown,
        "unit": unit,
        "target": target,
        "passed": passed,
        "command": command,
    }
