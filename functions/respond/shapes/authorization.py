"""Describes what an account sends with: how it is given, and whether it is good. Never the tokens themselves."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from respond.shapes.account import PASTED
from respond.shapes.scalars import TimeText, format_time
from store.brand.tokens import Sending

DAY_S = 86_400


class AuthorizationWanted(Struct, kw_only=True, forbid_unknown_fields=True):
    """Gives the tokens that a platform issues for good, or the app in whose name somebody is asked for consent."""

    tokens: (
        Annotated[
            dict[str, PASTED],
            Meta(
                max_length=10,
                description="`access_token`, or with the app a `refresh_token`; never shown again",
            ),
        ]
        | UnsetType
    ) = UNSET
    client_id: (
        Annotated[str, Meta(max_length=500, description="the app's id at the platform")] | UnsetType
    ) = UNSET
    client_secret: Annotated[str, Meta(max_length=4096, description="the app's secret")] | UnsetType = UNSET


class SendingView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows whether what an account sends with is good; `days_left` is null where nobody says how long."""

    state: Literal["good", "token_dead"]
    reason: str | None
    since: TimeText | None
    good_until: TimeText | None
    days_left: int | None


class AuthorizationView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows where somebody has to consent within ten minutes, or that the tokens are kept."""

    id: str
    authorize_url: str | None
    callback_url: Annotated[str, Meta(description="what the app at the platform has to know as its redirect")]
    sending: SendingView | None


def show_sending(sending: Sending | None, now_s: float) -> SendingView | None:
    """Returns whether what an account sends with is good; None where it sends with nothing yet."""
    if sending is None:
        return None
    until = sending.good_until
    return SendingView(
        state="token_dead" if sending.dead else "good",
        reason=sending.reason,
        since=format_time(sending.at * 1000),
        good_until=None if until is None else format_time(until * 1000),
        days_left=None if until is None else max(0, int(until - now_s) // DAY_S),
    )
