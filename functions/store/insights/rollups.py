"""Counts by platform, hour, sentiment, kind and language, added exactly once per batch of labelled rows."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from pynamodb.attributes import NumberAttribute
from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.operand import Path, Value
from pynamodb.expressions.update import Action, AddAction
from pynamodb.transactions import TransactWrite

from aws import settings
from model.contact import Said
from model.event import Direction
from model.interaction import Interaction, Labels
from model.place import PlaceCount
from model.policy import DAY_S
from store.dynamo.rows import OpsRow
from store.dynamo.writes import connection, lost_race, transaction
from store.insights import keys as insight_keys
from store.insights import places

ROWS_PER_TRANSACTION = 50
KEPT_DAYS = 400
NO_INTENT = "-"
"""Stands for no intents where something follows."""
MARK_DAYS = 8
"""A batch's mark outlives every queue the batch could come back from (4 days, then 14 days of dead letters
are drained within minutes)."""


@dataclass(frozen=True, slots=True)
class Count:
    """What one interaction is counted as. It is kept with the row, so that a repetition counts the same.

    What is corrected, edited or deleted later is counted as it was first, and then moved: see `standing_for`.
    """

    day: str
    hour: str
    platform: str
    kind: str
    sentiment: str
    language: str
    direction: str
    intent: str = ""
    """The intents, with commas; only a person's facts count them."""
    part: str = ""
    """What it adds to the counts of its post or group (`model.place.PlacePart`)."""
    corrected: bool = False

    @classmethod
    def from_interaction(cls, item: Interaction, labels: Labels, part: str = "") -> "Count":
        """The count of an interaction with its first labels, and what it adds to its place."""
        day, hour = day_and_hour(item.occurred_at)
        return cls(
            day=day,
            hour=hour,
            platform=item.platform,
            kind=item.shown_kind.value,
            sentiment=labels.sentiment,
            language=_language(labels.language),
            direction=item.direction.value,
            intent=",".join(labels.intent),
            part=part,
        )

    def to_text(self) -> str:
        """Short: it is written with every row."""
        told = replace(self, intent=self.intent or NO_INTENT) if self.part else self
        return " ".join(getattr(told, name) for name in self.__slots__ if name != "corrected").rstrip()

    @classmethod
    def from_text(cls, text: str) -> "Count":
        """The inverse of `to_text`."""
        day, hour, platform, kind, sentiment, language, direction, *more = text.split(" ")
        intent, part = (*more, "", "")[:2]
        intent = intent.replace(NO_INTENT, "")
        return cls(day, hour, platform, kind, sentiment, language, direction, intent, part)

    @property
    def said(self) -> Said:
        """The sentiment and the intents."""
        return self.sentiment, tuple(filter(None, self.intent.split(",")))


def day_and_hour(at_ms: int) -> tuple[str, str]:
    """Returns where a time is counted: `YYYYMMDD` and `HH`, UTC."""
    moment = datetime.fromtimestamp(at_ms / 1000, UTC)
    return moment.strftime("%Y%m%d"), moment.strftime("%H")


def _language(tag: str | None) -> str:
    """The language of a platform's tag, which may be anything: it becomes part of a counter's name."""
    code = (tag or "").replace("_", "-").partition("-")[0].lower()
    return code if code.isalpha() and len(code) <= 8 else "unknown"


class Rollups:
    """Adds and reads the counts of a brand."""

    def add_counts(
        self,
        brand: str,
        batch: str,
        counts: Iterable[Count],
        now_s: int,
        standings: Iterable[PlaceCount] = (),
    ) -> None:
        """Add what a batch counts, by hour and by post; a batch that was added before adds nothing."""
        until = OpsRow.expires_at.set(now_s + KEPT_DAYS * DAY_S)
        rows: list[places.Change] = [
            (OpsRow(insight_keys.rollup(brand, day), sk), [*adds(counters), until])
            for (day, sk), counters in sorted(_by_row(counts).items())
        ]
        rows += places.list_additions(brand, standings, now_s)
        for start in range(0, len(rows), ROWS_PER_TRANSACTION):
            _add(brand, f"{batch}#{start}", rows[start : start + ROWS_PER_TRANSACTION], now_s)

    def read_counts(self, brand: str, day: str) -> list[dict[str, Any]]:
        """The rows of a day (`YYYYMMDD`): platform, hour and counters."""
        return [read_counters(item) for item in counters_of(insight_keys.rollup(brand, day))]


