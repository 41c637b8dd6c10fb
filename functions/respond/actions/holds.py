"""Asks for, agrees to and ends legal holds.

A supervisor or the data protection officer asks for one; it is in force when the other one agrees too.
"""

from respond.action import Asked, Caller, action
from respond.denied import Because, Denied, deny_conflict, deny_impossible, deny_missing
from respond.paging import make_page
from respond.shapes.hold import HoldEndView, HoldView, NewHold, show_hold
from respond.shapes.page import NoQuery, Page
from respond.shown import HOLDS, NOTHING
from store.brand.agents import Agent
from store.forgetting.holds import Hold, HoldState, NotAllowed


@action(scope="holds:read", audit="read holds", shows=HOLDS)
def list_holds(caller: Caller, asked: Asked[NoQuery]) -> Page[HoldView]:
    """Lists all holds of the brand; there are few."""
    caller.note("holds")
    return make_page(
        caller, asked, [show_hold(hold) for hold in caller.stores.holds.of_brand(caller.brand)], None
    )


@action(scope="holds:write", audit="ask hold", shows=NOTHING)
def ask_hold(caller: Caller, asked: Asked[NewHold]) -> HoldView:
    """Asks for a hold of somebody's data."""
    contact, now_ms = asked.wanted.contact, caller.stores.now_ms()
    if contact not in caller.stores.contacts.read_contacts(caller.brand, [contact]):
        raise deny_missing()
    caller.note(contact)
    until = asked.wanted.until // 1000
    try:
        hold = caller.stores.holds.ask(contact, _agent(caller), asked.wanted.reason, until, now_ms)
    except NotAllowed as error:
        raise _deny(error) from error
    except ValueError as error:
        raise deny_impossible("A hold has a reason, and an end that is to come.", pointer="/until") from error
    return show_hold(hold)


@action(scope="holds:write", audit="agree hold", shows=NOTHING)
def agree_hold(caller: Caller, asked: Asked[None]) -> HoldView:
    """Agrees as the second of the two; the id is the contact's."""
    _find_hold(caller, asked.id)
    caller.note(asked.id)
    try:
        return show_hold(caller.stores.holds.agree(asked.id, _agent(caller), caller.stores.now_ms()))
    except NotAllowed as error:
        raise _deny(error) from error


@action(scope="holds:write", audit="end hold", shows=NOTHING)
def end_hold(caller: Caller, asked: Asked[None]) -> HoldEndView:
    """Ends a hold, or withdraws one that nobody agreed to yet. A hold that is ending already stays as it is."""
    known = _find_hold(caller, asked.id)
    caller.note(asked.id)
    if known.state is HoldState.ENDING:
        return HoldEndView(contact=asked.id, state=known.state.value)
    if known.state is HoldState.PENDING:
        detail = "It is being put in place, which takes up to half an hour; end it when it is active."
        raise deny_conflict("hold_pending", detail, retryable=True)
    try:
        caller.stores.holds.end(asked.id, _agent(caller))
    except NotAllowed as error:
        raise _deny(error) from error
    left = caller.stores.holds.one(caller.brand, asked.id)
    return HoldEndView(contact=asked.id, state=left.state.value if left else "ended")


def _find_hold(caller: Caller, contact: str) -> Hold:
    """Returns somebody's hold. Raises Denied where there is none."""
    known = caller.stores.holds.one(caller.brand, contact)
    if known is None:
        raise deny_missing()
    return known


def _agent(caller: Caller) -> Agent:
    return Agent(caller.agent, caller.brand, caller.role)


def _deny(error: NotAllowed) -> Denied:
    return Denied(Because.FORBIDDEN, "forbidden", f"{str(error).capitalize()}.")
