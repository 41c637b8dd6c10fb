"""Segments: listed, added after their rule was checked, and shown with their members.

Tests of: `respond.actions.offers`, `respond.actions.segment_vocabulary`, `respond.shapes.segment`,
`respond.shapes.rule`, `store.contacts.segments`, `store.insights.flows`,
`store.insights.stores`, `store.dynamo.counting`.
"""

from dataclasses import replace
from typing import Any

import pytest

from model import rule
from model.contact import Contact
from model.rule import ATTRIBUTES, COMPARISONS
from tests.respond.world import ACME, World, authorizer

RULE = {"all": [{"attribute": "negative", "at_least": 2}, {"not": {"attribute": "stage", "is": "former"}}]}
MEMBERS = "/segments/{id}/members"


def test_built_in_and_own_segments_are_listed(world: World) -> None:
    body = world.get("/segments").body
    assert [row["id"] for row in body["data"]] == ["unsatisfied", "writers"]
    assert body["data"][0]["built_in"] is True
    assert body["data"][1] == {
        "id": "writers",
        "title": "Writers",
        "rule": {"attribute": "interactions", "at_least": 1},
        "offer": None,
        "action": None,
        "backfill": None,
        "built_in": False,
        "created_at": "2026-09-21T14:13:20.000Z",
        "created_by": None,
        "members": {"count": 4, "exact": True},
        "flow": None,
    }
    first = world.get("/segments", query={"limit": "1"}).body
    rest = world.get("/segments", query={"limit": "1", "cursor": first["next_cursor"]}).body
    assert [row["id"] for row in first["data"] + rest["data"]] == ["unsatisfied", "writers"]
    assert rest["has_more"] is False


def test_a_segment_is_added(world: World) -> None:
    body = {"id": "twice-unhappy", "title": "Twice unhappy", "rule": RULE, "offer": "A call back"}
    answer = world.call("POST", "/segments", body=body, caller=authorizer(agent="sue"))
    assert answer.status == 201
    assert len(answer.body["flow"]) == 30
    told = answer.body | {"flow": None}
    assert told == {
        **body, "flow": None, "members": {"count": 0, "exact": True},
        "action": None, "built_in": False, "created_at": "2026-09-21T14:13:20.000Z", "created_by": "sue",
        "backfill": {"state": "walking", "contacts": 0, "ended_at": None},
    }  # fmt: skip
    assert told in world.get("/segments").body["data"]
    assert world.audit() == [{"agent": "sue", "action": "add segment", "target": "twice-unhappy"}]
    again = world.call("POST", "/segments", body=body)
    assert (again.status, again.body["code"]) == (409, "exists")


def test_without_an_id_one_is_made_up(world: World) -> None:
    made = [world.call("POST", "/segments", body={"title": "T", "rule": RULE}).body["id"] for _ in range(2)]
    assert len(set(made)) == 2
    assert world.get(MEMBERS, path={"id": made[0]}).body["data"] == []


def test_a_built_in_id_is_taken(world: World) -> None:
    answer = world.call("POST", "/segments", body={"id": "unsatisfied", "title": "Mine", "rule": RULE})
    assert answer.status == 409


def test_a_brand_has_a_limit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("respond.actions.segments.MOST", 2)
    answer = world.call("POST", "/segments", body={"title": "One more", "rule": RULE})
    assert (answer.status, answer.body["code"]) == (409, "too_many")


def _nested(depth: int) -> Any:
    rule: Any = {"attribute": "unhappy", "is": True}
    for _ in range(depth):
        rule = {"not": rule}
    return rule


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ({}, "`attribute` must be one of"),
        ({"attribute": "name", "is": "Mara"}, "`attribute` must be one of"),
        ({"attribute": "negative", "is": "2"}, "cannot be compared"),
        ({"attribute": "negative", "at_least": "2"}, "`rule.at_least` must be a number"),
        ({"attribute": "stage", "is": "customer", "in": ["x"]}, "exactly one of"),
        ({"all": []}, "`rule.all` must have at least 1 items"),
        ({"any": {}}, "`rule.any` must be a list"),
        ({"all": [7]}, "`rule.all.0` must be an object"),
        (_nested(20), "nest at most"),
        ({"any": [{"attribute": "unhappy", "is": True}] * 51}, "at most 50"),
    ],
)
def test_a_rule_that_cannot_be_understood_says_where(world: World, rule: Any, says: str) -> None:
    answer = world.call("POST", "/segments", body={"title": "T", "rule": rule})
    assert (answer.status, answer.body["code"]) == (422, "bad_rule")
    assert says in answer.body["detail"]
    assert "Mara" not in answer.text
    assert len(world.stores.segments.list_segments(ACME)) == 2


