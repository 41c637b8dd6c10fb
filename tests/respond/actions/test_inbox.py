"""The inbox: order, queues, filters, pages, and an index that is a moment behind."""

import random
from dataclasses import replace
from typing import Any

import pytest

from model import policy
from model.conversation import Conversation, Status
from model.event import Mode
from tests.respond.world import ACME, MS, World, authorizer

MINUTE = 60_000
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


def begin(world: World, number: int, **more: Any) -> Conversation:
    """A head without any interaction."""
    some_id = _id(number)
    at = more.pop("last_at", MS - number * MINUTE)
    head = Conversation(
        some_id, ACME, more.pop("platform", "slack"), "account", more.pop("mode", Mode.PUBLIC),
        first_at=at, last_at=at, last_in_at=at, idle_since=policy.idle_since("", at),
    )  # fmt: skip
    kept = world.stores.conversations.change_head(ACME, some_id, lambda _: replace(head, **more))
    assert kept is not None
    return kept


def _pages(world: World, **query: str | list[str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    cursor = None
    for _ in range(60):
        answer = world.get("/conversations", query=query | ({"cursor": cursor} if cursor else {}))
        assert answer.status == 200
        rows += answer.body["data"]
        cursor = answer.body["next_cursor"]
        if cursor is None:
            return rows
    raise AssertionError("the list does not end")


@pytest.fixture(scope="module")
def busy(shared: World) -> World:
    """Beside the seeded ones: 60 conversations of every priority and status, some with each agent."""
    chance = random.Random(3)
    for number in range(1, 61):
        begin(
            shared, number,
            priority=chance.randint(1, 4),
            status=chance.choice([Status.OPEN, Status.OPEN, Status.PENDING, Status.SNOOZED, Status.CLOSED]),
            assignee=chance.choice([None, "ann", "sue"]),
            platform=chance.choice(["slack", "discourse"]),
            mode=chance.choice(list(Mode)),
        )  # fmt: skip
    return shared


def _expected(world: World, **wanted: Any) -> list[str]:
    every = [*(_id(number) for number in range(1, 61)), *world.ids().values()]
    heads = world.stores.conversations.read_conversations(ACME, every).values()
    fitting = [
        head
        for head in heads
        if all(
            getattr(head, name) in (value if isinstance(value, list) else [value])
            for name, value in ({"status": "open"} | wanted).items()
        )
    ]
    return [head.id for head in sorted(fitting, key=lambda h: (h.priority, h.last_at, h.id), reverse=True)]


def _id(number: int) -> str:
    return "".join(LETTERS[(number >> 5 * place) % 32] for place in range(32))


@pytest.mark.parametrize("limit", ["1", "3", "7", "100"])
def test_all_queues_of_a_brand_are_one_list_in_order(busy: World, limit: str) -> None:
    rows = [row["id"] for row in _pages(busy, limit=limit)]
    assert rows == _expected(busy)
    assert len(rows) == len(set(rows)) > 20


@pytest.mark.parametrize("status", ["open", "pending", "snoozed"])
def test_each_status_is_a_list(busy: World, status: str) -> None:
    rows = _pages(busy, status=status, limit="5")
    assert [row["id"] for row in rows] == _expected(busy, status=status)
    assert {row["status"] for row in rows} == {status}


@pytest.mark.parametrize(
    ("assignee", "queue"), [("none", None), ("ann", "ann"), ("sue", "sue"), ("nobody-here", "nobody-here")]
)
def test_a_queue_is_one_agent_s_or_nobody_s(busy: World, assignee: str, queue: str | None) -> None:
    assert [row["id"] for row in _pages(busy, assignee=assignee)] == _expected(busy, assignee=queue)


def test_me_is_whoever_asks(busy: World) -> None:
    answer = busy.get(
        "/conversations", caller=authorizer(agent="ann"), query={"assignee": "me", "limit": "100"}
    )
    assert [row["id"] for row in answer.body["data"]] == _expected(busy, assignee="ann")


@pytest.mark.parametrize(
    ("name", "value"), [("platform", "discourse"), ("platform", "telegram"), ("mode", "private")]
)
@pytest.mark.parametrize("limit", ["2", "100"])
def test_filters_without_an_index_find_all_over_several_pages(
    busy: World, name: str, value: str, limit: str
) -> None:
    rows = _pages(busy, **{name: value, "limit": limit})
    assert [row["id"] for row in rows] == _expected(busy, **{name: value})


@pytest.mark.parametrize(("priority", "least"), [("3", 3), ("urgent", 4), ("low", 1), ("normal", 2)])
def test_priority_means_at_least(busy: World, priority: str, least: int) -> None:
    rows = _pages(busy, priority=priority, limit="4")
    every = {row["id"]: row["priority"] for row in _pages(busy)}
    assert [row["id"] for row in rows] == [each for each in _expected(busy) if every[each] >= least]


@pytest.mark.parametrize("limit", ["1", "7", "100"])
@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({"status": ["open", "pending"]}, {}),
        ({"status": ["snoozed", "pending", "open", "open"]}, {"status": ["open", "pending", "snoozed"]}),
        ({"assignee": ["ann", "none"]}, {"assignee": ["ann", None]}),
        ({"assignee": ["me", "sue"]}, {"assignee": ["adam", "sue"]}),
        ({"assignee": ["sue", "any"]}, {"assignee": ["ann", "sue", None]}),
        ({"platform": ["discourse", "telegram"]}, {}),
        ({"mode": ["private", "broadcast"]}, {}),
        (
            {"status": ["open", "snoozed"], "assignee": ["ann", "none"], "mode": ["private", "public"]},
            {"assignee": ["ann", None]},
        ),
        ({"priority": ["high", "2"], "status": ["pending", "open"]}, {"priority": [2, 3, 4]}),
    ],
)
def test_of_several_values_any_will_do_in_one_order_over_all_pages(
    busy: World, query: dict[str, list[str]], wanted: dict[str, Any], limit: str
) -> None:
    rows = [row["id"] for row in _pages(busy, **query, limit=limit)]
    assert rows == _expected(busy, **(query | wanted))
    assert len(rows) == len(set(rows)) > 5


