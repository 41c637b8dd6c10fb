"""Keys that platforms publish: fetched by schedule, read by the webhook, and asked for where one lacks.

Tests of: `ingest.key_sets`, `ingest.fetch_keys`, `ingest.judging_requests`, `model.fetch_messages`.
"""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from infra.simulate.asked_sites import KEY_HOSTS
from ingest.custody import Custody
from ingest.fetch import Fetching
from ingest.fetch_keys import KeyFetcher
from ingest.key_sets import AGAIN_S, ASK_S, FRESH_S, JUST_S, LONGEST_S, OLD_S, name_object
from model.account_job import RENEW
from model.endpoint import Endpoint
from model.errors import Malformed
from model.fetch_messages import FetchWanted, KeysWanted, read_fetch_message
from model.http import Call, Request
from platforms import registry
from tests.fakes import FakeObjects
from tests.ingest.test_poll_renewals import renewed
from tests.ingest.webhook_case import ENDPOINT, FETCHES, Case
from tests.platforms.proofs import NOW, PROOFS
from tests.store.path import sqs_event
from web.client import Limits, WebAnswer
from web.failures import WebFailed

NAMES = ("google_business", "teams")
ADDRESSES = {
    "google_business": "https://www.googleapis.com/oauth2/v3/certs",
    "teams": "https://login.botframework.com/v1/.well-known/keys",
}


@dataclass
class Publisher:
    """A platform that publishes its keys, or says something else."""

    said: bytes
    status: int = 200
    fails: bool = False
    asked: list[Call] = field(default_factory=list)

    def ask(self, call: Call, limits: Limits | None = None) -> WebAnswer:
        """As the client."""
        assert limits is not None
        assert limits.redirects == 0, "the host is fixed"
        self.asked.append(call)
        if self.fails:
            raise WebFailed("too_slow", sent=True)
        return WebAnswer(self.status, {}, self.said, call.url)


class Town:
    """A webhook, the function that fetches for it, and a platform; the endpoint's keys were never entered."""

    def __init__(self, name: str) -> None:
        golden = PROOFS[name].golden
        self.case, self.platform, self.golden = Case(NOW), registry.platform(name), golden
        self.case.webhook._platform = registry.platform
        self.published = golden.secrets["jwks"]
        told = {each: value for each, value in golden.secrets.items() if each != "jwks"}
        self.case.secrets.records[name, ENDPOINT] = Endpoint("acme", told)
        self.publisher = Publisher(self.published.encode())
        self.fetcher = KeyFetcher(self.publisher, self.case.objects, self.case.clock)

    def post(self, request: Request | None = None) -> int:
        """The status of the platform's delivery."""
        return self.case.webhook.answer(self.platform.name, ENDPOINT, request or self.golden.request()).status

    @property
    def wanted(self) -> int:
        """How often keys were asked for."""
        said = [read_fetch_message(each) for each in self.case.queues.bodies.get(FETCHES, [])]
        assert set(said) <= {KeysWanted(self.platform.name)}
        return len(said)


@pytest.fixture(params=NAMES)
def town(request: pytest.FixtureRequest) -> Town:
    return Town(request.param)


def test_a_first_delivery_comes_again_when_the_keys_were_fetched(town: Town) -> None:
    assert (town.post(), town.wanted, town.case.queued) == (503, 1, [])
    assert town.publisher.asked == [], "the webhook asks nobody"
    town.fetcher.take_wanted(town.platform)
    assert [each.url for each in town.publisher.asked] == [ADDRESSES[town.platform.name]]
    town.case.clock.advance(AGAIN_S)
    assert (town.post(), len(town.case.queued)) == (200, 1)


def test_keys_are_asked_for_once_a_minute_however_many_deliveries_lack_them(town: Town) -> None:
    for _ in range(50):
        assert town.post() == 503
    assert town.wanted == 1
    town.case.clock.advance(ASK_S)
    town.post()
    assert town.wanted == 2


def test_a_key_that_turned_over_is_fetched_and_one_that_nobody_published_is_refused(town: Town) -> None:
    old = json.dumps({"keys": [{**key, "kid": "former"} for key in json.loads(town.published)["keys"]]})
    town.publisher.said = old.encode()
    town.fetcher.refresh_keys(town.platform)
    assert town.post() == 401, "fetched this very minute: the platform has no such key"
    town.case.clock.advance(JUST_S)
    assert (town.post(), town.wanted) == (503, 1)
    town.publisher.said = town.published.encode()
    town.fetcher.take_wanted(town.platform)
    town.case.clock.advance(AGAIN_S)
    assert town.post() == 200


