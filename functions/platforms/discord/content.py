"""Reads what is seen of a Discord message: its words, else what stands in their place, and its files."""

from model.event import Media
from platforms.reading.described import describe
from platforms.reading.payload import Json, first, ident, obj, objects, text

FORWARD = 1
"""The type of a reference to a message that was passed on, not answered."""


def read_words(data: Json) -> str | None:
    """Returns what was written, else what is seen: the poll, the sticker, the card, or that something was passed on."""
    written, asked = text(data.get("content")), obj(data.get("poll"))
    if written:
        return written
    if asked:
        answers = [text(obj(each.get("poll_media")).get("text")) for each in objects(asked.get("answers"))]
        return describe("Poll", text(obj(asked.get("question")).get("text")), lines=[*filter(None, answers)])
    for sticker in objects(data.get("sticker_items")):
        return describe("Sticker", text(sticker.get("name")))
    cards = [
        text(each.get(part)) for each in objects(data.get("embeds")) for part in ("title", "description")
    ]
    if any(cards):
        return "\n".join(filter(None, cards))
    return "[Forwarded message]" if obj(data.get("message_reference")).get("type") == FORWARD else None


def list_files(data: Json) -> tuple[Media, ...]:
    """Returns attachments and stickers."""
    files = [
        Media(
            first(text(each.get("content_type")), "file"),
            text(each.get("url")),
            ident(each.get("id")),
            text(each.get("filename")),
        )
        for each in objects(data.get("attachments"))
    ]
    stickers = [Media("sticker", id=ident(each.get("id"))) for each in objects(data.get("sticker_items"))]
    return (*files, *stickers)
