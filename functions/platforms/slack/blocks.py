"""Block Kit as the words that are seen of it.

A block is walked as a tree: a kind that is not known yet is read by the same names. Time grows with the size.
https://docs.slack.dev/reference/block-kit
"""

from collections.abc import Callable
from typing import Any

from platforms.reading.payload import Json, objects, text, unescape, whole

TEXTS = frozenset({"plain_text", "mrkdwn"})
"""Text objects; they are escaped like a message's text. Rich text and markdown are not."""

SEEN = (
    *("rich_text_title", "title", "subtitle", "author_name", "provider_name", "label", "text", "body"),
    *("description", "details", "output", "hint", "initial_value", "alt_text", "fields", "elements"),
    *("element", "accessory", "placeholder"),
)
"""Names under which a word or a part is seen, in the order of reading; other parts follow as they come."""

UNSEEN = frozenset({"confirm", "file", "filter", "metadata", "slack_file", "style", "value", "workflow"})
CHOICES = frozenset({"checkboxes", "radio_buttons"})
_CHOSEN, _OFFERED = frozenset({"initial_option", "initial_options"}), frozenset({"options", "option_groups"})
_RANK = {name: place for place, name in enumerate(SEEN)}
_DEEPEST_INDENT = 8


def read_blocks(blocks: Any) -> str | None:
    """Returns the words of a list of blocks, one line for each part; None when nothing is to be read."""
    lines: list[str] = []
    _read(blocks, lines)
    return text("\n".join(lines))


def _read(value: Any, lines: list[str]) -> None:
    if isinstance(value, list):
        for each in value:
            _read(each, lines)
    elif isinstance(value, dict):
        kind = text(value.get("type")) or ""
        if kind in TEXTS:
            _add(unescape(text(value.get("text"))), lines)
        elif kind.startswith("rich_text"):
            _read_rich_text(value, kind, lines)
        else:
            _read_parts(value, kind, lines)


def _read_parts(value: Json, kind: str, lines: list[str]) -> None:
    unseen = UNSEEN | (_CHOSEN if kind in CHOICES else _OFFERED)
    if value.get("title"):
        unseen |= {"alt_text"}  # what stands for the picture where the picture is not shown
    for name in sorted(value, key=lambda name: _RANK.get(name, len(SEEN))):
        if isinstance(value[name], str):
            if name in _RANK and name not in unseen:
                _add(value[name], lines)
        elif name not in unseen:
            _read(value[name], lines)


def _read_rich_text(part: Json, kind: str, lines: list[str]) -> None:
    """Adds the words of a rich text to `lines`. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block"""
    elements = objects(part.get("elements"))
    if kind == "rich_text_list":
        indent = "    " * min(max(whole(part.get("indent")) or 0, 0), _DEEPEST_INDENT)
        ordered, start = part.get("style") == "ordered", 1 + (whole(part.get("offset")) or 0)
        for number, element in enumerate(elements, start):
            words = _line(element)
            _add(f"{indent}{f'{number}.' if ordered else '•'} {words}" if words.strip() else None, lines)
    elif kind == "rich_text":
        for element in elements:
            _read_rich_text(element, text(element.get("type")) or "", lines)
    else:
        _add(_line(part), lines)


def _line(part: Json) -> str:
    elements = objects(part.get("elements"))
    return "".join(map(_inline, elements)) if elements else _inline(part)


def _inline(element: Json) -> str:
    read = _INLINE.get(text(element.get("type")) or "")
    if read:
        return read(element)
    if objects(element.get("elements")):
        return _line(element)
    return next((found for name in ("text", "title", "name", "url") if (found := _word(element, name))), "")


def _word(element: Json, name: str) -> str:
    """Returns the words of an element. Blanks between words count, so they stay."""
    found = element.get(name)
    return found if isinstance(found, str) else ""


def _link(element: Json) -> str:
    url, label = _word(element, "url"), _word(element, "text")
    return f"<{url}|{label}>" if url and label.strip() and label != url else url or label


def _emoji(element: Json) -> str:
    tone = whole(element.get("skin_tone"))
    return f":{_word(element, 'name')}:" + (f":skin-tone-{tone}:" if tone else "")


def _date(element: Json) -> str:
    token = f"<!date^{whole(element.get('timestamp'))}^{_word(element, 'format')}>"
    return _word(element, "fallback") or token


def _token(sign: str, name: str) -> Callable[[Json], str]:
    """Returns people, channels and groups as Slack writes them in a text."""
    return lambda element: f"<{sign}{_word(element, name)}>"


def _add(words: str | None, lines: list[str]) -> None:
    if words is not None and words.strip():
        lines.append(words)


_INLINE: dict[str, Callable[[Json], str]] = {
    "broadcast": _token("!", "range"),
    "channel": _token("#", "channel_id"),
    "color": lambda element: _word(element, "value"),
    "date": _date,
    "emoji": _emoji,
    "link": _link,
    "team": _token("!team^", "team_id"),
    "text": lambda element: _word(element, "text"),
    "user": _token("@", "user_id"),
    "usergroup": _token("!subteam^", "usergroup_id"),
}
