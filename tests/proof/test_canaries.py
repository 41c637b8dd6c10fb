"""Design 4.2 and rule 5: what a payload says in any field is found nowhere in the clear.

Every value of every platform's own samples is replaced, one at a time, by a canary; each such payload is signed
and goes through webhook, store, sentiment and assign. Then the bytes of all tables, of the queues behind
`deliveries`, of the bucket and of everything that was printed (logs and metrics are lines on standard output) are
searched, in every form a value may take.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from moto import mock_aws

from aws import batch
from infra.verify.scan import Piece, Scanner
from infra.verify.stores import table_pieces
from ingest.intake import Intake
from ingest.webhook import Webhook
from model.endpoint import Endpoint
from model.errors import Malformed
from model.http import Request
from model.messages import Envelope
from platforms import registry
from segment.assign import Assign
from segment.engines import embedded
from segment.sentiment import Sentiment
from store.brand.accounts import Account
from store.stores import Stores
from tests.fakes import FakeClock, FakeObjects, FakeQueues, FakeSecrets, make_endpoint_id
from tests.platforms.cases import Case, cases
from tests.platforms.proofs import PROOFS
from tests.proof.tablefake import TableFake, answering
from tests.store.path import by_words, sqs_event
from tests.store.world import BRAND, NOW, FakeWrapping
from tests.tables import create_tables, make_client

ASCII, UNICODE, DIGITS = "zqcanaryqz", "Zöéqüñq Çanårÿ", "730192837465"
TEXT = f"bad {ASCII} {UNICODE}"
LINK = f"https://media.example/{ASCII}/{DIGITS}.png"
NUMBER = int(DIGITS) * 1000 + 1
DELIVERIES, AT_ONCE = "https://queue.example/deliveries", 50
LEAST_FIELDS = 1500
FETCHED = {"webmention"}
"""What is posted holds two addresses alone: the words come by a page that is fetched."""
ANSWERS = (200, 202, 204, 400, 401)
"""A delivery is taken, in whichever words the platform wants to hear that, or refused."""


def planted(case: Case) -> Iterator[bytes]:
    """The payload once for each of its values, with a canary in that value's place."""
    if isinstance(case.payload, str):
        for word in re.finditer(r"(?<=[>\"])[^<>\"]*[^<>\"\\s][^<>\"]*(?=[<\"])", case.payload):
            for canary in (TEXT, DIGITS):
                yield (case.payload[: word.start()] + canary + case.payload[word.end() :]).encode()
        return
    if case.payload is None:
        fields = parse_qsl(case.body.decode(), keep_blank_values=True)
        for at, (name, _) in enumerate(fields):
            yield urlencode([*fields[:at], (name, TEXT), *fields[at + 1 :]]).encode()
        return
    for payload in _variants(case.payload):
        if isinstance(case.payload, list) and case.body.count(b"\n") == len(case.payload):
            yield b"".join(_utf8(line) + b"\n" for line in payload)
        else:
            yield _utf8(payload)


