"""Reading deliveries: whose they are, what is for nobody, and what takes too long.

Covers `ingest/deliveries`, `ingest/addressing` and `ingest/time_limit`; of `ingest/demands` more is in
tests/privacy/test_callbacks.py.

Tests of: `store.interactions.attempts`.
"""

import json
from typing import Any

import pytest

from ingest.deliveries import JUST_CONNECTED_S
from ingest.intake import Intake
from model.event import Event
from model.http import Delivery
from model.messages import Envelope
from platforms import registry
from store.brand.accounts import CACHE_S, Account
from store.dynamo.rows import OpsRow
from store.interactions.parked import Parked
from store.interactions.rows import FeedRow
from tests.fakes import FakeClock
from tests.ingest.test_intake import COMMENT
from tests.store.path import Path, Spoken, sqs_event
from tests.store.world import BRAND, ENDPOINT, NOW, Clock, connect, stores

pytestmark = pytest.mark.usefixtures("tables")

MISTYPED = COMMENT | {"account_id": "sohp"}
OURS = COMMENT | {"external_id": "c2", "conversation_id": "c2", "account_id": "shop"}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(clock: Clock) -> Path:
    return Path(stores(clock))


def _parked(path: Path) -> list[Parked]:
    return list(path.stores.parked.list_parked(BRAND, path.stores.now_ms()))


def _kept(path: Path) -> set[str]:
    return {row.pk.rsplit("#", 1)[1] for row in FeedRow.scan()}


def _replay(path: Path, clock: Clock) -> None:
    """As the command line does it, which lets some seconds pass."""
    clock.now += 10
    for parked in _parked(path):
        assert parked.message is not None
        path.intake.take_deliveries(sqs_event([parked.message]))
        path.stores.parked.release_delivery(BRAND, parked)


