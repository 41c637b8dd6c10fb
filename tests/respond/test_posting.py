"""A public broadcast is posted on each account once, whatever breaks, and shows what became of it on each.

Tests of: `respond.posting`, `respond.publishable`, `respond.actions.settlements`, `respond.shapes.settlement`,
`respond.actions.broadcast_words`, `store.outbox.posts`,
`platforms.sending.publishing`.
"""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest

from model.dispatch import BroadcastWalk, read_outbox_message
from model.http import Call
from platforms.sending.outgoing import Outgoing, Unsendable
from platforms.sending.publishing import PLACED, PUBLISH, PUBLISHERS, find_post_way
from platforms.sending.registry import SENDERS, find_sender
from respond.broadcasting import LOOK_AGAIN_MS
from respond.outgoing_ports import Answered
from respond.posting import Posting
from respond.send import queue_due
from store.brand.accounts import Account
from store.brand.tokens import Sending
from store.outbox.broadcasts import BROADCASTS_DUE
from store.outbox.posts import PUBLIC_POSTS
from tests.respond.desk import Killed, Tokens, answered
from tests.respond.mailing import raise_alert
from tests.respond.world import ACME, FACEBOOK, Answer, World, authorizer
from tests.template.enforcing import as_function

BLUESKY, THREADS, DISCORD = "bluesky", "threads", "discord"
ACCOUNTS = (FACEBOOK, THREADS, DISCORD)
"""One that takes no key, one with a preparing call, and one that takes our key once."""
KEYS = count(1)


@dataclass
class Walls:
    """Plays the platforms: counts the posts, a repeated key once."""

    breaks: dict[int, Callable[[Answered], Answered]] = field(default_factory=dict)
    """Number of the post -> what is answered instead."""
    posted: Counter[str] = field(default_factory=Counter)
    keys: set[str] = field(default_factory=set)
    calls: int = 0

    def make_request(self, call: Call) -> Answered:
        """Posts it."""
        body = json.loads(call.body)
        if "media_type" in body:
            return answered(200, {"id": "c1"})
        self.calls += 1
        key = str(body.get("nonce") or "")
        if key not in self.keys or not key:
            self.posted[THREADS if "creation_id" in body else DISCORD if key else FACEBOOK] += 1
            self.keys |= {key}
        well = answered(200, {"id": "77", "channel_id": "55"})
        broken = self.breaks.get(self.calls)
        return broken(well) if broken else well


@dataclass
class Wall:
    """A brand with accounts, and whoever posts for it."""

    world: World
    walls: Walls = field(default_factory=Walls)
    tokens: Tokens = field(default_factory=Tokens)
    queued: list[BroadcastWalk] = field(default_factory=list)

    def ask(self, method: str, path: str, some_id: str = "", body: Any = None, who: str = "sue") -> Answer:
        """Asks the API."""
        return self.world.call(
            method, path, path={"id": some_id} if some_id else None, body=body, caller=authorizer(agent=who),
            headers={"If-Match": "*", "Idempotency-Key": f"wall-{next(KEYS)}"},
        )  # fmt: skip

    def make(self, *posts: dict[str, str], **more: Any) -> str:
        """Makes a public broadcast."""
        told = [*posts] or [post_on(each) for each in ACCOUNTS]
        body = {"title": "News", "audience": "public", "posts": told} | more
        answer = self.ask("POST", "/broadcasts", body=body)
        assert answer.status == 201, answer.text
        return str(answer.body["id"])

    def approve(self, broadcast: str) -> None:
        """Has somebody else approve it."""
        answer = self.ask("POST", "/broadcasts/{id}/approve", broadcast, who="adam")
        assert (answer.status, answer.body["state"]) == (200, "running"), answer.text

    def shown(self, broadcast: str) -> Any:
        """Returns it as agents see it."""
        return self.ask("GET", "/broadcasts/{id}", broadcast).body

    def states(self, broadcast: str) -> dict[str, str]:
        """Returns the state by platform."""
        return {each["platform"]: each["state"] for each in self.shown(broadcast)["posts"]}

    def finish(self) -> int:
        """Goes on until nothing is left to do; how often it was killed."""
        kills = 0
        for _ in range(200):
            if not self.queued:
                due = list(BROADCASTS_DUE.list_due(ACME, 10**13 - 2))
                if not due:
                    return kills
                self.world.clock.now = max(self.world.clock.now, due[0][1] / 1000)
                queue_due(self.world.stores, self.queue, lambda: True)
                continue
            message = self.queued[0]
            try:
                Posting(self.world.stores, self.walls, self.tokens).take_post(message)
            except Killed:
                kills += 1
                self.world.clock.now += LOOK_AGAIN_MS / 1000 * 3
            else:
                self.queued.remove(message)
        raise AssertionError("it never ends")

    def queue(self, body: str, group: str) -> None:
        """Takes a message of the queue: its group is the account."""
        message = read_outbox_message(body)
        assert isinstance(message, BroadcastWalk)
        assert message.account == group
        self.queued.append(message)


