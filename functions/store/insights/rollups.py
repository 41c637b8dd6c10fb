"""Counts by platform, hour, sentiment, kind and language, added exactly once per batch of labelled rows."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from pynamodb.attributes import NumberAttribute
from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.operand import Path, Value
from pynamodb.expressions.update import Action, AddAction
from pynamodb.transactions import TransactWrite

from aws import settings
from model.place import PlaceCount
from model.policy import DAY_S
from store.dynamo.rows import OpsRow
from store.dynamo.writes import attempt, connection, retrying
from store.insights import keys as insight_keys
from store.insights import places
from store.insights.counts import Count, sort_counts
from store.insights.open_counts import MARK_DAYS, read_closed_hour, read_open_counts

ROWS_PER_TRANSACTION = 50
KEPT_DAYS = 400


class Rollups:
    """Adds and reads the counts of a brand."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock

    def add_counts(
        self,
        brand: str,
        batch: str,
        counts: Iterable[Count],
        now_s: int,
        standings: Iterable[PlaceCount] = (),
    ) -> None:
        """Adds what a batch counts, by hour and by post; a batch that was added before adds nothing."""
        rows = [*_list_additions(brand, counts, now_s), *places.list_additions(brand, standings, now_s)]
        for start in range(0, len(rows), ROWS_PER_TRANSACTION):
            mark = OpsRow(insight_keys.batch_done(brand, f"{batch}#{start}"), "#")
            _add(mark, rows[start : start + ROWS_PER_TRANSACTION], now_s)

    def add_late_counts(
        self, brand: str, batch: str, place: tuple[str, str], counts: Iterable[Count], now_s: int
    ) -> None:
        """Adds what a batch counts of an account's hour that takes no more, unless the batch was in time once.

        What it would have kept there is the mark: whichever of the two comes first counts.
        """
        account, hour = place
        sk = insight_keys.pulse_batch(hour[8:], account, batch)
        mark = OpsRow(insight_keys.pulse(brand, hour[:8]), sk, entry={"account": account, "hour": hour})
        _add(mark, _list_additions(brand, counts, now_s), now_s)

    def fold_hour(self, brand: str, counts: Iterable[Count]) -> None:
        """Adds what batches kept of one hour to the counters, once: each counter is marked as folded with it.

        Raises Conflict when others kept changing the same counters.
        """
        rows = sorted(sort_counts(counts).items())
        again = retrying("counts of an hour")
        while rows and again():
            with attempt() as together:
                for (day, sk), counters in rows:
                    actions = [*adds(counters), _stays(day), OpsRow.folded.set(True)]
                    row = OpsRow(insight_keys.rollup(brand, day), sk)
                    together.update(row, actions, condition=OpsRow.folded.does_not_exist())
            refused = together.refused
            if refused is None or any(
                each is not None and "Conditional" in each.code for each in refused.cancellation_reasons
            ):
                return

    def read_counts(self, brand: str, day: str) -> list[dict[str, Any]]:
        """Returns the rows of a day (`YYYYMMDD`): platform, hour and counters."""
        oldest = datetime.fromtimestamp(self._clock() - (MARK_DAYS + 1) * DAY_S, UTC).strftime("%Y%m%d")
        if day < oldest:
            return [read_counters(item) for item in counters_of(insight_keys.rollup(brand, day))]
        closed = read_closed_hour(brand)  # before the counts: what is closed by now is in them
        items = list(counters_of(insight_keys.rollup(brand, day), consistent=True))
        found = {item["sk"]["S"]: read_counters(item) for item in items}
        folded = {item["sk"]["S"] for item in items if "folded" in item}
        for (_, sk), counters in sort_counts(read_open_counts(brand, day, closed)).items():
            if sk not in folded:
                platform, hour = sk.split("#")
                row = found.setdefault(sk, {"platform": platform, "hour": int(hour)})
                row |= {name: row.get(name, 0) + number for name, number in counters.items()}
        return [found[sk] for sk in sorted(found)]


def counters_of(pk: str, consistent: bool = False) -> Iterator[dict[str, Any]]:
    """Yields the rows below a key as DynamoDB has them, because no model names their counters."""
    more: dict[str, Any] = {}
    while True:
        answer = connection().client.query(
            TableName=settings.table_ops(),
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": pk}},
            ConsistentRead=consistent,
            **more,
        )
        yield from answer["Items"]
        if "LastEvaluatedKey" not in answer:
            return
        more = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def move_counts(together: TransactWrite, brand: str, before: Count | None, after: Count | None) -> None:
    """Counts `after` in the place of `before` within a transaction; None stands for nothing."""
    changed: dict[tuple[str, str], Counter[str]] = sort_counts([after] if after else [])
    for place, counters in sort_counts([before] if before else []).items():
        changed.setdefault(place, Counter()).subtract(counters)
    for (day, sk), counters in changed.items():
        moved = Counter({name: number for name, number in counters.items() if number})
        if moved:
            together.update(OpsRow(insight_keys.rollup(brand, day), sk), [*adds(moved), _stays(day)])


def take_back(together: TransactWrite, brand: str, counts: Iterable[Count | None]) -> None:
    """Subtracts, within a transaction that deletes at most 50 rows, what they were counted as."""
    for (day, sk), counters in sorted(sort_counts(filter(None, counts)).items()):
        for name in counters:
            counters[name] = -counters[name]
        together.update(OpsRow(insight_keys.rollup(brand, day), sk), [*adds(counters), _stays(day)])


def _stays(day: str) -> Action:
    # A row that expired meanwhile must not stay for ever as nothing but a negative number.
    until = int(datetime.strptime(day, "%Y%m%d").replace(tzinfo=UTC).timestamp()) + KEPT_DAYS * DAY_S
    return OpsRow.expires_at.set(OpsRow.expires_at | until)


def _list_additions(brand: str, counts: Iterable[Count], now_s: int) -> list[places.Change]:
    until = OpsRow.expires_at.set(now_s + KEPT_DAYS * DAY_S)
    return [
        (OpsRow(insight_keys.rollup(brand, day), sk), [*adds(counters), until])
        for (day, sk), counters in sorted(sort_counts(counts).items())
    ]


def _add(mark: OpsRow, rows: Sequence[places.Change], now_s: int) -> None:
    mark.expires_at = now_s + MARK_DAYS * DAY_S
    with attempt() as together:
        together.save(mark, condition=OpsRow.pk.does_not_exist())
        for row, actions in rows:
            together.update(row, actions)
    if together.refused is not None and not _done_before(together.refused):
        raise together.refused


def adds(counters: Counter[str]) -> list[Action]:
    """Returns the update that adds to counters of any name."""
    # The counters are as many as there are kinds and languages: they are attributes without a declaration.
    return [AddAction(Path([name]), Value(number, NumberAttribute())) for name, number in counters.items()]


def _done_before(error: TransactWriteError) -> bool:
    reasons = error.cancellation_reasons
    return bool(reasons) and reasons[0] is not None and "Conditional" in reasons[0].code


def read_counters(item: Mapping[str, Any]) -> dict[str, Any]:
    """Returns platform, hour and counters of a raw row."""
    platform, hour = item["sk"]["S"].split("#")
    counters = {
        name: int(value["N"]) for name, value in item.items() if "N" in value and name != "expires_at"
    }
    return {"platform": platform, "hour": int(hour), **counters}
