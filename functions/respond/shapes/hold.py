"""Describes legal holds."""

from typing import Annotated

from msgspec import Meta, Struct

from respond.shapes.scalars import HidText, Moment, TimeText, format_time, limit_text
from store.forgetting.holds import Hold, HoldState

WAITS_FOR = {
    HoldState.ASKED: "The other of supervisor and data protection officer has to agree.",
    HoldState.PENDING: "From the consent on nothing of the person is destroyed. The next two purges, a quarter of an "
    "hour apart, put aside what is kept; then it is active.",
    HoldState.ENDING: "The next two purges, a quarter of an hour apart, end it; then erasures that waited go on.",
}
"""What a hold waits for; an active one waits for nothing."""


class NewHold(Struct, kw_only=True, forbid_unknown_fields=True):
    """Asks for a hold."""

    contact: Annotated[str, limit_text(32, shape="[a-z2-7]{32}", about="whose data is kept")]
    reason: Annotated[str, limit_text(1000, about="why; kept sealed")]
    until: Annotated[Moment, Meta(description="when it ends")]


class HoldView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a hold with who asked for it and who agreed."""

    contact: HidText
    state: str
    reason: str | None
    until: TimeText | None
    asked_by: str
    asked_at: TimeText | None
    agreed_by: str | None
    agreed_at: TimeText | None
    waits_for: Annotated[str | None, Meta(description="what has to happen before it is in force, or gone")]


class HoldEndView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows what became of a hold that was to end."""

    contact: HidText
    state: str


def show_hold(hold: Hold) -> HoldView:
    """Returns a hold with who asked for it and who agreed."""
    return HoldView(
        contact=hold.person,
        state=hold.state.value,
        reason=hold.reason,
        until=format_time(hold.until * 1000),
        asked_by=hold.asked_by,
        asked_at=format_time(hold.at),
        agreed_by=hold.agreed_by,
        agreed_at=format_time(hold.agreed_at or None),
        waits_for=WAITS_FOR.get(hold.state),
    )
