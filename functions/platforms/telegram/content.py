"""Reads what a Telegram message says: its words, or a short description of what has none.

https://core.telegram.org/bots/api#message
"""

from collections.abc import Callable
from typing import Any

from platforms.reading.payload import Json, first, text
from platforms.telegram.described import DESCRIBED

FILES = ("video", "animation", "document", "audio", "voice", "video_note", "sticker", "story", "live_photo")
CONTENT = frozenset({"text", "caption", "photo", *FILES, *DESCRIBED})


def read_text(message: Json) -> str | None:
    """Returns what was written, else the description of what was sent; None for a file without words."""
    written = first(text(message.get("text")), text(message.get("caption")))
    if written is not None:
        return written
    return next(
        (words for kind, read in DESCRIBED.items() if (words := _read(read, message.get(kind)))), None
    )


def is_content(message: Json) -> bool:
    """Returns whether somebody sent something; one without is a notice (pinned, renamed, call begun)."""
    return not CONTENT.isdisjoint(message)


def _read(read: Callable[[Json], str | None], part: Any) -> str | None:
    return read(part) if isinstance(part, dict) else None
