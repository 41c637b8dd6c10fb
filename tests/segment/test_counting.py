"""Counting once: few rows in their hour's own rows, added up when it closes, whatever dies or comes again in between.

Tests of: `segment.counting`, `store.insights.counts`, `store.insights.open_counts`, `store.insights.hour_keys`.
"""

from collections.abc import Callable, Iterator
from typing import Any, Self

import pytest

from aws import batch
from model.errors import Conflict
from segment.trends import Trends
from store.dynamo.rows import OpsRow
from store.insights import rollups
from store.insights.counts import Count
from store.insights.hour_keys import HourKeys, unlock
from store.insights.open_counts import read_closed_hour
from store.vault.sealed import Tampered
from tests.ingest.test_intake import PRIVATE
from tests.store.path import Path, sqs_event
from tests.store.world import BRAND, NOW, Clock, connect, stores
from tests.template.enforcing import as_function

pytestmark = pytest.mark.usefixtures("tables")
DAY, HOUR = "20260921", "2026092114"
SAID = PRIVATE | {"external_id": "c1", "text": "bad lamp broke", "occurred_at": NOW * 1000 - 60_000}


@pytest.fixture
def path() -> Path:
    made = stores(Clock())
    connect(made, "standard_webhooks", "shop")
    return Path(made)


def _later(path: Path, minutes: float) -> None:
    clock = path.stores.clock
    assert isinstance(clock, Clock)
    clock.now += minutes * 60


def _total(path: Path, counter: str = "n") -> int:
    return sum(row.get(counter, 0) for row in path.stores.rollups.read_counts(BRAND, DAY))


def _marks() -> int:
    return len(list(OpsRow.scan(OpsRow.pk.startswith("done#"))))


def _queued(path: Path) -> dict[str, Any]:
    path.deliver(SAID)
    return sqs_event([path.sentiment_queue.pop()])


def _labelled(path: Path, event: dict[str, Any]) -> bool:
    return batch.process(event, path.sentiment.label_interactions) == {"batchItemFailures": []}


def _closed(path: Path) -> int:
    with as_function("Trends"):
        return Trends(path.stores).watch_brands()["closed"]


def _dies(*_: Any, **__: Any) -> Any:
    raise RuntimeError


def test_one_message_is_counted_by_one_row_and_seen_at_once(path: Path) -> None:
    event = _queued(path)
    with as_function("Sentiment") as asked:
        assert _labelled(path, event)
    assert {("PutItem", "ops", "pulse"), ("BatchGetItem", "ops", "hourkey")} <= asked
    assert not {each for each in asked if each[2] in ("done", "rollup")}
    assert (_total(path), _total(path, "sentiment_negative"), _total(path, "kind_message_negative")) == (
        1,
        1,
        1,
    )
    _later(path, 80)
    assert _closed(path) == 1
    assert (_total(path), _total(path, "sentiment_negative"), _total(path, "kind_message_negative")) == (
        1,
        1,
        1,
    )


@pytest.mark.parametrize(
    "minutes", [[0, 0, 0], [0, 80, 200], [52, 80, 200], [80, 3, 3], [60 * 24 * 3, 60, 60]]
)
def test_a_message_that_comes_again_counts_once_whenever(path: Path, minutes: list[int]) -> None:
    event = _queued(path)
    for wait in minutes:
        _later(path, wait)
        assert _labelled(path, event)
        assert _total(path) == 1
        _closed(path)
        assert _total(path) == 1


@pytest.mark.parametrize("close_between", [False, True])
@pytest.mark.parametrize("minutes", [0, 52, 80])
def test_who_died_before_counting_is_made_up_for_in_time_and_late(
    path: Path, monkeypatch: pytest.MonkeyPatch, minutes: int, close_between: bool
) -> None:
    event = _queued(path)
    with monkeypatch.context() as broken:
        broken.setattr(path.stores.pulses, "keep_pulses", _dies)
        assert not _labelled(path, event)
    _later(path, minutes)
    if close_between:
        _closed(path)
    for _ in range(3):
        assert _labelled(path, event)
    assert _total(path) == 1
    _later(path, 80)
    _closed(path)
    assert _total(path) == 1
    assert _labelled(path, event)
    assert _total(path) == 1


