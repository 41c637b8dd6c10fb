"""Moments as people and programs read them."""

from datetime import UTC, datetime


def iso(epoch_ms: int | None) -> str | None:
    """UTC, to the millisecond; None for never."""
    if not epoch_ms:
        return None
    moment = datetime.fromtimestamp(epoch_ms / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