@pytest.mark.parametrize(
    "body",
    [
        {"title": "T"}, {"rule": RULE}, {"title": "", "rule": RULE}, {"title": "T" * 121, "rule": RULE},
        {"title": 7, "rule": RULE}, {"title": "T", "rule": "all"}, {"title": "T", "rule": [RULE]},
        {"title": "T", "rule": RULE, "id": "Has Spaces"}, {"title": "T", "rule": RULE, "id": "a#b"},
        {"title": "T", "rule": RULE, "id": ""}, {"title": "a\u0000b", "rule": RULE},
        {"title": "T", "rule": RULE, "built_in": True}, {"title": "T", "rule": RULE, "offer": "x" * 501},
    ],
)  # fmt: skip
def test_a_body_that_makes_no_sense_is_refused(world: World, body: Any) -> None:
    answer = world.call("POST", "/segments", body=body)
    assert (answer.status, answer.body["code"]) == (422, "invalid")


def test_members_are_shown_with_name_since_when_and_why(world: World) -> None:
    (member,) = world.get(MEMBERS, path={"id": "unsatisfied"}).body["data"]
    assert member == {
        "contact": {"id": world.ids()["mara"], "name": "Mara Field", "handle": "mara", "short_id": None},
        "since": "2026-09-21T14:13:20.000Z",
        "evidence": {"rule": {"attribute": "unhappy", "is": True}, "values": {"unhappy": True}},
    }
    noted = {"agent": "adam", "action": "read members of unsatisfied", "target": world.ids()["mara"]}
    assert world.audit() == [noted]


def test_members_come_in_pages(world: World) -> None:
    seen: list[str] = []
    cursor = None
    for _ in range(9):
        query = {"limit": "1"} | ({"cursor": cursor} if cursor else {})
        page = world.get(MEMBERS, path={"id": "writers"}, query=query).body
        seen += [row["contact"]["id"] for row in page["data"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    ids = world.ids()
    ben = world.hid("facebook", "person", "u4")
    assert sorted(seen) == sorted([ids["mara"], ids["tom"], ids["ida"], ben])


def test_a_segment_tells_who_came_and_went_by_day(world: World) -> None:
    def leave(who: Contact) -> Contact:
        return replace(who, segments=who.segments - {"writers"})

    for _ in range(2):  # a repetition moves nobody
        world.stores.contacts.change_contact(ACME, world.ids()["mara"], leave)
    told = world.get("/segments/{id}", path={"id": "writers"}).body
    assert told["flow"][-1] == {"day": "2026-09-21", "entered": 4, "left": 1}
    assert [(day["entered"], day["left"]) for day in told["flow"][:-1]] == [(0, 0)] * 29
    assert told["members"] == {"count": 3, "exact": True}


def test_members_are_counted_up_to_a_bound(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("respond.actions.segments.COUNTED", 2)
    rows = world.get("/segments").body["data"]
    assert [(row["id"], row["members"]) for row in rows] == [
        ("unsatisfied", {"count": 1, "exact": True}),
        ("writers", {"count": 2, "exact": False}),
    ]


def test_who_needs_titles_alone_has_nobody_counted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[str] = []
    segments = world.stores.segments

    def count(_store: object, _brand: str, segment: str, _most: int) -> int:
        counted.append(segment)
        return 0

    monkeypatch.setattr(type(segments), "count_members", count)
    rows = world.get("/segments", query={"members": "false"}).body["data"]
    assert [(row["id"], row["title"], row["members"]) for row in rows] == [
        ("unsatisfied", rows[0]["title"], None),
        ("writers", rows[1]["title"], None),
    ]
    assert counted == []
    world.get("/segments")
    assert counted == ["unsatisfied", "writers"]


def test_a_segment_that_is_not_there_is_missing(world: World) -> None:
    for some_id in ("nope", "club", "a#b", "Ä"):
        assert world.get(MEMBERS, path={"id": some_id}).status == 404


def test_the_vocabulary_is_that_of_rules(world: World) -> None:
    known = {each["attribute"]: each for each in world.get("/segments/vocabulary").body["data"]}
    assert list(known) == list(ATTRIBUTES)
    assert known["stage"]["values"] == ["prospect", "customer", "former"]
    assert "telegram" in known["platform"]["values"]
    assert (known["negative"]["within_days"], known["urgency"]["within_days"]) == (90, None)
    example: dict[str, Any] = {"in": ["x"], "at_least": 1, "at_most": 1}
    for name, each in known.items():
        for op in each["ops"]:
            values = each["values"] or ["x"]
            for value in [[values[0]]] if op == "in" else [example[op]] if op in example else values:
                window = {} if each["within_days"] is None else {"within_days": each["within_days"]}
                rule.check({"attribute": name, op: value, **window})
        for op in set(COMPARISONS) - set(each["ops"]):
            with pytest.raises(rule.BadRule):
                rule.check({"attribute": name, op: example.get(op, "x")})


def test_no_segment_takes_a_name_of_the_routes(world: World) -> None:
    body = {"id": "vocabulary", "title": "Words", "rule": {"attribute": "unhappy", "is": True}}
    assert world.call("POST", "/segments", body=body).body["code"] == "exists"
