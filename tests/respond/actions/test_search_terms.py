"""Terms are kept, tried and deleted over the API, and each one's share of voice is shown by day.

Tests of: `respond.actions.search_terms`, `respond.actions.share_of_voice`, `respond.shapes.search_term`.
"""

from functools import partial
from typing import Any

import pytest

from aws import functions
from model.event import Direction, Kind, Mode
from model.interaction import Interaction, Labels
from model.search_term import make_term_id
from segment.pulse import pulses
from store.brand.accounts import Account
from store.insights.counts import Count
from tests.respond.desk import ask as ask_as
from tests.respond.world import ACME, World

ask = partial(ask_as, caller="sue", headers={"If-Match": "*", "Idempotency-Key": "term-1"})
OWN, RIVAL = make_term_id("own", "a" * 32), make_term_id("rival", "b" * 32)
DAY = {"from": "2026-09-20", "to": "2026-09-21"}


@pytest.fixture
def account(world: World) -> str:
    made = Account("mastodonacme", ACME, "mastodon", "e9", "social.example")
    world.stores.accounts.connect_account(made)
    return made.id


def test_a_term_is_kept_looked_for_changed_and_deleted(world: World, account: str) -> None:
    body = {"title": "Us", "query": "demo company", "accounts": [account], "without": ["hiring"]}
    made = ask(world, "POST", "/terms", body=body)
    assert made.status == 201, made.text
    term = made.body["id"]
    assert (made.body["kind"], made.body["opens"], made.body["without"]) == ("own", False, ["hiring"])
    ((row, _),) = world.stores.searches.list_due(ACME)
    assert row == f"mastodon#{account}#{term}"
    changed = ask(world, "PATCH", "/terms/{id}", term, {"opens": True, "without": []})
    assert (changed.body["opens"], changed.body["query"]) == (True, "demo company")
    stale = ask(world, "PATCH", "/terms/{id}", term, {"title": "x"}, headers={"If-Match": '"1"'})
    assert stale.status == 412
    assert [each["id"] for each in ask(world, "GET", "/terms", caller="ann").body["data"]] == [term]
    assert ask(world, "DELETE", "/terms/{id}", term).status == 200
    assert ask(world, "GET", "/terms").body["data"] == []
    assert ask(world, "DELETE", "/terms/{id}", term).status == 404


def test_a_rival_s_term_opens_nothing_and_stays_a_rival_s(world: World, account: str) -> None:
    body = {"title": "Them", "query": "other company", "accounts": [account], "kind": "rival"}
    refused = ask(world, "POST", "/terms", body={**body, "opens": True})
    assert (refused.status, refused.body["code"]) == (422, "rival_opens")
    made = ask(world, "POST", "/terms", body=body).body
    later = ask(world, "PATCH", "/terms/{id}", made["id"], {"opens": True})
    assert (later.status, later.body["code"]) == (422, "rival_opens")
    assert ask(world, "PATCH", "/terms/{id}", made["id"], {"kind": "own"}).status == 422


def test_a_term_is_looked_for_only_where_there_is_a_search(world: World) -> None:
    body = {"title": "Us", "query": "demo", "accounts": ["telegramacme"]}
    refused = ask(world, "POST", "/terms", body=body)
    assert (refused.status, refused.body["code"]) == (422, "no_search")
    assert ask(world, "POST", "/terms", body={**body, "accounts": ["nobody"]}).status == 404


def test_a_term_is_tried_by_the_function_that_may_ask(
    world: World, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[Any] = []

    def call(name: str, payload: Any) -> dict[str, Any]:
        called.append((name, payload))
        return {"hits": 3, "noise": 1, "languages": {"en": 3}, "failed": {}}

    monkeypatch.setattr(functions, "call_function", call)
    tried = ask(world, "POST", "/terms/preview", body={"query": "demo", "accounts": [account]})
    assert tried.body == {"hits": 3, "noise": 1, "languages": {"en": 3}, "failed": {}}
    wanted = {"brand": ACME, "query": "demo", "accounts": [account], "without": []}
    assert called[0][1] == {"preview": wanted}
    assert ask(world, "GET", "/terms").body["data"] == [], "nothing is kept"


def count(term: str, hour: str = "10", mood: str = "neutral", platform: str = "mastodon") -> Count:
    return Count("20260920", hour, platform, "post", mood, "en", "in", term=term)


def test_a_share_of_voice_is_counted_by_day_and_a_rival_s_hits_count_for_nothing_else(world: World) -> None:
    counts = [
        count(OWN),
        count(OWN, "11", "positive"),
        count(RIVAL, mood="negative"),
        count(OWN, platform="github"),
    ]
    world.stores.rollups.add_counts(ACME, "batch", counts, world.stores.now_ms() // 1000)
    shown = world.get("/insights/share-of-voice", query=DAY).body
    assert [(row["term_id"], row["kind"], row["count"], row["share"]) for row in shown["data"]] == [
        (OWN, "own", 3, 0.75),
        (RIVAL, "rival", 1, 0.25),
    ]
    assert (shown["data"][0]["positive"], shown["data"][1]["negative"]) == (1, 1)
    assert shown["left_out"] == ["youtube"]
    volume = world.get("/insights/volume", query={**DAY, "to": "2026-09-20"}).body
    assert volume["total"] == 3, "a rival's hits are no volume of ours"
    only = world.get("/insights/share-of-voice", query={**DAY, "platform": "github"}).body["data"]
    assert [(row["term_id"], row["share"]) for row in only] == [(OWN, 1.0)]


def found(platform: str, term: str | None) -> Interaction:
    return Interaction(
        id="i", brand=ACME, platform=platform, account="a", kind=Kind.POST, mode=Mode.PUBLIC,
        direction=Direction.IN, created_at=1_789_000_000_000, received_at=1_789_000_000_000, term=term,
    )  # fmt: skip


def test_what_a_row_counts_as_is_kept_with_its_term_where_the_platform_allows_it() -> None:
    for platform, term, kept in (("mastodon", OWN, OWN), ("youtube", OWN, ""), ("mastodon", None, "")):
        made = Count.from_interaction(found(platform, term), Labels("o"))
        assert made.term == kept
        assert Count.from_text(made.to_text()) == made
    whole = count(OWN)
    assert Count.from_text(whole.to_text()) == whole


def test_what_rivals_are_told_is_no_topic_and_no_alert_of_ours() -> None:
    at = 1_789_000_000
    labels = Labels("o", "negative")
    assert [len(pulses([(found("mastodon", term), labels)], at)) for term in (OWN, None, RIVAL)] == [1, 1, 0]
