"""Reads what a post of an archive has beside its words: pictures, links, collections, polls and places."""

from collections.abc import Iterator

from model.event import Media
from platforms.reading.described import describe, describe_place
from platforms.reading.payload import Json, first, obj, objects, text, whole


def read_attached(thing: Json) -> Iterator[Media]:
    """Yields the files and links of a post or comment."""
    for each in (*objects(thing.get("media")), *objects(obj(thing.get("album")).get("media"))):
        name = first(text(each.get("description")), text(each.get("localFilePath")))
        yield Media(
            text(each.get("contentType")), text(each.get("url")), text(each.get("resourceName")), name
        )
    link = obj(thing.get("link"))
    if url := text(link.get("url")):
        yield Media("link", url, name=text(link.get("title")))
    for noun in ("collectionAttachment", "communityAttachment"):
        if name := text(obj(thing.get(noun)).get("displayName")):
            yield Media(
                noun.removesuffix("Attachment"), text(obj(thing.get(noun)).get("permalink")), name=name
            )


def describe_post(post: Json) -> str | None:
    """Returns what stands for a post without words: its poll, or its place."""
    place, poll = obj(post.get("location")), obj(post.get("poll"))
    if poll:
        return describe("Poll", lines=[_choice(each) for each in objects(poll.get("choices"))])
    if not place:
        return None
    return describe(
        "Place", text(place.get("displayName")) or describe_place(place), text(place.get("physicalAddress"))
    )


def _choice(choice: Json) -> str:
    votes = whole(choice.get("voteCount"))
    return f"- {text(choice.get('description')) or ''}" + (f" ({votes})" if votes is not None else "")
