"""Legal holds: asked for by a supervisor or the data protection officer, in force when the other one agrees too."""

from typing import Any

from respond import views
from respond.call import HID, Call, Reply
from respond.fields import Field, Fields, moment, text
from respond.problems import Problem, invalid, not_found
from store.agents import Agent
from store.holds import Hold, NotAllowed

BODY: Fields = {
    "contact": Field(text(32, shape=HID), "whose data is kept", required=True),
    "reason": Field(text(1000), "why; kept sealed", required=True),
    "until": Field(moment, "when it ends", required=True),
}


def listed(call: Call) -> Reply:
    """GET /holds: all of the brand; there are few."""
    call.note("read holds", "holds")
    return call.page([_view(hold) for hold in call.stores.holds.of_brand(call.brand)], None)


def add(call: Call) -> Reply:
    """POST /holds: ask for one."""
    contact, now_ms = call.body["contact"], call.stores.now_ms()
    if contact not in call.stores.contacts.read(call.brand, [contact]):
        raise not_found()
    call.note("ask hold", contact)
    try:
        hold = call.stores.holds.ask(
            contact, _agent(call), call.body["reason"], call.body["until"] // 1000, now_ms
        )
    except NotAllowed as error:
        raise _forbidden(error) from error
    except ValueError as error:
        raise invalid("A hold has a reason, and an end that is to come.") from error
    return Reply(_view(hold), 201)


def agree(call: Call) -> Reply:
    """POST /holds/{id}/consent: the second of the two; `id` is the contact's."""
    _known(call)
    call.note("agree hold", call.id)
    try:
        return Reply(_view(call.stores.holds.agree(call.id, _agent(call), call.stores.now_ms())))
    except NotAllowed as error:
        raise _forbidden(error) from error


def end(call: Call) -> Reply:
    """DELETE /holds/{id}: let it end, or take back one that nobody agreed to yet."""
    _known(call)
    call.note("end hold", call.id)
    try:
        call.stores.holds.end(call.id, _agent(call))
    except NotAllowed as error:
        raise _forbidden(error) from error
    left = call.stores.holds.one(call.brand, call.id)
    return Reply({"contact": call.id, "state": left.state.value if left else "ended"})


def _known(call: Call) -> Hold:
    hold = call.stores.holds.one(call.brand, call.id)
    if hold is None:
        raise not_found()
    return hold


def _agent(call: Call) -> Agent:
    return Agent(call.caller.agent, call.brand, call.caller.role)


def _forbidden(error: NotAllowed) -> Problem:
    return Problem(403, "forbidden", f"{str(error).capitalize()}.")


def _view(hold: Hold) -> dict[str, Any]:
    return {
        "contact": hold.person,
        "state": hold.state.value,
        "reason": hold.reason,
        "until": views.iso(hold.until * 1000),
        "asked_by": hold.asked_by,
        "asked_at": views.iso(hold.at),
        "agreed_by": hold.agreed_by,
        "agreed_at": views.iso(hold.agreed_at or None),
    }
