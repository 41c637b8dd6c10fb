"""Keeps whether what somebody wrote is hidden at its platform: a fold of what the platform tells leaves it as it is."""

from store.dynamo.writes import retrying
from store.interactions.feed import Feed


def keep_hiding(feed: Feed, brand: str, item: str, hidden_at: int | None) -> None:
    """Keeps since when an interaction is hidden (epoch ms), or with None that it is shown, if it is there."""
    again = retrying("an interaction")
    while again():
        found = feed.read_stored(brand, [item], consistent=True).get(item)
        if found is None or found.row.update_at({"hidden_at": hidden_at, "rev": found.rev + 1}, found.rev):
            return
