"""Reading the labelled texts: our own corpora beside this module, and the public sets of a folder, where it is there.

Our own rows are those of `care`, `posts`, `own`, `rare` and `plain`. One row of six of `care` is held back from
training: which one, its text decides, so that a row added elsewhere moves none.
"""

import gzip
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

HERE = Path(__file__).parent
HELD_BACK_OF = 6
RARE = 0.5
"""What a row of `rare` counts: there are more of orders, cancellations and wishes in it than customers write."""


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled text; `origin` is the fourth column, empty where there is none."""

    language: str
    label: str
    text: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One labelled customer message; `urgency` is 0 to 3, `importance` what it counts beside a usual one."""

    language: str
    text: str
    sentiment: str
    intents: frozenset[str]
    urgency: int
    offensive: bool
    importance: float = 1.0

    @property
    def held_back(self) -> bool:
        return crc32(self.text.encode()) % HELD_BACK_OF == 0


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


def read_if_there(folder: Path, name: str) -> list[Row]:
    """As `read`; no rows where the public sets are absent."""
    return read(folder, name) if (folder / name).is_file() else []


def _lines(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """(language, cells) of every line of our own files."""
    for path in sorted(folder.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield path.stem, line.split("\t")


def messages(*corpora: str) -> list[Message]:
    """The messages of our own corpora `care`, `own` and `rare`, held back or not."""
    found = []
    for corpus in corpora or ("care", "own", "rare"):
        share = RARE if corpus == "rare" else 1.0
        for language, (text, sentiment, named, urgency, offensive) in _lines(HERE / corpus):
            intents = frozenset(named.split(",")) if named else frozenset()
            found.append(Message(language, text, sentiment, intents, int(urgency), offensive == "1", share))
    return found


def learned_messages() -> list[Message]:
    """The messages to train on."""
    return [row for row in messages("care") if not row.held_back] + messages("own", "rare")


def learned_by_heads() -> list[Message]:
    """The messages that heads and runs train on: plain statements, which say nothing about posts, as well."""
    return learned_messages() + messages("plain")


def usual_messages() -> int:
    """How many of the learned messages, the first ones, are those of `care`: what customers usually write."""
    return sum(not row.held_back for row in messages("care"))


def held_back_messages() -> list[Message]:
    """The messages of `care` that no model was trained on."""
    return [row for row in messages("care") if row.held_back]


def own_posts() -> list[Row]:
    """The public posts written for this project."""
    return [Row(language, label, text, "own") for language, (text, label) in _lines(HERE / "posts")]


def without(rows: list[Row], held_back: list[Row]) -> list[Row]:
    """`rows` without any text that is also in `held_back`."""
    texts = {row.text for row in held_back}
    return [row for row in rows if row.text not in texts]