@pytest.mark.parametrize("step", ["fold_hour", "destroy_key", "find_key"])
@pytest.mark.parametrize("before", [True, False])
def test_an_hour_that_was_half_closed_is_closed_by_the_next_run(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str, before: bool
) -> None:
    for number in range(4):
        said = {"external_id": f"c{number}", "author_id": f"u{number}", "thread_id": f"u{number}"}
        path.deliver(SAID | said)
    path.run()
    assert len(path.stores.pulses.read_open_hour(BRAND, HOUR)) == 1
    _later(path, 80)
    pulses = path.stores.pulses
    with monkeypatch.context() as broken:
        owner, name = (pulses, "_fold") if step == "fold_hour" else (pulses._keys, step)
        broken.setattr(owner, name, _dies if before else _then_dies(getattr(owner, name)))
        assert Trends(path.stores).watch_brands()["failed"] == 1
    assert _total(path) == 4
    assert read_closed_hour(BRAND) is None
    assert Trends(path.stores).watch_brands()["failed"] == 0
    assert (_total(path), read_closed_hour(BRAND)) == (4, HOUR)
    (kept,) = pulses.list_closed_hours(BRAND, DAY)
    assert (kept.all.n, "lamp" in kept.terms) == (4, True)
    assert pulses.read_open_hour(BRAND, HOUR) == {}


def _then_dies(done: Callable[..., Any]) -> Callable[..., Any]:
    def step(*given: Any) -> Any:
        done(*given)
        raise RuntimeError

    return step


def test_what_is_deleted_is_taken_back_before_its_hour_is_closed_and_after(path: Path) -> None:
    path.deliver(SAID, SAID | {"external_id": "c2"})
    path.run()
    path.deliver({"kind": "delete", "external_id": "c1", "occurred_at": NOW * 1000})
    path.run()
    assert _total(path) == 1
    _later(path, 80)
    _closed(path)
    assert _total(path) == 1
    path.deliver({"kind": "delete", "external_id": "c2", "occurred_at": NOW * 1000})
    path.run()
    assert _total(path) == 0


def test_who_reads_while_an_hour_is_closed_sees_every_count_once(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.deliver(SAID)
    path.run()
    _later(path, 80)
    for name in ("read_closed_hour", "counters_of", "read_open_counts"):
        for when in ("before", "after"):
            found = []
            read = getattr(rollups, name)

            def step(*given: Any, _read: Any = read, _when: str = when, **more: Any) -> Any:
                if _when == "before":
                    _closed(path)
                answer = _read(*given, **more)
                answer = answer if answer is None or isinstance(answer, str) else list(answer)
                if _when == "after":
                    _closed(path)
                return answer

            with monkeypatch.context() as racing:
                racing.setattr(rollups, name, step)
                found.append(_total(path))
            assert found == [1], (name, when)


def test_two_who_close_one_hour_add_it_up_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.deliver(SAID)
    path.run()
    _later(path, 80)
    fold = path.stores.pulses._fold

    def twice(brand: str, counts: Any) -> None:
        kept = list(counts)
        fold(brand, kept)
        fold(brand, kept)

    monkeypatch.setattr(path.stores.pulses, "_fold", twice)
    _closed(path)
    assert _total(path) == 1


def test_counters_that_others_keep_changing_are_tried_again_and_then_fail(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Busy:
        refused = type(
            "Refused", (), {"cancellation_reasons": [type("Reason", (), {"code": "TransactionConflict"})]}
        )
        update = staticmethod(lambda *_, **__: None)

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            return None

    monkeypatch.setattr(rollups, "attempt", Busy)
    count = Count.from_text("20260921 14 slack message neutral en in")
    with pytest.raises(Conflict):
        path.stores.rollups.fold_hour(BRAND, [count])


def test_many_rows_and_old_ones_are_counted_at_once(path: Path) -> None:
    path.deliver(*(SAID | {"external_id": f"c{n}"} for n in range(11)))
    path.run()
    assert (_total(path), _marks()) == (11, 1)
    path.deliver(SAID | {"external_id": "old", "occurred_at": NOW * 1000 - 7_200_000})
    path.run()
    assert (_total(path), _marks()) == (12, 2)


def test_words_of_an_hour_end_with_its_key(path: Path) -> None:
    path.deliver(SAID)
    path.run()
    keys = HourKeys()
    key = keys.find_key(BRAND, HOUR)
    assert key is not None
    assert path.stores.pulses._keys.make_key(BRAND, HOUR, NOW) == key
    _later(path, 80)
    _closed(path)
    assert keys.find_key(BRAND, HOUR) is None
    with pytest.raises(Tampered):
        unlock(bytes(32), keys.lock(key, ["lamp"]))
    assert unlock(key, keys.lock(key, ["lamp"])) == ["lamp"]
    rows = [row for row in OpsRow.scan(OpsRow.pk.startswith("pulse#")) if row.sealed]
    assert all(key not in bytes(row.sealed) for row in rows)


def test_two_that_make_a_key_at_the_same_time_use_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = HourKeys(), HourKeys()
    find = other.find_key
    answers: Iterator[bytes | None] = iter([None])
    monkeypatch.setattr(other, "find_key", lambda *given: next(answers, None) or find(*given))
    assert one.make_key(BRAND, HOUR, NOW) == other.make_key(BRAND, HOUR, NOW)
