"""One platform under attack: its endpoint, an account, and the whole path behind it, in one process.

Whoever registers a platform and a teller for it has it attacked by `test_attacks.py`, without a line of their own.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from infra.simulate.post import sign_letter
from infra.simulate.story import Beat, Item, Verb
from infra.simulate.teller import Letter
from infra.simulate.tellers import teller
from infra.simulate.texts import Person
from ingest.intake import Intake
from ingest.key_sets import PREFIX
from ingest.webhook import Webhook
from model.endpoint import Endpoint
from model.event import Event
from model.http import Delivery, Request
from model.interaction import Interaction
from platforms import registry
from platforms.base import Platform
from store.brand.accounts import Account
from store.interactions.long_texts import LongTexts
from store.interactions.parked import Parked
from store.interactions.rows import FeedRow
from store.stores import Stores
from tests.fakes import FakeClock, FakeObjects, FakeQueues, FakeSecrets, make_endpoint_id
from tests.platforms.proofs import PROOFS
from tests.store.path import Claims, sqs_event
from tests.store.world import BRAND, NOW, Clock, FakeWrapping

QUEUE = "https://queue.example/deliveries"
ENDPOINT, SECOND_ENDPOINT = make_endpoint_id(bytes(range(16))), make_endpoint_id(bytes(range(1, 17)))
PARSE_S = 0.5


class Bewitched(Platform):
    """A platform as it is, but for what an attack has found: bodies that take for ever, and events without a time."""

    def __init__(self, whole: Platform, endless: bytes | None = None, timeless: bool = False) -> None:
        self._whole, self._endless, self._timeless = whole, endless, timeless

    def __getattribute__(self, name: str) -> Any:
        if name in ("_whole", "_endless", "_timeless", "parse", "read_delivery", "__class__"):
            return object.__getattribute__(self, name)
        return getattr(self._whole, name)

    def parse(self, delivery: Delivery) -> list[Event]:
        """As the platform."""
        while self._endless is not None and self._endless in delivery.body:
            sum(range(1000))
        events = self._whole.parse(delivery)
        return (
            [replace(event, occurred_at=None, changed_at=None) for event in events]
            if self._timeless
            else events
        )


class Letters:
    """What a platform would post about things that somebody writes."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._numbers = 7_000_000

    def count_from(self, number: int) -> None:
        """The next thing written has this number, and so has the next thing then."""
        self._numbers = number - 1

    def letter(self, text: str, *, account: str | None = None, private: bool = False, verb: Verb = Verb.ADD,
               item: Item | None = None, at_ms: int | None = None) -> Letter:  # fmt: skip
        """What the platform would post about something written."""
        demo = teller(self.name)
        self._numbers += 1
        at = NOW * 1000 - 60_000 if at_ms is None else at_ms
        person = Person(4711, "Mara Field", "mara_field")
        item = item or Item(self._numbers, person, text, at, private and demo.stage.private)
        told = demo(account or demo.demo_account, demo.demo_self_ids)
        return told.tell(Beat(verb, item, item.author, text, at))

    def events(self, letter: Letter) -> list[Event]:
        """What the platform reads in it."""
        headers = {header.lower(): value for header, value in letter.headers.items()}
        return registry.platform(self.name).parse(Delivery(self.name, letter.body, headers, NOW * 1000))


class Attacked(Letters):
    """The webhook and the intake of one platform, with queues in memory and tables in moto."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.clock = Clock()
        self.stores = Stores(FakeWrapping(), self.clock)
        self.stores.create_brand(BRAND)
        fake = self.webhook_clock = FakeClock(NOW)
        self.secrets = FakeSecrets(fake)
        self.queues = FakeQueues(fake)
        self.objects = FakeObjects(fake)
        self.long_texts = FakeObjects(fake)
        self.own_secrets = PROOFS[name].golden.secrets
        for endpoint in (ENDPOINT, SECOND_ENDPOINT):
            self.secrets.records[name, endpoint] = Endpoint(BRAND, self.own_secrets)
        self.webhook = Webhook(
            secrets=self.secrets, queues=self.queues, objects=self.objects, clock=fake, queue_url=QUEUE,
            public_url=lambda: "https://hooks.example",
        )  # fmt: skip
        self.claims = Claims()
        self.asked: list[str] = []
        self.intake_with(registry.platform(name))

    @property
    def platform(self) -> Platform:
        """The platform as it is registered."""
        return registry.platform(self.name)

    def intake_with(self, platform: Platform, parse_s: float = PARSE_S) -> None:
        """Another function takes deliveries in; it remembers nothing."""
        self.stores = Stores(FakeWrapping(), self.clock)
        self.stores.feed.texts = LongTexts(self.stores.vault, self.long_texts)
        self.intake = Intake(
            self.stores, self.claims, lambda _: None, self.asked.extend, lambda _: platform,
            parse_s=parse_s, clock=FakeClock(NOW),
        )  # fmt: skip

    def connect_account(self, native_id: str | None = None, endpoint: str = ENDPOINT) -> Account:
        """An account of the brand behind an endpoint: the teller's own, or another."""
        demo = teller(self.name)
        native = native_id or demo.demo_account
        row = native.rpartition("/")[2].ljust(32, "x")
        account = Account(row, BRAND, self.name, endpoint, native, self_ids=demo.demo_self_ids)
        self.stores.accounts.connect_account(account)
        return account

    def post(
        self,
        letter: Letter,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        endpoint: str = ENDPOINT,
    ) -> int:
        """The status of a signed post, with what else is put beside the signed part; 200 for every yes."""
        signed = sign_letter(letter, self.own_secrets, int(self.clock.now))
        request = Request.of(
            letter.method,
            {**signed.headers, **(headers or {})},
            {**signed.query, **(query or {})},
            signed.body,
            letter.part,
        )
        status = self.webhook.answer(self.name, endpoint, request).status
        return 200 if 200 <= status < 300 else status

    def wait(self, seconds: float) -> None:
        """Let time pass, everywhere."""
        self.clock.now += seconds
        self.webhook_clock.advance(seconds)

    def work(self) -> None:
        """Take in what is in the queue, as one batch."""
        bodies = self.queues.bodies.pop(QUEUE, [])
        self.claims.objects |= self.objects.content
        assert self.intake.take_deliveries(sqs_event(bodies)) == {"batchItemFailures": []}

    def replay(self) -> None:
        """As the command line does it, which lets some seconds pass."""
        self.clock.now += 10
        for parked in self.parked():
            assert parked.message is not None
            self.intake.take_deliveries(sqs_event([parked.message]))
            self.stores.parked.release_delivery(BRAND, parked)

    def parked(self) -> list[Parked]:
        """What is parked."""
        return list(self.stores.parked.list_parked(BRAND, self.stores.now_ms()))

    def kept(self) -> dict[str, Interaction]:
        """Everything that is stored, opened."""
        return self.stores.feed.open_rows(BRAND, list(FeedRow.scan()))

    def texts(self) -> list[str]:
        """The texts that are stored."""
        return sorted(each.content.text or "" for each in self.kept().values() if each.content)

    @property
    def writes(self) -> int:
        """Deliveries that are kept, queued or as objects; a key that a token names may be asked for."""
        objects = [name for name in self.objects.content if not name.startswith(PREFIX)]
        return len(self.queues.bodies.get(QUEUE, [])) + len(objects)
