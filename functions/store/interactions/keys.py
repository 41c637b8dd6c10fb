"""Keys of interactions and of the lists they stand in.

Keys hold no personal data: what names a person or an item is a `hid`, a keyed hash of the native id.
"""


def interaction(brand: str, item: str) -> str:
    """feed: one interaction."""
    return f"I#{brand}#{item}"


def listed_under(brand: str, parent: str) -> str:
    """feed, index `thread`: what is listed under a conversation or a post."""
    return f"{brand}#{parent}"


def reactions_to(brand: str, target: str) -> str:
    """feed, index `thread`: toggles and shares stand apart from what is to be read and answered."""
    return f"{brand}#{target}#r"


def person_rows(brand: str, owner: str) -> str:
    """feed, index `person`: rows of an owner that their private threads do not list."""
    return f"{brand}#{owner}"


def listed_in(thread_key: str) -> str:
    """Returns the hid in a key of the index `thread`."""
    return thread_key.split("#")[1]


def parked(brand: str, day: str) -> str:
    """ops: deliveries that could not be read, by day of receipt."""
    return f"parked#{brand}#{day}"


def attempts(brand: str, message: str) -> str:
    """ops: how often a delivery was tried alone, by the queue's id of its message."""
    return f"attempt#{brand}#{message}"


def gone(brand: str, item: str) -> str:
    """ops: that an interaction was deleted where no trace may stay; a day."""
    return f"gone#{brand}#{item}"


def corrections(brand: str) -> str:
    """ops: what agents said instead of the engine, one row an interaction."""
    return f"corrections#{brand}"


def correction(at_ms: int, item: str) -> str:
    """ops: sort key of a correction."""
    return f"{at_ms:013d}#{item}"
