"""Makes values that somebody else chose stand for themselves within a text for a platform, and texts HTML.

Whoever calls themselves `@everyone` or `[free](https://…)` must not have us notify all or link to that.
"""

import re
import unicodedata
from html import escape

from platforms.sending.counting import URL

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


def write_html(words: str) -> str:
    """Returns a text as HTML: paragraphs, lines, and links where addresses stand."""
    parts = [part.strip("\n") for part in re.split(r"\n{2,}", words.replace("\r\n", "\n"))]
    return "".join(f"<p>{_write_lines(part)}</p>" for part in parts if part)


def _write_lines(part: str) -> str:
    written, end = "", 0
    for found in URL.finditer(part):
        link = escape(found[0])
        written += f'{escape(part[end : found.start()])}<a href="{link}">{link}</a>'
        end = found.end()
    return (written + escape(part[end:])).replace("\n", "<br>")
