"""Describes parked deliveries. What they say is never shown: they are other people's words."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from respond.shapes.page import PageQuery
from respond.shapes.scalars import PlatformName, TimeText, format_time, limit_text
from store.interactions.parked import Parked

PARKED_ID = r"[0-9]{13}-[a-z2-7]{8}"
REASON = r"[a-z_]{1,40}"
MOST = 100


class ParkedQuery(PageQuery, kw_only=True, forbid_unknown_fields=True):
    """Asks for parked deliveries."""

    platform: Annotated[PlatformName, Meta(description="of this platform only")] | UnsetType = UNSET
    reason: Annotated[str, limit_text(40, shape=REASON, about="parked for this reason only")] | UnsetType = (
        UNSET
    )


class ParkedView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a parked delivery; `accounts` are the native ids that no account of the brand has."""

    id: str
    platform: str
    endpoint: str
    reason: str
    received_at: TimeText | None
    parked_at: TimeText | None
    accounts: list[str]
    readable: bool


class ReplayWanted(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names what is queued again: those with these ids, or all that the filters leave."""

    ids: (
        Annotated[list[Annotated[str, limit_text(22, shape=PARKED_ID)]], Meta(min_length=1, max_length=MOST)]
        | UnsetType
    ) = UNSET
    platform: Annotated[PlatformName, Meta(description="of this platform only")] | UnsetType = UNSET
    reason: Annotated[str, limit_text(40, shape=REASON, about="parked for this reason only")] | UnsetType = (
        UNSET
    )
    dry_run: Annotated[bool, Meta(description="only count: nothing is queued again")] = False


class ReplayView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows how many are queued again (in a dry run, would be) and how many can no longer be read; `more` wait."""

    replayed: int
    gone: int
    more: bool


def show_parked(parked: Parked) -> ParkedView:
    """Returns a parked delivery without what it says."""
    return ParkedView(
        id=parked.id.replace("#", "-"),
        platform=parked.platform,
        endpoint=parked.endpoint,
        reason=parked.reason,
        received_at=format_time(parked.received_at),
        parked_at=format_time(parked.at),
        accounts=list(parked.accounts),
        readable=parked.message is not None,
    )
