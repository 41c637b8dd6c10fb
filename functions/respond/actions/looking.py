"""Looks through conversations for those that fit filters no index knows: at most 500 at a request, and says so.

What is looked at is what agents are shown anyway, so that a filter finds what a row says, and nothing else.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from msgspec import UNSET

from model.conversation import URGENT, Conversation, Status
from model.sla import SlaState
from respond.action import Caller
from respond.actions import inbox, listing, reading
from respond.actions.given import take_several
from respond.actions.listing import Source
from respond.shapes.conversation import ConversationInListView
from respond.shapes.conversation_filters import ConversationsQuery, Order

MOST, CHUNK = 500, 100
DUE = frozenset({SlaState.SOON, SlaState.MISSED})
RUNNING = frozenset({Status.OPEN, Status.PENDING})
"""Where clocks run."""
NEVER = "9999"

Row = ConversationInListView


@dataclass(frozen=True, slots=True)
class Looked:
    """Holds what was found: how many were looked at, and where to go on; None at the end."""

    rows: list[Row]
    following: str | None
    looked_at: int


def look_through(
    caller: Caller, query: ConversationsQuery, source: Source, before: str | None, limit: int
) -> Looked:
    """Returns up to `limit` conversations that fit, in the order of the source.

    A page ends with the hundred in which something was found, so that whoever has many waits no longer for the first.
    """
    rows, looked_at, listed = list[Row](), 0, set[str]()
    while looked_at < MOST:
        entries, more = source(before, CHUNK)
        heads = [head for _, head in entries if head is not None and fits_head(query, head)]
        shown = {row.id: row for row in reading.show_conversations(caller, heads)}
        for position, head in entries:
            if len(rows) == limit:
                return Looked(rows, before, looked_at)
            before, looked_at = position, looked_at + 1
            row = None if head is None else shown.get(head.id)
            if row is None or row.id in listed or not fits_row(query, row, caller.stores.now_ms()):
                continue
            # What moves meanwhile may stand in two places.
            listed.add(row.id)
            rows.append(row)
        if not more:
            return Looked(rows, None, looked_at)
        if rows and limit < MOST:
            break
    return Looked(rows, before, looked_at)


def look_sorted(
    caller: Caller, query: ConversationsQuery, source: Source, place: str | None, due_too: bool = True
) -> Looked:
    """Returns a page of what one look finds, sorted. A place names where the look began, and how many were shown.

    Of what is due soon or overdue there is nothing in it unless `due_too`.
    """
    start, _, offset = (place or "~0").rpartition("~")
    found = look_through(caller, query, source, start or None, MOST)
    order = Order.PRIORITY if query.sort is UNSET else Order(str(query.sort))
    wanted = (row for row in found.rows if due_too or row.sla is None or row.sla.state not in DUE)
    rows = sorted(wanted, key=lambda row: sort_key(order, row))
    shown = rows[int(offset) : int(offset) + query.limit]
    after = int(offset) + len(shown)
    if after < len(rows):
        return Looked(shown, f"{start}~{after}", found.looked_at)
    return Looked(shown, None if found.following is None else f"{found.following}~0", found.looked_at)


def look_by_due(caller: Caller, query: ConversationsQuery, wanted: inbox.Wanted, place: str | None) -> Looked:
    """Returns a page by due time: first the list of what is due, then all others, sorted in one look."""
    if place is None or "~" not in place:
        found = look_through(caller, query, listing.list_promised(caller, wanted), place, query.limit)
        if found.following is not None or asks_what_is_due(query, wanted):
            return found
        if found.rows:
            return Looked(found.rows, "~0", found.looked_at)
    return look_sorted(caller, query, listing.list_by_status(caller, wanted), place, due_too=False)


def asks_what_is_due(query: ConversationsQuery, wanted: inbox.Wanted) -> bool:
    """Tells whether all that is asked for is due soon or overdue, which a list knows."""
    sla = take_several(query.sla)
    return has_clocks(wanted) and sla is not None and sla <= DUE


def has_clocks(wanted: inbox.Wanted) -> bool:
    """Tells whether clocks run in some of these statuses."""
    return not wanted.statuses.isdisjoint(RUNNING)


def needs_look(query: ConversationsQuery) -> bool:
    """Tells whether no index knows what is asked for."""
    known = {"status", "assignee", "platform", "mode", "priority", "limit", "cursor", "view"}
    return any(
        getattr(query, name) is not UNSET and not (name == "sort" and query.sort is Order.PRIORITY)
        for name in query.__struct_fields__
        if name not in known
    )


def fits_head(query: ConversationsQuery, head: Conversation) -> bool:
    """Tells whether a head may fit, before anything else of it is read."""
    return (
        _any_of(query.account, [head.account])
        and _any_of(query.tag, head.tags)
        and (query.updated_after is UNSET or head.last_at > int(query.updated_after))
    )


def fits_row(query: ConversationsQuery, row: Row, now_ms: int) -> bool:
    """Tells whether what agents are shown of a conversation fits."""
    last = row.last_interaction
    mood = None if last is None else last.sentiment
    return (
        _any_of(query.stage, [row.stage])
        and _any_of(query.segment, row.segments)
        and _any_of(query.sentiment, [] if mood is None else [mood.label])
        and _any_of(query.intent, [] if mood is None else mood.intent)
        and _any_of(query.language, [row.language])
        and _any_of(query.sla, [] if row.sla is None else [row.sla.state])
        and _any_of(query.unread, [row.unread])
        and _any_of(query.waiting, [row.waiting_since is not None])
        and _some(query.window, lambda hours: _closes_within(row, int(str(hours)), now_ms))
        and _some(query.q, lambda words: _says(row, str(words)))
    )


def sort_key(order: Order, row: Row) -> tuple[str, ...]:
    """Returns what a row is sorted by; what has no such time comes last."""
    if order is Order.WAITING:
        return (row.waiting_since or NEVER, row.id)
    if order is Order.SLA:
        return ((row.sla.due_at if row.sla else None) or NEVER, row.id)
    if order is Order.WINDOW:
        return ((row.window.closes_at if row.window else None) or NEVER, row.id)
    # The latest first: digits turned round.
    latest = "".join(chr(187 - ord(each)) for each in row.last_at or "")
    return (str(URGENT - row.priority), latest, row.id) if order is Order.PRIORITY else (latest, row.id)


def _any_of(wanted: object, given: Iterable[object]) -> bool:
    known = set(map(str, given))
    return _some(wanted, lambda each: str(each) in known)


def _some(wanted: object, fits: Callable[[object], bool]) -> bool:
    """Tells whether one of the values of a filter fits, or it was left out."""
    values = take_several(wanted)
    return values is None or any(map(fits, values))


def _closes_within(row: Row, hours: int, now_ms: int) -> bool:
    if row.window is None or row.window.closes_at is None:
        return False
    now = datetime.fromtimestamp(now_ms / 1000, UTC)
    return now < datetime.fromisoformat(row.window.closes_at) <= now + timedelta(hours=hours)


def _says(row: Row, words: str) -> bool:
    last, person = row.last_interaction, row.customer
    said: Sequence[str | None] = (
        None if last is None else last.snippet,
        None if person is None else person.name,
        None if person is None else person.handle,
        row.account_title,
    )
    text = " ".join(filter(None, said)).casefold()
    return all(word in text for word in words.casefold().split())