def _utf8(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _variants(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for key, inner in value.items():
            for variant in _variants(inner):
                yield value | {key: variant}
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            for variant in _variants(inner):
                yield [*value[:at], variant, *value[at + 1 :]]
    elif isinstance(value, str):
        yield LINK if value.startswith("http") else str(NUMBER) if value.isdigit() else TEXT
    elif not isinstance(value, bool) and value is not None:
        yield NUMBER


class Course:
    """One platform's way through all functions, over stand-ins that can be looked into."""

    def __init__(self, platform: str) -> None:
        self.platform = registry.platform(platform)
        self.clock = FakeClock(NOW)
        self.queues, self.objects, secrets = (
            FakeQueues(self.clock),
            FakeObjects(self.clock),
            FakeSecrets(self.clock),
        )
        self.endpoint = make_endpoint_id(platform.encode().ljust(16, b".")[:16])
        self.secrets = PROOFS[platform].golden.secrets if platform in PROOFS else {}
        secrets.records[platform, self.endpoint] = Endpoint(BRAND, self.secrets)
        self.webhook = Webhook(
            secrets=secrets, queues=self.queues, objects=self.objects, clock=self.clock, queue_url=DELIVERIES
        )
        stores = Stores(FakeWrapping(), self.clock.wall)
        stores.create_brand(BRAND)
        for number, native in enumerate(sorted(_accounts(platform))):
            account = f"{platform}{number}".ljust(32, "x")
            stores.accounts.connect_account(Account(account, BRAND, platform, self.endpoint, native))
        self.ids: list[str] = []
        self.labels: list[str] = []
        self.demands: list[str] = []
        self.intake = Intake(stores, self.objects, self.ids.extend, self.demands.extend)
        self.sentiment = Sentiment(stores, embedded(by_words), self.labels.append)
        self.assign = Assign(stores)
        self.messages = ""

    def post(self, body: bytes, case: Case) -> int:
        """The status of a signed delivery; who is asked puts what was fetched or imported into the queue itself."""
        headers = case.headers
        if self.platform.name not in PROOFS:
            envelope = Envelope(
                self.platform.name,
                self.endpoint,
                BRAND,
                NOW * 1000,
                headers,
                body,
                None,
                case.source,
                case.url,
            )
            self.queues.send(DELIVERIES, envelope.to_json())
            return 200
        signed = self.platform.sign(body, self.secrets, NOW)
        request = Request.of("POST", {**headers, **signed.headers}, signed.query, signed.body or body)
        return self.webhook.answer(self.platform.name, self.endpoint, request).status

    def run(self) -> None:
        """Everything that was accepted, to the end."""
        bodies = self.queues.bodies.pop(DELIVERIES, [])
        for start in range(0, len(bodies), AT_ONCE):
            self.intake.take_deliveries(sqs_event(bodies[start : start + AT_ONCE]))
        self.messages += "".join(self.ids + self.demands)
        for body in self.ids:
            batch.process(sqs_event([body]), self.sentiment.label_interactions)
        self.messages += "".join(self.labels)
        for body in self.labels:
            batch.process(sqs_event([body]), self.assign.assign_segments)


def _accounts(platform: str) -> set[str]:
    named = {event.account_id for case in cases(platform) for event in case.events if event.account_id}
    return named or {"own"}


def _stated(platform: str, body: bytes, case: Case) -> str:
    """What an exception of the parser says, if it raises one."""
    try:
        registry.platform(platform).read_delivery(replace(case.delivery(platform, NOW * 1000), body=body))
    except Malformed as error:
        return f"{error!r} {error}"
    return ""


@pytest.fixture
def tables() -> Iterator[dict[str, str]]:
    with mock_aws(), answering(TableFake()):
        yield create_tables(make_client("dynamodb"))


@pytest.mark.parametrize("platform", sorted({*registry.names()} - FETCHED))
def test_no_field_of_any_payload_is_found_in_the_clear(
    platform: str, tables: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    course = Course(platform)
    said = ""
    for case in cases(platform):
        for body in planted(case):
            assert course.post(body, case) in ANSWERS
            said += _stated(platform, body, case)
    accepted = "".join(course.queues.bodies[DELIVERIES])
    course.run()
    scanner = Scanner([ASCII, UNICODE, DIGITS])
    assert {word for word, _ in scanner.found(accepted.encode())} == {ASCII, UNICODE, DIGITS}, "the scan sees"
    rows = [piece for name in tables.values() for piece in table_pieces(name)]
    assert sum(piece.store == tables["feed"] for piece in rows) > len(cases(platform)), "something was kept"
    printed = capsys.readouterr()
    everything = [
        *rows,
        Piece("queues", "messages", course.messages.encode()),
        Piece("output", "lines", (printed.out + printed.err).encode()),
        Piece("exceptions", "texts", said.encode()),
        *(Piece("bucket", key, content) for key, content in course.objects.content.items()),
    ]
    assert list(scanner.scan(everything)) == []


def test_every_platform_s_fields_are_planted(capsys: pytest.CaptureFixture[str]) -> None:
    fields = {name: sum(len(list(planted(case))) for case in cases(name)) for name in registry.names()}
    with capsys.disabled():
        sys.stdout.write(f"\n{sum(fields.values())} fields: {fields}")
    assert all(fields.values())
    assert sum(fields.values()) >= LEAST_FIELDS
