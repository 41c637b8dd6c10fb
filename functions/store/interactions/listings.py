"""Lists the ids of interactions in their order, page by page."""

from store.dynamo import keys as row_keys
from store.interactions import keys as interaction_keys
from store.interactions.rows import FeedRow


class Listings:
    """Lists what stands under a conversation, a post or a person."""

    def page_listing(self, index_key: str, before: str | None, limit: int) -> tuple[list[str], str | None]:
        """Returns ids listed under `index_key`, newest first (see `interaction_keys.listed_under`), and where to go
        on.
        """
        condition = None if before is None else FeedRow.thread_sk < before
        found = FeedRow.thread.query(index_key, condition, scan_index_forward=False, limit=limit + 1)
        return _cut([(row.pk, row.thread_sk) for row in found], limit)

    def find_first(self, index_key: str) -> str | None:
        """Returns the id of the oldest listed under `index_key`; None where nothing is."""
        found = FeedRow.thread.query(index_key, scan_index_forward=True, limit=1)
        return next((row_keys.item_of(row.pk) for row in found), None)

    def page_person(
        self, brand: str, owner: str, before: str | None, limit: int
    ) -> tuple[list[str], str | None]:
        """Returns ids, newest first, of an owner's rows outside private threads, and where to go on."""
        condition = None if before is None else FeedRow.person_sk < before
        index_key = interaction_keys.person_rows(brand, owner)
        found = FeedRow.person.query(index_key, condition, scan_index_forward=False, limit=limit + 1)
        return _cut([(row.pk, row.person_sk) for row in found], limit)


def _cut(found: list[tuple[str, str]], limit: int) -> tuple[list[str], str | None]:
    ids = [row_keys.item_of(pk) for pk, _ in found[:limit]]
    return ids, found[limit - 1][1] if len(found) > limit else None
