"""Faults of the catalogue (docs/faults.md) that are more than one call failing once."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from aws import batch, clients, objects, queues, settings
from model.analysis import Analysis
from segment.engines import embedded
from segment.sentiment import Sentiment
from store.insights.counts import Count
from store.insights.rollups import ROWS_PER_TRANSACTION
from store.interactions.rows import FeedRow
from tests.proof.hooks import hooked
from tests.proof.plant import Plant, envelope, plant, taken
from tests.proof.test_attacks import MOST_SEALED
from tests.proof.test_faults import COMMENT, EDIT, LIKE, MESSAGE, MS
from tests.store.path import by_words, sqs_event
from tests.store.world import BRAND

DELIVERIES = [envelope(COMMENT), envelope(EDIT, MESSAGE), envelope(LIKE)]


@pytest.fixture
def made() -> Iterator[Plant]:
    """A plant of its own for each."""
    with plant() as built:
        yield built


def _calm(made: Plant) -> Any:
    """What comes of the deliveries when nothing goes wrong; everything is as before afterwards."""
    made.stored(sqs_event(DELIVERIES))
    made.drain()
    outcome = made.outcome()
    made.reset()
    return outcome


def _refusing(
    times: int, operation: str, code: str, reasons: list[str] | None = None
) -> Callable[[int, str], None]:
    """Refuses an operation so many times."""
    left = times

    def hook(_number: int, name: str) -> None:
        nonlocal left
        if name == f"before {operation}" and left:
            left -= 1
            answer: dict[str, Any] = {"Error": {"Code": code, "Message": ""}}
            if reasons:
                answer["CancellationReasons"] = [{"Code": each} for each in reasons]
            raise ClientError(answer, operation)

    return hook


def _until_done(work: Callable[[Any], list[str]], event: Any, most: int = 5) -> int:
    """Have the queue hand it over again as often as it has to; how often it was."""
    for times in range(1, most + 1):
        if not work(event):
            return times
    raise AssertionError(f"not done after {most} receives")


def test_f10_what_the_queue_does_not_take_at_once_is_sent_again(
    made: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    calm = _calm(made)
    monkeypatch.setattr("time.sleep", lambda _: None)
    sqs = clients.client("sqs")
    refused: list[str] = []

    def lossy(params: dict[str, Any], **_: Any) -> None:
        if not refused:
            *params["Entries"], last = params["Entries"]
            refused.append(last["Id"])

    def tell(parsed: dict[str, Any], **_: Any) -> None:
        if len(refused) == 1:
            parsed.setdefault("Failed", []).append(
                {"Id": refused[0], "SenderFault": False, "Code": "InternalError"}
            )
            refused.append("told")

    sqs.meta.events.register("provide-client-params.sqs.SendMessageBatch", lossy, unique_id="lossy")
    sqs.meta.events.register("after-call.sqs.SendMessageBatch", tell, unique_id="tell")
    try:
        queues.send_many(settings.queue_deliveries(), DELIVERIES)
    finally:
        sqs.meta.events.unregister("provide-client-params.sqs.SendMessageBatch", unique_id="lossy")
        sqs.meta.events.unregister("after-call.sqs.SendMessageBatch", unique_id="tell")
    assert refused == ["2", "told"]
    made.drain()
    assert made.outcome() == calm


def test_f17_a_transaction_in_conflict_three_times_is_done_the_fourth(made: Plant) -> None:
    calm = _calm(made)
    made.stored(sqs_event(DELIVERIES))
    (event,) = taken(settings.queue_sentiment())
    for record in event["Records"]:
        record["attributes"]["SentTimestamp"] = "0"  # what is no news is counted at once, in a transaction
    conflict = _refusing(
        3, "dynamodb.TransactWriteItems", "TransactionCanceledException", ["None", "TransactionConflict"]
    )
    with hooked(conflict):
        assert _until_done(made.labelled, event) == 4
    made.drain()
    assert made.outcome() == calm


def test_f18_what_never_succeeds_ends_parked_and_a_replay_makes_it_good(made: Plant) -> None:
    calm = _calm(made)
    event = sqs_event(DELIVERIES)
    busy = _refusing(1000, "dynamodb.BatchGetItem", "ProvisionedThroughputExceededException")
    for _ in range(5):
        made.cold()
        with hooked(busy):
            assert len(made.stored(event)) == len(DELIVERIES)
    queues.send_many(settings.queue_deliveries_dlq(), DELIVERIES)  # as SQS does after so many receives
    made.cold()
    made.swept()
    parked = list(made.stores.parked.list_parked(BRAND, MS))
    assert [each.reason for each in parked] == ["exhausted"] * len(DELIVERIES)
    for each in [*parked, *parked]:  # and the replay itself is done twice
        assert each.message
        queues.send(settings.queue_deliveries(), each.message)
        made.stores.parked.release_delivery(BRAND, each)
    made.drain()
    assert made.outcome() == calm


def test_f20_tables_that_throttle_every_third_call_only_take_longer(made: Plant) -> None:
    calm, calls = _calm(made), 0

    def throttle(_number: int, name: str) -> None:
        nonlocal calls
        calls += name.startswith("before dynamodb")
        if name.startswith("before dynamodb") and calls % 3 == 0 and calls < 200:
            raise ClientError({"Error": {"Code": "ThrottlingException", "Message": ""}}, name)

    with hooked(throttle):
        _until_done(made.stored, sqs_event(DELIVERIES), 60)
        for queue, work in (
            (settings.queue_sentiment(), made.labelled),
            (settings.queue_segments(), made.assigned),
        ):
            for event in taken(queue):
                _until_done(work, event, 60)
    made.drain()
    assert made.outcome() == calm


def test_f21_a_text_too_large_for_a_row_is_kept_whole(made: Plant) -> None:
    """It comes by claim check; its row keeps a part, all of it stands sealed beside the tables."""
    text = "".join(chr(0x4E00 + n * 7919 % 20000) for n in range(300_000))
    objects.put("claims/1.json", json.dumps([COMMENT | {"external_id": "large", "text": text}]).encode())
    claimed = envelope(body=None, claim="claims/1.json")
    assert made.stored(sqs_event([claimed, *DELIVERIES])) == []
    assert objects.get("claims/1.json") is None
    (row,) = [row for row in FeedRow.scan() if row.kept_at]
    (kept,) = made.stores.feed.open_rows(BRAND, [row]).values()
    assert len(bytes(row.sealed)) < MOST_SEALED
    whole = made.stores.feed.texts.read_whole(BRAND, kept).content
    assert whole is not None
    assert whole.text == text


def test_f22_more_rows_than_a_transaction_holds_are_counted_once_however_often(made: Plant) -> None:
    counts = [
        Count(f"202609{day:02d}", f"{hour:02d}", "slack", "message", "neutral", "en", "in")
        for day in range(1, 11)
        for hour in range(24)
    ]
    assert len(counts) > 2 * ROWS_PER_TRANSACTION
    for _ in range(3):
        made.stores.rollups.add_counts(BRAND, "one", counts, MS // 1000)
    total = [
        row["n"] for day in range(1, 11) for row in made.stores.rollups.read_counts(BRAND, f"202609{day:02d}")
    ]
    assert total == [1] * len(counts)


@pytest.mark.parametrize("minutes", [-10, 10])
def test_f23_a_worker_whose_clock_is_wrong_keeps_the_same(made: Plant, minutes: int) -> None:
    calm = _calm(made)
    made.clock.wall_s += 60 * minutes
    made.cold()
    made.stored(sqs_event(DELIVERIES))
    made.drain()
    assert made.outcome() == calm


@pytest.mark.parametrize("code", ["AccessDeniedException", "ThrottlingException", "KMSInternalException"])
def test_f26_without_kms_nothing_is_stored_and_nothing_parked(made: Plant, code: str) -> None:
    calm = _calm(made)
    event = sqs_event(DELIVERIES)
    for _ in range(3):
        with hooked(_refusing(1000, "kms.Decrypt", code)):
            assert len(made.stored(event)) == len(DELIVERIES)
    assert list(FeedRow.scan()) == []
    assert made.outcome().parked == []
    assert made.stored(event) == []
    made.drain()
    assert made.outcome() == calm


def test_f26_a_warm_worker_goes_on_without_kms(made: Plant) -> None:
    assert made.stored(sqs_event(DELIVERIES[:1])) == []
    with hooked(_refusing(1000, "kms.Decrypt", "AccessDeniedException")):
        assert made.stored(sqs_event(DELIVERIES[1:])) == []


def test_f28_poison_in_a_batch_of_ten_holds_up_nobody(made: Plant) -> None:
    """What cannot be read is parked; what is no delivery at all fails alone, and ends in the dead-letter queue."""
    calm = _calm(made)
    poison = [b"{", b"[7]", b'[{"kind": "comment", "text": "\\ud800"}]', b"[" * 5000, b"\xff\xfe"]
    bodies = [*DELIVERIES, *(envelope(body=each) for each in poison), "no delivery at all"]
    event = sqs_event(bodies)
    assert made.stored(event) == [event["Records"][-1]["messageId"]]
    assert len(list(made.stores.parked.list_parked(BRAND, MS))) >= len(poison) - 1
    made.drain()
    assert made.outcome().state == calm.state


def test_f29_without_an_engine_interactions_are_there_and_get_their_labels_later(made: Plant) -> None:
    calm = _calm(made)
    down = True

    def score(text: str, language: str | None) -> Analysis:
        if down:
            raise RuntimeError("no engine")
        return by_words(text, language)

    made.stored(sqs_event(DELIVERIES))
    (event,) = taken(settings.queue_sentiment())
    made.sentiment = Sentiment(
        made.stores, embedded(score), lambda body: queues.send(settings.queue_segments(), body)
    )
    assert len(made.labelled(event)) == 1
    assert len(list(FeedRow.scan())) == len(calm.state.items)
    assert all(row.labels is None for row in FeedRow.scan())
    down = False
    assert made.labelled(event) == []
    made.drain()
    assert made.outcome() == calm


def test_f34_what_a_newer_version_adds_is_passed_over_by_this_one(made: Plant) -> None:
    calm = _calm(made)
    newer = [json.dumps(json.loads(body) | {"added_later": {"a": 1}}) for body in DELIVERIES]
    made.stored(sqs_event(newer))
    client = boto3.client("dynamodb")
    for row in client.scan(TableName=settings.table_feed())["Items"]:
        client.put_item(TableName=settings.table_feed(), Item=row | {"added_later": {"S": "x"}})
    for event in taken(settings.queue_sentiment()):
        body = json.loads(event["Records"][0]["body"]) | {"added_later": 1}
        again = sqs_event([json.dumps(body)])
        assert batch.process(again, made.sentiment.label_interactions) == {"batchItemFailures": []}
    made.drain()
    assert made.outcome() == calm
    rows = client.scan(TableName=settings.table_feed())["Items"]
    assert all(row["added_later"] == {"S": "x"} for row in rows), "an update leaves what it does not know"
