"""Keys of the journal of changes.

Keys hold no personal data: what names a person or an item is a `hid`, a keyed hash of the native id.
"""


def changes(brand: str) -> str:
    """ops: what changed in a brand's conversations, one row a batch by time."""
    return f"changes#{brand}"


AUDIENCE = "!audience"
"""Sort key beside the changes, before all of them: whether somebody follows them."""
