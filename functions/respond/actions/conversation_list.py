"""Lists conversations: by the inbox's index where it knows what is asked for, else by looking through them."""

import msgspec
from msgspec import UNSET

from model.conversation import LOW, NOBODY, Status
from respond.action import Asked, Caller, action
from respond.actions import inbox, looking, reading
from respond.actions.given import take_given
from respond.denied import Denied, deny_unreadable
from respond.paging import make_page, read_position
from respond.shapes.conversation_filters import (
    BUILT_IN,
    ConversationsQuery,
    ConversationsView,
    Filters,
    Order,
)
from respond.shapes.decoding import Misfit, decode_shape
from respond.shapes.updates import CountView

ME = "me"
"""The caller, wherever an agent's id may stand."""


@action(scope="conversations:read", audit="read conversations")
def list_conversations(caller: Caller, asked: Asked[ConversationsQuery]) -> ConversationsView:
    """Lists conversations: the highest priority first, then the latest activity, unless another order is asked for.

    Status, assignee, platform, mode and priority are known to an index; for any other filter, and for closed ones, a
    request looks through at most 500, says how many, and goes on by cursor.
    """
    query = _with_view(caller, asked.wanted)
    wanted = _read_wanted(caller, query)
    closed = wanted.status is Status.CLOSED
    shape = looking.CLOSED_PLACE if closed else wanted.shape
    resorted = query.sort not in (UNSET, Order.PRIORITY)
    before = read_position(caller, asked, rf"({shape})?~\d{{1,3}}" if resorted else shape)
    if not closed and not looking.needs_look(query):
        heads, following = inbox.read_inbox(caller.stores, caller.brand, wanted, before, query.limit)
        rows, looked_at = reading.show_conversations(caller, heads), len(heads)
    else:
        source = looking.list_closed(caller, wanted) if closed else looking.list_inbox(caller, wanted)
        found = (
            looking.look_sorted(caller, query, source, before)
            if resorted
            else looking.look_through(caller, query, source, before, query.limit)
        )
        rows, following, looked_at = found.rows, found.following, found.looked_at
    caller.note(*(row.customer.id if row.customer else row.id for row in rows))
    page = make_page(caller, asked, rows, following)
    return ConversationsView(
        data=page.data, next_cursor=page.next_cursor, has_more=page.has_more, looked_at=looked_at
    )


def count_view(caller: Caller, view: str) -> CountView:
    """Returns how many a view has among the first 500 looked at; exact where that is all. Raises Denied."""
    query = _with_view(caller, ConversationsQuery(view=view))
    wanted = _read_wanted(caller, query)
    closed = wanted.status is Status.CLOSED
    source = looking.list_closed(caller, wanted) if closed else looking.list_inbox(caller, wanted)
    found = looking.look_through(caller, query, source, None, looking.MOST)
    return CountView(count=len(found.rows), exact=found.following is None)


def _read_wanted(caller: Caller, query: ConversationsQuery) -> inbox.Wanted:
    assignee = take_given(query.assignee, inbox.ANY)
    return inbox.Wanted(
        status=Status(take_given(query.status, Status.OPEN)),
        queue={ME: caller.agent, "none": NOBODY}.get(assignee, assignee),
        platform=take_given(query.platform, None),
        mode=take_given(query.mode, None),
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
