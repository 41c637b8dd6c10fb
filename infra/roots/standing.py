"""Counts what is sealed under each of a brand's roots: whole tables and the texts in the bucket are read for it."""

from collections import Counter
from collections.abc import Iterator

from infra.verify.stores import Installation, bucket_pieces, is_of, rows_of
from store.vault.sealed import Header, Tampered

TEXTS = "texts/"
EMPTY_DAYS = 36
"""How long nothing may have stood under a root before it goes: longer than any backup of a table (35 days at most)."""


def count_sealed(everything: Installation, brand: str) -> Counter[int]:
    """Returns how many values are sealed under each version of a brand's root. Raises Unavailable."""
    return Counter(version for version in _versions(everything, brand))


def _versions(everything: Installation, brand: str) -> Iterator[int]:
    for table in (*everything.tables, *everything.restored):
        for item in rows_of(table):
            if "sealed" in item and is_of(item, brand):
                yield from _version(bytes(item["sealed"]["B"]))
    for bucket in everything.buckets:
        for piece in bucket_pieces(bucket):
            if piece.place.startswith(f"{TEXTS}{brand}/") and not piece.place.endswith(" name"):
                yield from _version(piece.data)


def _version(sealed: bytes) -> Iterator[int]:
    try:
        yield Header.parse(sealed).root_version
    except Tampered:
        # Cut or foreign: no root of ours would open it.
        return
