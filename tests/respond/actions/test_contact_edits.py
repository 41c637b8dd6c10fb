"""PATCH /contacts/{id}: stages with a reason and a way back, tags that rules see, attributes that they do not.

Tests of: `respond.actions.given`, `store.contacts.edits`.
"""

import json
from dataclasses import replace
from typing import Any

import boto3
import pytest

from model.messages import Review
from segment.backfill import SegmentBackfill
from store.contacts import keys as contact_keys
from store.contacts.edits import Edits
from store.contacts.mapping import PROFILE
from store.contacts.rows import IdentityRow
from tests.respond.actions.test_segments_change import add, offers, queued, walk
from tests.respond.world import ACME, ANGRY, MS, OTHER, TELEGRAM, Answer, World, authorizer

BY_ID = "/contacts/{id}"
FORMER = {"stage": "former", "reason": "moved away"}


def get(world: World) -> Answer:
    return world.get(BY_ID, path={"id": world.ids()["mara"]})


def patch(world: World, body: Any, etag: str | None = "*", **more: Any) -> Answer:
    headers = {} if etag is None else {"If-Match": etag}
    return world.call("PATCH", BY_ID, path={"id": world.ids()["mara"]}, body=body, headers=headers, **more)


def history(world: World) -> list[Any]:
    data: list[Any] = world.get("/contacts/{id}/history", path={"id": world.ids()["mara"]}).body["data"]
    return data


def test_a_stage_changes_with_reason_date_actor_and_a_way_back(world: World) -> None:
    seen = get(world)
    assert (seen.body["stage"], seen.headers["ETag"]) == ("prospect", '"0"')
    world.clock.now += 1
    changed = patch(world, {"stage": "customer", "reason": "bought a bike"}, seen.headers["ETag"],
                    caller=authorizer(agent="ann"))  # fmt: skip
    assert changed.status == 200
    assert (changed.body["stage"], changed.body["stage_reason"]) == ("customer", "bought a bike")
    assert changed.body["stage_since"] == "2026-09-21T14:13:21.000Z"
    assert changed.headers["ETag"] == '"1"'
    world.clock.now += 1
    patch(world, FORMER | {"no_contact": True, "win_back_offer": "Half price"})
    world.clock.now += 1
    back = patch(world, {"stage": "prospect", "reason": "asked for a quote"}).body
    assert (back["stage"], back["no_contact"], back["win_back_offer"]) == ("prospect", False, None)
    told = [each["stage"] for each in history(world) if each["stage"]]
    assert [(each["from"], each["to"], each["reason"], each["by"]) for each in told] == [
        ("former", "prospect", "asked for a quote", "adam"),
        ("customer", "former", "moved away", "adam"),
        ("prospect", "customer", "bought a bike", "ann"),
    ]
    assert {
        "agent": "ann",
        "action": "change contact reason stage",
        "target": world.ids()["mara"],
    } in world.audit()


def test_what_was_not_seen_is_not_changed(world: World) -> None:
    etag = get(world).headers["ETag"]
    assert patch(world, {"tags": ["vip"]}, None).body["code"] == "precondition_required"
    assert patch(world, {"tags": ["vip"]}, '"9"').body["code"] == "precondition_failed"
    assert patch(world, {"tags": ["vip"]}, etag).status == 200
    assert patch(world, {"tags": []}, etag).status == 412
    assert get(world).body["tags"] == ["vip"]
    assert (
        world.call("PATCH", BY_ID, path={"id": "a" * 32}, body={"tags": []}, headers={"If-Match": "*"}).status
        == 404
    )


def test_what_the_contact_writes_does_not_move_the_etag(world: World) -> None:
    etag = get(world).headers["ETag"]
    world.tell(TELEGRAM, ANGRY | {"external_id": "m9", "occurred_at": MS})
    assert get(world).headers["ETag"] == etag
    assert patch(world, {"tags": ["vip"]}, etag).status == 200
    assert get(world).body["facts"]["interactions"] == 2


