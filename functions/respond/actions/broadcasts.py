"""Makes broadcasts, has them approved by somebody else, stops and resumes them, and shows how far they are."""

from collections.abc import Callable
from dataclasses import replace

from model.broadcast import Broadcast, BroadcastState, move_broadcast
from model.errors import Conflict
from respond.action import Asked, Caller, Revised, action
from respond.actions import reading
from respond.actions.broadcast_words import (
    change_posts,
    check_private,
    list_words,
    make_broadcast,
    read_made,
    try_posts,
)
from respond.actions.given import list_given, take_given
from respond.audience import find_reach, read_limits
from respond.denied import Because, Denied, deny_conflict, deny_impossible, deny_missing
from respond.paging import HID, make_page, read_position
from respond.shapes.broadcast import (
    BroadcastChange,
    BroadcastView,
    DryRunView,
    DryRunWanted,
    ExcludedView,
    NewBroadcast,
    RecipientsQuery,
    RecipientView,
    show_broadcast,
    show_recipient,
)
from respond.shapes.page import Page
from respond.shown import NOTHING, PROFILES
from store.dynamo.writes import retrying
from store.outbox.broadcasts import BROADCASTS_DUE
from store.outbox.later_states import count_moves

MOST = 1_000
"""Broadcasts of a brand that are kept."""
DRY_RUN = 100
"""Members looked at by one request."""
SAMPLE = 5


@action(scope="broadcasts:read", audit=None)
def list_broadcasts(caller: Caller, asked: Asked[None]) -> Page[BroadcastView]:  # noqa: ARG001 - takes nothing
    """Lists the broadcasts of the last 400 days, newest first."""
    found = caller.stores.broadcasts.list_broadcasts(caller.brand)
    return Page(data=[show_broadcast(each) for each in found], next_cursor=None, has_more=False)


@action(scope="broadcasts:read", audit=None)
def get_broadcast(caller: Caller, asked: Asked[None]) -> Revised[BroadcastView]:
    """Returns a broadcast with live counts of its recipients by state."""
    known = read_broadcast(caller, asked.id)
    return show_made(caller, known)


@action(scope="broadcasts:write", audit="add broadcast", shows=NOTHING)
def add_broadcast(caller: Caller, asked: Asked[NewBroadcast]) -> Revised[BroadcastView]:
    """Makes a broadcast. It goes to nobody before somebody else approved it; the same key again makes no second."""
    made = make_broadcast(caller, asked)
    caller.note(made.id)
    known = caller.stores.broadcasts.find_broadcast(caller.brand, made.id)
    if known is not None:
        if list_words(known) != list_words(made):
            detail = "This Idempotency-Key was used for another broadcast."
            raise deny_impossible(detail, "idempotency_key_reused")
        return show_made(caller, known)
    if len(caller.stores.broadcasts.list_broadcasts(caller.brand)) >= MOST:
        raise deny_conflict("too_many", f"A brand has at most {MOST} broadcasts in 400 days.")
    kept = _keep(caller, made)
    return Revised(show_broadcast(kept), kept.rev)


@action(scope="broadcasts:write", audit="change broadcast", shows=NOTHING)
def change_broadcast(caller: Caller, asked: Asked[BroadcastChange]) -> Revised[BroadcastView]:
    """Changes a broadcast that the caller saw, and that nobody approved yet."""
    known, wanted = read_broadcast(caller, asked.id), asked.wanted
    asked.seen.check(known.rev)
    if known.state is not BroadcastState.DRAFT:
        raise deny_conflict("broadcast_approved", "It was approved as it is.")
    after = replace(
        known,
        posts=change_posts(caller, known, wanted),
        title=take_given(wanted.title, known.title),
        segment=take_given(wanted.segment, known.segment),
        text=take_given(wanted.text, known.text),
        due_at=take_given(wanted.at, known.due_at),
        # Who changes it has written it: somebody else approves.
        created_by=caller.agent,
    )
    if not after.posts:
        check_private(caller, after.segment, after.text)
    caller.note(known.id, about=" ".join(list_given(wanted)))
    kept = _keep(caller, after)
    return Revised(show_broadcast(kept), kept.rev)


@action(scope="broadcasts:write", audit="dry-run broadcast", shows=PROFILES)
def try_broadcast(caller: Caller, asked: Asked[DryRunWanted]) -> DryRunView:
    """Looks at a part of the segment, or at all accounts: who would get it now, who not, and why. Nothing is sent."""
    known, limits = read_broadcast(caller, asked.id), read_limits(caller.stores, caller.brand)
    if known.posts:
        caller.note(known.id)
        return try_posts(caller, known)
    after = take_given(asked.wanted.after, None)
    members, following = caller.stores.segments.page_members(caller.brand, known.segment, after, DRY_RUN)
    by_reason: dict[str, list[str]] = {}
    for each in members:
        reach = find_reach(caller.stores, known, each.contact, limits)
        by_reason.setdefault(reach.reason, []).append(each.contact)
    caller.note(known.id, *(each.contact for each in members))
    reached = len(by_reason.pop("", ()))
    excluded = [
        ExcludedView(reason=reason, count=len(people), sample=people[:SAMPLE])
        for reason, people in sorted(by_reason.items())
    ]
    return DryRunView(total=len(members), reached=reached, excluded=excluded, next=following)


