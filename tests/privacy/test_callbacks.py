"""Ways in from outside: Meta's callbacks, what other platforms say, and the public page of a code.

Tests of: `ingest.demands`, `privacy.status`, `model.confirmation`, `model.privacy_task`, `store.forgetting.tasks`,
`store.forgetting.task_list`, `store.forgetting.keys`.
"""

import base64
import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlencode

import pytest

from ingest.demands import find_demands
from ingest.webhook import Webhook
from model import confirmation
from model.endpoint import Endpoint
from model.http import Delivery, Request
from model.messages import Envelope, PrivacyDemand
from model.privacy_task import REASONS, Ask, State, Task
from platforms import registry
from privacy import status
from privacy.status import StatusPage
from privacy.status_words import ENGLISH, LANGUAGES
from store.brand.accounts import Account
from store.forgetting.tasks import Tasks
from tests.fakes import FakeClock, FakeObjects, FakeQueues, FakeSecrets
from tests.ingest.webhook_case import ENDPOINT, QUEUE
from tests.privacy.world import MS, FulfilStep, canaries, life, populate
from tests.store.world import BRAND

APP_SECRET = "the app's secret"
PERSON = "10220000000000042"


def signed(payload: dict[str, Any], secret: str = APP_SECRET) -> bytes:
    """A callback's body, as Meta sends it."""
    encoded = base64.urlsafe_b64encode(json.dumps(payload).encode()).rstrip(b"=")
    signature = hmac.new(secret.encode(), encoded, hashlib.sha256).digest()
    proof = base64.urlsafe_b64encode(signature).rstrip(b"=")
    return urlencode({"signed_request": (proof + b"." + encoded).decode()}).encode()


NOW = int(FakeClock().wall())
DELETION = {"user_id": PERSON, "algorithm": "HMAC-SHA256", "issued_at": NOW}


class Door:
    """The webhook in front of a Facebook app."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.queues, secrets = FakeQueues(self.clock), FakeSecrets(self.clock)
        secrets.records["facebook", ENDPOINT] = Endpoint(
            BRAND, {"app_secret": APP_SECRET, "verify_token": "v"}
        )
        objects = FakeObjects(self.clock)
        self.webhook = Webhook(
            secrets=secrets, queues=self.queues, objects=objects, clock=self.clock, queue_url=QUEUE
        )

    def post(self, body: bytes, part: str = "data-deletion", **query: str) -> Any:
        """A form at one of the callbacks' addresses."""
        headers = {"content-type": "application/x-www-form-urlencoded"}
        return self.webhook.answer("facebook", ENDPOINT, Request.of("POST", headers, query, body, part))

    @property
    def queued(self) -> list[Envelope]:
        """What was kept."""
        return [Envelope.from_json(body) for body in self.queues.bodies.get(QUEUE, [])]


def _demands(envelope: Envelope, *accounts: Account) -> list[PrivacyDemand]:
    body = envelope.body or b""
    events = registry.platform("facebook").parse(envelope.delivery(body))
    return list(find_demands(events, envelope, body, accounts, lambda *parts: "/".join(parts)))


def test_a_deletion_request_is_kept_and_answered_with_its_code() -> None:
    door = Door()
    answer = door.post(signed(DELETION))
    body = json.loads(answer.body)
    assert (answer.status, answer.content_type) == (200, "application/json")
    assert body["confirmation_code"] == confirmation.code(ENDPOINT, signed(DELETION))
    assert body["url"] == f"https://hooks.example/privacy/status/{body['confirmation_code']}"
    (envelope,) = door.queued
    (demand,) = _demands(envelope)
    assert (demand.ask, demand.id, demand.person) == ("erase", body["confirmation_code"], f"person//{PERSON}")
    assert PERSON not in body["url"]


def test_the_same_request_has_the_same_code_and_another_another() -> None:
    door = Door()
    first, again = door.post(signed(DELETION)).body, door.post(signed(DELETION)).body
    assert first == again
    assert door.post(signed(DELETION | {"issued_at": NOW - 1})).body != first


def _removed_app(*accounts: Account, issued_at: int = NOW) -> list[tuple[str, str | None, str | None, bool]]:
    door = Door()
    answer = door.post(signed(DELETION | {"issued_at": issued_at}), "deauthorization")
    assert (answer.status, answer.body) == (200, "")
    (envelope,) = door.queued
    return [(d.ask, d.account, d.person, d.needs_confirmation) for d in _demands(envelope, *accounts)]


