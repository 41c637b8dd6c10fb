"""Segments changed, deleted and tried out; offers beside a conversation.

Tests of: `respond.actions.segment_preview`, `store.contacts.directory`.
"""

import json
from typing import Any

import boto3
import pytest

from model.messages import SegmentWalk, read_segments_message
from respond.actions import segment_preview
from store.contacts.directory import ContactDirectory
from tests.respond.world import ACME, OTHER, TELEGRAM, Answer, World, authorizer

BY_ID = "/segments/{id}"
RULE = {"attribute": "negative", "at_least": 1}


def add(world: World, name: str = "angry", **more: Any) -> Answer:
    return world.call("POST", "/segments", body={"id": name, "title": name, "rule": RULE} | more)


def patch(world: World, body: Any, etag: str | None = "*", name: str = "angry") -> Answer:
    headers = {} if etag is None else {"If-Match": etag}
    return world.call("PATCH", BY_ID, path={"id": name}, body=body, headers=headers)


def queued() -> list[Any]:
    client = boto3.client("sqs")
    url = client.get_queue_url(QueueName="segments")["QueueUrl"]
    # Moto knows no time but its own: what is delayed is looked at as it was sent.
    from moto.backends import get_backend

    backend: Any = get_backend("sqs")["123456789012"]["eu-central-1"]
    return [read_segments_message(each.body) for each in backend.queues[url.rsplit("/", 1)[1]]._messages]


def walk(world: World) -> None:
    """Do what was queued, as the function behind the queue does."""
    world.stores.segments._cache.clear()
    path = world.paths[ACME]
    path.segments_queue += [each.to_json() for each in queued()]
    path.run()


def test_a_new_segment_takes_in_who_was_there_before(world: World) -> None:
    assert add(world).status == 201
    (first,) = queued()
    assert isinstance(first, SegmentWalk)
    walk(world)
    shown = world.get(BY_ID, path={"id": "angry"})
    assert shown.body["backfill"] == {"state": "done", "contacts": 4, "ended_at": "2026-09-21T14:13:20.000Z"}
    (member,) = world.get("/segments/{id}/members", path={"id": "angry"}).body["data"]
    assert member["contact"]["id"] == world.ids()["mara"]
    contact = world.get("/contacts/{id}", path={"id": world.ids()["mara"]}).body
    assert "angry" in [each["id"] for each in contact["segments"]]


def test_a_change_needs_what_was_seen(world: World) -> None:
    add(world)
    etag = world.get(BY_ID, path={"id": "angry"}).headers["ETag"]
    assert patch(world, {"title": "T"}, None).status == 428
    assert patch(world, {"title": "T"}, '"77"').status == 412
    changed = patch(world, {"title": "T", "offer": "Coffee", "action": "Call"}, etag)
    assert (changed.status, changed.body["title"], changed.body["offer"]) == (200, "T", "Coffee")
    assert changed.headers["ETag"] != etag
    assert patch(world, {"title": "T"}, etag).status == 412
    assert patch(world, {"offer": None}).body["offer"] is None
    assert len(queued()) == 1, "only a new rule looks at everybody"
    assert patch(world, {}).status == 422
    actions = [entry["action"] for entry in world.audit()]
    assert "change segment action offer title" in actions


def test_a_new_rule_looks_at_everybody_again(world: World) -> None:
    add(world)
    walk(world)
    patch(world, {"rule": {"attribute": "negative", "at_least": 9}})
    walk(world)
    assert world.get("/segments/{id}/members", path={"id": "angry"}).body["data"] == []


def test_what_is_built_in_stays(world: World) -> None:
    assert patch(world, {"title": "T"}, name="unsatisfied").body["code"] == "built_in"
    answer = world.call("DELETE", BY_ID, path={"id": "unsatisfied"})
    assert (answer.status, answer.body["code"]) == (409, "built_in")


def test_a_deleted_segment_is_gone_at_once_and_its_members_follow(world: World) -> None:
    add(world, "writers2", rule={"attribute": "interactions", "at_least": 1})
    walk(world)
    answer = world.call("DELETE", BY_ID, path={"id": "writers2"})
    assert (answer.status, answer.body) == (202, {"id": "writers2", "deleted": True})
    for resource in (BY_ID, "/segments/{id}/members"):
        assert world.get(resource, path={"id": "writers2"}).status == 404
    assert add(world, "writers2").status == 409, "until nobody is in it any more"
    walk(world)
    contact = world.get("/contacts/{id}", path={"id": world.ids()["mara"]}).body
    assert "writers2" not in [each["id"] for each in contact["segments"]]
    assert add(world, "writers2").status == 201


