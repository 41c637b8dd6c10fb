"""Finds what payloads tell of posts and groups themselves: the platform's absolute figures, and groups' names."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields

from ingest.addressing import find_addressed_account
from ingest.arrival import ITEM, Naming
from model.event import TOGGLES, Event, Figures, Kind, Mode
from model.fold import source_time
from model.messages import Envelope
from model.place import PlaceKind, TellingOfPlace
from platforms.base import PAGE
from store.brand.accounts import Account

MOST = 10**15
COUNTED = frozenset({Kind.POST, Kind.SHARE, Kind.EDIT, Kind.CONTROL})
"""Kinds of event whose figures are those of a post; what is said below one has figures of its own, kept nowhere."""


def find_tellings(
    events: Iterable[Event], envelope: Envelope, active: Sequence[Account], name: Naming
) -> Iterator[TellingOfPlace]:
    """Yields what is told, of places whose account is connected."""
    for event in events:
        if event.figures is None and event.group_name is None:
            continue
        account, kind = find_addressed_account(event, active), _kind(event)
        native = event.external_id if kind is PlaceKind.POST else event.parent_id or event.thread_id
        if account is None or kind is None or native is None or envelope.received_at <= account.connected_at:
            continue
        yield TellingOfPlace(
            name(ITEM, event.scope, native),
            kind,
            envelope.platform,
            account.id,
            _find_time(event, envelope),
            envelope.received_at,
            None if event.figures is None else _limit_figures(event.figures),
            event.group_name,
        )


def _find_time(event: Event, envelope: Envelope) -> int:
    """Returns as of when it is told: who was asked tells of now, whenever what it tells of was written."""
    if envelope.source == PAGE and envelope.fetched is None and event.figures is not None:
        return envelope.received_at
    return source_time(event.changed_at or event.occurred_at, envelope.received_at)


def _limit_figures(figures: Figures) -> Figures:
    """Returns those that can be true: a sender may write any number."""
    told = {each.name: getattr(figures, each.name) for each in fields(Figures)}
    return Figures(**{n: number for n, number in told.items() if number is not None and 0 <= number < MOST})


def _kind(event: Event) -> PlaceKind | None:
    if event.group_name is not None:
        return PlaceKind.GROUP if event.kind in TOGGLES or event.kind is Kind.CONTROL else None
    told_of_post = (
        event.kind in COUNTED and event.mode is not Mode.PRIVATE and event.whole in (None, Kind.POST)
    )
    return PlaceKind.POST if told_of_post else None
