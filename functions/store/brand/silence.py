"""Keeps when accounts were last heard of and how long they are usually silent: one row each, written every few minutes.

A write for every delivery would cost as much as keeping it. Rows hold times and opaque ids only.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

from pynamodb.exceptions import DoesNotExist

from model.policy import DAY_S
from store.brand import keys as brand_keys
from store.dynamo.rows import OpsRow

NOTED_EVERY_MS = 300_000
"""A silence shorter than this is none."""
GAPS = 50
"""Silences that are remembered."""
KEPT_DAYS = 60


@dataclass(frozen=True, slots=True)
class Silence:
    """Holds when something last came for an account (epoch ms), and its latest silences in seconds, oldest first."""

    last_at: int
    gaps: tuple[int, ...] = ()

    @property
    def usual_s(self) -> int | None:
        """Returns how long it is usually silent; None where nobody can know yet."""
        return int(median(self.gaps)) if self.gaps else None

    @property
    def longest_s(self) -> int | None:
        """Returns the longest of the latest silences."""
        return max(self.gaps, default=None)


class Silences:
    """Notes and reads silences."""

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms
        self._noted: dict[tuple[str, str], int] = {}

    def note_accounts(self, brand: str, accounts: Iterable[str]) -> None:
        """Notes that something came for these accounts just now; within some minutes once."""
        now = self._now_ms()
        for account in sorted(set(accounts)):
            if now - self._noted.get((brand, account), 0) >= NOTED_EVERY_MS:
                self._note(brand, account, now)
                self._noted[brand, account] = now

    def _note(self, brand: str, account: str, now: int) -> None:
        known = self.read_silence(brand, account)
        if known is not None and now - known.last_at < NOTED_EVERY_MS:
            return
        gaps = [] if known is None else [*known.gaps, (now - known.last_at) // 1000][-GAPS:]
        row = OpsRow(brand_keys.silences(brand), account, at=now, entry={"gaps": gaps})
        row.expires_at = now // 1000 + KEPT_DAYS * DAY_S
        row.save()

    def read_silence(self, brand: str, account: str) -> Silence | None:
        """Returns what is known of an account's silences; None where nothing ever came for it, or long ago."""
        try:
            row = OpsRow.get(brand_keys.silences(brand), account)
        except DoesNotExist:
            return None
        return Silence(int(row.at), tuple((row.entry or {})["gaps"]))
