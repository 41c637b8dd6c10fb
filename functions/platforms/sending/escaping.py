"""Makes a value that somebody else chose, such as a name, stand for itself within a text for a platform.

Whoever calls themselves `@everyone` or `[free](https://…)` must not have us notify all or link to that.
"""

import re
import unicodedata

MARKDOWN = frozenset({"discord", "reddit", "github", "discourse", "teams", "vanilla"})
STARRED = frozenset({"slack", "whatsapp"})
"""Chats in which signs around words format them, and nothing escapes them. Slack's own brackets its sender escapes."""
MARKUP = frozenset({"wordpress"})
LONGEST = 80
JOINER = "\u2060"
"""Shows nothing, and keeps what it stands in from being one word."""
_MARKED = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&])")
_LINK = re.compile(r"(?i)(://|(?<=www)\.|(?<=\w)\.(?=[a-z]{2}))")
_SPACES = re.compile(r"\s+")


def escape_value(platform: str, value: str) -> str:
    """Returns a value that is shown as it is: one short line that formats, notifies and links to nothing."""
    plain = "".join(" " if unicodedata.category(each)[0] in "CZ" else each for each in value)
    plain = _SPACES.sub(" ", plain).strip()[:LONGEST]
    if platform in STARRED:
        plain = re.sub(r"[*_~`]", "", plain)
    if platform in MARKDOWN:
        plain = _MARKED.sub(r"\\\1", plain)
    if platform in MARKUP:
        plain = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    plain = _LINK.sub(lambda match: JOINER + match[0], plain)
    return re.sub(r"([@#])(?=\w)", r"\1" + JOINER, plain)