def test_b8_what_is_for_an_account_that_nobody_connected_is_parked_with_its_id(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    connect(path.stores, "standard_webhooks", "shop")
    assert path.deliver(MISTYPED, OURS) == {"batchItemFailures": []}
    assert _kept(path) == {path.item("c2")}, "what is for an account that we know is kept"
    (parked,) = _parked(path)
    assert (parked.reason, parked.accounts) == ("unknown_account", ("sohp",))
    (row,) = [row for row in OpsRow.scan() if row.pk.startswith("parked#")]
    assert "sohp" not in repr(
        {name: value for name, value in row.attribute_values.items() if name != "sealed"}
    )
    logged = capsys.readouterr().out
    assert "event_for_unknown_account" in logged
    assert "sohp" not in logged


def test_b8_once_the_account_is_corrected_a_replay_brings_it(path: Path, clock: Clock) -> None:
    connect(path.stores, "standard_webhooks", "shop")
    path.deliver(MISTYPED, OURS)
    path.deliver(MISTYPED, OURS)
    assert len(_parked(path)) == 1, "the same delivery is parked once"
    connect(path.stores, "standard_webhooks", "sohp")
    _replay(path, clock)
    _replay(path, clock)
    assert _kept(path) == {path.item("c1"), path.item("c2")}
    assert _parked(path) == []


def test_b8_before_the_correction_a_replay_parks_it_again(path: Path, clock: Clock) -> None:
    connect(path.stores, "standard_webhooks", "shop")
    path.deliver(MISTYPED)
    (before,) = _parked(path)
    _replay(path, clock)
    (after,) = _parked(path)
    assert (after.id, after.reason) == (before.id, before.reason)
    assert after.at > before.at


@pytest.mark.parametrize("account", ["", "shop"])
def test_b8_an_endpoint_without_any_account_keeps_nothing_and_loses_nothing(path: Path, account: str) -> None:
    path.deliver(COMMENT | ({"account_id": account} if account else {}))
    (parked,) = _parked(path)
    assert parked.accounts == ((account,) if account else ())
    assert _kept(path) == set()


def test_b8_which_of_two_accounts_is_meant_is_not_guessed(path: Path) -> None:
    for native in ("shop", "shop2"):
        connect(path.stores, "standard_webhooks", native)
    path.deliver(COMMENT)
    assert [each.reason for each in _parked(path)] == ["unknown_account"]
    assert _kept(path) == set()


def test_b8_what_is_for_a_revoked_account_is_dropped(path: Path) -> None:
    account = connect(path.stores, "standard_webhooks", "shop")
    path.stores.accounts.revoke_account(BRAND, "standard_webhooks", account.id)
    path.deliver(OURS, COMMENT)
    assert (_kept(path), _parked(path)) == (set(), [])


def test_b8_a_replay_never_passes_the_connection(path: Path, clock: Clock) -> None:
    """It was received through a connection that is over, and what that brought is gone."""
    path.deliver(OURS)
    at = NOW * 1000
    path.stores.accounts.connect_account(
        Account("a".ljust(32, "x"), BRAND, "standard_webhooks", ENDPOINT, "shop", connected_at=at + 1)
    )
    _replay(path, clock)
    assert (_kept(path), _parked(path)) == (set(), [])


def test_b8_an_account_connected_a_moment_ago_counts_at_once(path: Path, clock: Clock) -> None:
    connect(path.stores, "standard_webhooks", "shop")
    path.deliver(OURS)
    connect(path.stores, "standard_webhooks", "sohp")
    clock.now += JUST_CONNECTED_S
    assert CACHE_S > JUST_CONNECTED_S
    path.deliver(MISTYPED)
    assert _kept(path) == {path.item("c1"), path.item("c2")}
    assert _parked(path) == []


def test_b8_a_claim_stays_with_what_is_parked(path: Path, clock: Clock) -> None:
    connect(path.stores, "standard_webhooks", "shop")
    path.claims.objects["claims/x"] = json.dumps([MISTYPED, OURS]).encode()
    path.deliver(body=None, claim="claims/x")
    assert _kept(path) == {path.item("c2")}
    assert list(path.claims.objects) == ["claims/x"]
    connect(path.stores, "standard_webhooks", "sohp")
    _replay(path, clock)
    assert (len(_kept(path)), path.claims.objects) == (2, {})


def test_b8_a_revocation_for_nobody_waits_too(path: Path) -> None:
    connect(path.stores, "standard_webhooks", "shop")
    path.deliver({"kind": "control", "signal": "revoked", "account_id": "sohp"})
    assert [each.accounts for each in _parked(path)] == [("sohp",)]
    path.deliver({"kind": "control", "account_id": "tests of a webhook"})
    assert len(_parked(path)) == 1, "what asks for nothing is nobody's"
    assert path.privacy_queue == []


PAGE = {
    "object": "page",
    "entry": [
        {"id": "1001", "time": NOW, "messaging": [
            {"sender": {"id": "7"}, "recipient": {"id": "1001"}, "message": {"mid": "m", "text": "hello"}},
        ]},
        {"id": "1001", "time": NOW, "changes": [{"field": "feed", "value": {
            "item": "post", "verb": "add", "post_id": "1001_5", "from": {"id": "8"}, "message": "hello",
        }}]},
    ],
}  # fmt: skip


def _deliver_page(platform: str, *connected: tuple[str, str]) -> tuple[set[str], list[tuple[str, ...]]]:
    """What is kept of a Page's delivery at `platform`'s endpoint, and for which accounts it is parked."""
    made = stores()
    for name, native in connected:
        connect(made, name, native, endpoint=ENDPOINT if name == platform else "b" * 32)
    path = Path(made)
    path.intake.deliveries._platform = registry.platform
    envelope = Envelope(platform, ENDPOINT, BRAND, NOW * 1000, body=json.dumps(PAGE).encode())
    assert path.intake.take_deliveries(sqs_event([envelope.to_json()])) == {"batchItemFailures": []}
    return _kept(path), [each.accounts for each in _parked(path)]


def test_b8_messages_of_a_page_whose_messenger_nobody_connected_are_parked() -> None:
    kept, parked = _deliver_page("facebook", ("facebook", "1001"))
    assert len(kept) == 1, "the feed is kept"
    assert parked == [("1001",)]


@pytest.mark.parametrize("platform", ["facebook", "messenger"])
def test_a_page_that_is_connected_twice_is_read_by_both_mappings(platform: str) -> None:
    kept, parked = _deliver_page(platform, ("facebook", "1001"), ("messenger", "1001"))
    assert (len(kept), parked) == (2, [])


def test_another_pages_messenger_takes_nothing() -> None:
    kept, parked = _deliver_page("facebook", ("facebook", "1001"), ("messenger", "1002"))
    assert (len(kept), parked) == (1, [("1001",)])


def test_the_feed_of_a_page_of_which_only_messenger_is_connected_is_parked() -> None:
    kept, parked = _deliver_page("facebook", ("messenger", "1001"))
    assert (len(kept), parked) == (1, [("1001",)])


class Endless(Spoken):
    """Takes for ever over a body that says so, and catches whatever it can."""

    def parse(self, delivery: Delivery) -> list[Event]:
        while b"endless" in delivery.body:
            try:
                sum(range(1000))
            except Exception:  # noqa: BLE001, S112 - as a careless parser may
                continue
        return super().parse(delivery)


def _impatient(path: Path, parse_s: float = 0.5) -> Intake:
    return Intake(path.stores, path.claims, path.sentiment_queue.extend, path.privacy_queue.extend, lambda _: Endless(),
                  parse_s=parse_s, clock=FakeClock())  # fmt: skip


def test_b9_what_cannot_be_read_in_time_is_parked_and_its_neighbours_are_kept(path: Path) -> None:
    connect(path.stores, "standard_webhooks", "shop")
    bodies = [path.envelope(COMMENT).to_json(), path.envelope(COMMENT | {"title": "endless"}).to_json(),
              path.envelope(OURS).to_json()]  # fmt: skip
    assert _impatient(path).take_deliveries(sqs_event(bodies)) == {"batchItemFailures": []}
    assert [each.reason for each in _parked(path)] == ["too_slow"]
    assert _kept(path) == {path.item("c1"), path.item("c2")}


def test_b9_a_limit_leaves_no_alarm_behind(path: Path) -> None:
    import signal

    before: Any = signal.getsignal(signal.SIGALRM)
    test_b9_what_cannot_be_read_in_time_is_parked_and_its_neighbours_are_kept(path)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) is before


def test_a_delivery_can_be_followed_to_its_interactions_by_ids_alone(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    connect(path.stores, "standard_webhooks", "shop")
    message = {
        "kind": "message",
        "mode": "private",
        "thread_id": "t",
        "author_id": "u1",
        "text": "a telling text",
    }
    times = {"occurred_at": NOW * 1000}
    path.deliver(message | times | {"external_id": "m1"}, message | times | {"external_id": "m2"})
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    kept = [line for line in lines if line.get("what") == "interaction_kept"]
    assert [line["interaction"] for line in kept] == [path.item("m1"), path.item("m2")]
    assert len({line["delivery"] for line in kept}) == 1
    assert all(line.keys() == {"level", "what", "delivery", "interaction"} for line in kept)
