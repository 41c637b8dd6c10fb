"""Reads what is attached to Meta's private messages: files, places, shared posts, and templates of a bot.

https://developers.facebook.com/docs/messenger-platform/reference/webhook-events/messages#attachments
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from model.event import Media
from platforms.reading.described import describe, describe_place
from platforms.reading.paths import id_at
from platforms.reading.payload import Json, first, obj, objects, text

FILES = frozenset({"image", "video", "audio", "file", "sticker", "animated_image", "animated_image_share"})
SHARED = frozenset({"share", "post", "ig_post", "reel", "ig_reel", "ig_story", "story"})
IDS = (
    "sticker_id", "reel_video_id", "ig_post_media_id", "ig_reel_media_id", "story_media_id", "media_id", "post_id",
    "attachment_id", "id",
)  # fmt: skip
URLS = ("url", "story_media_url", "link", "image_url")
WORDS = {
    "story_mention": "Story mention",
    "like_heart": "❤️",
    "ephemeral": "Disappearing photo or video",
    "unsupported_type": "Unsupported message",
    "appointment_booking": "Appointment booking",
}
"""Kinds that a person sees as more than a file."""


def read_attachments(value: Any) -> tuple[str | None, tuple[Media, ...]]:
    """Returns the words that stand for attachments without any of their own, and the files."""
    attachments = objects(value)
    words = [described for each in attachments if (described := _words(each))]
    return "\n".join(words) or None, tuple(_distinct([_medium(each) for each in attachments]))


def _words(attachment: Json) -> str | None:
    kind, payload = text(attachment.get("type")) or "", obj(attachment.get("payload"))
    if kind in FILES or kind in SHARED:
        return None
    if kind == "location":
        place = describe_place(obj(payload.get("coordinates")), "lat", "long")
        return describe("Location", first(text(attachment.get("title")), text(payload.get("title"))), place)
    shown = [*([title] if (title := _title(attachment)) else []), *_shown(payload)]
    if kind == "fallback":
        return "\n".join(shown) or (None if _url(attachment) else "Attachment")
    if kind == "template":
        return "\n".join(dict.fromkeys(shown)) or "Template"
    return describe(WORDS.get(kind) or f"Attachment: {kind}".removesuffix(": "), *dict.fromkeys(shown))


def _shown(payload: Json) -> Iterator[str]:
    """Yields the words of a template in the order of reading: its text, its cards, the labels of its buttons."""
    for name in ("text", "title", "subtitle"):
        if (words := text(payload.get(name))) is not None:
            yield words
    cards = [*objects(payload.get("elements")), *objects(obj(payload.get("product")).get("elements"))]
    for part in (*cards, *objects(payload.get("buttons"))):
        yield from _shown(part)


def _medium(attachment: Json) -> Media | None:
    """Returns the file behind an attachment; None where words are all there is."""
    payload, url = obj(attachment.get("payload")), _url(attachment)
    native = id_at(payload, *IDS)
    kind = text(attachment.get("type")) or "file"
    if kind == "image" and "sticker_id" in payload:
        kind = "sticker"
    name = first(_title(attachment), text(payload.get("title")), text(payload.get("name")))
    if url is None and native is None and (kind not in FILES | SHARED):
        return None
    return Media("link" if kind in ("fallback", "location") else kind, url, native, name)


def _title(attachment: Json) -> str | None:
    return first(text(attachment.get("title")), text(attachment.get("name")))


def _url(attachment: Json) -> str | None:
    """Returns the address, which stands in the payload, beside it, or is the payload."""
    payload = attachment.get("payload")
    bare = text(payload) if isinstance(payload, str) and payload.startswith(("http://", "https://")) else None
    urls = [text(obj(payload).get(name)) for name in URLS]
    return first(*urls, bare, *(text(attachment.get(name)) for name in ("url", "URL")))


def _distinct(found: list[Media | None]) -> Iterator[Media]:
    """Yields each file once: a shared post comes as `share` and again by its own name."""
    files = [file for file in found if file is not None]
    named = any(file.type in SHARED - {"share"} for file in files)
    seen = set()
    for file in files:
        key = replace(file, type=None, name=None) if file.url or file.id else file
        if key in seen or (named and file.type == "share"):
            continue
        seen.add(key)
        yield file
