"""One polled account, the local server that plays its platform, and what is stored behind the queue."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest

from ingest.clock import Deadline
from ingest.custody import Custody
from ingest.intake import Intake
from ingest.poll import Poll
from ingest.poll_asking import LEASE_S, Credentials
from store.brand.accounts import Account
from store.brand.polls import PollState
from store.interactions.rows import FeedRow
from store.stores import Stores
from tests.fakes import FakeClock, FakeObjects, FakeQueues
from tests.infra.servers import Answer, Asked, Served, serve
from tests.store.path import Claims, sqs_event
from tests.store.world import BRAND, NOW, Clock, FakeWrapping
from web.client import WebClient
from web.dialing import Dialer
from web.simulated import Simulated

QUEUE = "https://queue.example/deliveries"
HOSTS = (
    "oauth.reddit.com", "blog.example", "social.example", "api.linkedin.com", "www.yammer.com", "api.github.com",
    "graph.threads.net", "api.trustpilot.com", "mybusiness.googleapis.com",
    "mybusinessbusinessinformation.googleapis.com", "discord.com", "www.googleapis.com", "bsky.social",
    "api.pinterest.com", "igloo.example", "sales.example",
)  # fmt: skip


class Killed(BaseException):
    """Ends a process where it stands."""


class PolledAccount:
    """One polled account, a server, and what is behind the queue."""

    def __init__(self, url: str, platform: str, native: str) -> None:
        self.clock = FakeClock(NOW)
        self.stores = Stores(FakeWrapping(), self.clock.wall)
        self.stores.create_brand(BRAND)
        self.account = Account("a".ljust(32, "x"), BRAND, platform, "e1", native)
        self.stores.accounts.connect_account(self.account)
        self.stores.polls.begin_polling(self.account)
        self.queues = FakeQueues(self.clock)
        places = Simulated({host: ("127.0.0.1", urlsplit(url).port or 0, False) for host in HOSTS})
        self.client = WebClient(Dialer(simulated=places))
        self.claims = Claims()
        self.credentials: Credentials = lambda _: {}

    def poll(self) -> Poll:
        """A run of a function that remembers nothing."""
        custody = Custody(self.queues, FakeObjects(self.clock), QUEUE)
        return Poll(self.stores, self.client, custody, self.clock, self.credentials, jitter=lambda: 0.0)

    def run(self) -> int:
        return self.poll().run(BRAND, Deadline(self.clock, 100.0))

    def texts(self) -> list[str]:
        """All that is stored once the queue is empty, however often it was told."""
        stores = Stores(FakeWrapping(), Clock(self.clock.wall()))
        intake = Intake(stores, self.claims, lambda _: None, lambda _: None)
        for body in self.queues.bodies.pop(QUEUE, []):
            assert intake.take_deliveries(sqs_event([body])) == {"batchItemFailures": []}
        rows = stores.feed.open_rows(BRAND, list(FeedRow.scan()))
        return sorted(each.content.text or "" for each in rows.values() if each.content)

    @property
    def state(self) -> PollState:
        found = self.stores.polls.find_poll(BRAND, self.account.platform, self.account.id)
        assert found is not None
        return found

    @property
    def queued(self) -> int:
        return len(self.queues.bodies.get(QUEUE, []))


def kill_run(world: Any, polls: object, call: str) -> None:
    """Has one run of a world die as it makes `call`; afterwards its lease is over."""

    def kill(*_: object) -> None:
        raise Killed

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(polls, call, kill)
        with pytest.raises(Killed):
            world.run()
    assert world.run() == 0, "the lease of the dead run still counts"
    world.clock.advance(LEASE_S)


@contextmanager
def asked_of(
    server: Callable[[Asked], Answer], platform: str = "reddit", native: str = "r/shopping"
) -> Iterator[tuple[PolledAccount, Served]]:
    """A connected account whose platform is a local server."""
    with serve(server) as served:
        yield PolledAccount(served.url, platform, native), served
