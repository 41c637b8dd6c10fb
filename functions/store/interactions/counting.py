"""Tells what an interaction's row stands for in the counts, and has the counts follow it."""

from dataclasses import replace

from model.errors import Conflict
from store.dynamo.writes import attempt
from store.insights.rollups import Count, move_counts
from store.interactions.mapping import labels_of
from store.interactions.rows import FeedRow
from store.interactions.stored import StoredInteraction

NOTHING = "-"
"""How a row counts that was counted and says nothing any more."""


def find_count(row: FeedRow) -> Count | None:
    """Returns what a counted row stands for in the counts now: None once what it says was deleted.

    That is what the engine made of its present text, with the sentiment an agent gave it.
    """
    if row.counts_as == NOTHING:
        return None
    count, labels = Count.from_text(row.counts_as or row.counted_as), labels_of(row)
    said = None if labels is None else labels.correction
    if said is None:
        return count
    return replace(count, sentiment=said.sentiment or count.sentiment, corrected=True)


def settle_counts(found: StoredInteraction) -> None:
    """Has the counts follow what is labelled and counted, since it was edited, deleted or restored.

    The row and the counts change together. Raises Conflict when the row was changed meanwhile.
    """
    brand, row = found.brand, found.row
    wanted = _wanted(row)
    if wanted == (row.counts_as or row.counted_as):
        return
    before, known = find_count(row), int(row.rev)
    after = FeedRow(row.pk, counted_as=row.counted_as, counts_as=wanted)
    after.label_of, after.labels = row.label_of, row.labels
    with attempt() as together:
        move_counts(together, brand, before, find_count(after))
        together.update(
            row,
            [FeedRow.counts_as.set(wanted), FeedRow.rev.set(known + 1)],
            condition=FeedRow.rev == known,
        )
    if not together.done:
        raise Conflict("the interaction was changed meanwhile")


def _wanted(row: FeedRow) -> str:
    first, labels = Count.from_text(row.counted_as), labels_of(row)
    if (row.deleted_order or "") > (row.restored_order or ""):
        return NOTHING
    if labels is None or not labels.of or labels.correction is not None:
        return str(row.counted_as)
    return replace(first, sentiment=labels.sentiment, intent=",".join(labels.intent)).to_text()
