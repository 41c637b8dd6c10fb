"""Posts as JSON.

Who gave a +1 or shared further is told without a time: unpacking hands these on in parts of their own, which have no
time of creation.
"""

import re
from collections.abc import Iterator
from typing import Any

from model.event import Direction, Event, Kind, Media, Mode, Person
from platforms.frame import Frame
from platforms.google_plus.attached import describe_post, read_attached
from platforms.google_plus.groups import read_groups
from platforms.reading.markup import read_text
from platforms.reading.payload import Json, first, obj, objects, text
from platforms.reading.times import from_iso

PUBLIC = "CIRCLE_TYPE_PUBLIC"
_LINKED = re.compile(r"<a ([^<>]{1,400})>([^<>]{0,200})</a>")
_PROFILE = re.compile(r"plus\.google\.com/(\d{5,30}|\+[\w.-]{1,60})")


def read_post(post: Json, self_ids: tuple[str, ...]) -> Iterator[Event]:
    """Yields a post and its comments, or the people of a part; nothing for JSON of another kind."""
    native = first(text(post.get("resourceName")), text(post.get("url")), text(post.get("activityId")))
    if native is None or not post.keys() & {"creationTime", "plusOnes", "reshares"}:
        return
    mode = Mode.PUBLIC if _is_public(obj(post.get("postAcl"))) else Mode.PRIVATE
    owner = _person(post) or Person(_owner(native))
    own: set[str | None] = {*self_ids} or {owner.id}
    if "creationTime" not in post:
        yield from _people(native, post, mode)
        return
    yield _post(native, post, mode, own, owner)
    yield from read_groups(post, owner, own)
    for each in objects(post.get("comments")):
        yield _comment(native, each, mode, own)


def _post(native: str, post: Json, mode: Mode, own: set[str | None], owner: Person) -> Event:
    shared = obj(post.get("resharedPost"))
    words = read_text(post.get("content"))
    source = first(text(shared.get("resourceName")), text(shared.get("url")))
    event = _said(native, post, mode, own)
    return Frame().event(
        Kind.SHARE if shared else Kind.POST,
        **event,
        author=owner if owner.id else None,
        text=words or describe_post(post),
        parent_id=source,
        thread_id=native,
        conversation_id=native if shared and words else None,
        direction=Direction.OUT if owner.id in own else Direction.IN,
        media=(*read_attached(post), *((Media("quote", text(shared.get("url")), source),) if shared else ())),
    )


def _comment(post: str, comment: Json, mode: Mode, own: set[str | None]) -> Event:
    native, author = text(comment.get("resourceName")), _person(comment)
    return Frame().event(
        Kind.COMMENT,
        **_said(native, comment, mode, own),
        author=author,
        text=read_text(comment.get("content")),
        parent_id=post,
        thread_id=post,
        direction=Direction.OUT if author is not None and author.id in own else Direction.IN,
        media=tuple(read_attached(comment)),
    )


def _said(native: str | None, thing: Json, mode: Mode, own: set[str | None]) -> dict[str, Any]:
    at, changed = from_iso(thing.get("creationTime")), from_iso(thing.get("updateTime"))
    return {
        "external_id": native,
        "permalink": first(text(thing.get("url")), text(thing.get("postUrl"))),
        "dedupe_id": native or f"{_id(thing)} {at}",
        "occurred_at": at,
        "changed_at": changed if at is not None and changed is not None and changed > at else None,
        "mode": mode,
        "rooted": mode is Mode.PRIVATE,
        "mentioned": tuple(each for each in _tagged(thing) if each.id not in own),
    }


def _people(native: str, part: Json, mode: Mode) -> Iterator[Event]:
    at = from_iso(part.get("postedTime"))
    for noun, kind, word in (("plusOnes", Kind.REACTION, "+1"), ("reshares", Kind.SHARE, None)):
        for each in objects(part.get(noun)):
            who = _person({"author": each.get("plusOner") or each.get("resharer")})
            if who is not None:
                yield Frame().event(
                    kind,
                    dedupe_id=f"{native} {noun} {who.id}",
                    author=who,
                    text=word,
                    parent_id=native,
                    thread_id=native,
                    occurred_at=at,
                    mode=mode,
                    rooted=mode is Mode.PRIVATE,
                )


def _owner(native: str) -> str | None:
    """Returns whose stream a post stands in, by the post's own name."""
    parts = native.split("/")
    return parts[1] if parts[0] == "users" and len(parts) > 1 else None


def _person(thing: Json) -> Person | None:
    author = obj(thing.get("author"))
    native, name = _id(thing), text(author.get("displayName"))
    return Person(native, name) if native or name else None


def _id(thing: Json) -> str | None:
    author = obj(thing.get("author"))
    named = first(text(author.get("resourceName")), text(author.get("profilePageUrl")))
    return named.rstrip("/").rpartition("/")[2] if named else None


def _tagged(thing: Json) -> Iterator[Person]:
    for tag in _LINKED.finditer(text(thing.get("content")) or ""):
        found = _PROFILE.search(tag[1])
        if found is not None:
            yield Person(found[1], read_text(tag[2]))


def _is_public(acl: Json) -> bool:
    circles = objects(obj(acl.get("visibleToStandardAcl")).get("circles"))
    return acl.get("isPublic") is True or any(each.get("type") == PUBLIC for each in circles)