def counters_of(pk: str) -> Iterator[dict[str, Any]]:
    """The rows below a key as DynamoDB has them, because no model names their counters."""
    more: dict[str, Any] = {}
    while True:
        answer = connection().client.query(
            TableName=settings.table_ops(),
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": pk}},
            **more,
        )
        yield from answer["Items"]
        if "LastEvaluatedKey" not in answer:
            return
        more = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def move_counts(together: TransactWrite, brand: str, before: Count | None, after: Count | None) -> None:
    """Counts `after` in the place of `before` within a transaction; None stands for nothing."""
    changed: dict[tuple[str, str], Counter[str]] = _by_row([after] if after else [])
    for place, counters in _by_row([before] if before else []).items():
        changed.setdefault(place, Counter()).subtract(counters)
    for (day, sk), counters in changed.items():
        moved = Counter({name: number for name, number in counters.items() if number})
        if moved:
            together.update(OpsRow(insight_keys.rollup(brand, day), sk), [*adds(moved), _stays(day)])


def take_back(together: TransactWrite, brand: str, counts: Iterable[Count | None]) -> None:
    """Within a transaction that deletes rows: subtract what they were counted as. At most 50 of them."""
    for (day, sk), counters in sorted(_by_row(filter(None, counts)).items()):
        for name in counters:
            counters[name] = -counters[name]
        together.update(OpsRow(insight_keys.rollup(brand, day), sk), [*adds(counters), _stays(day)])


def _stays(day: str) -> Action:
    # A row that expired meanwhile must not stay for ever as nothing but a negative number.
    until = int(datetime.strptime(day, "%Y%m%d").replace(tzinfo=UTC).timestamp()) + KEPT_DAYS * DAY_S
    return OpsRow.expires_at.set(OpsRow.expires_at | until)


def _by_row(counts: Iterable[Count]) -> dict[tuple[str, str], Counter[str]]:
    by_row: dict[tuple[str, str], Counter[str]] = {}
    for count in counts:
        row = by_row.setdefault((count.day, f"{count.platform}#{count.hour}"), Counter())
        row["n"] += 1
        for name in ("kind", "sentiment", "language", "direction"):
            row[f"{name}_{getattr(count, name)}"] += 1
        if count.direction == Direction.IN:
            # How people felt, by what it was and in which language; what we wrote ourselves is no feeling of theirs.
            for name in ("kind", "language"):
                row[f"{name}_{getattr(count, name)}_{count.sentiment}"] += 1
        if count.corrected:
            row["corrected"] += 1
    return by_row


def _add(brand: str, batch: str, rows: Sequence[places.Change], now_s: int) -> None:
    mark = OpsRow(insight_keys.batch_done(brand, batch), "#", expires_at=now_s + MARK_DAYS * DAY_S)
    try:
        with transaction() as together:
            together.save(mark, condition=OpsRow.pk.does_not_exist())
            for row, actions in rows:
                together.update(row, actions)
    except TransactWriteError as error:
        if not _done_before(error):
            raise


def adds(counters: Counter[str]) -> list[Action]:
    """The update that adds to counters of any name."""
    # The counters are as many as there are kinds and languages: they are attributes without a declaration.
    return [AddAction(Path([name]), Value(number, NumberAttribute())) for name, number in counters.items()]


def _done_before(error: TransactWriteError) -> bool:
    reasons = error.cancellation_reasons
    return lost_race(error) and bool(reasons) and reasons[0] is not None and "Conditional" in reasons[0].code


def read_counters(item: Mapping[str, Any]) -> dict[str, Any]:
    """Platform, hour and counters of a raw row."""
    platform, hour = item["sk"]["S"].split("#")
    counters = {
        name: int(value["N"]) for name, value in item.items() if "N" in value and name != "expires_at"
    }
    return {"platform": platform, "hour": int(hour), **counters}
