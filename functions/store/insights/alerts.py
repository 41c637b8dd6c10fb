"""Alerts of a brand: first watched, then raised once for a subject and hour; broken promises once each."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from pynamodb.exceptions import DoesNotExist

from model.policy import DAY_S
from model.trends import Alert, AlertSignal, Tally
from store.dynamo.rows import OpsRow
from store.dynamo.writes import put_if, update_if
from store.insights import keys as insight_keys
from store.insights.rows import AlertRow

KEPT_DAYS = 90
PERSISTENCE_MS = 240_000
"""How long something has to be far from usual before anybody is told: it must still be at the next look."""
BREACH = r"\d{10}#(first_answer|next_answer|solution)_[a-z2-7]{32}"
"""Where the alert of a broken promise stands."""
QUIET_MS = 3_600_000
"""Of something that goes on into the next hour nobody is told again so soon."""


class Alerts:
    """Keeps and lists alerts."""

    def raise_when_it_lasts(self, brand: str, alert: Alert, now_ms: int) -> bool:
        """Note that something was seen; True the one time that it becomes an alert."""
        since = _first_seen(brand, alert, now_ms)
        if now_ms - since < PERSISTENCE_MS or self._told_lately(brand, alert, now_ms):
            return False
        return _put(_alert_row(brand, alert, now_ms))

    def raise_breach(self, brand: str, alert: Alert, breach: str, now_ms: int) -> bool:
        """Keeps that a promise was broken; True the one time that it does so of this `breach`."""
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
        self, brand: str, before: str | None, limit: int, breaches: bool = False
    ) -> tuple[list[Alert], str | None]:
        """Returns what is far from usual, newest hour first, and where to go on; also broken promises if wanted."""
        condition = None if before is None else AlertRow.sk < before
        rows = [
            row
            for pk in (insight_keys.alerts(brand), insight_keys.breaches(brand))[: 2 if breaches else 1]
            for row in AlertRow.query(pk, condition, scan_index_forward=False, limit=limit + 1)
        ]
        rows.sort(key=lambda row: row.sk, reverse=True)
        return list(_read(rows[:limit])), rows[limit - 1].sk if len(rows) > limit else None

    def find_alert(self, brand: str, position: str) -> Alert | None:
        """Returns the alert of an hour and subject; None where there is none."""
        try:
            return next(_read([AlertRow.get(*_key(brand, position), consistent_read=True)]))
        except DoesNotExist:
            return None

    def set_brake(self, brand: str, position: str, on: bool, by: str, now_ms: int) -> Alert | None:
        """Keeps that an alert stops broadcasts from now on, or does not; None where there is no such alert."""
        row = AlertRow(*_key(brand, position))
        changes = [AlertRow.brake.set(on), AlertRow.brake_by.set(by), AlertRow.brake_at.set(now_ms)]
        return next(_read([row])) if update_if(row, changes, AlertRow.pk.exists()) else None

    def acknowledge(self, brand: str, position: str, by: str, now_ms: int) -> Alert | None:
        """Keeps who looks after an alert, the first who said so; None where there is no such alert."""
        row = AlertRow(*_key(brand, position))
        changes = [AlertRow.acknowledged_by.set(by), AlertRow.acknowledged_at.set(now_ms)]
        if update_if(row, changes, AlertRow.pk.exists() & AlertRow.acknowledged_by.does_not_exist()):
            return next(_read([row]))
        return self.find_alert(brand, position)

    def withdraw_acknowledgement(self, brand: str, position: str) -> Alert | None:
        """Keeps that nobody looks after an alert; None where there is no such alert."""
        row = AlertRow(*_key(brand, position))
        changes = [AlertRow.acknowledged_by.remove(), AlertRow.acknowledged_at.remove()]
        return next(_read([row])) if update_if(row, changes, AlertRow.pk.exists()) else None


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


def _read(rows: list[AlertRow]) -> Iterator[Alert]:
    for row in rows:
        entry = row.entry
        signals = tuple(AlertSignal(**each) for each in entry["signals"])
        yield Alert(
            entry["account"],
            row.platform,
            entry["hour"],
            entry["post"],
            Tally(**entry["tally"]),
            signals,
            int(row.at),
            row.brake,
            row.brake_by or "",
            int(row.brake_at or 0),
            row.acknowledged_by or "",
            int(row.acknowledged_at or 0),
            entry.get("conversation"),
        )
