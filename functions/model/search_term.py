"""Holds what is looked for where people write elsewhere: a brand's words, and those of its rivals."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

OWN, RIVAL = "own", "rival"


@dataclass(frozen=True, slots=True)
class TermMark:
    """Says what travels with a page that a search found: which term it was, and what to do with what it holds.

    `words` are looked for here where the platform has no search of its own.
    """

    term: str
    opens: bool
    without: tuple[str, ...] = ()
    words: str = ""

    def write_mark(self) -> dict[str, Any]:
        """Returns it as a record of a queue's message."""
        return {"term": self.term, "opens": self.opens, "without": list(self.without), "words": self.words}

    @classmethod
    def read_mark(cls, record: Mapping[str, Any]) -> "TermMark":
        """Returns the inverse of `write_mark`. Raises KeyError and TypeError."""
        without = tuple(str(each) for each in record["without"])
        return cls(str(record["term"]), record["opens"] is True, without, str(record["words"]))

    def is_hit(self, *texts: str | None) -> bool:
        """Returns whether the texts of something hold none of what is left out, and what is looked for here."""
        found = " ".join(filter(None, texts)).casefold()
        if any(each.casefold() in found for each in self.without):
            return False
        return all(word in found for word in self.words.casefold().split())


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """Holds a term, looked for through some accounts. A rival's opens no conversation. `created_at` is epoch ms."""

    id: str
    brand: str
    title: str
    query: str
    accounts: tuple[str, ...]
    opens: bool = False
    without: tuple[str, ...] = ()
    created_at: int = 0
    created_by: str = ""
    rev: int = 0

    @property
    def kind(self) -> str:
        """Tells whether the term is ours or a rival's, by its id: counts of one cannot become the other's."""
        return RIVAL if is_rival(self.id) else OWN

    def make_mark(self, looked_for_here: bool) -> TermMark:
        """Returns what travels with the pages that it finds."""
        return TermMark(self.id, self.opens, self.without, self.query if looked_for_here else "")


def make_term_id(kind: str, random: str) -> str:
    """Returns the id of a new term."""
    return f"{kind}_{random}"


def is_rival(term_id: str | None) -> bool:
    """Returns whether a term is a rival's: what it finds counts for its share of voice and for nothing else."""
    return term_id is not None and term_id.startswith(f"{RIVAL}_")
