"""The path in one process: deliveries of a made-up platform through store, sentiment and assign."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from itertools import count
from typing import Any

from aws.queues import Message
from ingest.intake import Intake
from model.analysis import Analysis
from model.event import Direction, Event, Figures, Kind, Media, Mode, Person, Signal
from model.http import Delivery
from model.messages import Envelope
from platforms.base import Platform
from segment.assign import Assign
from segment.consequences import Consequences
from segment.engines import embedded
from segment.sentiment import Sentiment
from store.stores import Stores
from tests.fakes import FakeClock
from tests.store.world import BRAND, ENDPOINT, NOW, connect, stores

_numbers = count(1)


class Spoken(Platform):
    """A platform whose payloads are events as JSON: `[{"kind": "comment", "external_id": "1", …}]`."""

    name = "standard_webhooks"

    def parse(self, delivery: Delivery) -> list[Event]:
        """The events in the body."""
        return [_event(record) for record in json.loads(delivery.body)]


def _event(record: Mapping[str, Any]) -> Event:
    shapes = {"kind": Kind, "mode": Mode, "direction": Direction, "signal": Signal}
    record = {**record, **_people(record)}
    for flat in ("author_id", "author_name", "author_handle", "answered_id", "mentioned_ids", "named"):
        record.pop(flat, None)
    known = {field.name for field in fields(Event)}
    assert record.keys() <= known
    values: dict[str, Any] = {
        name: shapes[name](value) if name in shapes else value for name, value in record.items()
    }
    values["media"] = tuple(Media(**each) for each in record.get("media", ()))
    if "figures" in record:
        values["figures"] = Figures(**record["figures"])
    return Event(**values)


def _people(record: Mapping[str, Any]) -> dict[str, Any]:
    """Author, answered and mentioned from flat fields: `named` holds words by id."""
    words = {each["id"]: tuple(each["words"]) for each in record.get("named", ())}
    answered, mentioned = record.get("answered_id"), record.get("mentioned_ids", ())
    author = Person(record.get("author_id"), record.get("author_name"), record.get("author_handle"))
    told = {*mentioned, answered}
    return {
        "author": None if author == Person() else author,
        "answered": None if answered is None else Person(answered, words=words.get(answered, ())),
        "mentioned": tuple(Person(each, words=words.get(each, ())) for each in mentioned),
    } | (
        {} if told >= words.keys() else {"mentioned": (*(Person(each, words=words[each]) for each in words),)}
    )


class Claims:
    """The bucket, as a dictionary."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """The object, if there."""
        return self.objects.get(key)

    def put(self, key: str, body: bytes, seconds: float | None = None) -> None:
        """Keep it."""
        self.objects[key] = body

    def delete(self, keys: Sequence[str]) -> None:
        """Forget them."""
        for key in keys:
            self.objects.pop(key, None)


def sqs_event(bodies: Iterable[str], receives: int = 1, prefix: str | None = None) -> dict[str, Any]:
    """An SQS event as Lambda hands it over."""
    return {
        "Records": [
            {
                "messageId": f"{prefix or 'm'}{next(_numbers) if prefix is None else number}",
                "receiptHandle": "r",
                "body": body,
                "attributes": {"ApproximateReceiveCount": str(receives), "SentTimestamp": str(NOW * 1000)},
                "messageAttributes": {},
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:q",
            }
            for number, body in enumerate(bodies)
        ]
    }


class Path:
    """Store, sentiment and assign with queues that are lists."""

    def __init__(self, stores: Stores, score: Any = None, at_once: bool = False) -> None:
        """Makes the steps; `at_once` has labels of few rows applied behind them, as the deployed function does."""
        self.stores = stores
        self.claims = Claims()
        self.sentiment_queue: list[str] = []
        self.segments_queue: list[str] = []
        self.privacy_queue: list[str] = []
        self.acknowledged: list[Message] = []
        self.intake = Intake(
            stores,
            self.claims,
            self.sentiment_queue.extend,
            self.privacy_queue.extend,
            lambda _: Spoken(),
            acknowledge=self.acknowledged.extend,
            clock=FakeClock(),
        )
        self.sentiment = Sentiment(
            stores,
            embedded(score or by_words),
            self.segments_queue.append,
            Consequences(stores).apply_rows if at_once else None,
        )
        self.assign = Assign(stores, self.segments_queue.append)

    @classmethod
    def connected(cls, score: Any = None, at_once: bool = False) -> "Path":
        """Returns the path of a new brand with an account `shop`."""
        made = stores()
        connect(made, "standard_webhooks", "shop")
        return cls(made, score, at_once)

    def envelope(self, *records: Mapping[str, Any], **more: Any) -> Envelope:
        """A delivery of events."""
        defaults: dict[str, Any] = {"received_at": NOW * 1000, "body": json.dumps(records).encode()}
        return Envelope("standard_webhooks", ENDPOINT, BRAND, **(defaults | more))

    def deliver(self, *records: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        """Keep one delivery of events."""
        return self.intake.take_deliveries(sqs_event([self.envelope(*records, **more).to_json()]))

    def label(self) -> None:
        """Empty the queue of what wants labels."""
        from aws import batch

        while self.sentiment_queue:
            event = sqs_event([self.sentiment_queue.pop(0)])
            assert batch.process(event, self.sentiment.label_interactions) == {"batchItemFailures": []}

    def run(self) -> None:
        """Empty the two queues behind the store."""
        from aws import batch

        self.label()
        while self.segments_queue:
            event = sqs_event([self.segments_queue.pop(0)])
            assert batch.process(event, self.assign.assign_segments) == {"batchItemFailures": []}

    def item(self, native_id: str, realm: str = "item") -> str:
        """The hid of an item (or `thread`, `person`)."""
        return self.intake.deliveries.name_hid(BRAND, "standard_webhooks", realm, "", native_id)


def by_words(text: str, language: str | None) -> Analysis:
    """An engine that is easy to predict: `bad` is negative, `good` positive, `now` urgent."""
    label = "negative" if "bad" in text else "positive" if "good" in text else "neutral"
    found = Analysis(label, 0.0, language or "en", (), 0.0, (), 0.0, (), "words-1")  # type: ignore[arg-type]  # one of three
    return replace(found, urgency=1.0 if "now" in text else 0.0)
