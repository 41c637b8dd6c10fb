"""Reading the labelled texts: compressed tables of language, label, text and further columns."""

import gzip
import lzma
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled text; `origin` is the fourth column, empty where there is none."""

    language: str
    label: str
    text: str
    origin: str = ""


def read(folder: Path, name: str) -> list[Row]:
    """The rows of `folder/name` (.tsv.gz or .tsv.xz) in file order. ValueError names a damaged line."""
    opener = gzip.open if name.endswith(".gz") else lzma.open
    rows = []
    with opener(folder / name, "rt", encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            cells = line.rstrip("\n").split("\t")
            if len(cells) < 3:
                raise ValueError(f"{name}, line {number}: expected 3 columns, got {len(cells)}")
            rows.append(Row(cells[0], cells[1], cells[2], cells[3] if len(cells) > 3 else ""))
    return rows


def without(rows: list[Row], held_back: list[Row]) -> list[Row]:
    """`rows` without any text that is also in `held_back`."""
    texts = {row.text for row in held_back}
    return [row for row in rows if row.text not in texts]
