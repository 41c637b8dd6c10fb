"""Reads what is seen of a Discord message: its words, else what stands in their place, and its files."""

from collections.abc import Iterator

from model.event import Media
from platforms.reading.described import describe, describe_pair
from platforms.reading.paths import text_at
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
    if cards := [line for each in objects(data.get("embeds")) for line in _list_lines(each)]:
        return "\n".join(cards)
    return "[Forwarded message]" if obj(data.get("message_reference")).get("type") == FORWARD else None


def _list_lines(card: Json) -> Iterator[str]:
    """Yields what is seen of a card, from its top:
    https://docs.discord.com/developers/resources/message#embed-object
    """
    fields = (describe_pair(each, "name", "value") for each in objects(card.get("fields")))
    above = (text_at(card, path) for path in ("author.name", "title", "description"))
    yield from filter(None, (*above, *fields, text_at(card, "footer.text")))


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
