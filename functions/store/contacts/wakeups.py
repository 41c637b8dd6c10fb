"""Keeps what is to be looked at again at an instant: one row each in `ops`, at the earliest instant.

Contacts whose segments time alone may change, and conversations that somebody snoozed. What happens in the meantime
moves that instant or does away with it. The row stays where it is all the same and is looked at in vain when it is
due: a write a month instead of one with every interaction.
"""

from collections.abc import Callable, Iterator

from pynamodb.pagination import ResultIterator

from model.policy import DAY_S
from store.contacts import keys as contact_keys
from store.dynamo.rows import OpsRow

KEPT_DAYS = 90
"""A row that nobody took by then is of a brand that no run looks at any more."""


class Wakeups:
    """Notes when to look at what again, and lists what is due. `partition` gives a brand's key."""

    def __init__(self, partition: Callable[[str], str]) -> None:
        self._partition = partition

    def arm_wakeup(self, brand: str, what: str, at_ms: int) -> None:
        """Arranges that it is looked at then."""
        row = self.wakeup_row(brand, what, at_ms)
        row.expires_at = at_ms // 1000 + KEPT_DAYS * DAY_S
        row.save()

    def disarm_wakeup(self, brand: str, what: str, at_ms: int) -> None:
        """Arranges that it is no longer looked at then."""
        self.wakeup_row(brand, what, at_ms).delete()

    def list_due(self, brand: str, now_ms: int) -> Iterator[tuple[str, int]]:
        """Yields everything that is due, with the instant, the longest due first."""
        rows: ResultIterator[OpsRow] = OpsRow.query(
            self._partition(brand), OpsRow.sk < contact_keys.wakeup(now_ms + 1, "")
        )
        for row in rows:
            at, _, what = row.sk.partition("#")
            yield what, int(at)

    def wakeup_row(self, brand: str, what: str, at_ms: int) -> OpsRow:
        """Returns the row of what is due then, to be deleted together with it."""
        return OpsRow(self._partition(brand), contact_keys.wakeup(at_ms, what))


SEGMENT_WAKEUPS = Wakeups(contact_keys.segment_wakeups)
"""Contacts whose segments time alone may change."""
SNOOZES = Wakeups(contact_keys.snoozes)
"""Conversations that open again."""
