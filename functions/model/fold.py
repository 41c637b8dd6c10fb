"""One state from any order of events: the same delivery fifty times, an edit before its create, all end alike.

Authored content has three registers, each a maximum, so that merging is commutative and idempotent:
the newest content, the newest deletion, the newest restore. A deletion takes all older content away for good,
and the item counts as deleted until a later restore. Content that is newer than the deletion is kept, sealed
and never shown, because the restore between the two may still be on its way. Toggles (reactions, joins) use
the same registers: switching on restores, switching off deletes. Identity fields fill once.
"""

from collections.abc import Iterable
from dataclasses import replace

from model.event import TOGGLES, Event, Kind, Mode, ReplyHandle
from model.fields import BY_RULE, TOLD
from model.interaction import Content, Interaction, Natives, Order

CREATE, EDIT, RESTORE, DELETE = "0", "1", "2", "3"
"""Ranks of the verbs at one and the same instant: delete > restore > edit > create."""

LATEST_SKEW_MS = 10 * 60_000
"""A sender's clock may be ahead of ours by this much; times further in the future count as the receipt."""


LATEST_TIME = 10**15
"""Later than any time of an event, ms."""


def source_time(stated: int | None, received_at: int) -> int:
    """Returns a stated time that can be true, else the receipt (absent, before 1970, or in the future)."""
    if stated is None or not 0 < stated <= received_at + LATEST_SKEW_MS:
        return received_at
    return stated


def order_of(event: Event, received_at: int, event_id: str) -> Order:
    """Returns the place of `event` among the versions of its item. `event_id` breaks ties and must be opaque."""
    time = source_time(event.changed_at or event.occurred_at, received_at)
    return f"{time:013d}{_rank(event)}{event_id}"


def creation_at(at_ms: int, event_id: str) -> Order:
    """Returns the place of something that we made ourselves, of which an event may tell later."""
    return f"{at_ms:013d}{CREATE}{event_id}"


def edit_at(at_ms: int, event_id: str) -> Order:
    """Returns the place of a change that we made ourselves."""
    return f"{at_ms:013d}{EDIT}{event_id}"


def read_edit_time(order: Order) -> int | None:
    """Returns when a version was made that is an edit (epoch ms); None for any other."""
    return int(order[:13]) if order[13:14] == EDIT else None


def deletion_at(at_ms: int, event_id: str) -> Order:
    """Returns the place of a deletion of which no event tells."""
    return f"{at_ms:013d}{DELETE}{event_id}"


def _rank(event: Event) -> str:
    if event.kind is Kind.DELETE or event.withdrawn:
        return DELETE
    if event.restores or event.kind in TOGGLES:
        return RESTORE
    return EDIT if event.kind is Kind.EDIT else CREATE


def fold(known: Interaction | None, new: Interaction) -> Interaction:
    """Returns the state after both: `new` is what one event says alone (see `make_version`).

    Order does not matter.
    """
    if known is None:
        return new
    merged = replace(
        known,
        mode=_mode(known, new),
        under=known.under or new.under,
        natives=_natives(known.natives, new.natives),
        reply_handle=_last_good(known.reply_handle, new.reply_handle),
        **{name: rule(getattr(known, name), getattr(new, name)) for name, rule in BY_RULE},
    )
    return drop_deleted(_newest_content(merged, known, new))


def fold_by_id(arrived: Iterable[Interaction]) -> dict[str, Interaction]:
    """Returns what arrived by id, each id once."""
    folded: dict[str, Interaction] = {}
    for item in arrived:
        folded[item.id] = fold(folded.get(item.id), item)
    return folded


def _newest_content(merged: Interaction, known: Interaction, new: Interaction) -> Interaction:
    newest = max(known, new, key=lambda i: i.content_order)
    return replace(merged, content=newest.content, content_order=newest.content_order)


def drop_deleted(item: Interaction) -> Interaction:
    """Returns `item` without content that a deletion took away."""
    if item.content_order > item.deleted_order:
        return item
    return replace(item, content=None, content_order="")


def make_version(item: Interaction, event: Event, order: Order) -> Interaction:
    """Returns `item` (the header of one event) with what this single event says about content and life."""
    if event.kind is Kind.DELETE or event.withdrawn:
        return replace(item, deleted_order=order)
    content = Content(media=event.media, **{field.name: getattr(event, field.name) for field in TOLD})
    restored = order if event.restores or event.kind in TOGGLES else ""
    return replace(item, content=content, content_order=order, restored_order=restored)


def _mode(known: Interaction, new: Interaction) -> Mode:
    """Returns the mode said by the events that tell of the item itself; one that does not know says private."""
    telling = [item.mode for item in (known, new) if item.kind is not None]
    if telling:
        return next((mode for mode in telling if mode is not Mode.PRIVATE), Mode.PRIVATE)
    return Mode.PRIVATE if Mode.PRIVATE in (known.mode, new.mode) else known.mode


def _natives(known: Natives, new: Natives) -> Natives:
    told = {name: getattr(known, name) or getattr(new, name) for name in Natives.__slots__}
    # A platform may name one thing at two addresses.
    told["permalink"] = min(filter(None, (known.permalink, new.permalink)), default=None)
    return Natives(**told)


def _last_good(known: ReplyHandle | None, new: ReplyHandle | None) -> ReplyHandle | None:
    """Returns the one that is good for longer."""
    told = [each for each in (known, new) if each is not None]
    return max(told, key=lambda each: (each.expires_at or LATEST_TIME, each.values), default=None)
