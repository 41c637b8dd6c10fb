"""Shows Slack's tokens for people, channels, groups, links and times as a reader sees them.

https://docs.slack.dev/messaging/formatting-message-text
"""

import re
from collections.abc import Mapping

from model.redaction import REMOVED

_PERSON = re.compile(r"<@([^<>|]+)(?:\|[^<>]*)?>")
_TOKEN = re.compile(
    r"<(?P<sign>[@#!]|(?=(?:https?|mailto|tel|slack):))(?P<told>[^<>|]+)(?:\|(?P<label>[^<>]*))?>"
)
"""Neither goes past the next opening: a text full of them is read once."""


def list_tagged(words: str) -> frozenset[str]:
    """Returns the native ids of the people whom tokens name."""
    return frozenset(_PERSON.findall(words))


def show_tokens(words: str, names: Mapping[str, str]) -> str:
    """Returns `words` with each token as Slack would show it; `names` are people's by native id."""

    def show(token: re.Match[str]) -> str:
        sign, told, label = token["sign"], token["told"], (token["label"] or "").strip()
        if sign == "@":
            if REMOVED in told:
                return REMOVED
            return f"@{(names.get(told) or label or told).removeprefix('@')}"
        if sign == "#":
            return f"#{(label or told).removeprefix('#')}"
        return _show_command(told, label) if sign == "!" else label or told

    return _TOKEN.sub(show, words)


def _show_command(told: str, label: str) -> str:
    """Returns a time by its label, a group or everybody by name."""
    if told.startswith("date^"):
        return label or told
    return f"@{(label or told.removeprefix('subteam^')).removeprefix('@')}"
