"""Describes receipts: what was forgotten, held, released or audited, each bound to the one before it."""

from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from model.receipt import Receipt
from respond.shapes.page import PageQuery
from respond.shapes.scalars import TimeText, format_time, limit_text

KIND = r"[a-z_]{1,40}"


class ReceiptsQuery(PageQuery, kw_only=True, forbid_unknown_fields=True):
    """Asks for receipts."""

    kind: (
        Annotated[str, limit_text(40, shape=KIND, about="of this kind only: erasure, purge, hold, audit, …")]
        | UnsetType
    ) = UNSET


class ReceiptView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a receipt; `body` holds counts, times and opaque ids, `fingerprint` is what the next one names."""

    number: int
    id: str
    kind: str
    at: TimeText | None
    body: Annotated[dict[str, Any], Meta(description="counts, times and opaque ids, by kind")]
    previous: str
    fingerprint: str
    signature: str


def show_receipt(receipt: Receipt) -> ReceiptView:
    """Returns a receipt as it was signed."""
    return ReceiptView(
        number=receipt.number,
        id=receipt.id,
        kind=receipt.kind,
        at=format_time(receipt.at),
        body=receipt.body,
        previous=receipt.previous,
        fingerprint=receipt.fingerprint(),
        signature=receipt.signature.hex(),
    )