def test_rules_see_tags_and_stage(world: World) -> None:
    add(
        world,
        "vips",
        rule={"all": [{"attribute": "tags", "has": "vip"}, {"attribute": "stage", "is": "customer"}]},
    )
    walk(world)
    patch(world, {"tags": ["vip", "bike"], "stage": "customer", "reason": "bought"})
    assert queued()[-1] == Review(ACME, (world.ids()["mara"],))
    walk(world)
    vips = [each for each in get(world).body["segments"] if each["id"] == "vips"]
    assert vips[0]["evidence"]["values"] == {"tags": ["bike", "vip"], "stage": "customer"}
    patch(world, {"tags": []})
    walk(world)
    assert "vips" not in [each["id"] for each in get(world).body["segments"]]


def test_attributes_are_merged_and_sealed(world: World, tables: dict[str, str]) -> None:
    patch(world, {"attributes": {"shoe": "forty-two", "city": "Springfield"}})
    body = patch(world, {"attributes": {"city": None, "pet": "canary bird"}, **FORMER}).body
    assert body["attributes"] == {"shoe": "forty-two", "pet": "canary bird"}
    raw = repr([boto3.client("dynamodb").scan(TableName=table)["Items"] for table in tables.values()])
    for word in ("forty-two", "Springfield", "canary bird", "moved away"):
        assert word not in raw
    world.tell(TELEGRAM, ANGRY | {"external_id": "m9", "author_name": "Mara Other", "occurred_at": MS})
    again = get(world).body
    assert (again["name"], again["attributes"]) == ("Mara Other", body["attributes"])
    assert again["stage_reason"] == "moved away"
    assert "canary" not in repr(queued())


def test_a_former_customer_may_be_won_back_or_left_alone(world: World) -> None:
    patch(world, FORMER | {"win_back_offer": "Half price"})
    (offer,) = offers(world)["offers"]
    assert (offer["segment"], offer["offer"]) == (None, "Half price")
    patch(world, {"no_contact": True})
    shown = offers(world)
    assert (shown["offers"], shown["no_contact"]) == ([], True)


