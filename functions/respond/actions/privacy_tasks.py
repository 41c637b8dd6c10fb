"""Takes requests about people's data, which the data protection officer enters.

One for many people is confirmed by a second person, and so is what a platform demanded without proof. One that waits
for the proof of a handle goes on when its person sends the code; where the platform has no private messages, an
administrator or the data protection officer confirms it who has seen another proof.
"""

import json
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import UnsetType

from aws import objects, queues, settings
from model import deadline, policy, raw_objects
from model.messages import PrivacyDemand
from model.privacy_task import HANDLE, Ask, State, Task
from respond.access import ADMIN, DPO
from respond.action import Asked, Caller, action
from respond.denied import Because, Denied, deny_conflict, deny_impossible, deny_missing
from respond.paging import AT, cut_page, make_page, read_position
from respond.shapes.page import Page
from respond.shapes.privacy_task import (
    OPEN,
    NewPrivacyTask,
    PrivacyTasksQuery,
    PrivacyTaskView,
    find_due_day,
    show_privacy_task,
)
from respond.shown import COPY, NOTHING
from store.forgetting.task_list import page_entries
from store.vault import keys as vault_keys

LINK_S = 15 * 60
AT_ONCE = 100
"""Requests that are read at a time."""
CONFIRMING = frozenset({ADMIN, DPO})
"""Who confirms or refuses what a platform demanded without proof."""
PEOPLE = frozenset({"kind", "contact", "contacts", "proof"})

FIELDS_OF: dict[Ask, tuple[frozenset[str], frozenset[str]]] = {
    Ask.ERASE: (frozenset(), frozenset({"keep_statistics", "names"})),
    Ask.EXPORT: (frozenset(), frozenset({"agreed"})),
    Ask.RESTRICT: (frozenset(), frozenset({"lift"})),
    Ask.RECTIFY: (frozenset({"fields"}), frozenset()),
    Ask.OBJECT: (frozenset({"purposes"}), frozenset({"lift"})),
    Ask.CONSENT: (frozenset({"purpose", "given"}), frozenset({"wording", "channel"})),
}
"""Which fields each kind needs, and which it takes besides."""


@action(scope="privacy:write", audit="ask", shows=NOTHING)
def ask_privacy_task(caller: Caller, asked: Asked[NewPrivacyTask]) -> PrivacyTaskView:
    """Asks for something about people's data; the same key and body again answer the same task."""
    body: dict[str, Any] = msgspec.to_builtins(asked.wanted)
    ask, people = Ask(asked.wanted.kind), _list_people(body)
    fields = _check_fields(ask, body)
    known = caller.stores.contacts.read_contacts(caller.brand, people, consistent=True)
    if known.keys() != set(people):
        raise deny_missing()
    platforms = {each.platform for each in known.values()}
    platform = platforms.pop() if len(platforms) == 1 else ""
    task = _make_task(caller, asked.key, body, people, fields, platform)
    caller.note(*people, about=ask.value)
    kept = caller.stores.tasks.open_task(task)
    if kept.fingerprint != task.fingerprint:
        raise deny_impossible("This Idempotency-Key was used for another request.", "idempotency_key_reused")
    if kept.state is not State.PROPOSED:
        _hand_on(kept)
    return _show(caller, kept)


@action(scope="privacy:read", audit="read export", shows=COPY)
def get_privacy_task(caller: Caller, asked: Asked[None]) -> PrivacyTaskView:
    """Returns a request and how far it got."""
    return _show(caller, _read_task(caller, asked.id))


@action(scope="privacy:read", audit="read tasks", shows=NOTHING)
def list_privacy_tasks(caller: Caller, asked: Asked[PrivacyTasksQuery]) -> Page[PrivacyTaskView]:
    """Lists requests that are in a state, or open, and due before a day; the longest received first."""
    wanted, after = asked.wanted, read_position(caller, asked, AT) or ""
    found: list[tuple[str, Task]] = []
    for place, task in _walk_tasks(caller, after):
        if _is_asked_for(task, wanted):
            found.append((place, task))
        if len(found) > wanted.limit:
            break
    shown, last = cut_page(found, wanted.limit)
    caller.note(*(task.id for _, task in shown))
    rows = [_show(caller, task) for _, task in shown]
    return make_page(caller, asked, rows, last[0] if last else None)


def _walk_tasks(caller: Caller, after: str) -> Iterator[tuple[str, Task]]:
    """Yields requests with their places in the list."""
    while entries := page_entries(caller.brand, after, AT_ONCE):
        known = caller.stores.tasks.read_tasks(caller.brand, [task_id for _, task_id in entries])
        yield from ((place, known[task_id]) for place, task_id in entries if task_id in known)
        after = entries[-1][0]


def _is_asked_for(task: Task, wanted: PrivacyTasksQuery) -> bool:
    fits = not task.final if wanted.state == OPEN else task.state.value == wanted.state
    return fits and (isinstance(wanted.due_before, UnsetType) or find_due_day(task) < wanted.due_before)


@action(scope="privacy:approve", audit="approve", shows=NOTHING)
def approve_privacy_task(caller: Caller, asked: Asked[None]) -> PrivacyTaskView:
    """Approves a request that somebody else entered."""
    task = _read_decidable(caller, asked.id)
    if task.by == caller.agent:
        raise Denied(Because.FORBIDDEN, "second_person_needed", "Somebody else has to confirm it.")
    task = _decide(caller, task, State.RECEIVED)
    _hand_on(task)
    return _show(caller, task)