@pytest.mark.parametrize("limit", ["1", "7", "100"])
def test_what_is_closed_comes_behind_the_inbox(busy: World, limit: str) -> None:
    named = {"platform": ["slack", "discourse"], "mode": ["private", "public"]}
    rows = [row["id"] for row in _pages(busy, **named, status=["closed", "pending", "open"], limit=limit)]
    standing = _expected(busy, **named, status=["open", "pending"])
    closed = [row["id"] for row in _pages(busy, **named, status="closed", limit=limit)]
    assert rows == standing + closed
    assert sorted(closed) == sorted(_expected(busy, **named, status="closed"))
    assert len(closed) > 3


def test_a_page_asks_the_index_once_for_each_status_and_queue(
    busy: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []
    page = busy.stores.conversations.page_inbox

    def counted(brand: str, queue: str, status: Status, before: str | None, limit: int) -> Any:
        asked.append((queue, status.value))
        return page(brand, queue, status, before, limit)

    monkeypatch.setattr(busy.stores.conversations, "page_inbox", counted)
    busy.get("/conversations", query={"status": ["open", "pending"], "assignee": ["ann", "none"]})
    assert sorted(asked) == [("-", "open"), ("-", "pending"), ("ann", "open"), ("ann", "pending")]
    asked.clear()
    queues = len(busy.stores.agents.list_agents(ACME)) + 1
    busy.get("/conversations", query={"status": ["open", "pending", "snoozed"]})
    assert len(asked) == len(set(asked)) == 3 * queues


@pytest.fixture
def reads(busy: World, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many heads each read asked for."""
    asked: list[int] = []
    read = busy.stores.conversations.read_conversations

    def counted(brand: str, ids: Any, consistent: bool = False) -> Any:
        wanted = list(ids)
        asked.append(len(wanted))
        return read(brand, wanted, consistent)

    monkeypatch.setattr(busy.stores.conversations, "read_conversations", counted)
    return asked


def test_a_filter_that_leaves_nearly_all_out_reads_five_pages_and_says_that_there_is_more(
    busy: World, reads: list[int]
) -> None:
    body = busy.get("/conversations", query={"platform": "telegram", "limit": "1", "status": "pending"}).body
    assert body["data"] == []
    assert body["has_more"] is True
    assert reads == [1] * 5


def test_a_priority_is_not_looked_for_below_where_it_can_be(busy: World, reads: list[int]) -> None:
    found = busy.get("/conversations", query={"priority": "4", "limit": "100"}).body["data"]
    assert reads == [len(found)]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"colour": "red"}, "unknown_filter"),
        ({"brand": "other"}, "unknown_filter"),
        ({"status": "OPEN"}, "bad_filter"),
        ({"status": ["open", "OPEN"]}, "bad_filter"),
        ({"status": ["open"] * 21}, "bad_filter"),
        ({"view": ["all", "public"]}, "bad_filter"),
        ({"sort": ["newest", "waiting"]}, "bad_filter"),
        ({"limit": "0"}, "bad_filter"),
        ({"limit": "101"}, "bad_filter"),
        ({"limit": "ten"}, "bad_filter"),
        ({"limit": "-1"}, "bad_filter"),
        ({"limit": "٣"}, "bad_filter"),
        ({"priority": "5"}, "bad_filter"),
        ({"priority": "worst"}, "bad_filter"),
        ({"mode": "secret"}, "bad_filter"),
        ({"platform": "x#y"}, "bad_filter"),
        ({"assignee": "-"}, "bad_filter"),
        ({"assignee": "ann#o"}, "bad_filter"),
        ({"assignee": ""}, "bad_filter"),
        ({"cursor": ""}, "bad_filter"),
        ({"cursor": "nonsense"}, "bad_cursor"),
    ],
)
def test_a_filter_that_makes_no_sense_is_named(shared: World, query: dict[str, Any], code: str) -> None:
    answer = shared.get("/conversations", query=query)
    assert (answer.status, answer.body["code"]) == (400, code)
