"""Tells how much of a content stands in its row, so that no single one breaks lists, neighbours or a row's size."""

import json
from dataclasses import replace

from model.event import Media
from model.interaction import Content

LIMIT = 64_000
"""Bytes of what is personal of one content in its row: 25 rows of a batch and 100 of a list stay well below theirs."""
TEXT_LIMIT, TITLE_LIMIT, PART_LIMIT, MOST_MEDIA = 48_000, 2_000, 400, 20
"""Bytes of text and title, and of each address, id and name of so many media, of what is longer than that."""


def shorten_content(content: Content, kept_at: str) -> Content | None:
    """Returns the shortened content for the row when the whole is kept elsewhere; None for a content that fits."""
    if _size(content) <= LIMIT:
        return None
    return replace(
        content,
        text=_cut(content.text, TEXT_LIMIT),
        title=_cut(content.title, TITLE_LIMIT),
        media=tuple(_cut_media(each) for each in content.media[:MOST_MEDIA]),
        kept_at=kept_at,
    )


def _size(content: Content) -> int:
    # As it is sealed: a letter outside ASCII takes six bytes or twelve, so that nothing is measured too small.
    return len(json.dumps(content.to_record()))


def _cut(text: str | None, limit: int) -> str | None:
    if text is None or len(json.dumps(text)) <= limit:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if len(json.dumps(text[:middle])) <= limit else (low, middle - 1)
    return text[:low]


def _cut_media(media: Media) -> Media:
    url, native, name = media.url, media.id, media.name
    return Media(
        media.type and media.type[:PART_LIMIT],
        # Half an address leads nowhere.
        url if url is None or len(url) <= PART_LIMIT else None,
        native if native is None or len(native) <= PART_LIMIT else None,
        name and name[:PART_LIMIT],
    )
