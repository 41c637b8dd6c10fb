"""Describes how far something that was sent from here got."""

from typing import Annotated

from msgspec import Meta, Struct

from model.reply import Reply, ReplyState
from respond.shapes.scalars import HidText, TimeText, format_time


class DeliveryView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows how far something that was sent from here got."""

    reply: HidText
    state: ReplyState
    at: TimeText | None
    code: Annotated[str | None, Meta(description="the platform's own code for it")]
    detail: Annotated[str | None, Meta(description="the platform's own words for it")]


def show_delivery(reply: Reply) -> DeliveryView:
    """Returns how far a reply got."""
    return DeliveryView(
        reply=reply.id,
        state=reply.state,
        at=format_time(reply.state_at),
        code=reply.code or None,
        detail=reply.words or None,
    )
