"""Writes what former helpdesks export as records of an import: messages, notes, people, and how each case stood.

What a case is assigned to is an agent of ours where their e-mail address is known, else a note says who it was.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from platforms.reading.paths import id_at
from platforms.reading.payload import Json, text

NOTE, ACTIVITY, NO_WORDS = "note", "activity", "no_words"
NO_CONVERSATION, NO_ID = "no_conversation", "no_id"
MOST_TAGS, MOST_ATTRIBUTES = 20, 20
LONGEST_WORD, LONGEST_VALUE = 40, 200
_BETWEEN = re.compile(r"[^a-z0-9_]+")


@dataclass(frozen=True, slots=True)
class NotImported:
    """Says what is not imported, and why, in one word."""

    reason: str


Found = Json | NotImported
Documents = Callable[[], Iterable[Any]]
"""Reads the documents of an export, from the start each time."""


@dataclass(frozen=True, slots=True)
class Case:
    """Holds a conversation as a helpdesk kept it. `customer` and `assignee` are people as the helpdesk writes them."""

    id: str
    status: str
    until: Any = None
    tags: tuple[str, ...] = ()
    customer: Json = field(default_factory=dict)
    assignee: Json = field(default_factory=dict)
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Helpdesk:
    """Describes a former helpdesk.

    `people` is what it calls customers; `agents` are ours by their e-mail addresses there.
    """

    name: str
    people: str
    agents: Mapping[str, str]

    def find_agent(self, person: Json) -> str | None:
        """Returns the agent of ours who somebody at the helpdesk is."""
        return self.agents.get((text(person.get("email")) or "").lower())

    def name_person(self, person: Json, kind: str | None = None) -> str | None:
        """Returns the id of somebody."""
        native = id_at(person, "id")
        return f"{self.name}:{kind or self.people}:{native}" if native else None

    def write_message(self, case: Case, message: Json) -> Json:
        """Returns a message of a case."""
        agent = self.find_agent(case.assignee)
        filed = {"status": case.status, "until": case.until, "tags": list(case.tags), "agent": agent}
        record = {
            "kind": "message",
            "thread": f"{self.name}:{case.id}",
            "customer": self.name_person(case.customer),
            "case": {name: value for name, value in filed.items() if value},
            **message,
        }
        return {**record, "url": case.url} if case.url else record

    def write_note(self, case: Case, native: str, words: str, author: Json, at: Any = None) -> Json:
        """Returns a note beside a case; whom we do not know is named in it."""
        agent, name = self.find_agent(author), text(author.get("name")) or text(author.get("email"))
        return {
            "kind": NOTE,
            "id": f"{self.name}:{native}",
            "thread": f"{self.name}:{case.id}",
            "customer": self.name_person(case.customer),
            "author": {"id": agent},
            "text": words if agent or not name else f"{name}: {words}",
            "at": at,
        }

    def write_assignee(self, case: Case) -> Iterator[Json]:
        """Yields a note that says whom a case was assigned to, where that is no agent of ours."""
        name, mail = text(case.assignee.get("name")), text(case.assignee.get("email"))
        if (name or mail) and self.find_agent(case.assignee) is None:
            who = f"{name} ({mail})" if name and mail else name or mail
            yield self.write_note(
                case, f"assignee:{case.id}", f"Assigned to {who} at the former helpdesk.", {}
            )

    def write_contact(self, person: Json, tags: Iterable[Any], facts: Mapping[str, Any]) -> Iterator[Json]:
        """Yields a person with their tags and attributes."""
        native = self.name_person(person)
        if native is not None:
            yield {
                "kind": "contact",
                "id": native,
                "name": text(person.get("name")),
                "handle": text(person.get("email")),
                "tags": clean_tags(tags),
                "attributes": _clean_attributes(facts),
            }


def clean_tags(told: Iterable[Any]) -> list[str]:
    """Returns tags as words that tags may be here: what else is in them becomes a dash."""
    words = (_word(each) for each in told if isinstance(each, str))
    return sorted({each for each in words if each})[:MOST_TAGS]


def _clean_attributes(facts: Mapping[str, Any]) -> dict[str, str]:
    """Returns what may be an attribute here: short values without line ends; nothing of lists and objects."""
    found = {}
    for name, value in facts.items():
        shown = (
            value if isinstance(value, str) else str(value) if isinstance(value, (bool, int, float)) else ""
        )
        shown = " ".join("".join(each if each.isprintable() else " " for each in shown).split())
        if (word := _word(name)) and shown:
            found[word] = shown[:LONGEST_VALUE]
    return dict(list(found.items())[:MOST_ATTRIBUTES])


def _word(told: str) -> str:
    return _BETWEEN.sub("-", told.lower()).strip("-_")[:LONGEST_WORD].rstrip("-")


def flatten(
    documents: Iterable[Any], names: tuple[str, ...], whole: Callable[[Json], bool]
) -> Iterator[Json]:
    """Yields the objects in pages, lists and wrappers, of which `names` are the keys; what is `whole` is one."""
    waiting = [iter(documents)]
    while waiting:
        each = next(waiting[-1], None)
        if each is None:
            waiting.pop()
        elif isinstance(each, list):
            waiting.append(iter(each))
        elif isinstance(each, dict):
            held = [each[name] for name in names if isinstance(each.get(name), (list, dict))]
            if whole(each) or not held:
                yield each
            else:
                waiting.append(iter(held))
