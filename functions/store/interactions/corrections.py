"""Keeps what agents said instead of the engine: with the interaction, counted at once, listed for training.

One transaction changes the row, moves the count and lists the correction, so that each happens once or not at all.
The list holds labels and an opaque id, never a text, and ends with the interaction it is about.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pynamodb.transactions import TransactWrite

from model.errors import Conflict
from model.interaction import Labels, correct_labels
from store.dynamo import keys as row_keys
from store.dynamo.rows import OpsRow
from store.dynamo.writes import attempt
from store.interactions import keys as interaction_keys
from store.interactions.counting import find_count, move_row
from store.interactions.mapping import labels_of, labels_record
from store.interactions.rows import FeedRow
from store.interactions.stored import StoredInteraction


@dataclass(frozen=True, slots=True)
class Listed:
    """Holds one correction; `at` is epoch ms, `was` and `now` are `{sentiment, intent}`."""

    position: str
    item: str
    at: int
    by: str
    platform: str
    language: str | None
    engine: str
    was: dict[str, Any]
    now: dict[str, Any]


class Corrections:
    """Keeps and lists corrections of one brand at a time."""

    def keep_correction(
        self,
        brand: str,
        found: StoredInteraction,
        by: str,
        at: int,
        sentiment: str | None,
        intent: tuple[str, ...] | None,
    ) -> Labels:
        """Returns the labels after an agent's word. Raises Conflict when the interaction was changed meanwhile."""
        row, labels = found.row, found.labels
        assert labels is not None  # noqa: S101 - asked by the caller
        after = correct_labels(labels, by, at, sentiment, intent)
        said = after.correction
        if said is None or _same(labels, after):
            return labels
        with attempt() as together:
            together.update(
                row,
                [FeedRow.labels.set(labels_record(after)), FeedRow.rev.set(int(row.rev) + 1)],
                condition=FeedRow.rev == row.rev,
            )
            if row.counted_as is not None and (count := find_count(row)) is not None:
                now = replace(count, sentiment=said.sentiment or count.sentiment, corrected=True)
                move_row(together, brand, row, count, now, at // 1000)
            if labels.correction is not None and labels.correction.at != at:
                # In the same millisecond it is the same entry, which a transaction may name only once.
                forget_correction(together, brand, [row])
            together.save(_listed(brand, row, after))
        if not together.done:
            raise Conflict("the interaction was changed meanwhile")
        return after

    def list_corrections(self, brand: str, before: str | None, limit: int) -> tuple[list[Listed], str | None]:
        """Returns them, the newest first, and where to go on."""
        condition = None if before is None else OpsRow.sk < before
        found = list(
            OpsRow.query(
                interaction_keys.corrections(brand), condition, scan_index_forward=False, limit=limit + 1
            )
        )
        return [_read(row) for row in found[:limit]], found[limit - 1].sk if len(found) > limit else None


def forget_correction(together: TransactWrite, brand: str, rows: Sequence[FeedRow]) -> None:
    """Takes corrections from the list within a transaction that changes or deletes their rows."""
    for position in _positions(rows):
        together.delete(OpsRow(interaction_keys.corrections(brand), position))


def _positions(rows: Sequence[FeedRow]) -> Iterator[str]:
    for row in rows:
        labels = labels_of(row)
        if labels is not None and labels.correction is not None:
            yield interaction_keys.correction(labels.correction.at, row_keys.item_of(row.pk))


def _same(before: Labels, after: Labels) -> bool:
    return before.correction is not None and (before.sentiment, before.intent) == (
        after.sentiment,
        after.intent,
    )


def _listed(brand: str, row: FeedRow, labels: Labels) -> OpsRow:
    said = labels.correction
    assert said is not None  # noqa: S101 - it was just made
    item = row_keys.item_of(row.pk)
    return OpsRow(
        interaction_keys.corrections(brand),
        interaction_keys.correction(said.at, item),
        at=said.at,
        expires_at=row.expires_at or row.due_at,
        platform=row.platform,
        entry={
            "item": item,
            "by": said.by,
            "language": labels.language,
            "engine": said.engine,
            "was": {"sentiment": said.was_sentiment, "intent": list(said.was_intent)},
            "now": {"sentiment": labels.sentiment, "intent": list(labels.intent)},
        },
    )


def _read(row: OpsRow) -> Listed:
    return Listed(position=row.sk, at=int(row.at), platform=row.platform, **row.entry)
