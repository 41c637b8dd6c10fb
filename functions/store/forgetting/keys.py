"""Keys of requests about people's data, of purges and of what a hold defers.

Keys hold no personal data: what names a person or an item is a `hid`, a keyed hash of the native id.
"""


def task(brand: str, task_id: str) -> str:
    """ops: a request about somebody's data; its rows are `#` and `count#…`."""
    return f"task#{brand}#{task_id}"


def waiting_tasks(brand: str) -> str:
    """ops: the requests of a brand that wait for a person's confirmation, one row each."""
    return f"waiting#{brand}"


def listed_tasks(brand: str) -> str:
    """ops: all requests of a brand by the time they came, one row each; the dot keeps it apart from requests."""
    return f"task#of.{brand}"


def task_count(item_class: str) -> str:
    """ops: sort key of what a task did to one class of items."""
    return f"count#{item_class}"


def confirmation(code: str) -> str:
    """ops: whose task a confirmation code is; without a brand, because the brand is what it tells."""
    return f"status#{code}"


def export_pointer(task_id: str) -> str:
    """core: sort key of an identity's pointer to a copy of their data."""
    return f"export#{task_id}"


def purge(brand: str) -> str:
    """ops: the lease of a brand's purge and how far it got."""
    return f"purge#{brand}"


def deferred_redactions(brand: str, hold: str) -> str:
    """core: whose erasure a legal hold kept from some of its rows, one row a person."""
    return f"withheld#{brand}#{hold}"
