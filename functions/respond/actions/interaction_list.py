"""Lists what people wrote on some days: behind a bar of a chart stand its messages.

No index knows all interactions by time. Conversations are known by the week in which something last happened in them;
those are looked through, newest week first, as many as one request may.
"""

from datetime import timedelta

from model.conversation import Conversation
from model.event import Direction
from model.interaction import Interaction
from respond.action import Asked, Caller, action
from respond.actions import listing, reading
from respond.actions.given import take_given, take_several
from respond.actions.periods import read_period
from respond.paging import STAND, make_page, read_position
from respond.shapes.interaction_list import FoundInteractionsView, InteractionsQuery
from respond.shown import WORDS
from store.dynamo import keys as row_keys
from store.interactions import keys as interaction_keys

MOST, EACH = 50, 100
"""Conversations that one request looks through, and their latest interactions of these days."""
WEEK = timedelta(days=7)


@action(scope="conversations:read", audit="read interactions", shows=WORDS)
def list_interactions(caller: Caller, asked: Asked[InteractionsQuery]) -> FoundInteractionsView:
    """Lists what people wrote on the days asked for, conversation by conversation, those of the latest week first.

    A request looks through at most 50 conversations, says how many, and goes on by cursor. A page ends with a
    conversation, so that it may hold more than `limit`.
    """
    query = asked.wanted
    period = read_period(caller, query)
    before = read_position(caller, asked, STAND)
    entries, more = _page_heads(caller, query, before)
    found, looked_at, following = list[Interaction](), 0, None
    oldest = (period.first - WEEK).strftime("%Y%m%d")
    begin, end = (round(each.timestamp() * 1000) for each in period.ends)
    for position, head in entries:
        if position < oldest:
            more = False
            break
        if len(found) >= query.limit:
            following = before
            break
        found += [] if head is None else _read_head(caller, query, begin, end, head)
        before, looked_at = position, looked_at + 1
    else:
        following = before if more else None
    caller.note(*reading.list_people(found))
    page = make_page(caller, asked, reading.show_interactions(caller, found), following)
    return FoundInteractionsView(
        data=page.data, next_cursor=page.next_cursor, has_more=page.has_more, looked_at=looked_at
    )


def _page_heads(
    caller: Caller, query: InteractionsQuery, before: str | None
) -> tuple[list[tuple[str, Conversation | None]], bool]:
    return listing.list_by_week(caller, take_several(query.platform), lambda _: True)(before, MOST)


def _read_head(
    caller: Caller, query: InteractionsQuery, begin: int, end: int, head: Conversation
) -> list[Interaction]:
    """Returns what people wrote in a conversation between these times (epoch ms), newest first."""
    if head.last_at < begin or head.first_at >= end:
        return []
    listed = interaction_keys.listed_under(caller.brand, head.id)
    ids, _ = caller.stores.feed.page_listing(listed, row_keys.at(end, ""), EACH)
    # A comment that began the conversation is listed under its post.
    items = reading.open_interactions(caller, list(dict.fromkeys([*ids, head.id])))
    return [item for item in items if begin <= item.occurred_at < end and _fits(query, item)]


def _fits(query: InteractionsQuery, item: Interaction) -> bool:
    if item.direction is Direction.OUT or item.deleted:
        return False
    mood = None if item.labels is None else item.labels.sentiment
    text = (item.shown.text or "" if item.shown else "").casefold()
    moods = take_given(query.sentiment, [])
    words = take_given(query.topic, "").casefold()
    return (not moods or mood in moods) and words in text
