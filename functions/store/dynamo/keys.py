"""Parts of keys that rows of several rooms share.

Keys hold no personal data: what names a person or an item is a `hid`, a keyed hash of the native id.
"""

DAY_MS = 86_400_000


def item_of(interaction_key: str) -> str:
    """Returns the hid in a feed key."""
    return interaction_key.rsplit("#", 1)[1]


def at(time_ms: int, item: str) -> str:
    """Returns a sort key by time; 40 bits of the item keep those of one millisecond apart."""
    return f"{time_ms:013d}#{item[:8]}"