@action(scope="privacy:approve", audit="refuse", shows=NOTHING)
def refuse_privacy_task(caller: Caller, asked: Asked[None]) -> PrivacyTaskView:
    """Refuses a request: nothing is done, and the name in it is forgotten."""
    return _show(caller, _decide(caller, _read_decidable(caller, asked.id), State.REFUSED))


@action(scope="privacy:write", audit="extend deadline", shows=NOTHING)
def extend_privacy_task(caller: Caller, asked: Asked[None]) -> PrivacyTaskView:
    """Extends a request by two months; the person was told why."""
    task, now_ms = _read_task(caller, asked.id), caller.stores.now_ms()
    if not deadline.may_extend(deadline.day_of(task.received_at), deadline.day_of(now_ms)):
        raise deny_impossible("The first month is over: it is too late to tell the person.", "too_late")
    if not task.extended_at:
        caller.note(task.id)
        task = caller.stores.tasks.advance_task(task, extended_at=now_ms)
    return _show(caller, task)


def _list_people(body: dict[str, Any]) -> list[str]:
    named = [*body.get("contacts", ()), *([body["contact"]] if "contact" in body else ())]
    people = list(dict.fromkeys(named))
    if not people or ("contact" in body and "contacts" in body):
        raise deny_impossible("Give either `contact` or `contacts`.", pointer="/contact")
    return people


def _check_fields(ask: Ask, body: dict[str, Any]) -> dict[str, Any]:
    """Returns what goes with the kind. Raises Denied for a field too many or missing."""
    needed, taken = FIELDS_OF[ask]
    given = {name: value for name, value in body.items() if name not in PEOPLE}
    wrong = sorted((needed - given.keys()) | (given.keys() - needed - taken))
    if wrong:
        words = ", ".join(sorted(needed | taken)) or "no further field"
        raise deny_impossible(f"`{ask.value}` takes {words}.", pointer=f"/{wrong[0]}")
    if ask is Ask.RECTIFY and not given["fields"]:
        raise deny_impossible("`fields` are name and handle.", pointer="/fields")
    return given


def _make_task(
    caller: Caller, key: str, body: dict[str, Any], people: list[str], fields: dict[str, Any], platform: str
) -> Task:
    index_key = caller.stores.vault.index_key(caller.brand)
    many, proves = len(people) > 1, "proof" in body
    if many and proves:
        raise deny_impossible("One person proves one handle.", pointer="/proof")

    def hid(scope: str, value: str) -> str:
        return vault_keys.hid(index_key, caller.brand, "privacy", "task", scope, value)

    return Task(
        id=hid(caller.agent, key),
        brand=caller.brand,
        ask=Ask(body["kind"]),
        state=State.PROPOSED if many or proves else State.RECEIVED,
        person=None if many else people[0],
        people=tuple(people) if many else (),
        platform=platform,
        source=HANDLE if proves else "api",
        by=caller.agent,
        received_at=caller.stores.now_ms(),
        keeps_statistics=bool(fields.get("keep_statistics")),
        fingerprint=hid("fingerprint", json.dumps(body, sort_keys=True)),
        asked=fields,
    )


def _read_task(caller: Caller, task_id: str) -> Task:
    task = caller.stores.tasks.find_task(caller.brand, task_id)
    if task is None:
        raise deny_missing()
    return task


def _read_decidable(caller: Caller, task_id: str) -> Task:
    """Returns a task that the caller may confirm or refuse: demands of platforms are for two roles only."""
    task = _read_task(caller, task_id)
    if task.source != "api" and caller.role not in CONFIRMING:
        detail = "A platform's demand is confirmed by an administrator or the dpo."
        raise Denied(Because.FORBIDDEN, "forbidden", detail)
    return task


def _decide(caller: Caller, task: Task, state: State) -> Task:
    """Returns the task with the decision; once more by the same agent changes nothing."""
    if task.state is State.PROPOSED:
        caller.note(task.id, *task.people, about=task.ask.value)
        return caller.stores.tasks.decide(task, state, caller.agent)
    was_refused = task.reason == "not_approved"
    if task.approved_by != caller.agent or was_refused != (state is State.REFUSED):
        raise deny_conflict("not_proposed", "It needs no decision, or somebody took one.")
    return task


def _hand_on(task: Task) -> None:
    if not task.final:
        demand = PrivacyDemand(task.brand, task.id, task.ask.value, source=task.source)
        queues.send(settings.queue_privacy(), demand.to_json())


def _show(caller: Caller, task: Task) -> PrivacyTaskView:
    page = f"{settings.webhook_url()}/privacy/status"
    counts = caller.stores.tasks.count_items(caller.brand, task.id)
    return show_privacy_task(task, counts, page, _link_copy(caller, task))


def _link_copy(caller: Caller, task: Task) -> str | None:
    """Returns a link to the copy that is good for 15 minutes, to the data protection officer alone.

    A copy holds all words of a person, who may have restricted their use since it was made.
    """
    made = raw_objects.parse_name(task.copy) if caller.role == DPO else None
    if made is None or policy.parked_until(made.platform, made.at) * 1000 <= caller.stores.now_ms():
        caller.note()
        return None
    caller.note(task.id, word="read export")
    return objects.link(task.copy, LINK_S)