@action(scope="broadcasts:write", audit="approve broadcast", shows=NOTHING)
def approve_broadcast(caller: Caller, asked: Asked[None]) -> Revised[BroadcastView]:
    """Approves a broadcast that somebody else wrote: it begins at its time."""

    def step(known: Broadcast) -> Broadcast:
        if known.created_by == caller.agent:
            raise Denied(Because.FORBIDDEN, "second_person_needed", "Somebody else has to approve it.")
        if known.state is not BroadcastState.DRAFT:
            raise Conflict(f"it is {known.state.value}")
        return replace(move_broadcast(known, BroadcastState.RUNNING), approved_by=caller.agent)

    return _start(caller, asked.id, step)


@action(scope="broadcasts:write", audit="pause broadcast", shows=NOTHING)
def pause_broadcast(caller: Caller, asked: Asked[None]) -> Revised[BroadcastView]:
    """Stops a broadcast before its next recipient, until somebody resumes it."""
    return _change(caller, asked.id, lambda known: move_broadcast(known, BroadcastState.PAUSED))


@action(scope="broadcasts:write", audit="resume broadcast", shows=NOTHING)
def resume_broadcast(caller: Caller, asked: Asked[None]) -> Revised[BroadcastView]:
    """Lets a broadcast go on that was paused, or that an alert stopped: alerts from before stop it no more."""

    def step(known: Broadcast) -> Broadcast:
        if known.state is BroadcastState.DRAFT:
            raise Conflict("nobody approved it")
        return move_broadcast(known, BroadcastState.RUNNING)

    return _start(caller, asked.id, step)


@action(scope="broadcasts:write", audit="cancel broadcast", shows=NOTHING)
def cancel_broadcast(caller: Caller, asked: Asked[None]) -> Revised[BroadcastView]:
    """Ends a broadcast; what went out stays."""
    return _change(caller, asked.id, lambda known: move_broadcast(known, BroadcastState.CANCELLED))


@action(scope="broadcasts:read", audit="read recipients", shows=PROFILES)
def list_recipients(caller: Caller, asked: Asked[RecipientsQuery]) -> Page[RecipientView]:
    """Lists those a broadcast was sent to, or who were left out, by state where one is named."""
    known = read_broadcast(caller, asked.id)
    limit, after = asked.wanted.limit, read_position(caller, asked, HID)
    found, following = caller.stores.broadcasts.page_recipients(
        caller.brand, known.id, take_given(asked.wanted.state, None), after, limit
    )
    people = [each.person for each in found]
    closed, profiles = reading.find_closed(caller, people), reading.read_profiles(caller, people)
    caller.note(known.id, *people)
    shown = [show_recipient(each, profiles, each.person in closed) for each in found]
    return make_page(caller, asked, shown, following)


def _start(caller: Caller, broadcast: str, step: Callable[[Broadcast], Broadcast]) -> Revised[BroadcastView]:
    """Starts a broadcast from now on, or from its time: the next sweep finds it."""
    now_ms = caller.stores.now_ms()

    def cleared(known: Broadcast) -> Broadcast:
        return replace(step(known), cleared_at=now_ms)

    shown = _change(caller, broadcast, cleared)
    BROADCASTS_DUE.arm_wakeup(caller.brand, broadcast, max(now_ms, read_broadcast(caller, broadcast).due_at))
    return shown


def _change(caller: Caller, broadcast: str, step: Callable[[Broadcast], Broadcast]) -> Revised[BroadcastView]:
    known = read_broadcast(caller, broadcast)
    caller.note(known.id)
    try:
        return show_made(caller, _step_on(caller, known, step))
    except Conflict as error:
        raise deny_conflict("broadcast_changed", "It was changed at this moment.", retryable=True) from error


def _step_on(caller: Caller, known: Broadcast, step: Callable[[Broadcast], Broadcast]) -> Broadcast:
    """Keeps a step of a broadcast that may go on meanwhile. Raises Denied in a wrong state, and Conflict."""
    again = retrying("the broadcast")
    while again():
        try:
            after = step(known)
        except Conflict as error:
            raise deny_conflict("broadcast_state", f"It is {known.state.value}.") from error
        try:
            return caller.stores.broadcasts.keep_broadcast(after)
        except Conflict:
            known = read_broadcast(caller, known.id)


def show_made(caller: Caller, known: Broadcast) -> Revised[BroadcastView]:
    """Returns a broadcast with what became of its posts, or with what was told of its recipients since."""
    later = {} if known.posts else count_moves(known.brand, known.id)
    return Revised(show_broadcast(known, read_made(caller, known), later), known.rev)


def read_broadcast(caller: Caller, broadcast: str) -> Broadcast:
    """Returns a broadcast. Raises Denied when there is none."""
    known = caller.stores.broadcasts.find_broadcast(caller.brand, broadcast)
    if known is None:
        raise deny_missing()
    return known


def _keep(caller: Caller, broadcast: Broadcast) -> Broadcast:
    try:
        return caller.stores.broadcasts.keep_broadcast(broadcast)
    except Conflict as error:
        raise deny_conflict("broadcast_changed", "It was changed at this moment.", retryable=True) from error
