"""Legal holds at work: sealing what two people agreed to keep, and undoing that when the hold ends.

Called at the beginning of every purge; until it is through, `store.shredder` refuses every key of the brand.
"""

from collections.abc import Callable

from aws import observe
from model import receipt
from model.errors import Conflict
from store.holds import Hold, HoldState
from store.shredder import Shredded
from store.stores import Stores

SETTLE_MS = 60_000
"""Rows stand in their indexes after a second at most: none that was written before the agreement is missed."""


class HoldKeeper:
    """Advances the holds of a brand."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    def advance(self, brand: str) -> dict[str, int]:
        """Do what is to be done now; how many holds were sealed, ended and failed."""
        done = {"sealed": 0, "ended": 0, "failed": 0}
        for hold in list(self._stores.holds.of_brand(brand)):
            try:
                outcome = self._advanced(hold)
            except Exception as error:  # noqa: BLE001 - one hold's fault must not keep the others
                observe.failure("hold_failed", error)
                outcome = "failed"
            if outcome is not None:
                done[outcome] += 1
        return done

    def _advanced(self, hold: Hold) -> str | None:
        now_ms = self._stores.now_ms()
        if hold.state is HoldState.PENDING:
            return self._seal(hold, now_ms) if now_ms - hold.agreed_at >= SETTLE_MS else None
        if hold.until * 1000 <= now_ms and hold.state is not HoldState.ENDING:
            self._expire(hold)
        if hold.state is HoldState.ENDING or (hold.state is HoldState.ACTIVE and hold.until * 1000 <= now_ms):
            return self._undo(hold, now_ms)
        return None

    def _expire(self, hold: Hold) -> None:
        if hold.state is HoldState.ASKED:
            self._stores.holds.ended(hold)
        else:
            self._stores.holds.ending(hold)

    def _seal(self, hold: Hold, now_ms: int) -> str:
        rows = self._stores.holding.take(hold)
        self._settled(lambda: self._stores.holds.settled(hold))
        body = {"hold": hold.id, "rows": rows, "until": hold.until, "agreed": 2}
        self._stores.ledger.append(hold.brand, receipt.HOLD, body, now_ms)
        return "sealed"

    def _undo(self, hold: Hold, now_ms: int) -> str | None:
        counts = self._stores.holding.give_back(hold, now_ms)
        shredder = self._stores.shredder
        outcomes = {
            shredder.destroy_person(hold.brand, hold.name, now_ms),
            shredder.destroy_bucket(hold.brand, hold.name, now_ms),
        }
        if Shredded.HELD in outcomes:
            return None
        self._stores.holds.ended(hold)
        self._stores.ledger.append(hold.brand, receipt.RELEASE, {"hold": hold.id, **counts}, now_ms)
        return "ended"

    def _settled(self, write: Callable[[], None]) -> None:
        try:
            write()
        except Conflict:
            # Another run did the same at the same time; what is sealed is sealed.
            observe.info("hold_was_settled")
