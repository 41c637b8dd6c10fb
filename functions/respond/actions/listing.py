"""Lists the conversations that may fit, page by page, from whatever index knows most of what is asked for."""

from collections.abc import Callable, Collection
from dataclasses import replace

from model.conversation import Conversation, Status
from model.reply import ReplyState
from respond.action import Caller
from respond.actions import inbox, reading
from respond.paging import is_stand, read_stand
from store.conversations.closed import page_conversations

AWAITING = ReplyState.AWAITING_APPROVAL
MENTIONS, APPROVALS = "mentions", "approvals"
NAMED = frozenset({MENTIONS, APPROVALS})
"""Views of conversations that other lists name."""
PROMISED_PLACE = NAMED_PLACE = r"\d{13}#[a-z2-7]{32}"

Entry = tuple[str, Conversation | None]
Page = tuple[list[Entry], bool]
Source = Callable[[str | None, int], Page]
"""From a position and a number to positions with their heads, and whether more follow."""


def list_by_status(caller: Caller, wanted: inbox.Wanted) -> Source:
    """Returns the source of conversations in these statuses: of the inbox in its order, behind it those closed."""
    listed = replace(wanted, statuses=wanted.statuses - {Status.CLOSED})
    if listed == wanted:
        return _list_inbox(caller, wanted)
    fits = replace(wanted, statuses=frozenset({Status.CLOSED})).fits
    closed = list_by_week(caller, wanted.platforms, fits)
    return _join(_list_inbox(caller, listed), closed) if listed.statuses else closed


def _list_inbox(caller: Caller, wanted: inbox.Wanted) -> Source:
    return lambda before, limit: inbox.page_heads(caller.stores, caller.brand, wanted, before, limit)


def _join(listed: Source, by_week: Source) -> Source:
    """Returns two sources as one; a position says of which it is."""

    def page(before: str | None, limit: int) -> Page:
        found, more = list[Entry](), False
        if before is None or not is_stand(before):
            found, more = listed(before, limit)
            before = None
        if more or len(found) == limit:
            return found, True
        behind, more = by_week(before, limit - len(found))
        return [*found, *behind], more

    return page


def list_promised(caller: Caller, wanted: inbox.Wanted) -> Source:
    """Returns the source of conversations that are due soon or overdue, the first due first."""

    def page(before: str | None, limit: int) -> Page:
        entries = caller.stores.promises.page_promised(caller.brand, before, limit)
        known = caller.stores.conversations.read_conversations(caller.brand, [each for _, each in entries])
        heads = ((position, known.get(each)) for position, each in entries)
        return [(at, head if head and wanted.fits(head) else None) for at, head in heads], len(
            entries
        ) == limit

    return page


def list_named(caller: Caller, view: str, fits: Callable[[Conversation], bool]) -> Source:
    """Returns the source of those where a note names the caller, or a reply waits for an approval, each once."""
    stores, brand, seen = caller.stores, caller.brand, set[str]()

    def page(before: str | None, limit: int) -> Page:
        if view == MENTIONS:
            entries = stores.papers.page_mentions(brand, caller.agent, before, limit)
            notes = stores.papers.read_papers(brand, [each for _, each in entries])
            named = {each.id: each.conversation for each in notes.values()}
        else:
            entries = stores.outbox.page_approvals(brand, before, limit)
            replies = stores.outbox.read_replies(brand, [each for _, each in entries]).values()
            named = {each.id: each.conversation for each in replies if each.state is AWAITING}
        heads = stores.conversations.read_conversations(brand, set(named.values()))
        found = list[Entry]()
        for position, each in entries:
            head = heads.get(named.get(each, ""))
            new = head is not None and head.id not in seen and fits(head)
            found.append((position, head if new else None))
            seen.update([head.id] if head is not None else [])
        return found, len(entries) == limit

    return page


def list_by_week(
    caller: Caller, platforms: Collection[str] | None, fits: Callable[[Conversation], bool]
) -> Source:
    """Returns the source of all that fit, whatever their status, the week of their last activity first."""
    names = sorted(reading.list_used_platforms(caller) if platforms is None else platforms)

    def page(before: str | None, limit: int) -> Page:
        after = None if before is None else read_stand(before)
        stands = page_conversations(caller.brand, names, after, limit)
        known = caller.stores.conversations.read_conversations(caller.brand, [each[2] for each in stands])
        heads = ((each, known.get(each[2])) for each in stands)
        entries = [("/".join(each), head if head and fits(head) else None) for each, head in heads]
        return entries, len(stands) == limit

    return page
