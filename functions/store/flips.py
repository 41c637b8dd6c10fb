"""When time alone may change a contact's segments: one row each in `ops`, at the earliest instant.

Whoever is heard of again moves that instant into the future. The row stays where it is all the same and is looked at
in vain when it is due: a write a month instead of one with every interaction.
"""

from collections.abc import Iterator

from pynamodb.pagination import ResultIterator

from model.policy import DAY_S
from store import keys
from store.tables import OpsRow

KEPT_DAYS = 90
"""A row that nobody took by then is of a brand that no run looks at any more."""


class Flips:
    """Notes when to look at whom again, and lists who is due."""

    def arm(self, brand: str, person: str, at_ms: int) -> None:
        """Have the contact looked at then."""
        _row(brand, person, at_ms, expires_at=at_ms // 1000 + KEPT_DAYS * DAY_S).save()

    def disarm(self, brand: str, person: str, at_ms: int) -> None:
        """Do not look at the contact then."""
        _row(brand, person, at_ms).delete()

    def due(self, brand: str, now_ms: int) -> Iterator[tuple[str, int]]:
        """Everybody who is due, with the instant, the longest due first."""
        rows: ResultIterator[OpsRow] = OpsRow.query(keys.flips(brand), OpsRow.sk < keys.flip(now_ms + 1, ""))
        for row in rows:
            at, _, person = row.sk.partition("#")
            yield person, int(at)


def _row(brand: str, person: str, at_ms: int, expires_at: int | None = None) -> OpsRow:
    return OpsRow(keys.flips(brand), keys.flip(at_ms, person), expires_at=expires_at)


def row_of(brand: str, person: str, at_ms: int) -> OpsRow:
    """The row of a contact that is due then, to be deleted together with the contact."""
    return _row(brand, person, at_ms)
