"""Keeps what the engine says of interactions, beside what agents said of them."""

from collections.abc import Iterable, Mapping
from typing import Any

from model.interaction import Labels, keep_correction
from store.dynamo import batches
from store.dynamo import keys as row_keys
from store.interactions.feed import Feed
from store.interactions.mapping import header_of, labels_of, labels_record
from store.interactions.rows import FeedRow
from store.interactions.stored import StoredInteraction


def keep_labels(
    feed: Feed, brand: str, batch: str, said: Iterable[tuple[StoredInteraction, Labels, str | None]]
) -> list[StoredInteraction]:
    """Keeps labels and, if nobody did yet, who counts each and as what. Returns them as they are after that.

    What counts as None is not counted: it was deleted before anybody looked at it.
    Newer labels stay, and so does what an agent said. A row that vanished in between is answered as it was.
    """
    rows = [(each.row, labels, counted_as) for each, labels, counted_as in said]
    wanted = [_label_values(row, labels, counted_as, batch) for row, labels, counted_as in rows]
    changes = [
        batches.update_statement(each[0], values, int(each[0].rev))
        for each, values in zip(rows, wanted, strict=True)
    ]
    after = [
        _with(row, values) if written else _again(feed, brand, row, labels, batch, counted_as)
        for (row, labels, counted_as), values, written in zip(
            rows, wanted, batches.run_statements(changes), strict=True
        )
    ]
    return [StoredInteraction(brand, row) for row in after]


def _label(
    feed: Feed, brand: str, row: FeedRow, labels: Labels, batch: str, counted_as: str | None
) -> FeedRow:
    values = _label_values(row, labels, counted_as, batch)
    if not row.update_at(values, int(row.rev)):
        return _again(feed, brand, row, labels, batch, counted_as)
    return _with(row, values)


def _again(
    feed: Feed, brand: str, row: FeedRow, labels: Labels, batch: str, counted_as: str | None
) -> FeedRow:
    item = row_keys.item_of(row.pk)
    found = feed.read_stored(brand, [item], consistent=True).get(item)
    if found is None:
        return row
    fresh = found.row
    newer = header_of(brand, fresh).version != labels.of
    if newer and (fresh.counted_by is not None or counted_as is None):
        return fresh
    return _label(feed, brand, fresh, labels, batch, counted_as)


def _label_values(row: FeedRow, labels: Labels, counted_as: str | None, batch: str) -> dict[str, Any]:
    said = labels_of(row)
    if said is not None and said.correction is not None:
        labels = keep_correction(labels, said.correction)
    values = {"label_of": labels.of, "labels": labels_record(labels), "rev": int(row.rev) + 1}
    if row.counted_by is not None or counted_as is None:
        return values
    return values | {"counted_by": batch, "counted_as": counted_as}


def _with(row: FeedRow, values: Mapping[str, Any]) -> FeedRow:
    for name, value in values.items():
        setattr(row, name, value)
    return row
