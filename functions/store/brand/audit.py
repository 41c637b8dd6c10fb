"""Keeps who read or changed what: append-only rows in `ops`, opaque ids only."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from model.policy import DAY_S
from store.brand import keys as brand_keys
from store.dynamo.rows import OpsRow

KEPT_DAYS = 400


@dataclass(frozen=True, slots=True)
class Entry:
    """Holds a row of the log: `position` sorts it within its day, `at` is epoch ms, `what` agent, action and target."""

    position: str
    at: int
    what: dict[str, Any]


class Audit:
    """Appends entries and reads them."""

    def list_entries(self, brand: str, start_ms: int, end_ms: int) -> Iterator[Entry]:
        """Yields the entries of a time, its end not included, in their order."""
        day = datetime.fromtimestamp(start_ms / 1000, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        while day.timestamp() * 1000 < end_ms:
            window = OpsRow.sk.between(f"{start_ms:013d}", f"{end_ms - 1:013d}~")
            for row in OpsRow.query(
                brand_keys.audit(brand, day.strftime("%Y%m%d")), window, consistent_read=True
            ):
                yield Entry(row.sk, int(row.at), row.entry)
            day += timedelta(days=1)

    def note_entry(self, brand: str, agent: str, action: str, target: str, now_ms: int) -> None:
        """Notes that `agent` did `action` (`read contact`) to `target` (an opaque id)."""
        day = datetime.fromtimestamp(now_ms / 1000, UTC).strftime("%Y%m%d")
        OpsRow(
            brand_keys.audit(brand, day),
            f"{now_ms:013d}#{secrets.token_hex(6)}",
            at=now_ms,
            expires_at=now_ms // 1000 + KEPT_DAYS * DAY_S,
            entry={"agent": agent, "action": action, "target": target},
        ).save(OpsRow.pk.does_not_exist())
