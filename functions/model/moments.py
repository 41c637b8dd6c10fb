"""Moments as people and programs read them."""

from datetime import UTC, datetime
from typing import Annotated

IsoTime = Annotated[str | None, {"format": "date-time"}]
"""A moment in UTC as `iso` writes it; None for never."""


def iso(epoch_ms: int | None) -> IsoTime:
    """Returns a moment in UTC, to the millisecond; None for never."""
    if not epoch_ms:
        return None
    moment = datetime.fromtimestamp(epoch_ms / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
