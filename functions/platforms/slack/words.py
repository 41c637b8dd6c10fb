"""The words that are seen of a Slack message.

A person's text and rich text say the same; an app's words may stand in blocks or attachments alone.
https://docs.slack.dev/messaging/formatting-message-text
https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments
"""

import re

from platforms.reading.payload import Json, first, obj, objects, text, unescape
from platforms.slack.blocks import read_blocks
from platforms.slack.media import is_shared, read_media, read_quoted

_BEFORE = ("pretext", "author_name", "author_subname", "title", "text")
USELESS = frozenset({"[no preview available]", "this content can't be displayed."})
"""Fallbacks that Slack puts in itself, in lower case."""

_DATE, _LABEL = re.compile(r"<!date\^[^<>|]*\|([^<>]*)>"), re.compile(r"<([#@!][^<>|]*)\|[^<>]*>")
_MARKS, _BLANKS = re.compile(r"[*_~`<>|•]+"), re.compile(r"\s+")


def read_words(message: Json) -> str | None:
    """Returns the writer's words; where there are none, those of what is shared; else the kind of what is seen."""
    return first(read_own_words(message), _shared_words(message), _kind(message))


def read_own_words(message: Json) -> str | None:
    """Returns the words of text, blocks and the writer's attachments, each said once."""
    written = _useful(unescape(text(message.get("text"))))
    shown = _join(written, read_blocks(message.get("blocks")))
    attached = [_attachment(each) for each in objects(message.get("attachments")) if not is_shared(each)]
    own = _join(shown, text("\n".join(filter(None, attached))))
    return own or text("\n".join(filter(None, map(_said, objects(message.get("files"))))))


def _join(written: str | None, shown: str | None) -> str | None:
    """Returns both, or the one that says what the other says and more."""
    if written is None or shown is None:
        return first(written, shown)
    one, other = _plain(written), _plain(shown)
    if one.replace(" ", "") == other.replace(" ", "") or f" {other} " in f" {one} ":
        return written
    return shown if f" {one} " in f" {other} " else f"{written}\n{shown}"


def _plain(words: str) -> str:
    """Returns `words` without style, the labels of tokens and line breaks, to be compared."""
    bare = _LABEL.sub(r"<\1>", _DATE.sub(r"\1", words))
    return _BLANKS.sub(" ", _MARKS.sub("", bare)).strip()


def _attachment(attachment: Json) -> str | None:
    lines = [unescape(text(attachment.get(name))) for name in _BEFORE]
    for field in objects(attachment.get("fields")):
        lines += [unescape(text(field.get(name))) for name in ("title", "value")]
    lines += [read_blocks(attachment.get("blocks")), *map(_said, objects(attachment.get("files")))]
    lines += [unescape(text(action.get("text"))) for action in objects(attachment.get("actions"))]
    lines.append(unescape(text(attachment.get("footer"))))
    fallback = _useful(unescape(text(attachment.get("fallback"))))
    return text("\n".join(filter(None, lines))) or fallback


def _useful(fallback: str | None) -> str | None:
    return None if fallback is None or fallback.strip().lower() in USELESS else fallback


def _shared_words(message: Json) -> str | None:
    shared = (each for each in objects(message.get("attachments")) if is_shared(each))
    return text("\n".join(filter(None, (_attachment(each) or read_quoted(each) for each in shared))))


def _kind(message: Json) -> str | None:
    """Returns a word for what is seen and cannot be read, so that no message is empty."""
    parts = [*objects(message.get("blocks")), *objects(message.get("attachments"))]
    if not parts or read_media(message):
        return None
    return f"[{first(text(parts[0].get('type')), 'attachment')}]"


def _said(file: Json) -> str | None:
    """Returns the words of a clip, as Slack heard them, and of an e-mail sent to a channel."""
    heard = text(obj(obj(file.get("transcription")).get("preview")).get("content"))
    if file.get("mode") != "email":
        return heard
    return text("\n".join(filter(None, (text(file.get("subject")), text(file.get("plain_text"))))))