def test_what_is_wrong_in_more_than_its_key_is_refused_at_once(town: Town) -> None:
    forged = town.golden.request()
    head, _, rest = forged.headers["authorization"].partition(".")
    claims, _, signature = rest.partition(".")
    for token in (f"{head}.{claims[:-4]}AAAA.{signature}", "Bearer x", f"{head}.e30.{signature}"):
        changed = Request.of("POST", {**forged.headers, "authorization": token}, {}, forged.body)
        assert town.post(changed) == 401
    town.case.secrets.records[town.platform.name, ENDPOINT] = Endpoint(
        "acme", dict.fromkeys(("app_id", "expected_audience", "expected_email"), "another one's")
    )
    town.case.clock.advance(FRESH_S)
    assert town.post() == 401


def test_old_keys_prove_for_two_days_and_no_longer(town: Town) -> None:
    """Time is that of a delivery whose token is good: the set is older instead."""
    for age, status, wanted in (
        (FRESH_S, 200, 0),
        (OLD_S, 200, 1),
        (LONGEST_S - 1, 200, 1),
        (LONGEST_S, 503, 1),
    ):
        other = Town(town.platform.name)
        stored = {"fetched_at": NOW - age, **json.loads(town.published)}
        other.case.objects.content[name_object(town.platform.name)] = json.dumps(stored).encode()
        assert (other.post(), other.wanted) == (status, wanted), age


def test_a_bucket_that_fails_leaves_what_was_read(town: Town) -> None:
    town.fetcher.refresh_keys(town.platform)
    assert town.post() == 200
    town.case.objects.faults.down = True
    town.case.clock.advance(FRESH_S)
    assert town.post() == 200
    cold = Town(town.platform.name)
    cold.case.objects.faults.down = True
    assert (cold.post(), cold.wanted) == (503, 1)


def test_a_local_stack_asks_none_of_the_real_addresses() -> None:
    assert {address.split("/")[2] for address in ADDRESSES.values()} == set(KEY_HOSTS)
    assert [registry.platform(name).find_key_address() for name in NAMES] == [
        ADDRESSES[name] for name in NAMES
    ]


def test_keys_that_were_entered_need_no_others(town: Town) -> None:
    town.case.secrets.records[town.platform.name, ENDPOINT] = Endpoint("acme", town.golden.secrets)
    assert town.post() == 200


def test_only_what_is_public_is_stored_and_nobody_is_asked_twice_in_five_minutes(town: Town) -> None:
    keys = [{**key, "x5c": ["long"], "d": "private"} for key in json.loads(town.published)["keys"]]
    town.publisher.said = json.dumps({"keys": [*keys, {"kty": "oct", "kid": "k"}, "x"]}).encode()
    for _ in range(2):
        town.fetcher.refresh_keys(town.platform)
    assert len(town.publisher.asked) == 1
    (stored,) = town.case.objects.content.values()
    assert not {"x5c", "d"} & {name for key in json.loads(stored)["keys"] for name in key}
    assert len(json.loads(stored)["keys"]) == len(keys)


@pytest.mark.parametrize(
    ("said", "status"),
    [(b"{}", 200), (b"no json", 200), (b'{"keys":[{"kty":"oct","kid":"1"}]}', 200), (b"", 500)],
)
def test_an_answer_that_is_no_key_set_leaves_the_one_before(said: bytes, status: int) -> None:
    town = Town("teams")
    town.fetcher.refresh_keys(town.platform)
    before = dict(town.case.objects.content)
    town.case.clock.advance(JUST_S)
    town.publisher.said, town.publisher.status = said, status
    with pytest.raises(Malformed):
        town.fetcher.refresh_keys(town.platform)
    town.publisher.fails = True
    town.fetcher.take_wanted(town.platform)
    assert town.case.objects.content == before


@pytest.mark.usefixtures("tables")
def test_the_fetch_step_takes_both_kinds_of_messages() -> None:
    from tests.store.world import Clock, stores

    town = Town("teams")
    custody = Custody(town.case.queues, town.case.objects, "q")
    fetching = Fetching(
        stores(Clock()), custody, town.publisher, clock=town.case.clock, kept=town.case.objects
    )
    assert read_fetch_message(FetchWanted("acme", "1").to_json()) == FetchWanted("acme", "1")
    event = sqs_event([KeysWanted("teams").to_json(), "{}"])
    failed = fetching.take_fetches(event, 58)["batchItemFailures"]
    assert len(failed) == 1, "what is none of ours is left to the dead letters"
    assert list(town.case.objects.content) == [name_object("teams")]


@pytest.mark.usefixtures("tables")
def test_the_schedule_fetches_them_every_six_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORT_WEBHOOK_URL", "https://hooks.example")
    published: Any = json.loads(PROOFS["teams"].golden.secrets["jwks"])
    with renewed("teams", lambda _: (200, published)) as (world, served):
        for _ in range(2):
            assert world.run() == 1
            world.clock.advance(6 * 3600)
        assert [each.path for each in served.asked] == ["/v1/.well-known/keys"] * 2
        state = world.stores.polls.find_poll(world.account.brand, "teams", world.account.id, RENEW)
        assert state is not None
        assert (state.reason, state.failures) == (None, 0)
        assert isinstance(world.objects, FakeObjects)
        assert list(world.objects.content) == [name_object("teams")]
