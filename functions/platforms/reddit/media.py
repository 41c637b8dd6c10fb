"""Reads what a post on Reddit shows beside its words."""

from collections.abc import Iterator

from model.event import Media
from platforms.reading.payload import Json, ident, obj, objects, text
from platforms.reading.shown import show_quoted


def read_shown(thing: Json) -> Iterator[Media]:
    """Yields the picture, film or link of a post, its gallery, and the post that it repeats."""
    url = text(thing.get("url"))
    if url and thing.get("is_self") is not True and url.startswith(("http://", "https://")):
        hint = text(thing.get("post_hint"))
        yield Media(hint if hint in ("image", "link") else "video" if thing.get("is_video") else "link", url)
    for each in objects(obj(thing.get("gallery_data")).get("items")):
        if media := ident(each.get("media_id")):
            yield Media("image", id=media, name=text(each.get("caption")))
    yield from show_quoted(text(thing.get("crosspost_parent")))