def post_on(platform: str, **more: str) -> dict[str, str]:
    """What an account posts."""
    return {
        "account": f"{platform}{ACME}",
        "text": f"New on {{{{platform}}}} of {platform}",
        "place": "55",
    } | more


@pytest.fixture
def wall(world: World) -> Wall:
    """With an account on each platform."""
    for platform in (THREADS, DISCORD):
        account = Account(f"{platform}{ACME}", ACME, platform, f"{platform}-{ACME}", "shop")
        world.stores.accounts.connect_account(account)
    return Wall(world)


def test_each_account_posts_its_own_text_once_at_its_time_after_somebody_else_approved_it(wall: Wall) -> None:
    due = wall.world.stores.now_ms() + 3_600_000
    broadcast = wall.make(at=datetime.fromtimestamp(due / 1000, UTC).isoformat())
    shown = wall.shown(broadcast)
    assert (shown["audience"], shown["segment"], shown["state"]) == ("public", None, "draft")
    tried = wall.ask("POST", "/broadcasts/{id}/dry-run", broadcast, {}).body
    assert (tried["total"], tried["reached"], tried["excluded"]) == (3, 3, [])
    own = wall.ask("POST", "/broadcasts/{id}/approve", broadcast)
    assert (own.status, own.body["code"]) == (403, "second_person_needed")
    wall.approve(broadcast)
    assert wall.finish() == 0
    assert wall.world.stores.now_ms() >= due
    assert wall.walls.posted == Counter(ACCOUNTS)
    shown = wall.shown(broadcast)
    assert (shown["state"], shown["counts"]["sent"]) == ("done", 3)
    assert all(each["native_id"] for each in shown["posts"])
    (listed,) = wall.ask("GET", "/broadcasts").body["data"]
    assert (listed["state"], listed["counts"]["sent"], listed["posts"][0]["state"]) == ("done", 3, None)
    changed = wall.ask("PATCH", "/broadcasts/{id}", broadcast, {"title": "x"})
    assert (changed.status, changed.body["code"]) == (409, "broadcast_approved")


def _kill_behind(_: Answered) -> Answered:
    raise Killed


def test_posts_keep_to_the_roles_of_api_and_sender(wall: Wall) -> None:
    broadcast = wall.make(post_on(FACEBOOK))
    with as_function("Api"):
        wall.approve(broadcast)
    queue_due(wall.world.stores, wall.queue, lambda: True)
    wall.walls.breaks = {1: lambda _: answered(0, "")}
    with as_function("Send") as asked:
        Posting(wall.world.stores, wall.walls, wall.tokens).take_post(wall.queued.pop())
    assert ("UpdateItem", "ops", "posted") in asked
    with as_function("Api"):
        body = {"posted": True, "account": f"{FACEBOOK}{ACME}"}
        settled = wall.ask("POST", "/broadcasts/{id}/settlement", broadcast, body)
    assert settled.body["counts"]["sent"] == 1


def test_killed_behind_each_post_none_is_made_twice_and_what_no_key_proves_is_unknown(wall: Wall) -> None:
    wall.walls.breaks = dict.fromkeys((1, 2, 3), _kill_behind)
    broadcast = wall.make()
    wall.approve(broadcast)
    assert wall.finish() == 3
    assert wall.walls.posted == Counter(ACCOUNTS)
    assert wall.states(broadcast) == {FACEBOOK: "unknown", THREADS: "unknown", DISCORD: "sent"}
    shown = wall.shown(broadcast)
    assert (shown["state"], shown["counts"]["unknown"]) == ("done", 2)


