"""Describes what a person who looked says of something whose fate is unknown."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from respond.shapes.scalars import HidText, limit_text

Posted = Annotated[bool, Meta(description="whether it is at the platform")]


class SettlementWanted(Struct, kw_only=True, forbid_unknown_fields=True):
    """Says whether a reply of unknown fate was posted. One that was not may then be tried again."""

    posted: Posted


class BroadcastSettlementWanted(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Says of one recipient of a broadcast, or of one account's public post, whether it was posted."""

    posted: Posted
    contact: Annotated[HidText, Meta(description="who got it, or did not")] | UnsetType = UNSET
    account: Annotated[str, limit_text(200, about="the account that posted it, or did not")] | UnsetType = (
        UNSET
    )
