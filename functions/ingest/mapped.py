"""Rows of a table or of a file of objects as records of an import, by a mapping of our fields to theirs."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ingest.helpdesks import NO_ID, NO_WORDS, Found, NotImported
from platforms.reading.payload import Json, ident, obj

FIELDS = (
    *("id", "thread", "parent", "kind", "title", "text", "at", "direction", "customer", "private", "open"),
    *("rating", "language", "author.id", "author.name", "author.handle", "media.url", "url"),
)
YES = frozenset({"1", "true", "yes", "y", "open"})


def map_rows(rows: Iterable[Mapping[str, Any]], mapping: Mapping[str, str]) -> Iterator[Found]:
    """Yields a record for each row. What `mapping` does not name is taken from a column of the field's own name."""
    for row in rows:
        record: Json = {}
        for field in FIELDS:
            value = _find(row, mapping.get(field, field))
            if value not in (None, ""):
                _put(record, field, value)
        if ident(record.get("id")) is None:
            yield NotImported(NO_ID)
        elif not (record.get("text") or record.get("title") or record.get("media") or record.get("rating")):
            yield NotImported(NO_WORDS)
        else:
            yield record


def _find(row: Mapping[str, Any], column: str) -> Any:
    if column in row:
        return row[column]
    outer, _, inner = column.partition(".")
    return obj(row.get(outer)).get(inner) if inner else None


def _put(record: Json, field: str, value: Any) -> None:
    outer, _, inner = field.partition(".")
    if field in ("private", "open"):
        record[field] = value is True or str(value).strip().lower() in YES
    elif field == "media.url":
        record["media"] = [{"type": "file", "url": str(value)}]
    elif inner:
        record.setdefault(outer, {})[inner] = value
    else:
        record[outer] = value
