"""Counts what is still to be done, by a look through at most 500 conversations of the inbox."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from model.conversation import Conversation, Status
from respond.access import AGENT, LEADS
from respond.action import Asked, Caller, action
from respond.actions import inbox
from respond.shapes.backlog import (
    AgeGroupView,
    AgesView,
    BacklogPartView,
    BacklogRowView,
    BacklogView,
    LoadsView,
    LoadView,
)
from store.brand.agents import ACTIVE

MOST, CHUNK = 500, 100
HOUR_S = 3600
BOUNDS_S = (HOUR_S, 4 * HOUR_S, 24 * HOUR_S, 3 * 24 * HOUR_S, 7 * 24 * HOUR_S)
"""People wait up to so long, or longer than the last."""


@dataclass(frozen=True, slots=True)
class _LookedAt:
    heads: Sequence[Conversation]
    looked_at: int
    complete: bool


@action(scope="insights:read", audit=None)
def count_backlog(caller: Caller, asked: Asked[None]) -> BacklogView:  # noqa: ARG001 - takes nothing
    """Counts open, pending and snoozed conversations by how long somebody has waited in them, and by platform.

    At most 500 are looked at, the open ones first; `complete` says whether there are more.
    """
    seen = _look(caller, (Status.OPEN, Status.PENDING, Status.SNOOZED))
    now_ms = caller.stores.now_ms()
    platforms = sorted({head.platform for head in seen.heads})
    rows = [
        BacklogRowView(
            platform=name, **_parts([head for head in seen.heads if head.platform == name], now_ms)
        )
        for name in platforms
    ]
    total = BacklogPartView(**_parts(seen.heads, now_ms))
    return BacklogView(looked_at=seen.looked_at, complete=seen.complete, data=rows, total=total)


@action(scope="insights:read", roles=LEADS, audit=None)
def count_loads(caller: Caller, asked: Asked[None]) -> LoadsView:  # noqa: ARG001 - takes nothing
    """Counts the open conversations of each agent who is there or has any, beside the mean.

    At most 500 are looked at; `complete` says whether there are more.
    """
    seen = _look(caller, (Status.OPEN,))
    agents = caller.stores.agents.list_agents(caller.brand)
    named = {each.id for each in agents if each.state == ACTIVE and each.role == AGENT}
    named |= {head.assignee for head in seen.heads if head.assignee}
    theirs = {name: [head for head in seen.heads if head.assignee == name] for name in sorted(named)}
    data = [
        LoadView(agent=name, open=len(heads), waiting=sum(1 for head in heads if head.waiting_since))
        for name, heads in theirs.items()
    ]
    return LoadsView(
        looked_at=seen.looked_at,
        complete=seen.complete,
        nobody=sum(1 for head in seen.heads if not head.assignee),
        mean=round(sum(each.open for each in data) / len(data), 1) if data else None,
        data=data,
    )


def _look(caller: Caller, statuses: Iterable[Status]) -> _LookedAt:
    """Returns the heads of the inbox in these statuses, each once, until enough were looked at."""
    heads, looked_at = dict[str, Conversation](), 0
    for status in statuses:
        before, more = None, True
        while more:
            if looked_at >= MOST:
                return _LookedAt(list(heads.values()), looked_at, complete=False)
            limit = min(CHUNK, MOST - looked_at)
            wanted = inbox.Wanted(frozenset((status,)))
            entries, more = inbox.page_heads(caller.stores, caller.brand, wanted, before, limit)
            looked_at += len(entries)
            heads |= {head.id: head for _, head in entries if head is not None}
            before = entries[-1][0] if entries else before
    return _LookedAt(list(heads.values()), looked_at, complete=True)


def _parts(heads: Sequence[Conversation], now_ms: int) -> dict[str, AgesView]:
    return {
        status.value: _ages([head for head in heads if head.status is status], now_ms)
        for status in (Status.OPEN, Status.PENDING, Status.SNOOZED)
    }


def _ages(heads: Sequence[Conversation], now_ms: int) -> AgesView:
    waited = [max(0, now_ms - head.waiting_since) for head in heads if head.waiting_since]
    found = Counter(bisect_left(BOUNDS_S, each / 1000) for each in waited)
    groups = [
        AgeGroupView(up_to_s=bound, count=found[group]) for group, bound in enumerate((*BOUNDS_S, None))
    ]
    return AgesView(count=len(heads), groups=groups, nobody_waits=len(heads) - len(waited))
