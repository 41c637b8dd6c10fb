"""The whole path wired as in Lambda, over services in memory: webhook, sweep, intake, sentiment and assign."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pytest
from moto import mock_aws
from moto.backends import get_backend
from moto.core.models import DEFAULT_ACCOUNT_ID

from aws import batch, clients, kms, objects, queues, secrets, settings
from ingest.intake import Intake
from ingest.sweep import Sweep
from ingest.webhook import Webhook
from model.endpoint import Endpoint
from model.http import Request
from model.messages import Envelope
from platforms.standard_webhooks import StandardWebhooks
from segment.assign import Assign
from segment.engines import embedded
from segment.sentiment import Sentiment
from store.brand.accounts import Account
from store.interactions.parked import Parked
from store.stores import Stores
from tests.fakes import FakeClock, make_endpoint_id
from tests.proof.lives import State, state
from tests.proof.tablefake import TableFake, answering
from tests.store.path import Path, Spoken, by_words, sqs_event
from tests.store.world import BRAND, NOW
from tests.tables import create_tables, make_client

ENDPOINT = make_endpoint_id(bytes(range(16)))
SECRET = {"secret": "whsec_cGxhbnRlZCBzZWNyZXQgb2YgdGhlIHRlc3Rz"}
QUEUES = ("deliveries", "deliveries-dlq", "sentiment", "segments", "privacy")
DAY = "2026-09-21"
REGION = "eu-central-1"
PATIENT_S = 60.0
"""What is proved here has nothing to do with how fast a body is read, which a busy machine decides."""

Event = dict[str, Any]


@dataclass
class Plant:
    """Every function of the path; `cold` are new ones that remember nothing."""

    clock: FakeClock
    fake: TableFake

    def __post_init__(self) -> None:
        self.cold()

    def cold(self) -> None:
        """Whoever died is gone with all that it remembered."""
        self.stores = Stores(kms, self.clock.wall)
        self.webhook = Webhook(
            secrets=secrets,
            queues=queues,
            objects=objects,
            clock=self.clock,
            queue_url=settings.queue_deliveries(),
        )
        self.sweep = Sweep(
            queues=queues,
            objects=objects,
            park=self.stores.parked.park_delivery,
            clock=self.clock,
            queue_url=settings.queue_deliveries(),
            dlq_url=settings.queue_deliveries_dlq(),
        )
        self.intake = Intake(
            self.stores,
            objects,
            lambda bodies: queues.send_many(settings.queue_sentiment(), bodies),
            lambda bodies: queues.send_many(settings.queue_privacy(), bodies),
            lambda _: Spoken(),
            acknowledge=lambda messages: queues.delete(settings.queue_deliveries(), messages),
            parse_s=PATIENT_S,
            clock=self.clock,
        )
        self.sentiment = Sentiment(
            self.stores, embedded(by_words), lambda body: queues.send(settings.queue_segments(), body)
        )
        self.assign = Assign(self.stores)

    def found(self) -> None:
        """Remember how everything stands now, for `reset`."""
        self._founded = {name: dict(table.rows) for name, table in self.fake.tables.items()}

    def reset(self) -> None:
        """Everything as it was, and nothing in memory; the brand's keys are the same, and so are all ids.

        The queues are empty already, or `outcome` told of what was left.
        """
        for name, rows in self._founded.items():
            self.fake.replace(name, rows)
        objects.delete([key for page in objects.pages("") for key in page])
        self.cold()

    def post(self, body: bytes) -> int:
        """A signed delivery; its status."""
        headers = StandardWebhooks().sign(body, SECRET, int(self.clock.wall())).headers
        request = Request.of("POST", headers, {}, body)
        return self.webhook.answer("standard_webhooks", ENDPOINT, request).status

    def stored(self, event: Event) -> list[str]:
        """Have the store work on an event; the ids of the messages that come again."""
        return _failed(self.intake.take_deliveries(event))

    def labelled(self, event: Event) -> list[str]:
        """The same of sentiment."""
        return _failed(batch.process(event, self.sentiment.label_interactions))

    def assigned(self, event: Event) -> list[str]:
        """The same of assign."""
        return _failed(batch.process(event, self.assign.assign_segments))

    def swept(self) -> None:
        """One run of the sweep."""
        self.sweep.sweep_deliveries(60)

    def drain(self) -> None:
        """Work until every queue is empty."""
        self.swept()
        for queue, work in (
            (settings.queue_deliveries(), self.stored),
            (settings.queue_sentiment(), self.labelled),
            (settings.queue_segments(), self.assigned),
        ):
            for event in taken(queue):
                assert work(event) == []

    def outcome(self) -> "Outcome":
        """What is kept in the end, read by somebody who remembers nothing."""
        self.cold()
        path = Path(self.stores)
        with self.fake.exact():
            parked = [
                _bare(each) for each in self.stores.parked.list_parked(BRAND, int(self.clock.wall() * 1000))
            ]
            return Outcome(
                state(path),
                sorted(parked),
                sorted(key for page in objects.pages("") for key in page),
                [body for queue in QUEUES for body in _in_queue(queue)],
            )


@dataclass(frozen=True)
class Outcome:
    """State, what is parked, which objects and messages are left."""

    state: State
    parked: list[tuple[str, str]]
    objects: list[str]
    messages: list[str]


def _bare(parked: Parked) -> tuple[str, str]:
    return parked.reason, parked.message or ""


def _failed(answer: dict[str, Any]) -> list[str]:
    return [each["itemIdentifier"] for each in answer["batchItemFailures"]]


def _in_queue(name: str) -> list[str]:
    """Bodies that are there; asking moto itself, for a call costs more than what it is asked about."""
    return [message.body for message in _messages_of(name)]


def _messages_of(name: str) -> list[Any]:
    found: list[Any] = get_backend("sqs")[DEFAULT_ACCOUNT_ID][REGION].queues[name]._messages
    return found


def taken(url: str) -> Iterator[Event]:
    """Events of up to ten messages each until the queue is empty.

    Taken from moto itself: its answer looks at every message that waits, which makes a long queue take for ever.
    """
    waiting = _messages_of(url.rpartition("/")[2])
    while messages := list(islice((each for each in waiting if each.visible), 10)):
        for each in messages:
            waiting.remove(each)
        event = sqs_event([each.body for each in messages])
        for record, message in zip(event["Records"], messages, strict=True):
            record["messageId"] = message.id
        yield event


def envelope(*records: Event, **more: Any) -> str:
    """A delivery as the webhook queues it."""
    given: dict[str, Any] = {"received_at": NOW * 1000, "body": json.dumps(records).encode()}
    return Envelope("standard_webhooks", ENDPOINT, BRAND, **(given | more)).to_json()


@contextmanager
def plant(kind: type[Plant] = Plant) -> Iterator[Plant]:
    """All services empty but for a brand with an endpoint and an account."""
    with mock_aws(), answering(TableFake()) as fake, pytest.MonkeyPatch.context() as patch:
        patch.setattr(queues, "WAIT_S", 0)
        # A message that was not deleted is there again at once: nobody wants to wait a minute for it.
        patch.setattr(queues, "HIDDEN_S", 0)
        create_tables(make_client("dynamodb"))
        for name in QUEUES:
            url = clients.client("sqs").create_queue(QueueName=name)["QueueUrl"]
            patch.setenv(f"RAPPORT_QUEUE_{name.upper().replace('-', '_')}", url)
        place = {"LocationConstraint": REGION}
        clients.client("s3").create_bucket(Bucket="rapport-test-fallback", CreateBucketConfiguration=place)
        patch.setenv("RAPPORT_KMS_KEY_ID", clients.client("kms").create_key()["KeyMetadata"]["KeyId"])
        secrets.create("standard_webhooks", ENDPOINT, Endpoint(BRAND, SECRET))
        made = kind(FakeClock(NOW), fake)
        made.stores.create_brand(BRAND)
        made.stores.accounts.connect_account(
            Account("shop".ljust(32, "x"), BRAND, "standard_webhooks", ENDPOINT, "shop")
        )
        made.found()
        made.cold()
        yield made
