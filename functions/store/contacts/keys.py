"""Keys of identities, segments, associations and of when something about them is due.

Keys hold no personal data: what names a person or an item is a `hid`, a keyed hash of the native id.
"""


def name_request(brand: str, person: str) -> str:
    """ops: that somebody's name was asked for today."""
    return f"named#{brand}#{person}"


def word(brand: str, beginning: str) -> str:
    """ops: whose name has a word that begins so, one row a person; `beginning` is a keyed hash of the letters."""
    return f"word#{brand}#{beginning}"


def word_walk(brand: str) -> str:
    """ops: how far people were looked at for the words of their names."""
    return f"wordwalk#{brand}"


def identity(brand: str, person: str) -> str:
    """core: an identity; its rows are `#` (profile) and `thread#…` (private conversations)."""
    return f"identity#{brand}#{person}"


def thread_pointer(conversation: str) -> str:
    """core: sort key of an identity's pointer to a private conversation."""
    return f"thread#{conversation}"


def segments(brand: str) -> str:
    """core: a brand's segments, one row each."""
    return f"segments#{brand}"


def members(brand: str, segment: str) -> str:
    """core: the members of a segment, one row each."""
    return f"members#{brand}#{segment}"


def history(at_ms: int = 0, rev: int | None = None) -> str:
    """core: sort key of a change in an identity's segments or stage; without arguments, what all of them share."""
    return "history#" if rev is None else f"history#{at_ms:013d}#{rev:09d}"


def segment_wakeups(brand: str) -> str:
    """ops: the contacts whose segments time alone may change, one row each.

    One partition a brand, so that one request finds all that is due, however long no run was made.
    """
    return f"flip#{brand}"


def snoozes(brand: str) -> str:
    """ops: the conversations that open again at an instant, one row each; one partition for the same reason."""
    return f"snooze#{brand}"


def wakeup(at_ms: int, what: str) -> str:
    """ops: sort key of a contact's next wakeup, or of the end of a conversation's snooze."""
    return f"{at_ms:013d}#{what}"


def edge(brand: str, person: str) -> str:
    """core: association edges of a person."""
    return f"edge#{brand}#{person}"


def edge_out(author: str, item: str) -> str:
    """core: sort key of an edge at the person who was tagged or answered."""
    return f"<{author}#{item}"


def edge_in(person: str, item: str) -> str:
    """core: sort key of the inverse, at the author."""
    return f">{person}#{item}"


def consents(brand: str, person: str) -> str:
    """core: a person's consent log, one row a line."""
    return f"consent#{brand}#{person}"


def idle(brand: str, kind: str, platform: str) -> str:
    """core, index `due`: what goes after the same time, sorted by the day since which it is idle."""
    return f"{brand}#{kind}#{platform}"


def edge_is_inward(sort_key: str) -> bool:
    """Tells whether the person at whom the edge stands is the one tagged or answered."""
    return sort_key.startswith("<")


def edge_end(sort_key: str) -> str:
    """Returns the other person of an edge."""
    return sort_key[1:].partition("#")[0]


def edge_item(sort_key: str) -> str:
    """Returns the interaction an edge comes from."""
    return sort_key.partition("#")[2]
