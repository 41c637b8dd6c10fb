"""Looking again: what a platform never says is gone goes here too, and what reads otherwise was edited.

Tests of: `ingest.poll_noting`, `platforms.checking`, `store.brand.checks`.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

import pytest

from model.account_job import ASK, CHECK
from model.event import Kind
from model.http import Delivery
from platforms.checking import ASKED, digest_event
from platforms.registry import names, platform
from store.brand.checks import FIRST_S, LAST_S, OLDEST_S
from store.brand.polls import PollState
from tests.infra.servers import Answer, Asked, Served
from tests.ingest.polled_sides import SIDES, at, iso, said
from tests.ingest.polled_world import Killed, PolledAccount, asked_of
from tests.store.world import BRAND

TOKEN = "a-token"
LISTED = ("bluesky", "reddit", "wordpress")
every_listed = pytest.mark.parametrize("name", LISTED)
UNREADABLE = {"wordpress": "no_feed"}
ASKED_AT = {"bluesky": "getPosts", "reddit": "/api/info", "wordpress": "include="}
ID = {"bluesky": r"app\.bsky\.feed\.post/(\d+)", "reddit": r"t1_c(\d+)", "wordpress": r"(\d+)"}


@dataclass
class Site:
    """A platform whose comments may go or change without a word; `down` is what it answers to questions meanwhile."""

    name: str
    words: dict[int, str] = field(default_factory=lambda: {number: said(number) for number in range(1, 7)})
    down: Answer | None = None
    checks: int = 0

    def __call__(self, asked: Asked) -> Answer:
        target = unquote(asked.target)
        if ASKED_AT[self.name] not in target:
            return self._tell(SIDES[self.name].answer(asked, list(self.words), 0))
        self.checks += 1
        if self.down is not None:
            return self.down
        listed = target.partition("include=")[2].partition("&")[0] or target
        wanted = [int(each) for each in re.findall(ID[self.name], listed)]
        known = [number for number in wanted if number in self.words]
        if self.name == "bluesky":
            return self._tell((200, {"posts": [_post(number) for number in known]}))
        return self._tell(
            SIDES[self.name].answer(
                replace(asked, query={"page": "1"} if "include" in target else {}), known, 0
            )
        )

    def _tell(self, answer: Answer) -> Answer:
        text = json.dumps(answer[1])
        for number, words in self.words.items():
            text = re.sub(rf"{said(number)}\b", words, text)
        return answer[0], json.loads(text)


def _post(number: int) -> dict[str, object]:
    return {"uri": f"at://did:plc:m/app.bsky.feed.post/{number}", "cid": f"c{number}", "indexedAt": iso(number),
            "author": {"did": "did:plc:m", "handle": "mara.example"},
            "record": {"$type": "app.bsky.feed.post", "text": said(number), "createdAt": iso(number)}}  # fmt: skip


@pytest.fixture(autouse=True)
def _tables(tables: dict[str, str]) -> None:
    assert tables


@contextmanager
def watched(name: str, answer: Callable[[Asked], Answer]) -> Iterator[tuple[PolledAccount, Served]]:
    """An account whose lists were read once and are asked no more: what is seen then was looked at again."""
    with asked_of(answer, name, SIDES[name].native) as (world, served):
        world.credentials = lambda _: {"access_token": TOKEN}
        for _ in range(3):
            world.run()
        world.texts()
        _stop_asking(world)
        world.stores.polls.begin_polling(world.account, CHECK)
        yield world, served


def _stop_asking(world: PolledAccount) -> None:
    polls = world.stores.polls
    state = world.state
    world.clock.advance(max(0, state.due_at - int(world.clock.wall())))
    (due,) = [each for each in polls.list_due(BRAND) if each[0] == state.row]
    leased = polls.lease_poll(BRAND, *due, 60)
    assert leased is not None
    polls.end_poll(leased, int(world.clock.wall()) + 400 * 86_400)


def checked(world: PolledAccount) -> PollState:
    found = world.stores.polls.find_poll(BRAND, world.account.platform, world.account.id, CHECK)
    assert found is not None
    return found


def look_again(world: PolledAccount, seconds: int) -> None:
    """Lets time pass, with every turn that falls due in it."""
    end = int(world.clock.wall()) + seconds
    while int(world.clock.wall()) < end:
        world.clock.advance(min(FIRST_S, end - int(world.clock.wall())))
        world.run()
        if world.queued:
            world.texts()


@every_listed
def test_what_is_gone_or_changed_there_is_so_here(name: str) -> None:
    site = Site(name)
    with watched(name, site) as (world, _):
        site.words = {number: words for number, words in site.words.items() if number != 2}
        site.words[4] = "comment 4, and more"
        look_again(world, LAST_S + FIRST_S)
        assert world.texts() == sorted(site.words.values())
        assert (checked(world).reason, checked(world).failures) == (None, 0)


@every_listed
def test_what_is_unchanged_is_asked_ever_less_and_handed_on_never(name: str) -> None:
    site = Site(name)
    with watched(name, site) as (world, _):
        look_again(world, LAST_S)
        assert 0 < site.checks <= 3 * 6, "three questions at most, each an hour to a day after the one before"
        assert world.texts() == sorted(site.words.values())
        before = site.checks
        look_again(world, LAST_S // 2)
        assert site.checks - before <= 3, "ever less"


@every_listed
def test_what_is_older_than_is_bounded_is_looked_at_no_more(name: str) -> None:
    site = Site(name)
    with watched(name, site) as (world, _):
        world.clock.advance(OLDEST_S)
        look_again(world, 2 * LAST_S)
        before = site.checks
        look_again(world, 2 * LAST_S)
        assert site.checks == before
        assert world.stores.checks.find_next(world.account) is None


@every_listed
def test_where_all_is_gone_at_once_it_is_asked_twice(name: str) -> None:
    site = Site(name)
    with watched(name, site) as (world, _):
        kept, site.words = site.words, {}
        look_again(world, 900)
        assert site.checks > 0
        assert world.texts() == sorted(kept.values()), "a site may hide its API for an hour"
        site.words = kept
        look_again(world, LAST_S // 2)
        assert world.texts() == sorted(kept.values())
        site.words = {}
        look_again(world, LAST_S)
        assert world.texts() == []


@every_listed
@pytest.mark.parametrize(
    ("down", "reason"),
    [((429, b"", {"Retry-After": "1800"}), "status_429"), ((503, b""), "status_503"), ((404, b"{}"), "status_404"),
     ((200, b"<html>"), "unreadable")],
)  # fmt: skip
def test_a_platform_that_does_not_answer_deletes_nothing(name: str, down: Answer, reason: str) -> None:
    site = Site(name, down=down)
    with watched(name, site) as (world, _):
        world.run()
        wanted = UNREADABLE.get(name, "bad_json") if reason == "unreadable" else reason
        assert (checked(world).reason, checked(world).failures, site.checks) == (wanted, 1, 1)
        before = int(world.clock.wall())
        assert checked(world).due_at - before == (1800 if reason == "status_429" else 900)
        site.down = None
        site.words.pop(2)
        look_again(world, LAST_S)
        assert said(2) not in world.texts()
        assert checked(world).failures == 0


def test_a_kill_behind_the_answer_loses_and_doubles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site("reddit")
    with watched("reddit", site) as (world, _):
        site.words.pop(2)

        def kill(*_: object, **__: object) -> None:
            raise Killed

        with monkeypatch.context() as patched:
            patched.setattr(world.stores.checks, "settle", kill)
            with pytest.raises(Killed):
                world.run()
        look_again(world, LAST_S)
        assert world.texts() == sorted(site.words.values())


def test_of_a_feed_the_page_of_an_entry_says_whether_it_is_still_there() -> None:
    answers: list[int] = []

    def site(asked: Asked) -> Answer:
        if asked.path == "/feed":
            rows = [{"id": f"{n}", "content_text": said(n), "url": f"http://blog.example/{n}",
                     "date_published": iso(n)} for n in (1, 2)]  # fmt: skip
            feed = {"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": rows}
            return 200, feed, {"Content-Type": "application/feed+json"}
        assert "authorization" not in asked.headers
        if asked.path == "/1" and answers:
            return answers.pop(0), b"<html>"
        return 200, b"<html>a page</html>"

    with watched("feeds", site) as (world, _):
        look_again(world, LAST_S)
        assert world.queued == 0
        answers += [500, 404]
        look_again(world, 3 * LAST_S)
        assert (answers, world.texts()) == ([], [said(1), said(2)]), "once may be a mistake"
        answers += [410]
        look_again(world, 2 * LAST_S)
        assert world.texts() == [said(2)]


def test_only_who_never_announces_a_deletion_is_asked_again() -> None:
    assert {name for name in names() if platform(name).check_batch} == {*LISTED, "feeds"}
    assert ASK != CHECK
    assert at(1) < at(6)


def test_a_quote_is_looked_at_again_like_any_post_and_a_repost_has_nothing_to_be_asked_for() -> None:
    bluesky, ours = platform("bluesky"), "at://did:plc:shop/app.bsky.feed.post/1"
    quote = _post(7) | {"reason": "quote", "reasonSubject": ours}
    record = {"$type": "app.bsky.feed.repost", "subject": {"uri": ours, "cid": "c"}, "createdAt": iso(8)}
    repost = _post(8) | {"uri": "at://did:plc:m/app.bsky.feed.repost/8", "reason": "repost", "record": record}
    page = Delivery("bluesky", json.dumps({"notifications": [quote, repost]}).encode(), {}, 0, "page")
    shared, reposted = bluesky.parse_poll(page)[0]
    assert (shared.kind, reposted.kind) == (Kind.SHARE, Kind.SHARE)
    assert (bluesky.is_checked(shared), bluesky.is_checked(reposted)) == (True, False)
    asked = {"kind": "check", ASKED: {shared.external_id: digest_event(shared)}, "status": 200}
    for posts, kinds in (([_post(7)], []), ([], [Kind.DELETE])):
        answer = Delivery("bluesky", json.dumps({"posts": posts}).encode(), {}, 0, "page", fetched=asked)
        assert [event.kind for event in bluesky.read_delivery(answer)] == kinds
