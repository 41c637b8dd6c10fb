"""Describes alerts: what is far from usual, with the numbers that say so."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from model.trends import Alert
from respond.shapes.scalars import TimeText, format_time, limit_text

ALERT_ID = r"\d{10}-[a-z0-9_]{1,64}"


class SignalView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a number far above what is usual; `severity` is 1 to 10."""

    name: str
    value: float
    usual: float
    severity: int


class BrakeWanted(Struct, kw_only=True, forbid_unknown_fields=True):
    """Says whether an alert stops broadcasts."""

    on: bool


class AcknowledgementWanted(Struct, kw_only=True, forbid_unknown_fields=True):
    """Says whether somebody looks after an alert, and what they note about it."""

    acknowledged: Annotated[bool, Meta(description="left out it stays as it is")] | UnsetType = UNSET
    note: Annotated[
        Annotated[str, limit_text(500)] | UnsetType | None,
        Meta(
            description="in the place of the one before, sealed; null takes it away, left out it stays. "
            "It names nobody: no erasure of a person looks for them here"
        ),
    ] = UNSET


class AlertView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows something that people should look at now; `severity` is that of its strongest signal.

    `conversation_id` is where a promise was broken: its signal says how many minutes of working time somebody waited,
    and how many were promised. It is null for what is far from usual.
    `note` is what was noted last. It ends with the period of what came in through the account at that time.
    `brake` is what somebody decided about broadcasts on its platform; null while its severity alone does.
    """

    id: str
    at: TimeText | None
    hour: TimeText
    severity: int
    platform: str
    account_id: str
    post_id: str | None
    conversation_id: str | None
    interactions: int
    negative: int
    people: int
    signals: list[SignalView]
    brake: bool | None
    brake_by: str | None
    acknowledged_by: str | None
    acknowledged_at: TimeText | None
    note: str | None
    noted_by: str | None
    noted_at: TimeText | None


def show_alert(alert: Alert) -> AlertView:
    """Returns an alert with the numbers behind it."""
    hour = alert.hour
    return AlertView(
        id=f"{hour}-{alert.subject}",
        at=format_time(alert.at),
        hour=f"{hour[:4]}-{hour[4:6]}-{hour[6:8]}T{hour[8:]}:00:00Z",
        severity=alert.severity,
        platform=alert.platform,
        account_id=alert.account,
        post_id=alert.post,
        conversation_id=alert.conversation,
        interactions=alert.tally.n,
        negative=alert.tally.negative,
        people=alert.tally.people,
        signals=[
            SignalView(
                name=signal.name,
                value=signal.value,
                usual=round(signal.usual, 1),
                severity=signal.severity,
            )
            for signal in alert.signals
        ],
        brake=alert.brake,
        brake_by=alert.brake_by or None,
        acknowledged_by=alert.acknowledged_by or None,
        acknowledged_at=format_time(alert.acknowledged_at),
        note=alert.note or None,
        noted_by=alert.noted_by or None if alert.note else None,
        noted_at=format_time(alert.noted_at) if alert.note else None,
    )
