"""Conversations are looked through page by page, closed ones too; views are saved filters with counts.

Tests of: `respond.actions.listing`, `respond.actions.looking`, `respond.actions.paper_names`, `respond.actions.views`,
`store.brand.saved_views`, `store.conversations.closed`.
"""

from dataclasses import replace
from typing import Any

import pytest

from respond.actions import looking
from store.brand.accounts import Account
from tests.respond.world import ACME, ANGRY, MS, OTHER, TELEGRAM, World, authorizer

WHATSAPP = "whatsapp"
BY_ID = "/conversations/{id}"


def _patch(world: World, name: str, body: Any) -> None:
    answer = world.call("PATCH", BY_ID, path={"id": world.ids()[name]}, body=body, headers={"If-Match": "*"})
    assert answer.status == 200, answer.text


def test_one_request_looks_through_so_many_and_goes_on_by_cursor(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [
        ANGRY
        | {
            "external_id": f"n{n}",
            "thread_id": f"n{n}",
            "author_id": f"v{n}",
            "text": "Hi",
            "occurred_at": MS + n,
        }
        for n in range(8)
    ]
    world.tell(TELEGRAM, *records)
    monkeypatch.setattr(looking, "MOST", 4)
    monkeypatch.setattr(looking, "CHUNK", 2)
    found, cursor, requests, looked = list[str](), None, 0, 0
    while requests == 0 or cursor:
        query = {"q": "parcel"} | ({"cursor": cursor} if cursor else {})
        body = world.get("/conversations", query=query).body
        found += [row["id"] for row in body["data"]]
        cursor, requests, looked = body["next_cursor"], requests + 1, looked + body["looked_at"]
        assert body["looked_at"] <= 4
        assert body["has_more"] == (cursor is not None)
    assert (found, looked) == ([world.ids()["angry"]], 11)
    assert requests == 3


@pytest.mark.parametrize("limit", [1, 2, 100])
@pytest.mark.parametrize("query", [{"sort": "newest"}, {"unread": "true"}, {"status": "closed"}])
def test_pages_are_the_list_however_long_they_are(world: World, query: dict[str, str], limit: int) -> None:
    for name in ("angry", "comment", "happy"):
        if "status" in query:
            _patch(world, name, {"status": "closed"})
    whole = world.list_names(**query)
    assert len(whole) >= 2
    found, cursor = list[str](), None
    while cursor is not None or not found:
        page = world.get(
            "/conversations", query=query | {"limit": str(limit)} | ({"cursor": cursor} if cursor else {})
        )
        found += [row["id"] for row in page.body["data"]]
        cursor = page.body["next_cursor"]
    names = {hid: name for name, hid in world.ids().items()}
    assert [names[each] for each in found] == whole


def test_closed_ones_are_found_again(world: World) -> None:
    _patch(world, "angry", {"status": "closed"})
    assert world.list_names(status="closed") == ["angry"]
    assert world.list_names(view="closed", q="parcel") == ["angry"]
    assert world.list_names(status="closed", platform="facebook") == []
    assert (
        world.get("/conversations", query={"status": "closed"}, caller=authorizer(OTHER)).body["data"] == []
    )
    world.tell(TELEGRAM, ANGRY | {"external_id": "m9", "occurred_at": MS + 1000})
    assert world.list_names(status="closed") == []


def test_of_several_windows_the_longest_counts(world: World) -> None:
    world.stores.accounts.connect_account(Account("wa", ACME, WHATSAPP, f"{WHATSAPP}-{ACME}", "shop"))
    world.tell(WHATSAPP, ANGRY | {"external_id": "w1", "thread_id": "w1"})
    found = [world.hid(WHATSAPP, "thread", "w1")]
    assert world.list_names(window=["1", "24"]) == world.list_names(window="24") == found
    assert world.list_names(window=["1", "4"]) == []


def _save(world: World, body: Any, **more: Any) -> Any:
    return world.call("POST", "/views", body=body, **more)


def test_a_view_is_saved_used_counted_shared_changed_and_deleted(world: World) -> None:
    ann = authorizer(agent="ann")
    filters = {
        "sentiment": ["negative"],
        "priority": 3,
        "updated_after": "2026-09-01T00:00:00.000Z",
        "sort": "waiting",
    }
    saved = _save(world, {"title": "Angry ones", "filters": filters}, caller=ann)
    assert saved.status == 201
    assert saved.body["filters"] == filters
    assert (saved.body["mine"], saved.body["shared"], saved.body["version"]) == (True, False, 1)
    view = saved.body["id"]
    shown = world.get("/conversations", query={"view": view}, caller=ann).body["data"]
    assert [row["id"] for row in shown] == [world.ids()["angry"]]
    counts = world.get("/conversations/counts", query={"view": [view, "all"]}, caller=ann).body
    assert counts == {view: {"count": 1, "exact": True}, "all": {"count": 3, "exact": True}}
    assert world.get("/conversations", query={"view": view}).status == 400, "nobody else sees it"
    assert world.get("/views").body["data"] == []
    change: dict[str, Any] = {"path": {"id": view}, "headers": {"If-Match": '"1"'}, "caller": ann}
    shared = world.call("PATCH", "/views/{id}", body={"shared": True, "filters": {"tag": ["vip"]}}, **change)
    assert (shared.body["shared"], shared.body["filters"]) == (True, {"tag": ["vip"]})
    assert world.call("PATCH", "/views/{id}", body={"title": "Late"}, **change).status == 412
    (seen,) = world.get("/views").body["data"]
    assert (seen["title"], seen["mine"]) == ("Angry ones", False)
    assert world.get("/views", caller=authorizer(OTHER)).body["data"] == []
    service = authorizer(agent="bot")
    assert world.call("DELETE", "/views/{id}", path={"id": view}, caller=service).status == 403
    assert world.call("DELETE", "/views/{id}", path={"id": view}).status == 200
    assert world.get("/views", caller=ann).body["data"] == []


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"platform": ["facebook", "telegram"], "mode": ["private"]}, ["angry", "happy"]),
        ({"platform": "facebook", "stage": "prospect"}, ["comment"]),
        ({"status": ["closed", "open"], "assignee": ["none", "me"]}, ["angry", "comment", "happy"]),
        ({"status": ["closed", "pending"]}, ["comment"]),
        ({"status": []}, []),
    ],
)
def test_a_view_keeps_one_value_or_several(world: World, filters: Any, found: list[str]) -> None:
    _patch(world, "comment", {"status": "closed"} if "status" in filters else {"priority": 2})
    saved = _save(world, {"title": "Mine", "filters": filters}).body
    assert saved["filters"] == filters
    assert sorted(world.list_names(view=saved["id"])) == found
    counted = world.get("/conversations/counts", query={"view": saved["id"]}).body
    assert counted == {saved["id"]: {"count": len(found), "exact": True}}
    other = world.list_names(view=saved["id"], mode=["public", "broadcast"])
    assert sorted(other) == ["comment"] if "mode" in filters or "comment" in found else not other


