"""Model files: one line of JSON (what it is, how to read it), then one table of bytes."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "models"


@dataclass(frozen=True, slots=True)
class Table:
    """`head` is the JSON of the first line, `rows` the bytes after it."""

    head: dict[str, Any]
    rows: bytes


def read_table(name: str) -> Table:
    """Read `models/{name}.bin`. OSError or ValueError where the file is missing or damaged."""
    head, _, rows = (FOLDER / f"{name}.bin").read_bytes().partition(b"\n")
    table = Table(json.loads(head), rows)
    if len(rows) != table.head["bytes"]:
        raise ValueError(f"models/{name}.bin is cut short: {len(rows)} of {table.head['bytes']} bytes")
    return table
