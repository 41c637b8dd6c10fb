"""Canned replies and macros: texts with variables that agents send often, and what happens beside them.

A variable is `{{name}}`, or `{{name|what to say where it is not known}}`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

VARIABLES = ("name", "first_name", "handle", "agent", "brand", "platform")
_PLACE = re.compile(r"\{\{\s*([a-z_]+)\s*(?:\|([^{}]*))?\}\}")


class UnknownValue(ValueError):
    """Says that a variable has no value, and no words to stand in its place."""


@dataclass(frozen=True, slots=True)
class Canned:
    """Holds a canned reply or a macro. Of a macro `status`, `tags` and `assignee` are what becomes of the conversation.

    `way` is how it is sent, where not the first that is open. `rev` counts its changes.
    """

    id: str
    brand: str
    title: str
    text: str = ""
    way: str = ""
    status: str = ""
    tags: tuple[str, ...] = ()
    assignee: str = ""
    created_at: int = 0
    created_by: str = ""
    rev: int = 0


def list_strange(text: str) -> list[str]:
    """Returns what a text has in double braces that is no variable."""
    found = {match[1] for match in _PLACE.finditer(text)} - set(VARIABLES)
    rest = _PLACE.sub("", text)
    return sorted(found) + (["{{"] if "{{" in rest or "}}" in rest else [])


def fill_text(text: str, values: Mapping[str, str], escape: Callable[[str], str]) -> str:
    """Returns a text with its variables filled in, each value escaped. Raises UnknownValue."""

    def fill(match: re.Match[str]) -> str:
        value = values.get(match[1], "").strip()
        if value:
            return escape(value)
        if match[2] is None:
            raise UnknownValue(match[1])
        return match[2].strip()

    return _PLACE.sub(fill, text)
