"""Renewals: hubs are told again before a lease ends, and what a platform ended is subscribed again.

Tests of: `platforms.renewal`, `platforms.families.meta_subscription`.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from ingest.clock import Deadline
from ingest.custody import Custody
from ingest.poll import Poll
from model.account_job import RENEW
from model.endpoint import Endpoint
from platforms.families.websub import find_hub
from platforms.registry import names, platform
from platforms.renewal import RenewalAnswer
from store.brand.accounts import Account
from store.brand.polls import PollState
from store.brand.tokens import TokenDead
from store.stores import Stores
from tests.fakes import FakeClock, FakeObjects, FakeQueues
from tests.infra.servers import Answer, Asked, Served, serve
from tests.store.world import BRAND, NOW, FakeWrapping
from web.client import WebClient
from web.dialing import Dialer
from web.simulated import Simulated

DAY_S = 86_400
HOSTS = ("pubsubhubbub.appspot.com", "hub.example", "blog.example", "graph.facebook.com", "graph.instagram.com",
         "api.x.com", "login.botframework.com")  # fmt: skip
TOPIC = "https://blog.example/feed"
CHANNEL = "https://www.youtube.com/xml/feeds/videos.xml?channel_id=UC1"
HUB_SECRETS = {"hub_secret": "s3cret", "expected_topics": f"{TOPIC} {TOPIC}2"}


class RenewedAccount:
    """One account whose subscription ends, and a server that stands for everybody who is asked."""

    def __init__(self, url: str, name: str, secrets: Mapping[str, str], access: Mapping[str, str]) -> None:
        self.clock = FakeClock(NOW)
        self.stores = Stores(FakeWrapping(), self.clock.wall)
        self.stores.create_brand(BRAND)
        self.account = Account("a".ljust(32, "x"), BRAND, name, "e1", "42")
        self.stores.accounts.connect_account(self.account)
        self.stores.polls.begin_polling(self.account, RENEW)
        places = Simulated({host: ("127.0.0.1", urlsplit(url).port or 0, False) for host in HOSTS})
        self.client = WebClient(Dialer(simulated=places))
        self.secrets, self.access = secrets, access
        self.objects = FakeObjects(self.clock)

    def run(self) -> int:
        custody = Custody(FakeQueues(self.clock), self.objects, "https://queue.example/deliveries")
        poll = Poll(
            self.stores, self.client, custody, self.clock, self._credentials,
            endpoint=lambda _platform, _endpoint: Endpoint(BRAND, self.secrets), kept=self.objects,
        )  # fmt: skip
        return poll.run(BRAND, Deadline(self.clock, 100.0))

    def _credentials(self, _: Account) -> Mapping[str, str]:
        if not self.access:
            raise TokenDead("the account has no token")
        return self.access

    @property
    def state(self) -> PollState:
        found = self.stores.polls.find_poll(BRAND, self.account.platform, self.account.id, RENEW)
        assert found is not None
        return found


@contextmanager
def renewed(
    name: str,
    answer: Callable[[Asked], Answer],
    secrets: Mapping[str, str] | None = None,
    access: Mapping[str, str] | None = None,
) -> Iterator[tuple[RenewedAccount, Served]]:
    with serve(answer) as served:
        yield RenewedAccount(served.url, name, secrets or {}, access or {}), served


@pytest.fixture(autouse=True)
def _tables(tables: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert tables
    monkeypatch.setenv("RAPPORT_WEBHOOK_URL", "https://hooks.example")


def form(asked: Asked) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}


def test_a_channel_is_subscribed_every_day_with_its_secret() -> None:
    secrets = {"hub_secret": "s3cret", "expected_topics": CHANNEL}
    with renewed("youtube", lambda _: (202, b""), secrets) as (world, served):
        for _ in range(2):
            assert world.run() == 1
            world.clock.advance(DAY_S)
        assert [asked.method for asked in served.asked] == ["POST", "POST"]
        told = form(served.asked[0])
        assert told["hub.mode"] == "subscribe"
        assert told["hub.topic"] == CHANNEL
        assert told["hub.secret"] == "s3cret"
        assert told["hub.callback"] == "https://hooks.example/webhooks/youtube/e1"
        assert (world.state.reason, world.state.failures) == (None, 0)
        assert world.state.due_at == world.state.read_at + DAY_S


def test_a_feed_is_subscribed_at_the_hub_that_it_names() -> None:
    def answer(asked: Asked) -> Answer:
        if asked.method == "POST":
            return 202, b""
        return (
            200,
            b'<rss><channel><atom:link rel="hub" href="https://hub.example/?a=1&amp;b=2"/></channel></rss>',
        )

    with renewed("feeds", answer, HUB_SECRETS) as (world, served):
        world.run()
        assert [asked.method for asked in served.asked] == ["GET", "POST", "GET", "POST"]
        assert [form(asked)["hub.topic"] for asked in served.asked[1::2]] == [TOPIC, f"{TOPIC}2"]
        assert served.asked[1].query == {"a": "1", "b": "2"}
        assert world.state.reason is None


@pytest.mark.parametrize("page", [b"<rss><channel/></rss>", b'<link rel="hub" href="http://hub.example/">'])
def test_a_secret_goes_to_no_hub_that_is_not_named_or_not_safe(page: bytes) -> None:
    with renewed("feeds", lambda _: (200, page), HUB_SECRETS) as (world, served):
        world.run()
        assert (world.state.reason, world.state.failures) == ("no_hub", 1)
        assert [asked.method for asked in served.asked] == ["GET"]


def test_a_feed_without_a_hub_of_ours_asks_nobody() -> None:
    with renewed("feeds", lambda _: (200, b"")) as (world, served):
        world.run()
        assert (served.asked, world.state.reason) == ([], None)


@pytest.mark.parametrize(
    ("headers", "body", "hub"),
    [
        ({"link": '<https://b/>; rel="self", <https://hub.example/>; rel="hub"'}, b"", "https://hub.example/"),
        ({"link": "<https://hub.example/>; rel=hub"}, b"", "https://hub.example/"),
        ({}, b"<feed><link href='/hub' rel='hub'/></feed>", "https://blog.example/hub"),
        ({}, b'{"hubs":[{"type":"WebSub","url":"https://hub.example/"}]}', "https://hub.example/"),
        ({}, b'<feed><link href="https://b/" rel="self"/></feed>', None),
        ({}, b'{"hubs":"none"}', None),
    ],
)  # fmt: skip
def test_where_a_page_names_its_hub(headers: dict[str, str], body: bytes, hub: str | None) -> None:
    assert find_hub(RenewalAnswer(200, headers, body, TOPIC)) == hub


@pytest.mark.parametrize("name", ["facebook", "messenger", "instagram"])
def test_what_meta_ended_is_subscribed_again_with_all_that_it_had(name: str) -> None:
    fields: dict[str, list[str]] = {"now": ["feed", "leadgen"]}

    def answer(asked: Asked) -> Answer:
        assert asked.headers["authorization"] == "Bearer page-token"
        if asked.method == "POST":
            fields["now"] = asked.query["subscribed_fields"].split(",")
            return 200, {"success": True}
        return 200, {"data": [{"id": "9", "subscribed_fields": fields["now"]}]}

    with renewed(name, answer, access={"access_token": "page-token"}) as (world, served):
        world.run()
        wanted = getattr(platform(name), "subscribed_to")  # noqa: B009 - only Meta's have it
        assert set(fields["now"]) == {"feed", "leadgen", *wanted}
        world.clock.advance(DAY_S)
        world.run()
        assert [asked.method for asked in served.asked] == ["GET", "POST", "GET"], "what stands is let alone"


def x_server(valid: list[str]) -> Callable[[Asked], Answer]:
    def answer(asked: Asked) -> Answer:
        assert asked.headers["authorization"] == "Bearer app"
        if asked.method == "PUT":
            valid.append(asked.path)
            return 200, {"data": {"attempted": True}}
        rows: list[Any] = [{"id": "1", "url": "https://other.example/"},
                           {"id": "77", "url": "https://hooks.example/webhooks/x/e1", "valid": False}]  # fmt: skip
        return 200, {"data": rows}

    return answer


def test_x_is_asked_for_a_challenge_of_our_own_webhook() -> None:
    asked_for: list[str] = []
    with renewed("x", x_server(asked_for), access={"access_token": "u", "app_token": "app"}) as (world, _):
        world.run()
        assert asked_for == ["/2/webhooks/77"]
        assert world.state.reason is None


@pytest.mark.parametrize(
    ("access", "reason", "failures"),
    [({}, "no_token", 0), ({"access_token": "u"}, "no_app_token", 1)],
)
def test_what_lacks_for_a_renewal_is_said(access: dict[str, str], reason: str, failures: int) -> None:
    with renewed("x", x_server([]), access=access) as (world, served):
        world.run()
        assert (world.state.reason, world.state.failures, served.asked) == (reason, failures, [])
        assert NOW < world.state.due_at <= NOW + DAY_S


def test_a_hub_that_refuses_is_asked_again_ever_less() -> None:
    secrets = {"hub_secret": "s3cret", "expected_topics": CHANNEL}
    with renewed("youtube", lambda _: (503, b""), secrets) as (world, _):
        waits = []
        for _ in range(3):
            world.run()
            waits.append(world.state.due_at - int(world.clock.wall()))
            world.clock.advance(waits[-1])
        assert waits == [900, 1800, 3600]
        assert (world.state.reason, world.state.read_at) == ("status_503", 0)


def test_only_what_ends_is_renewed() -> None:
    renewable = {name for name in names() if platform(name).renew_every_s}
    assert renewable == {
        "facebook",
        "feeds",
        "google_business",
        "instagram",
        "messenger",
        "teams",
        "x",
        "youtube",
    }
