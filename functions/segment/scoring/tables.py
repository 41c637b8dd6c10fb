"""Model files: one line of JSON (what it is, how to read it), then one table of bytes."""

import json
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parent / "models"


POWER = 3
"""Bytes stand for values that lie closer to each other around zero, by this power."""


class Table(NamedTuple):
    """Holds a table: `head` is the JSON of the first line, `rows` the bytes after it."""

    head: dict[str, Any]
    rows: bytes


def read_table(name: str) -> Table:
    """Reads `models/{name}.bin`. OSError or ValueError where the file is missing or damaged."""
    with open(FOLDER / f"{name}.bin", "rb") as file:
        table = Table(json.loads(file.readline()), file.read())
    if len(table.rows) != table.head["bytes"]:
        raise ValueError(f"models/{name}.bin is cut short: {len(table.rows)} of {table.head['bytes']} bytes")
    return table


def values_of(top: float) -> list[float]:
    """Returns what each byte stands for where the largest stands for `top`; 128 is exactly zero."""
    return [float(f"{((byte - 128) / 127) ** POWER * top:.6g}") for byte in range(256)]
