"""Lists conversations: by the inbox's index where it knows what is asked for, else by looking through them."""

from dataclasses import replace

import msgspec
from msgspec import UNSET

from model.conversation import LOW, NOBODY, Status
from respond.action import Asked, Caller, action
from respond.actions import inbox, listing, looking, reading
from respond.actions.given import take_given, take_several
from respond.denied import Denied, deny_unreadable
from respond.paging import STAND, make_page, read_position
from respond.shapes.bulk import BulkWanted
from respond.shapes.conversation_filters import (
    BUILT_IN,
    ConversationsQuery,
    ConversationsView,
    Filters,
    Order,
)
from respond.shapes.decoding import Misfit, decode_shape
from respond.shapes.updates import CountView
from respond.shown import WORDS

ME = "me"
"""The caller, wherever an agent's id may stand."""


@action(scope="conversations:read", audit="read conversations", shows=WORDS)
def list_conversations(caller: Caller, asked: Asked[ConversationsQuery]) -> ConversationsView:
    """Lists conversations: the highest priority first, then the latest activity, unless another order is asked for.

    Of several values of one filter any will do. Status, assignee, platform, mode and priority are known to an index,
    and so is what is due soon or overdue, as of at most ten minutes ago. For any other filter or order, and for closed
    ones, which come behind all others, a request looks through at most 500, says how many, and goes on by cursor.
    """
    query = _with_view(caller, asked.wanted)
    wanted = _read_wanted(caller, query)
    before = read_position(caller, asked, _shape_places(query, wanted))
    found = _find_page(caller, query, wanted, before)
    rows = found.rows
    caller.note(*(row.customer.id if row.customer else row.id for row in rows))
    page = make_page(caller, asked, rows, found.following)
    return ConversationsView(
        data=page.data, next_cursor=page.next_cursor, has_more=page.has_more, looked_at=found.looked_at
    )


def _shape_places(query: ConversationsQuery, wanted: inbox.Wanted) -> str:
    """Returns the pattern of positions in what is asked for."""
    shape = _shape_source(query, wanted)
    if _is_by_due(query, wanted):
        return rf"{listing.PROMISED_PLACE}|({shape})?~\d{{1,3}}"
    return rf"({shape})?~\d{{1,3}}" if _is_resorted(query, wanted) else shape


def _shape_source(query: ConversationsQuery, wanted: inbox.Wanted) -> str:
    if query.view in listing.NAMED:
        return listing.NAMED_PLACE
    if looking.asks_what_is_due(query, wanted):
        return listing.PROMISED_PLACE
    return rf"{wanted.shape}|{STAND}" if Status.CLOSED in wanted.statuses else wanted.shape


def _is_by_due(query: ConversationsQuery, wanted: inbox.Wanted) -> bool:
    return query.sort is Order.SLA and query.view not in listing.NAMED and looking.has_clocks(wanted)


def _find_page(
    caller: Caller, query: ConversationsQuery, wanted: inbox.Wanted, before: str | None
) -> looking.Looked:
    if _is_by_due(query, wanted):
        return looking.look_by_due(caller, query, wanted, before)
    listed = Status.CLOSED not in wanted.statuses and query.view not in listing.NAMED
    if listed and not looking.needs_look(query):
        heads, following = inbox.read_inbox(caller.stores, caller.brand, wanted, before, query.limit)
        return looking.Looked(reading.show_conversations(caller, heads), following, len(heads))
    source = _find_source(caller, query, wanted)
    if _is_resorted(query, wanted):
        return looking.look_sorted(caller, query, source, before)
    return looking.look_through(caller, query, source, before, query.limit)


def _is_resorted(query: ConversationsQuery, wanted: inbox.Wanted) -> bool:
    """Tells whether the order that is asked for is not that of the source."""
    due = query.view not in listing.NAMED and looking.asks_what_is_due(query, wanted)
    return due or query.sort not in (UNSET, Order.PRIORITY)


def _find_source(caller: Caller, query: ConversationsQuery, wanted: inbox.Wanted) -> listing.Source:
    if query.view in listing.NAMED:
        return listing.list_named(
            caller,
            str(query.view),
            (wanted if query.status is not UNSET else replace(wanted, statuses=frozenset(Status))).fits,
        )
    if looking.asks_what_is_due(query, wanted):
        return listing.list_promised(caller, wanted)
    return listing.list_by_status(caller, wanted)


def count_view(caller: Caller, view: str) -> CountView:
    """Returns how many a view has among the first 500 looked at; exact where that is all. Raises Denied."""
    query = _with_view(caller, ConversationsQuery(view=view))
    wanted = _read_wanted(caller, query)
    source = _find_source(caller, query, wanted)
    found = looking.look_through(caller, query, source, None, looking.MOST)
    return CountView(count=len(found.rows), exact=found.following is None)


def find_matching(caller: Caller, asked: Asked[BulkWanted], filters: Filters, limit: int) -> looking.Looked:
    """Returns up to `limit` conversations that fit, in the order of whatever knows them. Raises Denied."""
    given = {name: getattr(filters, name) for name in Filters.__struct_fields__ if name != "sort"}
    query = ConversationsQuery(**given)
    wanted = _read_wanted(caller, query)
    before = read_position(caller, asked, _shape_source(query, wanted))
    return looking.look_through(caller, query, _find_source(caller, query, wanted), before, limit)


def _read_wanted(caller: Caller, query: ConversationsQuery) -> inbox.Wanted:
    statuses, assignees = take_several(query.status), take_several(query.assignee)
    queues = None if assignees is None or inbox.ANY in assignees else assignees
    known = {ME: caller.agent, "none": NOBODY}
    return inbox.Wanted(
        statuses=frozenset({Status.OPEN}) if statuses is None else statuses,
        queues=queues and frozenset(known.get(each, each) for each in queues),
        platforms=take_several(query.platform),
        modes=take_several(query.mode),
        priority=take_given(query.priority, LOW),
    )


def _with_view(caller: Caller, query: ConversationsQuery) -> ConversationsQuery:
    """Returns the question with the filters of its view wherever it has none of its own. Raises Denied."""
    if query.view is UNSET:
        return query
    name = str(query.view)
    filters = BUILT_IN.get(name) or _read_saved(caller, name)
    given = {
        field: value
        for field, value in msgspec.structs.asdict(filters).items()
        if value is not UNSET and getattr(query, field) is UNSET
    }
    return msgspec.structs.replace(query, **given)


def _read_saved(caller: Caller, view_id: str) -> Filters:
    known = caller.stores.saved_views.find_view(caller.brand, view_id, caller.agent)
    if known is None:
        raise _no_view()
    try:
        return decode_shape(dict(known.filters), Filters)
    except Misfit:
        # A newer version saved filters that this one does not know.
        raise _no_view() from None


def _no_view() -> Denied:
    return deny_unreadable(
        "bad_filter", "`view` must be one of the built-in views, or the id of a saved one."
    )
