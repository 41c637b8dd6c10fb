"""Alerts of a brand: first watched, then raised once for a subject and hour; broken promises once each."""

import re
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

from pynamodb.exceptions import DoesNotExist

from model import policy
from model.interaction import account_owner
from model.policy import DAY_S
from model.trends import Alert, AlertSignal, Tally
from store.dynamo.rows import OpsRow
from store.dynamo.writes import put_if, update_if
from store.insights import keys as insight_keys
from store.insights.rows import AlertRow
from store.vault.sealed import SealedPlace
from store.vault.vault import Vault

KEPT_DAYS = 90
PERSISTENCE_MS = 240_000
"""How long something has to be far from usual before anybody is told: it must still be at the next look."""
BREACH = r"\d{10}#(first_answer|next_answer|solution)_[a-z2-7]{32}"
"""Where the alert of a broken promise stands."""
QUIET_MS = 3_600_000
"""Of something that goes on into the next hour nobody is told again so soon."""


class Alerts:
    """Keeps and lists alerts. What agents note is sealed under the account's key and the period of its platform."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def raise_when_it_lasts(self, brand: str, alert: Alert, now_ms: int) -> bool:
        """Notes a sighting. Returns True once: when the sightings become an alert."""
        since = _first_seen(brand, alert, now_ms)
        if now_ms - since < PERSISTENCE_MS or self._told_lately(brand, alert, now_ms):
            return False
        return _put(_alert_row(brand, alert, now_ms))

    def raise_breach(self, brand: str, alert: Alert, breach: str, now_ms: int) -> bool:
        """Keeps an alert of a broken promise. Returns True the first time for this `breach`."""
        mark = OpsRow(
            insight_keys.watched(brand), breach, at=now_ms, expires_at=now_ms // 1000 + KEPT_DAYS * DAY_S
        )
        if list(OpsRow.batch_get([(mark.pk, mark.sk)], consistent_read=True)):
            return False
        raised = _put(_alert_row(brand, alert, now_ms))
        # Behind the alert: whoever dies in between finds it there under the same key.
        mark.save()
        return raised

    def _told_lately(self, brand: str, alert: Alert, now_ms: int) -> bool:
        hour = datetime.strptime(alert.hour, "%Y%m%d%H").replace(tzinfo=UTC) - timedelta(hours=1)
        try:
            before = OpsRow.get(
                insight_keys.alerts(brand), _position(hour.strftime("%Y%m%d%H"), alert.subject)
            )
        except DoesNotExist:
            return False
        return now_ms - int(before.at) < QUIET_MS

    def list_alerts(
        self, brand: str, before: str | None, limit: int, whole: bool = False
    ) -> tuple[list[Alert], str | None]:
        """Returns what is far from usual, newest hour first, and where to go on.

        The `whole` list has broken promises too, and what agents noted.
        """
        condition = None if before is None else AlertRow.sk < before
        rows = [
            row
            for pk in (insight_keys.alerts(brand), insight_keys.breaches(brand))[: 2 if whole else 1]
            for row in AlertRow.query(pk, condition, scan_index_forward=False, limit=limit + 1)
        ]
        rows.sort(key=lambda row: row.sk, reverse=True)
        shown, following = rows[:limit], rows[limit - 1].sk if len(rows) > limit else None
        return self._open(brand, shown) if whole else [_read(row) for row in shown], following

    def find_alert(self, brand: str, position: str) -> Alert | None:
        """Returns the alert of an hour and subject; None where there is none."""
        try:
            return self._open(brand, [AlertRow.get(*_key(brand, position), consistent_read=True)])[0]
        except DoesNotExist:
            return None

    def set_brake(self, brand: str, position: str, on: bool, by: str, now_ms: int) -> Alert | None:
        """Keeps that an alert stops broadcasts from now on, or does not; None where there is no such alert."""
        row = AlertRow(*_key(brand, position))
        changes = [AlertRow.brake.set(on), AlertRow.brake_by.set(by), AlertRow.brake_at.set(now_ms)]
        return self._open(brand, [row])[0] if update_if(row, changes, AlertRow.pk.exists()) else None

    def acknowledge(self, brand: str, position: str, by: str, now_ms: int) -> Alert | None:
        """Keeps who looks after an alert, the first who said so; None where there is no such alert."""
        row = AlertRow(*_key(brand, position))
        changes = [AlertRow.acknowledged_by.set(by), AlertRow.acknowledged_at.set(now_ms)]
        if update_if(row, changes, AlertRow.pk.exists() & AlertRow.acknowledged_by.does_not_exist()):
            return self._open(brand, [row])[0]
        return self.find_alert(brand, position)

    def withdraw_acknowledgement(self, brand: str, position: str) -> Alert | None:
        """Keeps that nobody looks after an alert; None where there is no such alert."""
        row = AlertRow(*_key(brand, position))
        changes = [AlertRow.acknowledged_by.remove(), AlertRow.acknowledged_at.remove()]
        return self._open(brand, [row])[0] if update_if(row, changes, AlertRow.pk.exists()) else None

    def keep_note(self, brand: str, alert: Alert, note: str, by: str, now_ms: int) -> None:
        """Keeps what an agent notes in the place of what was noted before; an empty note takes that away.

        Raises Erased or Purged where the account's consent was withdrawn.
        """
        row = AlertRow(*_key(brand, _position(alert.hour, alert.subject)))
        if note:
            owner = account_owner(alert.account)
            bucket = policy.bucket_of(alert.platform, alert.account, policy.INTERACTION, now_ms)
            due = policy.bucket_due(alert.platform, policy.INTERACTION, now_ms)
            self._vault.prepare_salts(brand, [owner], {bucket: due})
            sealed = self._vault.seal(brand, _place(row), owner, bucket, {"note": note})
            changes = [AlertRow.sealed.set(sealed), AlertRow.noted_by.set(by), AlertRow.noted_at.set(now_ms)]
        else:
            changes = [AlertRow.sealed.remove(), AlertRow.noted_by.remove(), AlertRow.noted_at.remove()]
        update_if(row, changes, AlertRow.pk.exists())

    def _open(self, brand: str, rows: Sequence[AlertRow]) -> list[Alert]:
        self._vault.load_salts(brand, [bytes(row.sealed) for row in rows if row.sealed])
        return [replace(_read(row), note=self._note(brand, row)) for row in rows]

    def _note(self, brand: str, row: AlertRow) -> str:
        if not row.sealed:
            return ""
        opened = self._vault.read_sealed(
            brand, _place(row), bytes(row.sealed), lambda record: str(record["note"])
        )
        return opened.value or ""


def _place(row: AlertRow) -> SealedPlace:
    return SealedPlace("ops", row.pk, row.sk)


def _position(hour: str, subject: str) -> str:
    return f"{hour}#{subject}"


def _key(brand: str, position: str) -> tuple[str, str]:
    broken = re.fullmatch(BREACH, position)
    return (insight_keys.breaches(brand) if broken else insight_keys.alerts(brand)), position


def _alert_row(brand: str, alert: Alert, now_ms: int) -> OpsRow:
    entry = {
        "account": alert.account,
        "hour": alert.hour,
        "post": alert.post,
        "tally": asdict(alert.tally),
        "signals": [asdict(signal) for signal in alert.signals],
    }
    return OpsRow(
        *_key(brand, _position(alert.hour, alert.subject)),
        at=now_ms,
        expires_at=now_ms // 1000 + KEPT_DAYS * DAY_S,
        platform=alert.platform,
        entry=entry | ({"conversation": alert.conversation} if alert.conversation else {}),
    )


def _first_seen(brand: str, alert: Alert, now_ms: int) -> int:
    row = OpsRow(
        insight_keys.watched(brand),
        _position(alert.hour, alert.subject),
        at=now_ms,
        expires_at=now_ms // 1000 + DAY_S,
    )
    if _put(row):
        return now_ms
    return int(OpsRow.get(row.pk, row.sk, consistent_read=True).at)


def _put(row: OpsRow) -> bool:
    return put_if(row, OpsRow.pk.does_not_exist())


def _read(row: AlertRow) -> Alert:
    entry = row.entry
    return Alert(
        entry["account"],
        row.platform,
        entry["hour"],
        entry["post"],
        Tally(**entry["tally"]),
        tuple(AlertSignal(**each) for each in entry["signals"]),
        int(row.at),
        row.brake,
        row.brake_by or "",
        int(row.brake_at or 0),
        row.acknowledged_by or "",
        int(row.acknowledged_at or 0),
        entry.get("conversation"),
        noted_by=row.noted_by or "",
        noted_at=int(row.noted_at or 0),
    )
