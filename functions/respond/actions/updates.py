"""Tells open pages what changed, and who else is where: pages ask every few seconds, and truth is what they read."""

from collections.abc import Iterator

from msgspec import UNSET

from model.conversation import NOBODY, Status
from respond.action import Asked, Caller, action
from respond.actions.health import VERSION
from respond.actions.send_options import read_head
from respond.shapes.scalars import format_time
from respond.shapes.updates import (
    HeadChangeView,
    NoticeView,
    PresenceWanted,
    PresentView,
    UpdatesQuery,
    UpdatesView,
)
from store.conversations.presence import Present
from store.journal.audience import UNKNOWN_MS
from store.journal.changes import KEPT_S, ChangesPage, HeadChange

OVERLAP_MS = 5_000
"""Looked at again by the next question: clocks differ, and a writer may be late."""
ROWS = 300
NOTICES = {"assignee": "assigned", "overdue": "overdue"}
"""What is told of a conversation -> the notice for whom it is meant; of a note that names them it is a mention."""
POLL_MS, BUSY_POLL_MS = 2_000, 5_000
"""How soon to ask again; `BUSY` while so much changes that a page would do nothing else."""


@action(scope="conversations:read", audit=None)
def list_updates(caller: Caller, asked: Asked[UpdatesQuery]) -> UpdatesView:
    """Returns which conversations changed since the cursor, what is gone, who is where, and how many wait."""
    stores, now_ms = caller.stores, caller.stores.now_ms()
    followed = stores.changes.audience.follow(caller.brand)
    after = asked.wanted.after
    since = max(followed, now_ms - OVERLAP_MS) if after is UNSET else int(str(after))
    late = since < max(followed, now_ms - KEPT_S * 1000)
    found = stores.changes.list_changes(caller.brand, now_ms - OVERLAP_MS if late else since, ROWS)
    merged = _merge(found.changes)
    return UpdatesView(
        cursor=f"{_go_on(found, followed, now_ms):013d}",
        poll_ms=BUSY_POLL_MS if found.more else POLL_MS,
        console_version=VERSION,
        reload=late,
        more=found.more,
        changes=list(merged.values()),
        gone=sorted(set(found.gone)),
        presence=[
            PresentView(conversation=each.conversation, agent=each.agent, state=each.state)
            for each in stores.presence.list_present(caller.brand)
            if each.agent != caller.agent
        ],
        notices=list(_list_notices(caller, found.changes)),
        counts=count_queues(caller),
    )


@action(scope="conversations:read", audit=None)
def note_presence(caller: Caller, asked: Asked[PresenceWanted]) -> PresentView:
    """Tells the others that the caller looks at a conversation or types in it, for half a minute."""
    head = read_head(caller, asked.id)
    present = Present(head.id, caller.agent, asked.wanted.state)
    caller.stores.presence.note_presence(caller.brand, present)
    return PresentView(conversation=head.id, agent=caller.agent, state=present.state)


def count_queues(caller: Caller) -> dict[str, int]:
    """Returns how many conversations the views have that are queues of the inbox, as of half a minute ago at most."""
    agents = caller.stores.agents
    tallies = caller.stores.tallies.read_tallies(
        caller.brand, lambda: [NOBODY, *(agent.id for agent in agents.list_agents(caller.brand))]
    )
    by_status = {
        status: sum(found.get(status, 0) for found in tallies.values())
        for status in (Status.OPEN, Status.PENDING, Status.SNOOZED)
    }
    return {
        "my_open": tallies.get(caller.agent, {}).get(Status.OPEN, 0),
        "unassigned": tallies.get(NOBODY, {}).get(Status.OPEN, 0),
        "all": by_status[Status.OPEN],
        "pending": by_status[Status.PENDING],
        "snoozed": by_status[Status.SNOOZED],
    }


def _go_on(found: ChangesPage, followed: int, now_ms: int) -> int:
    """Returns where to go on; before the first second was over the beginning is asked for once more."""
    if found.more:
        return found.until
    return max(found.until - OVERLAP_MS, followed if now_ms >= followed + UNKNOWN_MS else followed - 1)


def _merge(changes: tuple[HeadChange, ...]) -> dict[str, HeadChangeView]:
    """Returns one change a conversation: the newest version, and all that is told of it."""
    found: dict[str, HeadChangeView] = {}
    for each in changes:
        known = found.get(each.conversation)
        what = sorted({*each.what, *(known.what if known else ())})
        version = max(each.version, (known and known.version) or 0)
        by = each.by or (known.by if known else None)
        found[each.conversation] = HeadChangeView(
            conversation=each.conversation, version=version or None, what=what, by=by or None
        )
    return found


def _list_notices(caller: Caller, changes: tuple[HeadChange, ...]) -> Iterator[NoticeView]:
    for each in changes:
        if caller.agent in each.to and each.by != caller.agent:
            kind = next((name for word, name in NOTICES.items() if word in each.what), "mention")
            yield NoticeView(kind=kind, conversation=each.conversation, at=format_time(each.at))