def test_segments_may_build_on_each_other_but_not_in_a_circle(world: World) -> None:
    add(world)
    assert add(world, "calm", rule={"not": {"segment": "angry"}}).status == 201
    assert add(world, "self", rule={"segment": "self"}).body["code"] == "bad_rule"
    assert add(world, "lost", rule={"segment": "club"}).body["code"] == "bad_rule", "another brand's"
    circle = patch(world, {"rule": {"any": [RULE, {"segment": "calm"}]}})
    assert (circle.status, circle.body["code"]) == (422, "bad_rule")
    assert "leads back" in circle.body["detail"]
    assert world.call("DELETE", BY_ID, path={"id": "angry"}).body["code"] == "in_use"
    assert add(world, "preview").status == 409


def preview(world: World, rule: Any, **more: Any) -> Answer:
    return world.call("POST", "/segments/preview", body={"rule": rule}, **more)


def test_a_preview_counts_and_shows_why(world: World) -> None:
    answer = preview(world, RULE)
    assert answer.status == 200
    assert answer.body == {
        "total": 1, "seen": 4, "complete": True,
        "sample": [
            {
                "contact": {
                    "id": world.ids()["mara"],
                    "name": "Mara Field",
                    "handle": "mara",
                    "short_id": None,
                },
                "values": {"negative": 1},
            }
        ],
    }  # fmt: skip
    assert {"agent": "adam", "action": "preview segment", "target": world.ids()["mara"]} in world.audit()
    assert preview(world, {"segment": "writers"}).body["total"] == 4
    assert preview(world, {"attribute": "negative", "at_least": 5}).body["sample"] == []
    assert preview(world, {"attribute": "nope", "is": 1}).status == 422
    assert (
        preview(world, RULE, caller=authorizer(OTHER)).body["sample"][0]["contact"]["id"]
        == world.ids(OTHER)["mara"]
    )
    assert queued() == []


def test_a_preview_says_when_it_did_not_look_at_everybody(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(self: ContactDirectory, *args: Any) -> Any:
        for page in pages(self, *args):
            world.clock.now += segment_preview.MOST_S
            yield page

    pages = ContactDirectory.list_pages
    monkeypatch.setattr(segment_preview, "PAGE", 1)
    monkeypatch.setattr(ContactDirectory, "list_pages", slow)
    answer = preview(world, {"attribute": "interactions", "at_least": 1}).body
    assert (answer["complete"], answer["seen"]) == (False, 2)


def test_a_preview_has_no_one_whom_nobody_may_segment(world: World) -> None:
    mara = world.ids()["mara"]
    world.stores.consents.object_to(ACME, mara, ["segmentation"], 1)
    assert preview(world, RULE).body["total"] == 0


def offers(world: World) -> Any:
    return world.get("/conversations/{id}", path={"id": world.ids()["angry"]}).body


def test_offers_and_actions_stand_beside_the_conversation(world: World) -> None:
    add(world, offer="A call back", action="Ask a supervisor")
    assert offers(world)["offers"] == []
    walk(world)
    (offer,) = offers(world)["offers"]
    assert offer == {
        "segment": "angry", "title": "angry", "offer": "A call back", "action": "Ask a supervisor",
        "since": "2026-09-21T14:13:20.000Z",
        "evidence": {"rule": RULE, "values": {"negative": 1}},
    }  # fmt: skip


def test_who_objects_to_marketing_gets_no_offer_but_is_helped(world: World) -> None:
    add(world, offer="A voucher", action="Ask a supervisor")
    walk(world)
    world.stores.consents.object_to(ACME, world.ids()["mara"], ["marketing"], 1)
    (offer,) = offers(world)["offers"]
    assert (offer["offer"], offer["action"]) == (None, "Ask a supervisor")


def test_only_ids_travel(world: World) -> None:
    add(world, title="Very telling words", offer="Very telling words")
    assert "telling" not in json.dumps([each.to_json() for each in queued()])
    assert world.hid(TELEGRAM, "person", "u1") not in queued()[0].to_json()
