"""Keys of conversation heads.

Keys hold no personal data: what names a person or an item is a `hid`, a keyed hash of the native id.
"""


def conversation(brand: str, conversation_id: str) -> str:
    """core: a conversation head."""
    return f"conversation#{brand}#{conversation_id}"


def read_marks(brand: str, agent: str) -> str:
    """ops: up to when an agent read conversations, one row each."""
    return f"read#{brand}#{agent}"


def presence(brand: str) -> str:
    """ops: at which conversation agents are, one row each."""
    return f"presence#{brand}"


def tallies(brand: str) -> str:
    """ops: how many conversations stand in which queue."""
    return f"tally#{brand}"


def promises(brand: str) -> str:
    """ops: which conversations are due soon or overdue, one row each, by when."""
    return f"promised#{brand}"


def inbox(brand: str, queue: str) -> str:
    """core, index `inbox`: the open conversations of one assignee (`-` for none)."""
    return f"{brand}#{queue}"
