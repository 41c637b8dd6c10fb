"""Conversations: the inbox, one of them, its interactions, and what an agent may change."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from model.conversation import LETTERS, LOW, NOBODY, URGENT, Conversation, Status
from model.event import Mode
from respond import inbox, offers, reading, views
from respond.call import AT, PAGING, Call, Reply
from respond.fields import Field, Fields, moment, number, one_of, or_null, takes, text
from respond.problems import invalid, not_found
from store import keys

AGENT_ID = r"[A-Za-z0-9][A-Za-z0-9._@:-]{0,79}"
BEFORE_ALL = keys.at(0, "a" * 32)
"""A position behind which nothing is listed, but the root."""
BY_AGENT = "set by an agent"
ME = "me"
"""The caller, wherever an agent's id may stand."""
LONGEST_SNOOZE_MS = 366 * keys.DAY_MS
NAMES = {name: number for number, name in views.PRIORITIES.items()}


@takes(type="string", enum=[status.value for status in LETTERS])
def _status(value: Any) -> Status:
    if value == Status.CLOSED:
        raise ValueError("lists open conversations only: closed ones stand in no inbox, read them by id")
    return Status(one_of([status.value for status in LETTERS])(value))


@takes(
    anyOf=[{"type": "integer", "minimum": LOW, "maximum": URGENT}, {"type": "string", "enum": list(NAMES)}]
)
def _priority(value: Any) -> int:
    if isinstance(value, str) and value in NAMES:
        return NAMES[value]
    try:
        return int(number(LOW, URGENT)(value))
    except ValueError:
        raise ValueError(f"must be 1 to 4 or one of {', '.join(NAMES)}") from None


FILTERS: Fields = {
    "status": Field(_status, "open (unless told), pending or snoozed"),
    "assignee": Field(text(80, shape=AGENT_ID), "me, none, any (unless told) or an agent's id"),
    "platform": Field(text(40, shape="[a-z0-9_]+"), "of this platform only"),
    "mode": Field(one_of([mode.value for mode in Mode]), "private, public or broadcast"),
    "priority": Field(_priority, "at least this priority: 1 to 4, or low, normal, high, urgent"),
    **PAGING,
}


def listed(call: Call) -> Reply:
    """GET /conversations: the highest priority first, then the latest activity."""
    wanted = inbox.Wanted(
        status=call.query.get("status", Status.OPEN),
        queue=_queue(call),
        platform=call.query.get("platform"),
        mode=call.query.get("mode"),
        priority=call.query.get("priority", LOW),
    )
    heads, following = inbox.page(call.stores, call.brand, wanted, call.position(wanted.shape), call.limit)
    return call.page(_shown(call, "read conversations", heads), following)


def _queue(call: Call) -> str:
    assignee = str(call.query.get("assignee", inbox.ANY))
    return {ME: call.caller.agent, "none": NOBODY}.get(assignee, assignee)


def _shown(call: Call, action: str, heads: list[Conversation]) -> list[views.View]:
    """What is shown of these heads, noted in the audit log first."""
    if heads:
        call.note(action, *(head.customer or head.id for head in heads))
    return reading.conversations(call, heads)


def one(call: Call) -> Reply:
    """GET /conversations/{id}"""
    return _answer(call, "read conversation", _head(call))


def _answer(call: Call, action: str, head: Conversation) -> Reply:
    (shown,) = _shown(call, action, [head])
    return Reply(shown | offers.shown(call, head.customer), headers={"ETag": _etag(head)})


def _head(call: Call) -> Conversation:
    head = call.stores.conversations.read(call.brand, [call.id], consistent=True).get(call.id)
    if head is None:
        raise not_found()
    return head


def _etag(head: Conversation) -> str:
    return f'"{head.rev}"'


def interactions(call: Call) -> Reply:
    """GET /conversations/{id}/interactions: newest first, a public conversation's root last."""
    _head(call)
    ids, following = call.stores.feed.page(
        keys.listed_under(call.brand, call.id), call.position(AT), call.limit
    )
    found = {item.id: item for item in reading.opened(call, [*ids, call.id])}
    items = [found[item] for item in ids if item in found]
    root = found.get(call.id)
    # A comment that began the conversation is listed under its post.
    if root is not None and root.under != call.id and following is None:
        if len(ids) < call.limit:
            items.append(root)
        else:
            following = BEFORE_ALL
    call.note("read interactions", call.id, *reading.people_in(items))
    return call.page(reading.interactions(call, items), following)


CHANGES: Fields = {
    "status": Field(one_of(list(Status)), "open, pending, snoozed (with snoozed_until) or closed"),
    "priority": Field(_priority, "1 to 4, or low, normal, high, urgent"),
    "assignee": Field(or_null(text(80, shape=AGENT_ID)), "me, an agent's id, or null for nobody"),
    "snoozed_until": Field(
        or_null(moment),
        "when a snoozed conversation opens by itself, within a year; a new message opens it at once",
    ),
}


def change(call: Call) -> Reply:
    """PATCH /conversations/{id}: needs If-Match with the ETag of what the agent saw."""
    seen = call.seen()
    if not call.body:
        raise invalid(f"Nothing to change; known are {', '.join(CHANGES)}.")
    body = _with_assignee(call)
    now_ms = call.stores.now_ms()

    def step(head: Conversation | None) -> Conversation | None:
        if head is not None:
            seen(_etag(head))
        return None if head is None else _changed(head, body, now_ms)

    head = call.stores.conversations.change(call.brand, call.id, step)
    if head is None:
        raise not_found()
    return _answer(call, f"change conversation {' '.join(sorted(call.body))}", head)


def _with_assignee(call: Call) -> Mapping[str, Any]:
    """Returns the body with the caller's id for `me`. Raises Problem 422 for somebody who cannot be assigned."""
    assignee = call.body.get("assignee")
    if assignee is None:
        return call.body
    if assignee == ME:
        assignee = call.caller.agent
    agent = call.stores.agents.agent(call.brand, assignee)
    if agent is None or agent.state != "active":
        raise invalid("`assignee` must be an active agent.")
    return {**call.body, "assignee": assignee}


def _changed(head: Conversation, body: Mapping[str, Any], now_ms: int) -> Conversation:
    after = replace(head, assignee=body.get("assignee", head.assignee))
    if "priority" in body:
        after = replace(after, priority=body["priority"], prioritised_at=now_ms, reasons=(BY_AGENT,))
    status = Status(body.get("status", head.status))
    if status is Status.CLOSED and head.status is not Status.CLOSED:
        after = replace(after, closed_at=now_ms, waiting_since=0)
    return replace(after, status=status, snoozed_until=_snoozed_until(head, status, body, now_ms))


def _snoozed_until(head: Conversation, status: Status, body: Mapping[str, Any], now_ms: int) -> int | None:
    until: int | None = body.get("snoozed_until")
    if status is not Status.SNOOZED:
        if until is not None:
            raise invalid("`snoozed_until` goes with the status snoozed.")
        return None
    if "snoozed_until" not in body and head.wakes_at is not None:
        return head.wakes_at
    if until is None or not now_ms < until <= now_ms + LONGEST_SNOOZE_MS:
        raise invalid("A snoozed conversation needs `snoozed_until` within the coming year.")
    return until
