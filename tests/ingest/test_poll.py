"""Asking: nothing is lost and nothing doubled, whatever the other side does and wherever a run ends.

Tests of: `ingest.poll_asking`, `ingest.poll_rounds`, `store.brand.polls`, `web.dialing`, `web.waiting`,
`web.simulated`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from aws import clients, settings
from bench.meter import size
from ingest.clock import Deadline
from ingest.custody import Custody
from ingest.poll import Poll
from ingest.poll_asking import LEASE_S
from ingest.poll_rounds import MOST_PAGES
from model.interaction import account_owner
from platforms.base import Platform
from store.brand.polls import STOPPED
from tests.fakes import FakeClock, FakeObjects
from tests.infra.servers import Answer, Asked
from tests.ingest.polled_world import QUEUE, asked_of, kill_run
from tests.store.world import BRAND, NOW
from web.waiting import read_retry_after

PAGE = 3
INTERVAL_S = Platform.poll_every_s


class Reddit:
    """The newest comments of a community, a page at a time; `arrives` come between two pages."""

    def __init__(self, count: int) -> None:
        self.numbers = list(range(count, 0, -1))
        self.arrives: list[int] = []
        self.refusals: list[Answer] = []

    def __call__(self, asked: Asked) -> Answer:
        if self.refusals:
            return self.refusals.pop(0)
        after = asked.query.get("after", "")
        start = self.numbers.index(int(after.removeprefix("t1_c"))) + 1 if after else 0
        if after:  # what came meanwhile shifts the pages: the last one of the page before is told again
            start -= 1
        page = self.numbers[start : start + PAGE]
        self.numbers = [*self.arrives, *self.numbers]
        self.arrives = []
        more = page and page[-1] != self.numbers[-1]
        return 200, {"kind": "Listing", "data": {"after": f"t1_c{page[-1]}" if more else None,
                                                 "children": [_comment(each) for each in page]}}  # fmt: skip


def _comment(number: int) -> dict[str, Any]:
    data = {"name": f"t1_c{number}", "author": "mara", "author_fullname": "t2_m", "body": f"comment {number}",
            "parent_id": "t3_p", "link_id": "t3_p", "created_utc": NOW - 5000 + number * 60, "edited": False,
            }  # fmt: skip
    return {"kind": "t1", "data": data}


@pytest.fixture(autouse=True)
def _tables(tables: dict[str, str]) -> None:
    assert tables


def comments(count: int) -> list[str]:
    return sorted(f"comment {number}" for number in range(1, count + 1))


def test_all_pages_are_read_and_what_two_of_them_tell_is_kept_once() -> None:
    reddit = Reddit(8)
    reddit.arrives = [9]
    with asked_of(reddit) as (world, served):
        assert world.run() == 1
        assert world.texts() == comments(8)
        assert world.state.due_at == NOW + INTERVAL_S
        assert world.run() == 0, "it is not due"
        world.clock.advance(INTERVAL_S)
        assert world.run() == 1
        assert world.texts() == comments(9)
        assert served.asked[0].query["raw_json"] == "1"


def test_a_round_ends_where_all_is_known() -> None:
    reddit = Reddit(60)
    with asked_of(reddit) as (world, served):
        for _ in range(4):
            world.run()
        assert world.texts() == comments(60)
        pages = len(served.asked)
        assert pages > MOST_PAGES, "one run does not read everything"
        reddit.numbers = [61, *reddit.numbers]
        world.clock.advance(INTERVAL_S)
        world.run()
        assert world.texts() == comments(61)
        assert len(served.asked) - pages <= 8, "the minutes that are looked back, and no more"


@pytest.mark.parametrize("call", ["save_poll", "end_poll"])
def test_a_run_that_is_killed_between_a_page_and_its_cursor_loses_nothing(call: str) -> None:
    with asked_of(Reddit(8)) as (world, _):
        kill_run(world, world.stores.polls, call)
        assert world.queued > 0
        assert world.run() == 1
        assert world.texts() == comments(8)


def test_two_runs_never_ask_the_same_account() -> None:
    with asked_of(Reddit(2)) as (world, _):
        ((name, due_at),) = world.stores.polls.list_due(BRAND)
        first = world.stores.polls.lease_poll(BRAND, name, due_at, LEASE_S)
        assert first is not None
        assert world.stores.polls.lease_poll(BRAND, name, due_at, LEASE_S) is None
        world.clock.advance(LEASE_S)
        second = world.stores.polls.lease_poll(BRAND, name, due_at, LEASE_S)
        assert second is not None
        assert world.stores.polls.save_poll(first, NOW + 999) is None, "who lost the lease keeps nothing"
        assert world.stores.polls.end_poll(second, NOW + 60)


def test_a_server_that_asks_to_wait_is_left_alone_so_long() -> None:
    reddit = Reddit(2)
    reddit.refusals = [(429, b"", {"Retry-After": "1800"})]
    with asked_of(reddit) as (world, served):
        world.run()
        assert (world.state.reason, world.state.due_at) == ("status_429", NOW + 1800)
        world.clock.advance(1799)
        assert world.run() == 0
        world.clock.advance(1)
        assert world.run() == 1
        assert world.texts() == comments(2)
        assert (world.state.reason, world.state.failures, len(served.asked)) == (None, 0, 2)


def test_failures_are_asked_ever_less_and_a_round_begins_anew() -> None:
    reddit = Reddit(8)
    with asked_of(reddit) as (world, _):
        reddit.refusals = [(500, b"")] * 3
        waits = []
        for _ in range(3):
            before = world.clock.wall()
            world.run()
            waits.append(world.state.due_at - int(before))
            world.clock.advance(waits[-1])
        assert waits == [INTERVAL_S, INTERVAL_S * 2, INTERVAL_S * 4]
        world.run()
        assert world.texts() == comments(8)


def test_what_cannot_be_read_is_parked_and_asked_again_later() -> None:
    reddit = Reddit(1)
    reddit.refusals = [(200, b"<html>Please log in</html>")]
    with asked_of(reddit) as (world, _):
        world.run()
        assert (world.state.reason, world.texts()) == ("bad_json", [])
        assert [each.reason for each in world.stores.parked.list_parked(BRAND, world.stores.now_ms())] == [
            "bad_json"
        ]
        world.clock.advance(INTERVAL_S)
        world.run()
        assert world.texts() == comments(1)


def test_a_page_that_no_store_takes_is_asked_for_again() -> None:
    with asked_of(Reddit(2)) as (world, _):
        world.queues.faults.down = True
        custody = Custody(world.queues, _Down(world.clock), QUEUE)
        Poll(world.stores, world.client, custody, world.clock, jitter=lambda: 0.0).run(
            BRAND, Deadline(world.clock, 100.0)
        )
        assert world.state.reason == "custody"
        world.queues.faults.down = False
        world.clock.advance(INTERVAL_S)
        world.run()
        assert world.texts() == comments(2)


class _Down(FakeObjects):
    def __init__(self, clock: FakeClock) -> None:
        super().__init__(clock)
        self.faults.down = True


FEED = b"""<rss version="2.0"><channel><title>News</title><link>https://blog.example/</link><item><guid>g1</guid>
<title>One</title><description>first words</description></item></channel></rss>"""


def test_an_unchanged_feed_costs_one_question_and_is_not_read_again() -> None:
    def feed(asked: Asked) -> Answer:
        if asked.headers.get("if-none-match") == '"v1"':
            return 304, b""
        return 200, FEED, {"ETag": '"v1"', "Content-Type": "application/rss+xml"}

    with asked_of(feed, "feeds", "http://blog.example/feed") as (world, served):
        world.run()
        assert world.texts() == ["first words"]
        world.clock.advance(INTERVAL_S)
        with counted_calls() as calls:
            world.run()
        assert (len(served.asked), world.queued) == (2, 0)
        assert sorted(calls) == COSTS_OF_AN_IDLE_POLL
        rows = clients.client("dynamodb").scan(TableName=settings.table_ops())["Items"]
        assert rows, "of a list that was read"
        assert max(map(size, rows)) <= WRITE_UNIT, "each of the four writes costs one unit"


WRITE_UNIT = 1024
COSTS_OF_AN_IDLE_POLL = [
    # What is due, its state and the account's row, two reads of keys; then lease, due time, state, the old due time.
    "BatchGetItem",
    "DeleteItem",
    "GetItem",
    "PutItem",
    "PutItem",
    "Query",
    "Query",
    "Query",
    "UpdateItem",
]


@contextmanager
def counted_calls() -> Iterator[list[str]]:
    """The calls to DynamoDB within the block."""
    found: list[str] = []

    def note(model: Any, **_: object) -> None:
        found.append(model.name)

    events = clients.client("dynamodb").meta.events
    events.register("provide-client-params.dynamodb", note)
    try:
        yield found
    finally:
        events.unregister("provide-client-params.dynamodb", note)


def test_a_feed_without_marks_is_known_by_its_content() -> None:
    def feed(_: Asked) -> Answer:
        return 200, FEED, {"Content-Type": "application/rss+xml"}

    with asked_of(feed, "feeds", "http://blog.example/feed") as (world, _):
        world.run()
        assert world.queued == 1
        world.clock.advance(INTERVAL_S)
        world.run()
        assert world.queued == 1, "what did not change is not handed on again"


def _notice(number: int) -> dict[str, Any]:
    account = {"id": "9", "username": "mara", "acct": "mara", "display_name": "Mara"}
    status = {"id": f"{number}", "created_at": "2026-09-21T10:00:00.000Z", "content": f"<p>comment {number}</p>",
              "account": account, "visibility": "public", "mentions": []}  # fmt: skip
    return {"id": f"{number}", "type": "mention", "created_at": "2026-09-21T10:00:00.000Z", "account": account,
            "status": status}  # fmt: skip


def test_a_list_of_what_is_newer_is_asked_with_a_token_and_goes_on_where_it_ended() -> None:
    numbers = list(range(1, 8))

    def mastodon(asked: Asked) -> Answer:
        if asked.headers.get("authorization") != "Bearer secret-token":
            return 401, b"{}"
        newer = [each for each in numbers if each > int(asked.query.get("min_id", "4"))][:PAGE]
        return 200, [_notice(each) for each in reversed(newer)]

    with asked_of(mastodon, "mastodon", "https://social.example") as (world, _):
        world.credentials = lambda _: {"access_token": "secret-token"}
        world.run()
        assert world.texts() == ["comment 5", "comment 6", "comment 7"]
        numbers += [8, 9, 10, 11, 12]
        world.clock.advance(INTERVAL_S)
        world.run()
        assert world.texts() == sorted(f"comment {number}" for number in range(5, 13))
        world.clock.advance(INTERVAL_S)
        world.credentials = lambda _: {}
        world.run()
        assert world.state.reason == "token"


def test_comments_of_a_site_are_read_the_oldest_first_page_by_page() -> None:
    count = 130

    def wordpress(asked: Asked) -> Answer:
        page = int(asked.query["page"])
        after = asked.query.get("after", "")
        found = [each for each in range(1, count + 1) if _at(each) > after]
        return 200, [_wp(each) for each in found[(page - 1) * 100 : page * 100]]

    def _at(number: int) -> str:
        return f"2026-09-{1 + number // 24:02}T{number % 24:02}:00:00"

    def _wp(number: int) -> dict[str, Any]:
        return {"id": number, "post": 5, "parent": 0, "author": 0, "author_name": "Mara", "date_gmt": _at(number),
                "content": {"rendered": f"<p>comment {number}</p>"}, "status": "approved", "type": "comment",
                "link": f"https://blog.example/#comment-{number}"}  # fmt: skip

    with asked_of(wordpress, "wordpress", "https://blog.example") as (world, served):
        world.run()
        assert world.texts() == comments(count)
        assert [asked.query["page"] for asked in served.asked] == ["1", "2"]
        count = 131
        world.clock.advance(INTERVAL_S)
        world.run()
        assert world.texts() == comments(131)
        assert served.asked[-1].query["after"] == "2026-09-06T09:50:00Z"


def test_what_is_gone_or_was_withdrawn_is_asked_no_more() -> None:
    def gone(_: Asked) -> Answer:
        return 410, b""

    with asked_of(gone, "feeds", "http://blog.example/feed") as (world, served):
        world.run()
        assert (world.state.reason, world.state.due_at) == ("gone", STOPPED)
        world.clock.advance(86_400 * 30)
        assert world.run() == 0
        assert len(served.asked) == 1


def test_a_revoked_account_is_not_asked() -> None:
    with asked_of(Reddit(1)) as (world, served):
        world.stores.accounts.revoke_account(BRAND, "reddit", world.account.id)
        world.run()
        assert (world.state.due_at, served.asked) == (STOPPED, [])


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("120", 120), ("Mon, 21 Sep 2026 14:13:30 GMT", 10), ("Mon, 21 Sep 2020 00:00:00 GMT", 0), ("soon", None),
     ("", None), ("9" * 40, None)],
)  # fmt: skip
def test_how_long_a_server_wants_to_wait(told: str, seconds: int | None) -> None:
    assert read_retry_after({"retry-after": told}, NOW) == seconds


def test_an_account_whose_keys_are_gone_stops_nobody_else() -> None:
    with asked_of(Reddit(1)) as (world, served):
        world.stores.shredder.destroy_person(BRAND, account_owner(world.account.id), NOW * 1000)
        world.clock.advance(3600)
        assert world.run() == 0
        assert (served.asked, list(world.stores.polls.list_due(BRAND))) == ([], [])
