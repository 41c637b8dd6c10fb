"""Legal holds at work: sealing what two people agreed to keep, and undoing that when the hold ends.

Called at the beginning of every purge; until it is through, `store.vault.shredder` refuses every key of the brand.
What is there is sealed twice: at once, and when every writer must know of the hold; what comes after that is sealed
under it by whoever writes it, and no later run has to look.
"""

from collections.abc import Callable
from dataclasses import replace

from aws import observe
from model import receipt
from model.errors import Conflict
from model.privacy_task import SECOND_PASS_S
from store.forgetting import deferred_redactions
from store.forgetting.erasing.associations import Associations
from store.forgetting.holds import Hold, HoldState
from store.stores import Stores
from store.vault.shredder import Shredded

SETTLE_MS = SECOND_PASS_S * 1000
"""Longer than anybody goes on with a salt they remember, and than rows take to stand in their indexes."""


class HoldKeeper:
    """Advances the holds of a brand."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    def advance(self, brand: str) -> dict[str, int]:
        """Does what is to be done now; returns how many holds were sealed, ended and failed."""
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
            return self._seal(hold, now_ms)
        if hold.until * 1000 <= now_ms and hold.state is not HoldState.ENDING:
            return self._expired(hold)
        return self._undo(hold, now_ms) if hold.state is HoldState.ENDING else None

    def _expired(self, hold: Hold) -> str | None:
        holds = self._stores.holds
        if hold.state is HoldState.ASKED:
            holds.ended(hold)
            return None
        self._settled(lambda: holds.ending(hold))
        return self._undo(replace(hold, state=HoldState.ENDING, told_at=0), self._stores.now_ms())

    def _seal(self, hold: Hold, now_ms: int) -> str | None:
        hold = self._stores.holds.tell(hold, now_ms)
        rows = self._stores.holding.take(hold) + self._stores.held_writings.take(hold)
        if now_ms - hold.told_at < SETTLE_MS:
            return None
        self._settled(lambda: self._stores.holds.settled(hold))
        body = {"hold": hold.id, "rows": rows, "until": hold.until, "agreed": 2}
        self._stores.ledger.append_receipt(hold.brand, receipt.HOLD, body, now_ms)
        return "sealed"

    def _undo(self, hold: Hold, now_ms: int) -> str | None:
        hold = self._stores.holds.tell(hold, now_ms)
        if now_ms - hold.told_at < SETTLE_MS:
            return None
        counts = self._stores.holding.give_back(hold, now_ms)
        for outcome, number in self._stores.held_writings.give_back(hold, now_ms).items():
            counts[outcome] += number
        counts["redacted"] = self._made_good(hold)
        shredder = self._stores.shredder
        outcomes = {
            shredder.destroy_person(hold.brand, hold.name, now_ms),
            shredder.destroy_bucket(hold.brand, hold.name, now_ms),
        }
        if Shredded.HELD in outcomes:
            return None
        self._stores.holds.ended(hold)
        self._stores.ledger.append_receipt(hold.brand, receipt.RELEASE, {"hold": hold.id, **counts}, now_ms)
        return "ended"

    def _made_good(self, hold: Hold) -> int:
        """Erases the names and edges of whom the hold kept from that; returns how many edges."""
        eraser, vault = Associations(self._stores.vault), self._stores.vault
        done = sum(
            sum(eraser.erase_items(who))
            for who in deferred_redactions.list_deferred(vault, hold.brand, hold.id)
        )
        deferred_redactions.forget_deferred(hold.brand, hold.id)
        return done

    def _settled(self, write: Callable[[], None]) -> None:
        try:
            write()
        except Conflict:
            # Somebody did the same at the same time; what is sealed is sealed, and what ends, ends.
            observe.info("hold_was_changed")
