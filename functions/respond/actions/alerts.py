"""Lists alerts: what is far from usual and which promises were broken, with numbers; keeps what agents decide."""

import re

from msgspec import UnsetType

from model.errors import Erased, Purged
from model.trends import Alert
from respond.access import DESK
from respond.action import Asked, Caller, action
from respond.actions.given import list_given, take_given
from respond.denied import deny_conflict, deny_impossible, deny_missing
from respond.paging import make_page, read_position
from respond.shapes.alert import AcknowledgementWanted, AlertView, BrakeWanted, show_alert
from respond.shapes.page import Page, PageQuery
from respond.shown import NOTHING
from store.insights.alerts import BREACH

POSITION = r"\d{10}#[a-z0-9_]{1,64}"


@action(scope="insights:read", roles=DESK, audit=None)
def list_alerts(caller: Caller, asked: Asked[PageQuery]) -> Page[AlertView]:
    """Lists alerts newest first: at most one a subject and hour of what is far from usual, one a broken promise."""
    before = read_position(caller, asked, POSITION)
    found, following = caller.stores.alerts.list_alerts(caller.brand, before, asked.wanted.limit, whole=True)
    return make_page(caller, asked, [show_alert(alert) for alert in found], following)


@action(scope="broadcasts:write", audit="brake alert", shows=NOTHING)
def set_alert_brake(caller: Caller, asked: Asked[BrakeWanted]) -> AlertView:
    """Makes an alert stop broadcasts on its platform from now on, however mild, or stop none any more, however severe.

    A broadcast that stands still already goes on when somebody resumes it. Only the latest 50 alerts stop any.
    """
    stores, position = caller.stores, _find_position(caller, asked.id)
    if re.fullmatch(BREACH, position):
        raise deny_impossible("A broken promise stops no broadcasts.")
    caller.note(asked.id, about="on" if asked.wanted.on else "off")
    return _show(
        stores.alerts.set_brake(caller.brand, position, asked.wanted.on, caller.agent, stores.now_ms())
    )


@action(scope="conversations:write", roles=DESK, audit="acknowledge alert", shows=NOTHING)
def acknowledge_alert(caller: Caller, asked: Asked[AcknowledgementWanted]) -> AlertView:
    """Says that the caller looks after an alert, where nobody did before, or that nobody does; keeps what they note."""
    wanted, position = asked.wanted, _find_position(caller, asked.id)
    caller.note(asked.id, about=_tell_decision(wanted))
    if not isinstance(wanted.note, UnsetType):
        _keep_note(caller, position, wanted.note or "")
    alerts, brand = caller.stores.alerts, caller.brand
    if isinstance(wanted.acknowledged, UnsetType):
        return _show(alerts.find_alert(brand, position))
    if wanted.acknowledged:
        return _show(alerts.acknowledge(brand, position, caller.agent, caller.stores.now_ms()))
    return _show(alerts.withdraw_acknowledgement(brand, position))


def _tell_decision(wanted: AcknowledgementWanted) -> str:
    """Returns the entry for the audit log. Of a note it says only that there is one."""
    words = [] if take_given(wanted.acknowledged, True) else ["no more"]
    return " ".join([*words, *(["note"] if "note" in list_given(wanted) else [])])


def _keep_note(caller: Caller, position: str, note: str) -> None:
    stores = caller.stores
    alert = stores.alerts.find_alert(caller.brand, position)
    if alert is None:
        raise deny_missing()
    try:
        stores.alerts.keep_note(caller.brand, alert, note, caller.agent, stores.now_ms())
    except (Erased, Purged) as error:
        raise deny_conflict("revoked", "Nothing is noted any more about an account that is gone.") from error


def _find_position(caller: Caller, alert: str) -> str:
    """Returns where an alert stands. Raises Denied where there is none: of that nothing is noted."""
    position = alert.replace("-", "#", 1)
    if caller.stores.alerts.find_alert(caller.brand, position) is None:
        raise deny_missing()
    return position


def _show(alert: Alert | None) -> AlertView:
    if alert is None:
        raise deny_missing()
    return show_alert(alert)