@pytest.mark.parametrize(
    "body",
    [
        {}, {"stage": "customer"}, {"reason": "none"}, {"stage": "prospect", "reason": "as before"}, {"stage": "lost"},
        {"no_contact": True}, {"win_back_offer": "x"}, {"tags": ["Not A Slug"]}, {"tags": ["a"] * 21},
        {"attributes": {"No": "x"}}, {"attributes": {"a": 7}}, {"attributes": {f"a{n}": "x" for n in range(21)}},
        {"name": "Mara"}, {"stage": "former", "reason": "x" * 501},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(world: World, body: Any) -> None:
    answer = patch(world, body)
    assert (answer.status, answer.body["code"]) == (422, "invalid")
    assert get(world).headers["ETag"] == '"0"'


def test_a_contact_has_so_many_attributes_in_all(world: World) -> None:
    assert patch(world, {"attributes": {f"a{n}": "x" for n in range(15)}}).status == 200
    assert patch(world, {"attributes": {f"b{n}": "x" for n in range(15)}}).status == 422


def test_who_is_restricted_or_of_a_platform_that_forbids_it_is_left_as_they_are(world: World) -> None:
    world.stores.consents.restrict_person(ACME, world.ids()["mara"], MS)
    assert patch(world, {"tags": ["vip"]}).body["code"] == "restricted"
    world.stores.consents.restrict_person(ACME, world.ids()["mara"], None)
    IdentityRow(contact_keys.identity(ACME, world.ids()["mara"]), PROFILE).update(
        [IdentityRow.platform.set("linkedin")]
    )
    assert patch(world, {"tags": ["vip"]}).body["code"] == "platform_forbids"


def test_names_whose_time_is_over_stay_closed_and_new_entries_open(world: World) -> None:
    pk = contact_keys.identity(ACME, world.ids()["mara"])
    row = IdentityRow.get(pk, PROFILE)
    other = IdentityRow.get(contact_keys.identity(ACME, world.ids()["tom"]), PROFILE)
    assert row.sealed != other.sealed
    row.update([IdentityRow.sealed.remove()])
    body = patch(world, {"attributes": {"shoe": "42"}}).body
    assert (body["name"], body["attributes"]) == (None, {"shoe": "42"})


def test_history_comes_in_pages(world: World) -> None:
    for stage in ("customer", "former", "customer", "prospect"):
        world.clock.now += 1
        patch(world, {"stage": stage, "reason": "again"})
    whole, paged, cursor = history(world), [], None
    for _ in range(9):
        query = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = world.get("/contacts/{id}/history", path={"id": world.ids()["mara"]}, query=query).body
        paged += page["data"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert paged == whole
    assert len(whole) == 5, "four stages, and the segments entered at first"
    assert whole[-1]["entered"][0]["segment"] == "unsatisfied"
    assert json.dumps(whole).count("again") == 4
    foreign = world.get("/contacts/{id}/history", path={"id": world.ids()["mara"]}, caller=authorizer(OTHER))
    assert foreign.status == 404


def test_a_change_answers_the_revision_that_is_kept_also_after_a_lost_race(world: World) -> None:
    contacts, mara = world.stores.contacts, world.ids()["mara"]
    (stale,) = contacts.read_contacts(ACME, [mara], consistent=True).values()
    for known in (None, stale):
        after = contacts.change_contact(
            ACME, mara, lambda each: replace(each, stage_at=each.stage_at + 1), known=known
        )
        assert after == contacts.read_contacts(ACME, [mara], consistent=True)[mara]
    assert after is not None
    assert after.rev == stale.rev + 2
    grown = contacts.change_contact(
        ACME, mara, lambda each: replace(each, segments=each.segments | {"a", "b"})
    )
    assert grown == contacts.read_contacts(ACME, [mara], consistent=True)[mara]


def test_whoever_was_just_edited_is_looked_at_as_they_are_now(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a read that is not consistent may still see of them would leave them where they are."""
    read, asked = world.stores.contacts.read_contacts, []

    def noted(brand: str, people: Any, consistent: bool = False) -> Any:
        asked.append(consistent)
        return read(brand, people, consistent)

    monkeypatch.setattr(world.stores.contacts, "read_contacts", noted)
    SegmentBackfill(world.stores, lambda _: None).review_contacts(Review(ACME, (world.ids()["mara"],)))
    assert asked == [True]


def test_of_two_who_saw_the_same_one_is_told_to_look_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one's change comes between reading and writing, where only the condition sees it."""
    seen, kept = get(world).headers["ETag"], Edits._kept

    def overtaken(self: Edits, *arguments: Any) -> bool:
        monkeypatch.setattr(Edits, "_kept", kept)
        assert patch(world, {"tags": ["theirs"]}, seen, caller=authorizer(agent="ann")).status == 200
        return kept(self, *arguments)

    monkeypatch.setattr(Edits, "_kept", overtaken)
    late = patch(world, {"tags": ["mine"]}, seen)
    assert (late.status, late.body["code"]) == (412, "precondition_failed")
    now = get(world)
    assert (now.body["tags"], now.headers["ETag"]) == (["theirs"], '"1"')


def test_what_a_contact_writes_in_between_is_no_reason_to_look_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, kept = get(world).headers["ETag"], Edits._kept

    def overtaken(self: Edits, *arguments: Any) -> bool:
        monkeypatch.setattr(Edits, "_kept", kept)
        world.tell(TELEGRAM, ANGRY | {"external_id": "m9", "occurred_at": MS + 1})
        return kept(self, *arguments)

    monkeypatch.setattr(Edits, "_kept", overtaken)
    answer = patch(world, {"tags": ["vip"]}, seen)
    assert (answer.status, answer.headers["ETag"], answer.body["tags"]) == (200, '"1"', ["vip"])
    assert answer.body["facts"]["interactions"] == 2


def test_a_contact_shows_what_they_want_done_with_their_data(world: World) -> None:
    mara, consents = world.ids()["mara"], world.stores.consents
    consents.object_to(ACME, mara, ["marketing", "analytics"], MS)
    consents.note_notice(ACME, mara, MS)
    wishes = world.get("/contacts/{id}", path={"id": mara}).body["wishes"]
    assert wishes == {
        "restricted": False, "objections": ["analytics", "marketing"], "informed_at": "2026-09-21T14:13:20.000Z",
    }  # fmt: skip
    IdentityRow(contact_keys.identity(ACME, mara), PROFILE).update([IdentityRow.objections.remove()])
    assert world.get("/contacts/{id}", path={"id": mara}).body["wishes"]["objections"] == ["marketing"], (
        "before an erasure"
    )
    consents.restrict_person(ACME, mara, MS)
    shown = world.get("/contacts/{id}", path={"id": mara}, caller=authorizer(agent="dan", role="dpo")).body
    assert shown["wishes"]["restricted"]