def test_killed_at_every_write_none_is_made_twice_and_none_is_lost(
    wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    broadcast = wall.make()
    wall.approve(broadcast)
    number = count(1)
    for store, name in (
        (PUBLIC_POSTS, "keep_post"),
        (wall.world.stores.broadcasts, "keep_broadcast"),
    ):
        write = getattr(store, name)

        def killing(given: Any, write: Callable[[Any], Any] = write) -> Any:
            turn = next(number)
            if turn % 5 == 0:
                raise Killed
            kept = write(given)
            if turn % 3 == 0:
                raise Killed
            return kept

        monkeypatch.setattr(store, name, killing)
    kills = wall.finish()
    assert kills > 2
    assert max(wall.walls.posted.values()) == 1
    shown = wall.shown(broadcast)
    counts = shown["counts"]
    assert (shown["state"], counts["sent"] + counts["unknown"]) == ("done", 3)
    assert counts["unknown"] <= kills


def test_limits_are_waited_for_and_a_dead_token_stops_only_its_own_account(wall: Wall) -> None:
    limit = answered(429, {"message": "slow", "retry_after": 90}, {"Retry-After": "90"})
    wall.walls.breaks = {1: lambda _: limit, 2: lambda _: answered(0, "", sent=False)}
    wall.walls.posted = Counter(dict.fromkeys(ACCOUNTS[:2], -1))  # what those two did not post
    broadcast = wall.make()
    wall.approve(broadcast)
    wall.finish()
    assert wall.states(broadcast) == dict.fromkeys(ACCOUNTS, "sent")
    assert wall.walls.calls == 5


def test_a_renewed_token_lets_it_go_on(wall: Wall) -> None:
    wall.tokens.dead = True
    broadcast = wall.make(post_on(FACEBOOK))
    wall.approve(broadcast)
    queue_due(wall.world.stores, wall.queue, lambda: True)
    Posting(wall.world.stores, wall.walls, wall.tokens).take_post(wall.queued.pop())
    assert (wall.walls.calls, wall.shown(broadcast)["state"]) == (0, "running")
    wall.tokens.dead = False
    wall.finish()
    assert wall.states(broadcast) == {FACEBOOK: "sent"}


def test_a_refusal_and_a_lost_account_are_told(wall: Wall) -> None:
    said = {"error": {"code": 200, "message": "Permissions error"}}
    wall.walls.breaks = {1: lambda _: answered(403, said)}
    broadcast = wall.make(post_on(FACEBOOK), post_on(DISCORD))
    wall.approve(broadcast)
    wall.world.stores.accounts.revoke_account(ACME, DISCORD, f"{DISCORD}{ACME}")
    wall.finish()
    codes = {each["platform"]: (each["state"], each["code"]) for each in wall.shown(broadcast)["posts"]}
    assert codes[DISCORD] == ("skipped", "account_disconnected")
    assert codes[FACEBOOK][0] == "refused"
    assert codes[FACEBOOK][1]


def test_an_alert_stops_it_and_a_person_lets_it_go_on_or_pauses_or_ends_it(wall: Wall) -> None:
    broadcast = wall.make()
    wall.approve(broadcast)
    wall.world.clock.now += 1
    raise_alert(wall.world, FACEBOOK)
    tried = wall.ask("POST", "/broadcasts/{id}/dry-run", broadcast, {}).body
    assert [(each["reason"], each["count"]) for each in tried["excluded"]] == [("alert", 3)]
    wall.finish()
    shown = wall.shown(broadcast)
    assert (shown["state"], shown["reason"], wall.walls.calls) == ("braked", "alert", 0)
    wall.world.clock.now += 1
    assert wall.ask("POST", "/broadcasts/{id}/resume", broadcast).status == 200
    assert wall.ask("POST", "/broadcasts/{id}/pause", broadcast).status == 200
    wall.finish()
    assert wall.walls.calls == 0
    assert wall.ask("POST", "/broadcasts/{id}/cancel", broadcast).body["state"] == "cancelled"
    wall.finish()
    assert wall.walls.calls == 0


def test_a_person_who_looked_says_what_became_of_a_post(wall: Wall) -> None:
    wall.walls.breaks = dict.fromkeys((1, 2), _kill_behind)
    broadcast = wall.make(post_on(FACEBOOK), post_on(THREADS))
    wall.approve(broadcast)
    wall.finish()
    path = "/broadcasts/{id}/settlement"
    for wrong in ({"posted": True}, {"posted": True, "contact": "a" * 32}):
        assert wall.ask("POST", path, broadcast, wrong).status == 422
    assert wall.ask("POST", path, broadcast, {"posted": True, "account": "other"}).status == 404
    said = wall.ask("POST", path, broadcast, {"posted": True, "account": f"{FACEBOOK}{ACME}"})
    assert next((each["state"], each["code"]) for each in said.body["posts"]) == ("sent", "seen_by sue")
    wall.ask("POST", path, broadcast, {"posted": False, "account": f"{THREADS}{ACME}"})
    assert wall.states(broadcast) == {FACEBOOK: "sent", THREADS: "failed"}
    again = wall.ask("POST", path, broadcast, {"posted": True, "account": f"{THREADS}{ACME}"})
    assert (again.status, again.body["code"]) == (409, "fate_known")
    (listed,) = [each for each in wall.ask("GET", "/broadcasts").body["data"] if each["id"] == broadcast]
    assert {name: each for name, each in listed["counts"].items() if each} == {"sent": 1, "failed": 1}


def test_posts_wait_for_the_limit_that_an_answer_told_of(wall: Wall) -> None:
    limit = {"X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "300"}
    wall.walls.breaks = {1: lambda well: answered(200, json.loads(well.body), limit)}
    for number in range(2):
        broadcast = wall.make(post_on(DISCORD, text=f"News {number}"))
        wall.approve(broadcast)
    started = wall.world.clock.now
    wall.finish()
    assert wall.world.clock.now - started >= 299
    assert wall.walls.posted == Counter({DISCORD: 2})


def test_the_dry_run_tells_of_dead_tokens(wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    broadcast = wall.make()
    dead = {f"{FACEBOOK}{ACME}": Sending("token_dead", 1)}
    monkeypatch.setattr(type(wall.world.stores.tokens), "list_sending", lambda *_: dead)
    tried = wall.ask("POST", "/broadcasts/{id}/dry-run", broadcast, {}).body
    assert tried["reached"] == 2
    assert [(each["reason"], each["accounts"]) for each in tried["excluded"]] == [
        ("token_dead", [f"{FACEBOOK}{ACME}"])
    ]


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        ({"posts": [post_on(FACEBOOK), post_on(FACEBOOK)]}, "", "/posts"),
        ({"posts": [post_on("viber")]}, "", "/posts/0/account"),
        ({"posts": [post_on(DISCORD, text="x" * 2001)]}, "text_too_long", "/posts/0/text"),
        ({"posts": [post_on(FACEBOOK, text="Hi {{first_name}}")]}, "bad_variable", "/posts/0/text"),
        ({"posts": [{"account": f"{DISCORD}{ACME}", "text": "no channel"}]}, "", "/posts/0/place"),
        ({"segment": "writers", "posts": [post_on(FACEBOOK)]}, "", "/posts"),
        ({"audience": "segment", "segment": "writers", "account": f"{FACEBOOK}{ACME}"}, "", "/text"),
    ],
)
def test_what_could_never_be_posted_is_refused(wall: Wall, body: Any, code: str, pointer: str) -> None:
    answer = wall.ask("POST", "/broadcasts", body={"title": "News", "audience": "public"} | body)
    assert (answer.status, answer.body["pointer"]) == (422, pointer), answer.text
    assert not code or answer.body["code"] == code


def test_a_draft_s_posts_change_and_its_kind_does_not(wall: Wall) -> None:
    broadcast = wall.make(post_on(FACEBOOK))
    after = wall.ask("PATCH", "/broadcasts/{id}", broadcast, {"posts": [post_on(THREADS, text="Other")]})
    assert [(each["platform"], each["text"]) for each in after.body["posts"]] == [(THREADS, "Other")]
    wrong = wall.ask("PATCH", "/broadcasts/{id}", broadcast, {"text": "For a segment"})
    assert (wrong.status, wrong.body["pointer"]) == (422, "/posts")


class _AnyValue(dict[str, str]):
    def get(self, _name: str, _default: Any = None) -> Any:
        return "whsec_dmFsdWV2YWx1ZXZhbHVldmFsdWU="


@pytest.mark.parametrize("platform", sorted(SENDERS))
def test_every_platform_that_is_said_to_post_makes_the_request_and_no_other_does(platform: str) -> None:
    sender, place = find_sender(platform), "55" if platform in PLACED else ""
    out = Outgoing(
        PUBLISH, account="did:plc:a", text="x", thread=place, key="k", prepared="p", now=1, made_at=1,
        site="https://site.example",
    )  # fmt: skip
    if platform in PUBLISHERS:
        way = find_post_way(platform)
        assert way is not None
        assert way.most >= 280
        assert sender.make_call(out, _AnyValue()).url.startswith("https://")
        return
    assert find_post_way(platform) is None
    with pytest.raises(Unsendable):
        sender.make_call(out, _AnyValue())