def test_an_app_removed_by_who_connected_the_account_is_a_revocation_and_erases_nobody() -> None:
    account = Account("acc", BRAND, "facebook", ENDPOINT, "page-1", connected_by=PERSON)
    other = Account("acc2", BRAND, "facebook", ENDPOINT, "page-2", connected_by="somebody else")
    assert _removed_app(account, other) == [
        ("revoke", "acc", None, False),
        ("revoke", "acc2", None, True),
    ]


def test_an_app_removed_by_any_other_user_destroys_nothing_of_the_only_account() -> None:
    assert _removed_app(Account("acc", BRAND, "facebook", ENDPOINT, "page-1")) == [
        ("revoke", "acc", None, True)
    ]


def test_however_many_users_remove_the_app_an_admin_is_asked_once_a_day() -> None:
    account, door = Account("acc", BRAND, "facebook", ENDPOINT, "page-1"), Door()
    for user in ("1", "2", "3"):
        door.post(signed(DELETION | {"user_id": user}), "deauthorization")
    assert len({demand.id for envelope in door.queued for demand in _demands(envelope, account)}) == 1


def test_a_removal_from_before_the_connection_is_not_about_it() -> None:
    later = Account(
        "acc", BRAND, "facebook", ENDPOINT, "page-1", created_at=NOW * 1000 + 5_000, connected_by=PERSON
    )
    assert _removed_app(later) == []


@pytest.mark.parametrize("part", ["data-deletion", "deauthorization"])
@pytest.mark.parametrize("age", [24 * 3600 + 1, -301])
def test_a_callback_is_good_for_a_day(part: str, age: int) -> None:
    door = Door()
    assert door.post(signed(DELETION | {"issued_at": NOW - age}), part).status == 401
    assert door.post(signed({k: v for k, v in DELETION.items() if k != "issued_at"}), part).status == 401
    assert door.queued == []


@pytest.mark.parametrize("query", [{}, {"callback": "deauthorize"}])
def test_a_signed_request_means_nothing_at_the_endpoints_own_address(query: dict[str, str]) -> None:
    door = Door()
    assert door.post(signed(DELETION), "", **query).status == 401
    assert door.post(signed(DELETION), "elsewhere").status == 404
    assert door.queued == []


@pytest.mark.parametrize(
    "body",
    [
        signed(DELETION, "another secret"),
        signed(DELETION | {"algorithm": "none"}),
        signed({"algorithm": "HMAC-SHA256"}),
        signed(DELETION)[:-3] + b"AAA",
        signed(DELETION) + b"&signed_request=x",
        b"signed_request=",
        b"signed_request=%%%.%%%",
    ],
    ids=["secret", "algorithm", "nobody", "tampered", "twice", "empty", "garbage"],
)
def test_what_is_not_proved_is_turned_away_and_not_kept(body: bytes) -> None:
    door = Door()
    assert door.post(body).status == 401
    assert door.queued == []


def test_an_authentic_envelope_that_is_broken_is_parked_not_lost() -> None:
    from model.errors import Malformed

    delivery = Delivery("facebook", b"signed_request=broken", {}, MS)
    with pytest.raises(Malformed):
        registry.platform("facebook").parse(delivery)


