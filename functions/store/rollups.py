"""Counts by platform, hour, sentiment, kind and language, added exactly once per batch of labelled rows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pynamodb.attributes import NumberAttribute
from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.operand import Path, Value
from pynamodb.expressions.update import Action, AddAction

from aws import settings
from model.interaction import Interaction, Labels
from model.policy import DAY_S
from store import keys
from store.tables import OpsRow
from store.transactions import connection, lost_race, transaction

ROWS_PER_TRANSACTION = 50
KEPT_DAYS = 400
MARK_DAYS = 8
"""A batch's mark outlives every queue the batch could come back from (4 days, then 14 days of dead letters
are drained within minutes)."""


@dataclass(frozen=True, slots=True)
class Count:
    """What one interaction is counted as. It is kept with the row, so that a repetition counts the same."""

    day: str
    hour: str
    platform: str
    kind: str
    sentiment: str
    language: str
    direction: str

    @classmethod
    def of(cls, item: Interaction, labels: Labels) -> "Count":
        """The count of an interaction with its first labels."""
        moment = datetime.fromtimestamp(item.occurred_at / 1000, UTC)
        return cls(
            day=moment.strftime("%Y%m%d"),
            hour=moment.strftime("%H"),
            platform=item.platform,
            kind=item.shown_kind.value,
            sentiment=labels.sentiment,
            language=labels.language or "unknown",
            direction=item.direction.value,
        )

    def to_text(self) -> str:
        """Short: it is written with every row."""
        return " ".join(getattr(self, name) for name in self.__slots__)

    @classmethod
    def from_text(cls, text: str) -> "Count":
        """The inverse of `to_text`."""
        return cls(*text.split(" "))


class Rollups:
    """Adds and reads the counts of a brand."""

    def add(self, brand: str, batch: str, counts: Iterable[Count], now_s: int) -> None:
        """Add what a batch counts; a batch that was added before adds nothing."""
        by_row: dict[tuple[str, str], Counter[str]] = {}
        for count in counts:
            row = by_row.setdefault((count.day, f"{count.platform}#{count.hour}"), Counter())
            row["n"] += 1
            for name in ("kind", "sentiment", "language", "direction"):
                row[f"{name}_{getattr(count, name)}"] += 1
        rows = sorted(by_row.items())
        for start in range(0, len(rows), ROWS_PER_TRANSACTION):
            _add(brand, f"{batch}#{start}", rows[start : start + ROWS_PER_TRANSACTION], now_s)

    def day(self, brand: str, day: str) -> list[dict[str, Any]]:
        """The rows of a day (`YYYYMMDD`): platform, hour and counters."""
        # Raw items, because the model does not name the counters.
        answer = connection().client.query(
            TableName=settings.table_ops(),
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": keys.rollup(brand, day)}},
        )
        return [_read(item) for item in answer["Items"]]


def _add(brand: str, batch: str, rows: list[tuple[tuple[str, str], Counter[str]]], now_s: int) -> None:
    mark = OpsRow(keys.batch_done(brand, batch), "#", expires_at=now_s + MARK_DAYS * DAY_S)
    try:
        with transaction() as together:
            together.save(mark, condition=OpsRow.pk.does_not_exist())
            for (day, sk), counters in rows:
                row = OpsRow(keys.rollup(brand, day), sk)
                together.update(row, [*_adds(counters), OpsRow.expires_at.set(now_s + KEPT_DAYS * DAY_S)])
    except TransactWriteError as error:
        if not _done_before(error):
            raise


def _adds(counters: Counter[str]) -> list[Action]:
    # The counters are as many as there are kinds and languages: they are attributes without a declaration.
    return [AddAction(Path([name]), Value(number, NumberAttribute())) for name, number in counters.items()]


def _done_before(error: TransactWriteError) -> bool:
    reasons = error.cancellation_reasons
    return lost_race(error) and bool(reasons) and reasons[0] is not None and "Conditional" in reasons[0].code


def _read(item: Mapping[str, Any]) -> dict[str, Any]:
    platform, hour = item["sk"]["S"].split("#")
    counters = {
        name: int(value["N"]) for name, value in item.items() if "N" in value and name != "expires_at"
    }
    return {"platform": platform, "hour": int(hour), **counters}
