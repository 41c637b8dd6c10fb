"""Activities and objects of ActivityStreams 2.0, as servers of the fediverse write them.

Every value may be one or many, an address or an object: https://www.w3.org/TR/activitystreams-core/
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from model.event import Event, Kind, Media, Mode, Person, Signal
from platforms.frame import Frame, take_away
from platforms.reading.markup import read_text
from platforms.reading.payload import Json, first, ident, obj, objects, text
from platforms.reading.times import from_iso

OBJECTS = frozenset(
    {"Note", "Article", "Page", "Question", "Event", "Image", "Video", "Audio", "Document", "ChatMessage"}
)
QUOTES = ("quote", "quoteUrl", "quoteUri", "_misskey_quote")
LIKES = frozenset({"Like", "EmojiReact", "Dislike"})
TOGGLES = {**dict.fromkeys(sorted(LIKES), Kind.REACTION), "Announce": Kind.SHARE, "Follow": Kind.JOIN}
DEEDS = LIKES | {"Create", "Update", "Delete", "Undo"}
"""What a group passes on that somebody did in it."""
PUBLIC = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
_SPACES = ("https://www.w3.org/ns/activitystreams#", "as:")


def list_ids(value: Any) -> list[str]:
    """Returns the ids in a value: addresses, and objects by their id or address."""
    many = value if isinstance(value, list) else [value]
    found = (
        first(ident(each.get("id")), ident(each.get("href"))) if isinstance(each, dict) else ident(each)
        for each in many
    )
    return [each for each in found if each]


def find_id(value: Any) -> str | None:
    """Returns the first id in a value."""
    return next(iter(list_ids(value)), None)


def read_types(thing: Json) -> set[str]:
    """Returns the types of an object without their name space."""
    many = thing.get("type") if isinstance(thing.get("type"), list) else [thing.get("type")]
    named = (text(each) or "" for each in many or ())
    return {each.removeprefix(space) for each in named for space in _SPACES}


def read_things(payload: Any, frame: Frame) -> Iterator[Event]:
    """Yields what an activity, an object or a collection of them says."""
    for thing in objects(payload):
        types = read_types(thing)
        if types & {"Collection", "OrderedCollection", "CollectionPage", "OrderedCollectionPage"}:
            for name in ("items", "orderedItems"):
                for each in objects(thing.get(name)):
                    yield from _read(each, read_types(each), frame)
        else:
            yield from _read(thing, types, frame)


def _read(thing: Json, types: set[str], frame: Frame) -> Iterator[Event]:
    native, actor = ident(thing.get("id")), read_actor(thing.get("actor"))
    common = {"dedupe_id": native, "author": actor, "occurred_at": from_iso(thing.get("published"))}
    toggled = next((kind for kind in TOGGLES if kind in types), None)
    if types & OBJECTS:
        yield from _written(thing, None, frame, Kind.POST, {"dedupe_id": native})
    elif types & {"Create", "Update"}:
        kind = Kind.EDIT if "Update" in types else Kind.POST
        for each in objects(thing.get("object")):
            if read_types(each) & OBJECTS:
                yield from _written(each, actor, frame, kind, common)
        yield from _pointed_at(ident(thing.get("object")), actor, frame)
    elif "Announce" in types and (
        passed_on := [each for each in objects(thing.get("object")) if _is_deed(each)]
    ):
        for each in passed_on:
            yield from _passed_on(each, actor, frame)
    elif toggled is not None:
        yield from _toggled(TOGGLES[toggled], thing, frame, common)
    elif types & {"Delete", "Undo"}:
        yield from _taken_away("Undo" in types, thing, frame, common)


def _pointed_at(native: str | None, actor: Person | None, frame: Frame) -> Iterator[Event]:
    """Yields that something is to be read at its own address, which has to be at the host of whoever wrote it."""
    if native and actor and actor.id and native != actor.id and is_same_host(native, actor.id):
        yield frame.event(Kind.CONTROL, external_id=native, signal=Signal.HANDSHAKE)


def _is_deed(thing: Json) -> bool:
    return bool(read_types(thing) & DEEDS)


def _passed_on(deed: Json, group: Person | None, frame: Frame) -> Iterator[Event]:
    """Yields what somebody did in a group that passes it on; what is not of its own host is read at its own address.

    https://codeberg.org/fediverse/fep/src/branch/main/fep/1b12/fep-1b12.md
    """
    who, item = read_actor(deed.get("actor")), find_id(deed.get("object"))
    told = [each.id or "" for each in (who, group) if each]
    if len(told) == 2 and is_same_host(*told) and is_same_host(ident(deed.get("id")) or "", told[0]):
        yield from _read(deed, read_types(deed), frame)
    elif read_types(deed) & {"Create", "Update"}:
        yield from _pointed_at(item, who, frame)


def _toggled(kind: Kind, thing: Json, frame: Frame, common: dict[str, Any]) -> Iterator[Event]:
    """Yields a like with its emoji, a boost or a follower."""
    target = find_id(thing.get("object"))
    if target is None:
        return
    if kind is Kind.JOIN:
        yield frame.event(kind, thread_id=target, **common)
        return
    shown = first(text(thing.get("content")), "") if kind is Kind.REACTION else None
    native = ident(thing.get("id"))
    yield frame.event(kind, external_id=native, text=shown, parent_id=target, thread_id=target, **common)


def _taken_away(undone: bool, thing: Json, frame: Frame, common: dict[str, Any]) -> Iterator[Event]:
    """Yields that a post, a like or a boost went; with an actor everything of that person goes."""
    target, actor = find_id(thing.get("object")), common["author"]
    if target is None:
        return
    inner = obj(thing.get("object"))
    if actor and actor.id and not is_same_host(target, actor.id):
        return  # nobody speaks for another server
    if undone:
        yield from _undone(inner, target, frame, common)
        return
    yield take_away(frame.event(Kind.POST, external_id=target, **common), common["occurred_at"])
    if actor and target == actor.id:
        yield frame.event(Kind.CONTROL, signal=Signal.ERASE_PERSON, **common)


def _undone(inner: Json, target: str, frame: Frame, common: dict[str, Any]) -> Iterator[Event]:
    types, of = read_types(inner), find_id(inner.get("object"))
    if types & LIKES:
        yield frame.event(Kind.REACTION, external_id=target, parent_id=of, thread_id=of, **common)
    elif "Follow" in types:
        yield frame.event(Kind.LEAVE, thread_id=of, **common)
    elif "Delete" in types and of:
        yield frame.event(Kind.EDIT, external_id=of, restores=True, **common)
    elif not types & {"Block", "Accept", "Reject", "Update", "Create"}:
        yield take_away(frame.event(Kind.POST, external_id=target, **common), common["occurred_at"])


def _written(
    item: Json, actor: Person | None, frame: Frame, kind: Kind, common: dict[str, Any]
) -> Iterator[Event]:
    native = ident(item.get("id"))
    if native is None or (actor and actor.id and not is_same_host(native, actor.id)):
        return  # nobody speaks for another server
    parent, tags = find_id(item.get("inReplyTo")), objects(item.get("tag"))
    quoted = first(*(find_id(item.get(name)) for name in QUOTES))
    mentions = [each for each in tags if "Mention" in read_types(each)]
    tagged = [Person(who, text(each.get("name"))) for each in mentions if (who := find_id(each))]
    to = [*list_ids(item.get("to")), *list_ids(item.get("cc"))]
    public = not PUBLIC.isdisjoint(to)
    shown = public or not to or any(each.rstrip("/").endswith("/followers") for each in to)
    words = first(_said(item, "content"), _said(item, "name"))
    vote = _said(item, "content") is None and parent is not None
    us = any(frame.is_us(each.id) for each in tagged)
    below = Kind.COMMENT if parent else Kind.SHARE if quoted else Kind.MENTION if us else Kind.POST
    changed = from_iso(item.get("updated"))
    made = changed if kind is Kind.EDIT else from_iso(item.get("published"))
    at = first(made, common.get("occurred_at"))
    talk = first(ident(item.get("conversation")), find_id(item.get("context")))
    yield frame.event(
        kind if kind is Kind.EDIT else below if shown or vote else Kind.MESSAGE,
        external_id=native,
        dedupe_id=common.get("dedupe_id"),
        author=first(actor, read_actor(item.get("attributedTo"))),
        title=first(_said(item, "name") if _said(item, "content") else None, _said(item, "summary")),
        text=words,
        parent_id=first(parent, quoted if below is Kind.SHARE else None),
        thread_id=first(parent, native),
        conversation_id=talk if not shown else native if below is Kind.SHARE else None,
        rooted=shown and not public,
        mentioned=tuple(tagged),
        occurred_at=at,
        changed_at=changed if kind is not Kind.EDIT else None,
        mode=Mode.PUBLIC if public else Mode.PRIVATE,
        media=tuple(_files(item)),
        language=_language(item),
        permalink=next((each for each in list_ids(item.get("url")) if each.startswith("https://")), None),
    )


def read_actor(value: Any) -> Person | None:
    """Returns who did it; of most only the address is told."""
    for each in value if isinstance(value, list) else [value]:
        thing, native = obj(each), find_id(each)
        if native:
            handle = text(thing.get("preferredUsername"))
            return Person(native, first(text(thing.get("name")), handle), handle)
    return None


def is_same_host(one: str, other: str) -> bool:
    """Returns whether two addresses lie at the same host."""
    try:
        hosts = [urlsplit(each).netloc.lower() for each in (one, other)]
    except ValueError:
        return False
    return hosts[0] == hosts[1]


def _said(item: Json, name: str) -> str | None:
    """Returns a text without its marks, from a map of languages where it stands there alone."""
    told = item.get(name)
    if told is None:
        told = next(iter(obj(item.get(f"{name}Map")).values()), None)
    return read_text(told)


def _language(item: Json) -> str | None:
    languages = list(obj(item.get("contentMap")))
    return languages[0] if len(languages) == 1 else None


def _files(item: Json) -> Iterator[Media]:
    for each in objects(item.get("attachment")):
        url = next(iter([*list_ids(each.get("url")), *list_ids(each.get("href"))]), None)
        kind = first(text(each.get("mediaType")), next(iter(sorted(read_types(each) - {""})), None))
        if url:
            yield Media(kind, url, None, text(each.get("name")))
    options = (text(each.get("name")) for name in ("oneOf", "anyOf") for each in objects(item.get(name)))
    if shown := ", ".join(filter(None, options)):
        yield Media("poll", name=shown)
