"""Keys of the outbox.

Keys hold no personal data: what names a person or an item is a `hid`, a keyed hash of the native id.
"""


def reply(brand: str, reply_id: str) -> str:
    """ops: one reply."""
    return f"reply#{brand}#{reply_id}"


def replies(brand: str, conversation: str) -> str:
    """ops: the replies in a conversation, one row each."""
    return f"replies#{brand}#{conversation}"


def outbox(brand: str, person: str) -> str:
    """ops: the replies that a person's key seals, one row each."""
    return f"outbox#{brand}#{person}"


def sendings(brand: str) -> str:
    """ops: the replies to look at at an instant, one row each; one partition, as for what else is due."""
    return f"reply_due#{brand}"


def listed(at_ms: int, reply_id: str) -> str:
    """ops: sort key of a reply in a list."""
    return f"{at_ms:013d}#{reply_id}"


def paper(brand: str, paper_id: str) -> str:
    """ops: one note or draft."""
    return f"paper#{brand}#{paper_id}"


def papers(brand: str, conversation: str) -> str:
    """ops: the notes and drafts beside a conversation, one row each."""
    return f"papers#{brand}#{conversation}"


def papered(brand: str, person: str) -> str:
    """ops: the notes and drafts that a person's key seals, one row each."""
    return f"papered#{brand}#{person}"


def upload(brand: str, upload_id: str) -> str:
    """ops: one file that was uploaded to be sent."""
    return f"upload#{brand}#{upload_id}"


def uploads(brand: str, person: str) -> str:
    """ops: the uploaded files that a person's key seals, one row each."""
    return f"uploads#{brand}#{person}"


def mentioned(brand: str, agent: str) -> str:
    """ops: the notes that name an agent, one row each."""
    return f"mentioned#{brand}#{agent}"


def filed(kind: str, at_ms: int, paper_id: str) -> str:
    """ops: sort key of a note or draft beside its conversation."""
    return f"{kind}#{at_ms:013d}#{paper_id}"


def approvals(brand: str) -> str:
    """ops: the replies that wait for an approval, one row each."""
    return f"approval#{brand}"


def broadcasts(brand: str) -> str:
    """ops: a brand's broadcasts, one row each."""
    return f"broadcast#{brand}"


def broadcasts_due(brand: str) -> str:
    """ops: the broadcasts to go on with at an instant; the dot keeps it apart from the broadcasts themselves."""
    return f"broadcast#due.{brand}"


def recipients(brand: str, broadcast: str, shard: str) -> str:
    """ops: those of a broadcast's recipients whose ids begin alike, one row each."""
    return f"recipient#{brand}#{broadcast}#{shard}"


def posted(brand: str, broadcast: str) -> str:
    """ops: the public posts of a broadcast, one row for each account."""
    return f"posted#{brand}#{broadcast}"


def received(brand: str, person: str) -> str:
    """ops: the broadcasts to a person, one row each."""
    return f"received#{brand}#{person}"
