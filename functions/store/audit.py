"""Who read or changed what: append-only rows in `ops`, opaque ids only."""

import secrets
from datetime import UTC, datetime

from model.policy import DAY_S
from store import keys
from store.tables import OpsRow

KEPT_DAYS = 400


class Audit:
    """Appends entries."""

    def note(self, brand: str, agent: str, action: str, target: str, now_ms: int) -> None:
        """`agent` did `action` (`read contact`) to `target` (an opaque id)."""
        day = datetime.fromtimestamp(now_ms / 1000, UTC).strftime("%Y%m%d")
        OpsRow(
            keys.audit(brand, day),
            f"{now_ms:013d}#{secrets.token_hex(6)}",
            at=now_ms,
            expires_at=now_ms // 1000 + KEPT_DAYS * DAY_S,
            entry={"agent": agent, "action": action, "target": target},
        ).save(OpsRow.pk.does_not_exist())
