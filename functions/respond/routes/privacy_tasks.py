"""Requests about people's data: entered by the data protection officer, for many people confirmed by a second one."""

import json
from typing import Any

from aws import objects, queues, settings
from model import deadline, policy, raw_objects
from model.messages import PrivacyDemand
from model.privacy_task import ONLY_OF_PLATFORMS, PURPOSES, REASONS, Ask, State, Task
from respond import views
from respond.access import ADMIN, DPO
from respond.call import HID, PAGING, Call, Reply
from respond.fields import Field, Fields, flag, named_texts, one_of, text, texts
from respond.problems import Problem, bad_request, invalid, not_found
from store import keys

ASKS = tuple(ask.value for ask in Ask if ask not in ONLY_OF_PLATFORMS)
MOST_PEOPLE = 100
LINK_S = 15 * 60

CONFIRMING = frozenset({ADMIN, DPO})
"""Who confirms or refuses what a platform demanded without proof."""

FILTERS: Fields = PAGING

NAMES = ("name", "handle")
"""What may be rectified: all else is what a person did, or what their platform calls them."""

BODY: Fields = {
    "kind": Field(one_of(ASKS), "what is asked", required=True),
    "contact": Field(text(32, shape=HID), "whose data it is about"),
    "contacts": Field(
        texts(MOST_PEOPLE, text(32, shape=HID)), "the same of many people; a second person confirms"
    ),
    "keep_statistics": Field(flag, "erase: leave totals that name nobody as they are"),
    "names": Field(texts(20, text(200)), "erase: further names others may have called them"),
    "fields": Field(named_texts(len(NAMES), text(200)), "rectify: the right `name` and `handle`"),
    "purposes": Field(texts(len(PURPOSES), one_of(PURPOSES)), "object: to which uses"),
    "purpose": Field(one_of(PURPOSES), "consent: to which use"),
    "given": Field(flag, "consent: given, or withdrawn"),
    "wording": Field(text(80), "consent: the version of the text that was shown"),
    "channel": Field(text(80), "consent: where it was given"),
    "lift": Field(flag, "restrict, object: end it; the person was told before"),
    "agreed": Field(flag, "export: the person agrees although their data are restricted"),
}

OF: dict[Ask, tuple[frozenset[str], frozenset[str]]] = {
    Ask.ERASE: (frozenset(), frozenset({"keep_statistics", "names"})),
    Ask.EXPORT: (frozenset(), frozenset({"agreed"})),
    Ask.RESTRICT: (frozenset(), frozenset({"lift"})),
    Ask.RECTIFY: (frozenset({"fields"}), frozenset()),
    Ask.OBJECT: (frozenset({"purposes"}), frozenset({"lift"})),
    Ask.CONSENT: (frozenset({"purpose", "given"}), frozenset({"wording", "channel"})),
}
"""Which fields each kind needs, and which it takes besides."""


def add(call: Call) -> Reply:
    """POST /privacy-tasks: the same Idempotency-Key and body again answer the same task."""
    if not call.idempotency_key:
        raise bad_request("idempotency_key_missing", "Send an Idempotency-Key.")
    ask, people = Ask(call.body["kind"]), _people(call)
    asked = _asked(call, ask)
    known = call.stores.contacts.read(call.brand, people, consistent=True)
    if known.keys() != set(people):
        raise not_found()
    platforms = {each.platform for each in known.values()}
    task = _task(call, ask, people, asked, platforms.pop() if len(platforms) == 1 else "")
    call.note(f"ask {ask.value}", *people)
    kept = call.stores.tasks.open(task)
    if kept.fingerprint != task.fingerprint:
        raise Problem(422, "idempotency_key_reused", "This Idempotency-Key was used for another request.")
    if kept.state is not State.PROPOSED:
        _hand_on(kept)
    return Reply(_view(call, kept), 202)


def one(call: Call) -> Reply:
    """GET /privacy-tasks/{id}"""
    return Reply(_view(call, _known(call)))


def list_waiting(call: Call) -> Reply:
    """GET /privacy-tasks: those that wait for a person's confirmation, by id."""
    waiting = call.stores.tasks.list_waiting(call.brand, call.position(HID) or "", call.limit + 1)
    shown = waiting[: call.limit]
    call.note("read unconfirmed tasks", *(task.id for task in shown))
    following = shown[-1].id if len(waiting) > len(shown) else None
    return call.page([_view(call, task) for task in shown], following)


def approve(call: Call) -> Reply:
    """POST /privacy-tasks/{id}/approval: by another agent than the one who entered it."""
    task = _decidable(call)
    if task.by == call.caller.agent:
        raise Problem(403, "second_person_needed", "Somebody else has to confirm it.")
    task = _decided(call, task, State.RECEIVED)
    _hand_on(task)
    return Reply(_view(call, task))


def refuse(call: Call) -> Reply:
    """POST /privacy-tasks/{id}/refusal: nothing is done about it, and whom it named is forgotten with it."""
    return Reply(_view(call, _decided(call, _decidable(call), State.REFUSED)))