@pytest.mark.usefixtures("tables")
class TestDemandsOfPlatforms:
    """An event with a signal, from any platform."""

    @pytest.fixture
    def world(self) -> FulfilStep:
        made = FulfilStep()
        populate(made, ["anna", "bert"])
        return made

    def test_an_erasure_event_erases(self, world: FulfilStep) -> None:
        native_id = canaries("bert")["native_id"]
        world.path.deliver({"kind": "control", "signal": "erase_person", "author_id": native_id})
        (body,) = world.path.privacy_queue
        assert native_id not in body
        world.waiting.append((world.clock(), body))
        world.run()
        task = world.task(PrivacyDemand.from_json(body).id)
        assert (task.state, task.source) == (State.DONE, "platform")
        assert canaries("bert")["comment"] not in repr(world.readable())
        assert canaries("anna")["comment"] in repr(world.readable())

    def test_the_same_event_twice_is_one_task(self, world: FulfilStep) -> None:
        event = {"kind": "control", "signal": "erase_person", "author_id": canaries("bert")["native_id"]}
        world.path.deliver(event)
        world.path.deliver(event)
        one, two = world.path.privacy_queue
        assert one == two
        world.waiting += [(world.clock(), one), (world.clock(), two)]
        world.run()
        assert len(world.receipts()) == 1

    def test_a_revoked_account_is_marked_and_hears_no_more(self, world: FulfilStep) -> None:
        world.path.deliver({"kind": "control", "signal": "revoked", "account_id": "shop"})
        (body,) = world.path.privacy_queue
        world.waiting.append((world.clock(), body))
        world.run()
        assert [account.state for account in world.fresh_stores().accounts.list_accounts(BRAND)] == [
            "revoked"
        ]
        world.clock.now += 61
        before = world.readable()
        world.path.deliver(life("bert")[0] | {"external_id": "later"})
        assert world.readable() == before

    def test_a_revocation_of_an_unknown_account_asks_for_nothing(self, world: FulfilStep) -> None:
        world.path.deliver({"kind": "control", "signal": "revoked", "account_id": "somebody else's"})
        assert world.path.privacy_queue == []

    def test_nobody_known_is_suppressed_all_the_same(self, world: FulfilStep) -> None:
        world.path.deliver({"kind": "control", "signal": "erase_person", "author_id": "never-seen"})
        world.waiting.append((world.clock(), world.path.privacy_queue[0]))
        world.run()
        (receipt,) = world.receipts()
        assert set(receipt.body["counts"].values()) == {0}
        before = world.readable()
        world.clock.now += 400
        world.path.deliver(life("bert")[0] | {"external_id": "late", "author_id": "never-seen"})
        assert world.readable() == before


@pytest.mark.usefixtures("tables")
class TestStatusPage:
    """What anybody with the code sees."""

    CODE = "b" * 32

    def _shown(self, code: str, accept: str = "text/html") -> Any:
        return StatusPage(Tasks(None)).answer(code, Request.of("GET", {"accept": accept}))

    def _kept(self, **more: Any) -> Task:
        world = FulfilStep()
        defaults: dict[str, Any] = {"person": "p" * 32, "platform": "facebook", "received_at": MS}
        return world.stores.tasks.open_task(Task(self.CODE, BRAND, Ask.ERASE, **(defaults | more)))

    def test_every_state_has_plain_words(self) -> None:
        assert all(words.states.keys() == set(State) for words in LANGUAGES.values())

    def test_it_shows_state_and_deadline_and_nothing_personal(self) -> None:
        task = self._kept(asked={"names": ["Mara Field"]})
        page = self._shown(task.id)
        assert (page.status, page.content_type) == (200, "text/html; charset=utf-8")
        assert ENGLISH.states[State.RECEIVED] in page.body
        assert "2026-10-2" in page.body, "the deadline"
        for personal in ("Mara", "p" * 32, BRAND, "facebook"):
            assert personal not in page.body
        record = json.loads(self._shown(task.id, "application/json").body)
        assert (record["state"], record["request"]) == ("received", "erase")

    def test_a_refusal_says_why(self) -> None:
        self._kept(state=State.REFUSED, reason="legal_hold")
        assert REASONS["legal_hold"].split("(")[0] in self._shown(self.CODE).body

    def test_the_end_names_the_day_of_the_last_backup(self) -> None:
        self._kept(state=State.DONE, erased_at=MS)
        assert "2026-09-28" in self._shown(self.CODE).body

    @pytest.mark.parametrize("code", ["", "c" * 32, "<script>alert(1)</script>", "../../task", "B" * 32])
    def test_an_unknown_code_is_told_from_nothing(self, code: str) -> None:
        page = self._shown(code)
        assert page.status == 404
        assert "<script" not in page.body

    def test_the_entry_answers_the_gateway(self) -> None:
        task = self._kept()
        event = {
            "requestContext": {"http": {"method": "GET"}},
            "headers": {},
            "pathParameters": {"code": task.id},
        }
        answer = status.handler(event, None)
        assert answer["statusCode"] == 200
        assert answer["headers"]["cache-control"] == "no-store"