def test_a_view_holds_no_words(world: World) -> None:
    assert _save(world, {"title": "Mara", "filters": {"q": "mara"}}).status == 422


def test_the_counts_of_queues_are_one_row(world: World) -> None:
    body = world.get("/conversations/counts").body
    assert body["unassigned"] == {"count": 3, "exact": True}
    assert set(body) == {"my_open", "unassigned", "all", "pending", "snoozed", "mentions", "approvals"}
    looked = world.get("/conversations/counts", query={"view": "waiting"}).body
    assert looked == {"waiting": {"count": 2, "exact": True}}


def test_mentions_and_approvals_are_views_with_counts(world: World) -> None:
    ids, ann, sue = world.ids(), authorizer(agent="ann"), authorizer(agent="sue")
    angry = {"id": ids["angry"]}
    assert world.get("/conversations", query={"view": "mentions"}, caller=sue).body["data"] == []
    for text in ("@sue look", "@sue again"):
        note = {"text": text, "mentions": ["sue"]}
        assert (
            world.call("POST", "/conversations/{id}/notes", path=angry, body=note, caller=ann).status == 201
        )
    rules = {"agents": ["ann"]}
    assert world.call("PUT", "/approval-rules", body=rules, caller=authorizer(agent="adam")).status == 200
    happy = {"id": ids["happy"]}
    world.call("POST", "/conversations/{id}/replies", path=happy, body={"text": "Hello"}, caller=ann,
               headers={"Idempotency-Key": "an-approval-is-wanted"})  # fmt: skip
    draft = {"text": "Dear", "mode": "private"}
    assert world.call("PUT", "/conversations/{id}/draft", path=angry, body=draft, caller=ann).status == 200

    def listed(view: str, caller: Any, **more: str) -> list[str]:
        return [each["id"] for each in _list(world, view, caller, **more)]

    assert listed("mentions", sue) == [ids["angry"]], "a conversation once, however often one is named in it"
    assert listed("mentions", ann) == []
    assert listed("approvals", sue) == [ids["happy"]]
    assert listed("approvals", sue, platform="facebook") == []
    counts = world.get("/conversations/counts", caller=sue).body
    assert (counts["mentions"], counts["approvals"]) == ({"count": 1, "exact": True},) * 2
    rows = {each["id"]: each["drafts"] for each in _list(world, "all", ann)}
    assert (rows[ids["angry"]], rows[ids["happy"]]) == (["private"], [])
    assert all(each["drafts"] == [] for each in _list(world, "all", sue)), "their own only"
    close = {"status": "closed"}
    world.call("PATCH", "/conversations/{id}", path=angry, body=close, headers={"If-Match": "*"})
    assert listed("mentions", sue) == [ids["angry"]], "whatever became of it"
    assert listed("mentions", sue, status="open") == []


def _list(world: World, view: str, caller: Any, **more: str) -> list[dict[str, Any]]:
    found = world.get("/conversations", query={"view": view, **more}, caller=caller)
    assert found.status == 200, found.text
    return list(found.body["data"])


def test_a_filter_of_a_newer_version_is_no_filter(world: World) -> None:
    view = _save(world, {"title": "New", "filters": {}}).body["id"]
    known = world.stores.saved_views.find_view(ACME, view, "adam")
    assert known is not None
    world.stores.saved_views.keep_view(replace(known, filters={"mood": "blue"}))
    assert world.get("/conversations", query={"view": view}).status == 400


def test_tags_are_replaced_whatever_else_changed(world: World) -> None:
    path = {"id": world.ids()["angry"]}
    answer = world.call("PUT", f"{BY_ID}/tags", path=path, body={"tags": ["vip", "late", "vip"]})
    assert answer.body["tags"] == ["late", "vip"]
    assert world.list_names(tag="vip") == ["angry"]
    assert world.call("PUT", f"{BY_ID}/tags", path=path, body={"tags": ["Not this"]}).status == 422
    assert world.call("PUT", f"{BY_ID}/tags", path={"id": "a" * 32}, body={"tags": []}).status == 404