def _decidable(call: Call) -> Task:
    """The task, if the caller may confirm or refuse it: demands of platforms are for two roles only."""
    task = _known(call)
    if task.source != "api" and call.caller.role not in CONFIRMING:
        raise Problem(403, "forbidden", "A platform's demand is confirmed by an administrator or the dpo.")
    return task


def _decided(call: Call, task: Task, state: State) -> Task:
    """The task with the decision; once more by the same agent changes nothing."""
    if task.state is State.PROPOSED:
        verb = "approve" if state is State.RECEIVED else "refuse"
        call.note(f"{verb} {task.ask.value}", task.id, *task.people)
        return call.stores.tasks.decide(task, state, call.caller.agent)
    was_refused = task.reason == "not_approved"
    if task.approved_by != call.caller.agent or was_refused != (state is State.REFUSED):
        raise Problem(409, "not_proposed", "It needs no decision, or somebody took one.")
    return task


def extend(call: Call) -> Reply:
    """POST /privacy-tasks/{id}/extension: two months more; the person was told why."""
    task = _known(call)
    now_ms = call.stores.now_ms()
    if not deadline.may_extend(deadline.day_of(task.received_at), deadline.day_of(now_ms)):
        raise invalid("The first month is over: it is too late to tell the person.", "too_late")
    if not task.extended_at:
        call.note("extend deadline", task.id)
        task = call.stores.tasks.advance(task, extended_at=now_ms)
    return Reply(_view(call, task))


def _people(call: Call) -> list[str]:
    named = [*call.body.get("contacts", ()), *([call.body["contact"]] if "contact" in call.body else ())]
    people = list(dict.fromkeys(named))
    if not people or ("contact" in call.body and "contacts" in call.body):
        raise invalid("Give either `contact` or `contacts`.")
    return people


def _asked(call: Call, ask: Ask) -> dict[str, Any]:
    needed, taken = OF[ask]
    given = {name: value for name, value in call.body.items() if name not in ("kind", "contact", "contacts")}
    if not needed <= given.keys() <= needed | taken:
        raise invalid(f"`{ask.value}` takes {', '.join(sorted(needed | taken)) or 'no further field'}.")
    if ask is Ask.RECTIFY and not (given["fields"] and given["fields"].keys() <= set(NAMES)):
        raise invalid(f"`fields` are {' and '.join(NAMES)}.")
    return given


def _task(call: Call, ask: Ask, people: list[str], asked: dict[str, Any], platform: str) -> Task:
    index_key, body = call.stores.vault.index_key(call.brand), json.dumps(dict(call.body), sort_keys=True)
    many = len(people) > 1

    def hid(scope: str, value: str) -> str:
        return keys.hid(index_key, call.brand, "privacy", "task", scope, value)

    return Task(
        id=hid(call.caller.agent, call.idempotency_key or ""),
        brand=call.brand,
        ask=ask,
        state=State.PROPOSED if many else State.RECEIVED,
        person=None if many else people[0],
        people=tuple(people) if many else (),
        platform=platform,
        source="api",
        by=call.caller.agent,
        received_at=call.stores.now_ms(),
        keeps_statistics=bool(asked.get("keep_statistics")),
        fingerprint=hid("fingerprint", body),
        asked=asked,
    )


def _known(call: Call) -> Task:
    task = call.stores.tasks.one(call.brand, call.id)
    if task is None:
        raise not_found()
    return task


def _hand_on(task: Task) -> None:
    if not task.final:
        demand = PrivacyDemand(task.brand, task.id, task.ask.value, source=task.source)
        queues.send(settings.queue_privacy(), demand.to_json())


def _view(call: Call, task: Task) -> dict[str, Any]:
    received = deadline.day_of(task.received_at)
    due = deadline.extended(received) if task.extended_at else deadline.due(received)
    return {
        "id": task.id,
        "kind": task.ask.value,
        "state": task.state.value,
        "contact": task.person,
        "contacts": list(task.people),
        "account": task.account,
        "interaction": task.item,
        "platform": task.platform or None,
        "source": task.source,
        "asked_by": task.by or None,
        "approved_by": task.approved_by or None,
        "received_at": views.iso(task.received_at),
        "due_on": due.isoformat(),
        "extended": bool(task.extended_at),
        "reason": REASONS.get(task.reason, task.reason) or None,
        "receipt": task.receipt or None,
        "counts": call.stores.tasks.counts(call.brand, task.id),
        "status_url": f"{settings.webhook_url()}/privacy/status/{task.id}",
        "export_url": _link(call, task),
    }


def _link(call: Call, task: Task) -> str | None:
    """Good for 15 minutes, while the copy is there."""
    made = raw_objects.read(task.copy)
    if made is None or policy.parked_until(made.platform, made.at) * 1000 <= call.stores.now_ms():
        return None
    call.note("read export", task.id)
    return objects.link(task.copy, LINK_S)
