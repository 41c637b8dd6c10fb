"""From a platform's event to what we keep of it: native ids become hids, the order of versions is fixed."""

import json
import re
from collections.abc import Callable, Container, Iterator
from dataclasses import asdict, dataclass, fields, replace

from ingest.limits import keep_address, limit_event
from model import naming, policy
from model.event import TOGGLES, Direction, Event, Kind, Media, Mode, Named, Person
from model.filed import Filed
from model.fold import make_version, order_of, source_time
from model.interaction import Interaction, Natives

Naming = Callable[[str, str, str], str]
"""(realm, scope, native id) -> hid, for one brand and platform."""

PERSON, ITEM, THREAD, EVENT = "person", "item", "thread", "event"
"""Realms: a Telegram chat and its user share a number and must not share a hid."""

LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}")
"""https://www.rfc-editor.org/rfc/rfc5646#section-2.1 without extensions; some senders write `pt_BR`."""

ASIDE = frozenset({"former", "permalink", "reply_handle", "figures", "group_name", "filed", "unproved"})
"""Parts of an event that may differ each time it is told."""

LASTING = tuple(each.name for each in fields(Event) if each.name not in ASIDE)
"""The others: they tell one event from another."""

HEADERLESS = frozenset({Kind.EDIT, Kind.DELETE})
"""Kinds that tell of a change to something and not what that is."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """Holds somebody who was seen: native id, name and handle are personal."""

    person: str
    native_id: str
    name: str | None
    handle: str | None
    seen_at: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """Holds one event as it is kept: the interaction it says something about, and who was seen."""

    interaction: Interaction
    sighting: Sighting | None
    dated: bool = True
    """False where the payload tells no time, or an impossible one: then `seen_at` is that of the receipt."""
    history: bool = False
    """True of what was imported and is over: it opens no conversation. What is imported answers nobody either way."""
    imported: bool = False
    filed: Filed | None = None
    """What a former helpdesk filed about its conversation."""
    may_have_moved: bool = False
    """Whether its place may have had another id before."""

    def list_edges(self) -> Iterator[tuple[str, str, str, int, int]]:
        """Yields associations `(author, person, item, at, until)` with everyone tagged or answered."""
        item = self.interaction
        if item.author is None or item.deleted:
            return
        until = policy.expires_at(item.platform, item.received_at)
        for person in sorted(item.people - {item.author}):
            yield item.author, person, item.id, item.occurred_at, until


def make_arrival(
    event: Event,
    brand: str,
    platform: str,
    account: str,
    own_ids: frozenset[str],
    received_at: int,
    name: Naming,
) -> Arrival | None:
    """Returns what to keep of `event`; None when it names no interaction."""
    event = limit_event(event.settled(own_ids))
    item_id = _item_id(event, account, name)
    if item_id is None:
        return None
    at = source_time(event.occurred_at, received_at)
    author = _person(event, event.author_id, own_ids, name)
    header = Interaction(
        id=item_id,
        brand=brand,
        platform=platform,
        account=account,
        kind=_kind(event),
        mode=event.mode,
        direction=event.direction or Direction.IN,
        author=author if event.direction is Direction.IN else None,
        customer=_person(event, _customer(event), own_ids, name),
        answered=_person(event, event.answered_id, own_ids, name),
        conversation=_conversation(event, name),
        under=_under(event, name),
        people=frozenset(_people(event, own_ids, name)),
        created_at=_created_at(event, at, received_at),
        seen_at=at,
        received_at=received_at,
        language=_language(event.language),
        natives=_natives(event),
        reply_handle=event.reply_handle,
    )
    order = order_of(event, received_at, _event_id(event, name))
    item = make_version(header, event, order)
    if item.content is not None and item.people:
        named = naming.find_named(item.content, _named(event, {*own_ids, event.author_id}, name))
        item = replace(item, content=replace(item.content, named=named))
    return Arrival(item, _sighting(event, author, at), dated=event.occurred_at == at)


def _created_at(event: Event, at: int, received_at: int) -> int | None:
    if event.whole is not None:
        return source_time(event.created_at, received_at)
    return None if event.kind in HEADERLESS else at


def _kind(event: Event) -> Kind | None:
    if event.kind in HEADERLESS:
        return event.whole
    return Kind.JOIN if event.kind is Kind.LEAVE else event.kind


def _language(stated: str | None) -> str | None:
    """Returns a language where it has the shape of one: it stands in the clear, and counters are named after it."""
    return stated if stated is not None and LANGUAGE.fullmatch(stated) else None


def _item_id(event: Event, account: str, name: Naming) -> str | None:
    if event.kind not in (Kind.JOIN, Kind.LEAVE) and event.external_id is not None:
        return name(ITEM, event.scope, event.external_id)
    target = event.parent_id or event.thread_id
    if event.kind in TOGGLES and event.author_id is not None:
        # Without an id of its own it is what this person does to that target.
        kind = "join" if event.kind in (Kind.JOIN, Kind.LEAVE) else event.kind.value
        return name(ITEM, event.scope, json.dumps([account, target, event.author_id, kind]))
    if event.dedupe_id is not None and event.kind not in HEADERLESS:
        return name(ITEM, event.scope, json.dumps([account, "dedupe", event.dedupe_id]))
    return None


def _event_id(event: Event, name: Naming) -> str:
    """Returns an opaque id, the same for the same event: it breaks ties between versions of one instant."""
    parts = {each: getattr(event, each) for each in LASTING} | {"account_id": None}
    return name(EVENT, event.scope, json.dumps(parts, sort_keys=True, default=_plain))[:10]


def _plain(value: object) -> object:
    return asdict(value) if isinstance(value, Media | Person) else str(value)


def _person(event: Event, native_id: str | None, own_ids: frozenset[str], name: Naming) -> str | None:
    if native_id is None or native_id in own_ids:
        return None
    return name(PERSON, event.person_scope, native_id)


def _customer(event: Event) -> str | None:
    if event.mode is not Mode.PRIVATE:
        return None
    return event.customer_id or (event.author_id if event.direction is Direction.IN else None)


def _people(event: Event, own_ids: frozenset[str], name: Naming) -> Iterator[str]:
    for native_id in _others(event):
        person = _person(event, native_id, own_ids, name)
        if person is not None:
            yield person


def _others(event: Event) -> set[str]:
    return {*event.mentioned_ids, *([event.answered_id] if event.answered_id else ())}


def _named(event: Event, apart_from: Container[str | None], name: Naming) -> Iterator[Named]:
    """Returns by which words whoever is tagged or answered may be named: their id, and what the payload tells."""
    words = {native_id: [native_id] for native_id in _others(event) if native_id not in apart_from}
    for each in event.named:
        if each.id in words:
            words[each.id] += each.words
    for native_id, known in words.items():
        yield Named(name(PERSON, event.person_scope, native_id), tuple(known))


def _conversation(event: Event, name: Naming) -> str | None:
    if _is_aside(event):
        return None
    root = _root(event)
    if root is None:
        return None
    # A public conversation's root is an item; a private thread is a chat with somebody.
    chat = event.mode is Mode.PRIVATE and not event.rooted
    return name(THREAD if chat else ITEM, event.scope, root)


def _is_aside(event: Event) -> bool:
    """Returns whether it says nothing that could be answered: a toggle, a bare share, a link without a word."""
    if event.kind is Kind.SHARE:
        return event.conversation_id is None
    bare = event.text is None and event.title is None and not event.media
    return event.kind in TOGGLES or (event.kind is Kind.BACKLINK and bare)


def _root(event: Event) -> str | None:
    named = event.conversation_id or event.thread_id
    if named is not None or event.kind in HEADERLESS:
        # A deletion that names nothing but its item does not tell where that stood; its creation will.
        return named
    return event.parent_id or event.external_id


def _under(event: Event, name: Naming) -> str | None:
    """Returns the hid that the interaction is listed under.

    It follows from the event alone, so that it never changes.
    """
    if _is_aside(event):
        target = event.parent_id or event.thread_id
        return None if target is None else name(ITEM, event.scope, target)
    root = _root(event)
    if event.mode is not Mode.PRIVATE and root is not None and root == event.external_id:
        # A conversation's own root: a top-level comment is listed under its post.
        return name(ITEM, event.scope, event.parent_id or event.thread_id or root)
    return _conversation(event, name)


def _natives(event: Event) -> Natives:
    return Natives(
        account_id=event.account_id,
        external_id=event.external_id,
        parent_id=event.parent_id,
        thread_id=event.thread_id,
        author_id=event.author_id,
        customer_id=event.customer_id,
        answered_id=event.answered_id,
        permalink=keep_address(event.permalink),
    )


def _sighting(event: Event, author: str | None, at: int) -> Sighting | None:
    if event.direction is Direction.OUT or author is None or event.author_id is None:
        return None
    return Sighting(author, event.author_id, event.author_name, event.author_handle, at)
