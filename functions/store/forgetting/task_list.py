"""Lists the requests of a brand by the time they came, so that none is forgotten until it is due."""

from store.dynamo.rows import OpsRow
from store.forgetting import keys as forgetting_keys


def make_entry(brand: str, task_id: str, received_at: int, expires_at: float) -> OpsRow:
    """Returns the row by which a request is listed as long as it is kept."""
    place = f"{received_at:013d}#{task_id}"
    return OpsRow(forgetting_keys.listed_tasks(brand), place, at=received_at, expires_at=int(expires_at))


def page_entries(brand: str, after: str, limit: int) -> list[tuple[str, str]]:
    """Returns up to `limit` places behind `after` with the ids of the requests there, the longest received first."""
    later = OpsRow.sk > after if after else None
    rows = OpsRow.query(forgetting_keys.listed_tasks(brand), later, limit=limit, consistent_read=True)
    return [(row.sk, row.sk.partition("#")[2]) for row in rows]
