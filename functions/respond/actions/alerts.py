"""Lists alerts: what is far from usual, with the numbers that say so."""

from respond.access import DESK
from respond.action import Asked, Caller, action
from respond.paging import make_page, read_position
from respond.shapes.alert import AlertView, show_alert
from respond.shapes.page import Page, PageQuery

POSITION = r"\d{10}#[a-z0-9_]{1,64}"


@action(scope="insights:read", roles=DESK, audit=None)
def list_alerts(caller: Caller, asked: Asked[PageQuery]) -> Page[AlertView]:
    """Lists alerts newest first, at most one a subject and hour."""
    before = read_position(caller, asked, POSITION)
    found, following = caller.stores.alerts.list_alerts(caller.brand, before, asked.wanted.limit)
    return make_page(caller, asked, [show_alert(alert) for alert in found], following)
