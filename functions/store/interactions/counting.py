"""Tells what an interaction's row stands for in the counts, and has the counts follow it."""

from dataclasses import replace

from pynamodb.transactions import TransactWrite

from model.errors import Conflict
from model.place import PlaceCount, PlaceKind, PlacePart
from store.dynamo.writes import attempt
from store.insights.counts import Count
from store.insights.places import is_negative, move_standing
from store.insights.rollups import move_counts
from store.interactions import keys as interaction_keys
from store.interactions.mapping import labels_of
from store.interactions.rows import FeedRow
from store.interactions.stored import StoredInteraction

NOTHING = "-"
"""How a row counts that was counted and says nothing any more."""


def find_count(row: FeedRow) -> Count | None:
    """Returns the count that a row has at present; None once its content was deleted.

    The count follows from the labels of its present text, and from the sentiment that an agent gave it.
    """
    if row.counts_as == NOTHING:
        return None
    count, labels = Count.from_text(row.counts_as or row.counted_as), labels_of(row)
    said = None if labels is None else labels.correction
    if said is None:
        return count
    return replace(count, sentiment=said.sentiment or count.sentiment, corrected=True)


def find_standing(row: FeedRow, count: Count | None) -> PlaceCount | None:
    """Returns what a row that counts as `count` stands for at its post or group; None where it is at none."""
    if count is None or not count.part or row.thread_pk is None:
        return None
    part = PlacePart(count.part)
    return PlaceCount(
        interaction_keys.listed_in(row.thread_pk),
        PlaceKind.GROUP if part is PlacePart.MEMBER else PlaceKind.POST,
        row.platform,
        row.account,
        part,
        is_negative(part, count.sentiment),
    )


def find_first_standing(found: StoredInteraction) -> PlaceCount | None:
    """Returns what an interaction stood for when it was first counted."""
    return find_standing(found.row, Count.from_text(found.row.counted_as))


def move_row(
    together: TransactWrite, brand: str, row: FeedRow, before: Count | None, after: Count | None, now_s: int
) -> None:
    """Counts a row as `after` instead of as `before` within a transaction: by hour, and at its post or group."""
    move_counts(together, brand, before, after)
    standings = find_standing(row, before), find_standing(row, after)
    move_standing(together, brand, *standings, now_s)


def settle_counts(found: StoredInteraction, now_s: int) -> bool:
    """Counts anew what is labelled and counted, since it was edited, deleted or restored.

    The row and the counts change together; returns whether they had to. Raises Conflict when the row was changed
    meanwhile.
    """
    brand, row = found.brand, found.row
    wanted = _wanted(row)
    if wanted == (row.counts_as or row.counted_as):
        return False
    before, known = find_count(row), int(row.rev)
    after = FeedRow(row.pk, counted_as=row.counted_as, counts_as=wanted)
    after.label_of, after.labels = row.label_of, row.labels
    with attempt() as together:
        move_row(together, brand, row, before, find_count(after), now_s)
        together.update(
            row,
            [FeedRow.counts_as.set(wanted), FeedRow.rev.set(known + 1)],
            condition=FeedRow.rev == known,
        )
    if not together.done:
        raise Conflict("the interaction was changed meanwhile")
    return True


def _wanted(row: FeedRow) -> str:
    first, labels = Count.from_text(row.counted_as), labels_of(row)
    if (row.deleted_order or "") > (row.restored_order or ""):
        return NOTHING
    if labels is None or not labels.of or labels.correction is not None:
        return str(row.counted_as)
    return replace(first, sentiment=labels.sentiment, intent=",".join(labels.intent)).to_text()
