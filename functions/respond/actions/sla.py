"""Shows and replaces what a brand promises and when it works."""

from zoneinfo import available_timezones

from respond.action import Asked, Caller, action
from respond.denied import deny_impossible
from respond.shapes.sla import (
    BusinessHoursView,
    BusinessHoursWanted,
    SlaView,
    SlaWanted,
    read_hours,
    read_targets,
    show_hours,
    show_targets,
)
from respond.shown import NOTHING


@action(scope="settings:read", audit=None)
def get_sla(caller: Caller, asked: Asked[None]) -> SlaView:  # noqa: ARG001 - takes nothing
    """Returns how soon people are answered, by the priority of their conversation."""
    return show_targets(caller.stores.sla.read_policy(caller.brand))


@action(scope="settings:write", audit="change sla", shows=NOTHING)
def replace_sla(caller: Caller, asked: Asked[SlaWanted]) -> SlaView:
    """Replaces the targets: what is left out promises nothing."""
    caller.note("sla")
    stores = caller.stores
    stores.sla.keep_targets(caller.brand, read_targets(asked.wanted), caller.agent, stores.now_ms())
    return show_targets(stores.sla.read_policy(caller.brand))


@action(scope="settings:read", audit=None)
def get_business_hours(caller: Caller, asked: Asked[None]) -> BusinessHoursView:  # noqa: ARG001 - takes nothing
    """Returns the hours in which the clocks of promises run."""
    return show_hours(caller.stores.sla.read_policy(caller.brand).hours)


@action(scope="settings:write", audit="change business hours", shows=NOTHING)
def replace_business_hours(caller: Caller, asked: Asked[BusinessHoursWanted]) -> BusinessHoursView:
    """Replaces the hours: a day that is left out has none."""
    wanted = asked.wanted
    if wanted.zone not in available_timezones():
        raise deny_impossible("`zone` must be a name such as Europe/Berlin.", pointer="/zone")
    try:
        hours = read_hours(wanted)
    except ValueError as error:
        detail = "Shifts of a day come in order, none before the one before it has ended."
        raise deny_impossible(detail, pointer=f"/{error}") from None
    if not any(hours.week):
        raise deny_impossible("There must be some hours.", pointer="/monday")
    caller.note("business-hours")
    stores = caller.stores
    stores.sla.keep_hours(caller.brand, hours, caller.agent, stores.now_ms())
    return show_hours(hours)
