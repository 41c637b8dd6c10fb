"""Cursors: opaque, bound to their question, and harmless in whatever way they are bent.

Tests of: `respond.paging`.
"""

import base64

import pytest

from respond import cursors
from respond.denied import Because, Denied
from tests.respond.world import OTHER, World, authorizer

SHAPE = r"o[1-4]\d{13}"
POSITION = "o21790000000000"


def test_a_cursor_comes_back_as_it_was() -> None:
    assert cursors.decode_cursor("q", cursors.encode_cursor("q", POSITION), SHAPE) == POSITION


@pytest.mark.parametrize(
    "plain",
    [
        "", ".", "..", "1", "1.", "1..", f"2.{'0' * 12}.{POSITION}", f"1.{'0' * 12}.{POSITION}",
        f"1.{cursors._tag('q')}.", f"1.{cursors._tag('q')}.x", f"1.{cursors._tag('q')}.{POSITION}\n",
        f"1.{cursors._tag('q')}.{POSITION}0", f"1.{cursors._tag('other')}.{POSITION}", "\u00e9",
    ],
)  # fmt: skip
def test_anything_else_is_refused(plain: str) -> None:
    cursor = base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")
    with pytest.raises(Denied) as refused:
        cursors.decode_cursor("q", cursor, SHAPE)
    assert (refused.value.because, refused.value.code) == (Because.UNREADABLE, "bad_cursor")


@pytest.mark.parametrize("cursor", ["a", "é", "a=b", "a b", "////", "\x00", "-", "=" * 8, "\ud800"])
def test_what_is_not_even_base64_is_refused(cursor: str) -> None:
    with pytest.raises(Denied):
        cursors.decode_cursor("q", cursor, SHAPE)


def _first(world: World, resource: str, **query: str) -> str:
    path = {"id": world.ids()["comment"]} if "{id}" in resource else None
    cursor = world.get(resource, path=path, query={"limit": "1", **query}).body["next_cursor"]
    assert isinstance(cursor, str)
    return cursor


def test_a_bent_cursor_is_refused_or_a_page_but_never_a_fault(shared: World) -> None:
    cursor = _first(shared, "/segments")
    answers = set()
    for place in range(len(cursor)):
        for letter in "A_z9":
            bent = cursor[:place] + letter + cursor[place + 1 :]
            answers.add(shared.get("/segments", query={"cursor": bent}).status)
    assert answers == {200, 400}


@pytest.mark.parametrize(
    "position", ["o1", "o41790000000000#", "p4", "s", "", "o49999999999999#zzzzzzzz", "o0"]
)
def test_a_forged_position_is_refused_or_a_page_but_never_a_fault(shared: World, position: str) -> None:
    question = repr(("acme", "list_conversations", "", []))
    answer = shared.get("/conversations", query={"cursor": cursors.encode_cursor(question, position)})
    assert answer.status == (200 if len(position) > 15 else 400)


def test_a_cursor_belongs_to_its_filters_its_route_its_thing_and_its_brand(shared: World) -> None:
    cursor, ids = _first(shared, "/conversations"), shared.ids()
    good = {"cursor": cursor, "limit": "50"}
    assert shared.get("/conversations", query=good).status == 200, "the limit may change"
    for query in ({"status": "pending"}, {"assignee": "none"}, {"platform": "telegram"}):
        assert shared.get("/conversations", query=good | query).body["code"] == "bad_cursor"
    foreign = shared.get("/conversations", query=good, caller=authorizer(OTHER))
    assert foreign.body["code"] == "bad_cursor"
    of_thread = _first(shared, "/conversations/{id}/interactions")
    for resource, name in (("/conversations/{id}/interactions", "angry"), ("/contacts/{id}/timeline", "ida")):
        answer = shared.get(resource, path={"id": ids[name]}, query={"cursor": of_thread})
        assert answer.body["code"] == "bad_cursor"


def test_a_cursor_holds_nothing_personal(shared: World) -> None:
    cursor = _first(shared, "/conversations")
    plain = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    assert not [word for word in ("Mara", "u1", "t1.", "acme") if word in plain]
