"""Terms are looked for through accounts: page by page, each hit once, nobody disturbed unless the term says so.

Tests of: `ingest.term_hits`, `model.search_term`, `store.brand.search_terms`, `platforms.youtube.found`.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from ingest.clock import Deadline
from ingest.custody import Custody
from ingest.poll_rounds import MOST_PAGES
from ingest.search import Search, SearchStores, quote_query
from model.conversation import Status
from model.event import Event, Kind
from model.http import Delivery
from model.messages import Envelope
from model.search_term import SearchTerm, TermMark, is_rival, make_term_id
from platforms.base import SEARCH
from platforms.registry import names, platform
from store.conversations.rows import ConversationRow
from store.interactions.rows import FeedRow
from tests.fakes import FakeObjects
from tests.infra.servers import Answer, Asked, serve
from tests.ingest.polled_world import QUEUE, PolledAccount, kill_run
from tests.store.world import BRAND, NOW, FakeWrapping

PAGE = 3
INTERVAL_S = 900
OWN, RIVAL = make_term_id("own", "a" * 32), make_term_id("rival", "b" * 32)


@pytest.fixture(autouse=True)
def _tables(tables: dict[str, str]) -> None:
    assert tables


class Reddit:
    """Finds the newest posts, a page at a time; the last of a page is told again on the next."""

    def __init__(self, count: int) -> None:
        self.numbers = list(range(count, 0, -1))
        self.refusals: list[Answer] = []

    def __call__(self, asked: Asked) -> Answer:
        if self.refusals:
            return self.refusals.pop(0)
        after = asked.query.get("after", "")
        start = self.numbers.index(int(after.removeprefix("t3_p"))) if after else 0
        page = self.numbers[start : start + PAGE]
        more = page and page[-1] != self.numbers[-1]
        return 200, {"kind": "Listing", "data": {"after": f"t3_p{page[-1]}" if more else None,
                                                 "children": [_post(each) for each in page]}}  # fmt: skip


def _post(number: int) -> dict[str, Any]:
    about = "hiring" if number == 2 else "a lamp"
    data = {"name": f"t3_p{number}", "author": "mara", "author_fullname": "t2_m", "title": f"Post {number}",
            "selftext": f"Demo Company sells {about}, {number}", "created_utc": NOW - 5000 + number * 60,
            "edited": False, "permalink": f"/r/x/comments/p{number}/", "subreddit": "x", "is_self": True}  # fmt: skip
    return {"kind": "t3", "data": data}


class Searching(PolledAccount):
    """An account through which terms are looked for."""

    def __init__(self, url: str, name: str = "reddit", native: str = "r/shopping") -> None:
        super().__init__(url, name, native)
        self.searching = SearchStores(FakeWrapping(), self.clock.wall)

    def look_for(self, term_id: str = OWN, opens: bool = False, query: str = "demo company") -> SearchTerm:
        term = SearchTerm(term_id, BRAND, "Us", query, (self.account.id,), opens, ("hiring",))
        self.stores.searches.begin_polling(self.account, term.id)
        return self.stores.terms.keep_term(term)

    def run(self) -> int:
        return self.search().run(BRAND, Deadline(self.clock, 100.0))

    def search(self) -> Search:
        custody = Custody(self.queues, FakeObjects(self.clock), QUEUE)
        return Search(self.searching, self.client, custody, self.clock, self.credentials)

    def terms(self) -> dict[str, str | None]:
        """The stored texts with their terms."""
        self.texts()
        rows = self.stores.feed.open_rows(BRAND, list(FeedRow.scan()))
        return {each.content.text or "": each.term for each in rows.values() if each.content}

    def statuses(self) -> set[Status]:
        heads = [
            row.pk.rpartition("#")[2] for row in ConversationRow.scan() if row.pk.startswith("conversation#")
        ]
        return {each.status for each in self.stores.conversations.read_conversations(BRAND, heads).values()}


@contextmanager
def searched(
    server: Any, name: str = "reddit", native: str = "r/shopping"
) -> Iterator[tuple[Searching, Any]]:
    with serve(server) as served:
        yield Searching(served.url, name, native), served


def test_all_pages_are_read_each_hit_is_kept_once_and_what_is_left_out_stays_out() -> None:
    with searched(Reddit(8)) as (world, served):
        world.look_for()
        assert world.run() == 1
        found = world.terms()
        assert len(found) == 7, "eight posts, one of which is left out"
        assert set(found.values()) == {OWN}
        assert served.asked[0].path == "/search"
        assert served.asked[0].query["q"] == '"demo company"'
        assert world.statuses() == {Status.CLOSED}, "nobody waits"
        assert world.run() == 0, "it is not due"
        pages = len(served.asked)
        world.clock.advance(INTERVAL_S * 1.1)
        assert world.run() == 1
        assert len(served.asked) - pages <= 8
        assert len(world.terms()) == 7


def test_a_round_ends_where_all_is_known_and_no_run_reads_everything() -> None:
    with searched(Reddit(60)) as (world, served):
        world.look_for()
        world.run()
        assert len(served.asked) == MOST_PAGES
        for _ in range(3):
            world.run()
        assert len(world.terms()) == 59


@pytest.mark.parametrize("call", ["save_poll", "end_poll"])
def test_a_run_that_is_killed_between_a_page_and_its_cursor_loses_nothing(call: str) -> None:
    with searched(Reddit(8)) as (world, _):
        world.look_for()
        kill_run(world, world.searching.polls, call)
        assert world.queued > 0
        assert world.run() == 1
        assert len(world.terms()) == 7


def test_a_server_that_asks_to_wait_is_left_alone_so_long() -> None:
    reddit = Reddit(2)
    reddit.refusals = [(429, b"", {"Retry-After": "1800"}), (503, b"")]
    with searched(reddit) as (world, served):
        world.look_for()
        world.run()
        world.clock.advance(1799)
        assert world.run() == 0
        world.clock.advance(1)
        assert world.run() == 1
        world.clock.advance(2 * INTERVAL_S)
        assert world.run() == 1
        assert len(served.asked) == 3
        assert len(world.terms()) == 1


def test_a_term_opens_conversations_only_where_it_says_so() -> None:
    with searched(Reddit(1)) as (world, _):
        world.look_for(opens=True)
        world.run()
        assert len(world.terms()) == 1
        assert world.statuses() == {Status.OPEN}


def test_a_term_that_is_gone_or_looked_for_elsewhere_is_asked_no_more() -> None:
    with searched(Reddit(1)) as (world, served):
        term = world.look_for()
        kept = world.stores.terms.keep_term(replace(term, accounts=("another",)))
        assert world.run() == 0
        world.stores.terms.drop_term(kept)
        assert world.stores.terms.list_terms(BRAND) == []
        world.clock.advance(INTERVAL_S * 9)
        assert world.run() == 0
        assert served.asked == []


def test_a_feed_has_no_search_so_that_we_look_in_it_ourselves() -> None:
    entries = "".join(f"<item><guid>{n}</guid><title>{words}</title></item>"
                      for n, words in enumerate(("Demo Company opens", "Weather", "The company demo")))  # fmt: skip
    with searched(lambda _: (200, f"<rss><channel>{entries}</channel></rss>".encode()), "feeds",
                  "http://blog.example/feed") as (world, _):  # fmt: skip
        world.look_for()
        world.run()
        world.texts()
        assert sum(1 for _ in FeedRow.scan()) == 2


def test_a_preview_counts_hits_noise_and_languages_and_keeps_nothing() -> None:
    with searched(Reddit(3)) as (world, _):
        said = world.search().preview(BRAND, "demo company", ("hiring",), [world.account.id, "another"])
        assert said == {"hits": 2, "noise": 1, "languages": {"unknown": 2}, "failed": {}}
        assert world.queued == 0


def test_a_preview_says_who_could_not_be_asked() -> None:
    refused = Reddit(0)
    refused.refusals = [(403, b"")]
    with searched(refused) as (world, _):
        said = world.search().preview(BRAND, "x", (), [world.account.id])
        assert said["failed"] == {world.account.id: "status_403"}


def test_what_is_a_hit() -> None:
    mark = TermMark(OWN, False, ("Hiring",), "Demo lamp")
    assert mark.is_hit("The DEMO", "a lamp")
    assert not mark.is_hit("The demo", None)
    assert not mark.is_hit("demo lamp", "we are hiring")
    assert (is_rival(OWN), is_rival(RIVAL), is_rival(None)) == (False, True, False)
    envelope = Envelope("reddit", "e", BRAND, 1, body=b"{}", source=SEARCH, term=mark)
    assert Envelope.from_json(envelope.to_json()) == envelope
    assert [quote_query(each) for each in ("lamp", "a lamp", '"a" lamp', "#lamp")] == [
        "lamp", '"a lamp"', '"a  lamp"', "#lamp"
    ]  # fmt: skip


SEARCHED = [name for name in names() if platform(name).search_every_s is not None]


@pytest.mark.parametrize("name", SEARCHED)
def test_every_search_asks_for_the_term(name: str) -> None:
    natives = {"feeds": "https://blog.example/feed", "mastodon": "social.example"}
    account = {"native_id": natives.get(name, "me"), "self_ids": (), "settings": {}}
    call = platform(name).search(account, '"demo company"', None)
    told = json.dumps(parse_qs(urlsplit(call.url).query)) + (call.body or b"").decode()
    assert ("demo company" in told) is not platform(name).searched_here
    assert call.url.startswith("https://")


def test_pages_of_mastodon_go_on_by_id_or_by_number() -> None:
    mastodon = platform("mastodon")
    account = {"native_id": "social.example", "settings": {}}
    rows = [
        {"id": str(n), "content": "<p>x</p>", "account": {"id": "1"}, "visibility": "public"}
        for n in range(40)
    ]

    def read(page: object, url: str) -> tuple[list[Event], str | None]:
        return mastodon.parse_search(Delivery("mastodon", json.dumps(page).encode(), {}, 0, SEARCH, url))

    tagged = mastodon.search(account, "#lamp", "7").url
    assert tagged == "https://social.example/api/v1/timelines/tag/lamp?limit=40&max_id=7"
    assert read(rows, tagged)[1] == "39"
    assert read(rows[:2], tagged)[1] is None
    searched = mastodon.search(account, "lamp", "40").url
    assert read({"statuses": rows}, searched)[1] == "80"
    assert len(read({"statuses": rows[:3]}, searched)[0]) == 3


def test_videos_that_youtube_finds() -> None:
    found = {"items": [
        {"id": {"kind": "youtube#video", "videoId": "v1"}, "snippet": {"publishedAt": "2026-01-02T03:04:05Z",
         "channelId": "UC1", "channelTitle": "Mara", "title": "Lamps &amp; tents", "description": "A look"}},
        {"id": {"kind": "youtube#channel", "channelId": "UC1"}, "snippet": {}}]}  # fmt: skip
    delivery = Delivery("youtube", json.dumps(found).encode(), {}, 0, SEARCH)
    (video,), following = platform("youtube").parse_search(delivery)
    assert (video.kind, video.external_id, video.author_id) == (Kind.POST, "v1", "UC1")
    assert video.text == "Lamps & tents\nA look"
    assert following is None
