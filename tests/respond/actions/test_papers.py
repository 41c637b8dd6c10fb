"""Notes stay here, drafts are kept by version, and what needs an approval goes out once, when somebody else gave it.

Tests of: `model.paper`, `model.approval`, `respond.actions.notes`, `respond.actions.drafts`,
`respond.actions.papers`, `respond.actions.approvals`, `respond.actions.approval_rules`, `respond.shapes.paper`,
`respond.shapes.approval`, `respond.routes.desk`, `store.outbox.papers`, `store.outbox.rows`,
`store.brand.approval_rules`, `store.forgetting.erasing.papers`, `store.forgetting.erasing.item_class`.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from model.reply import ReplyState
from store.dynamo.rows import OpsRow
from store.forgetting.erasing.leaver import Leaver
from store.forgetting.erasing.papers import WrittenPapers, copy_papers
from tests.respond.desk import Desk, ask
from tests.respond.world import ACME, TELEGRAM, World, authorizer


@pytest.fixture
def desk(desk: Desk) -> Iterator[Desk]:
    """Leaves no rule behind that replies need an approval."""
    yield desk
    ask(desk.world, "PUT", "/approval-rules", caller="adam", body={})


def test_a_note_stays_here_and_is_found_by_whom_it_names(shared: World) -> None:
    angry = shared.ids()["angry"]
    body = {"text": "Carrier called @sue", "mentions": ["sue"]}
    made = ask(shared, "POST", "/conversations/{id}/notes", angry, body)
    assert made.status == 201, made.text
    notes = ask(shared, "GET", "/conversations/{id}/notes", angry).body["data"]
    assert [(each["text"], each["agent"], each["mentions"]) for each in notes] == [
        (body["text"], "ann", ["sue"])
    ]
    assert [each["id"] for each in ask(shared, "GET", "/mentions", caller="sue").body["data"]] == [
        made.body["id"]
    ]
    assert ask(shared, "GET", "/mentions").body["data"] == []
    assert ask(shared, "GET", "/conversations/{id}/replies", angry).body["data"] == []
    told = ask(shared, "GET", "/conversations/{id}/interactions", angry).text
    assert "Carrier" not in told
    assert "Carrier" not in "".join(str(row.attribute_values) for row in OpsRow.scan())
    assert ask(shared, "DELETE", "/notes/{id}", made.body["id"], caller="bot").status == 403
    assert ask(shared, "DELETE", "/notes/{id}", made.body["id"], caller="sue").status == 200
    assert ask(shared, "GET", "/conversations/{id}/notes", angry).body["data"] == []
    assert ask(shared, "GET", "/mentions", caller="sue").body["data"] == []
    nobody = ask(shared, "POST", "/conversations/{id}/notes", angry, {"text": "x", "mentions": ["nobody"]})
    assert (nobody.status, nobody.body["pointer"]) == (422, "/mentions")


def test_notes_are_paged_newest_first(shared: World) -> None:
    happy = shared.ids()["happy"]
    for number in range(3):
        shared.clock.now += 1
        ask(shared, "POST", "/conversations/{id}/notes", happy, {"text": f"note {number}"})
    first = ask(shared, "GET", "/conversations/{id}/notes", happy, limit="2").body
    assert [each["text"] for each in first["data"]] == ["note 2", "note 1"]
    rest = ask(shared, "GET", "/conversations/{id}/notes", happy, limit="2", cursor=first["next_cursor"]).body
    assert ([each["text"] for each in rest["data"]], rest["has_more"]) == (["note 0"], False)


def test_a_draft_is_one_for_agent_conversation_and_mode_and_knows_its_version(shared: World) -> None:
    angry, path = shared.ids()["angry"], "/conversations/{id}/draft"
    first = ask(shared, "PUT", path, angry, {"text": "It co", "mode": "private", "version": 0})
    assert (first.status, first.body["version"]) == (200, 1)
    second = ask(shared, "PUT", path, angry, {"text": "It comes", "mode": "private", "version": 1})
    assert (second.body["id"], second.body["version"]) == (first.body["id"], 2)
    stale = ask(shared, "PUT", path, angry, {"text": "Other", "mode": "private", "version": 1})
    assert (stale.status, stale.body["code"]) == (409, "draft_changed")
    again = ask(shared, "PUT", path, angry, {"text": "It comes", "mode": "private"})
    assert again.body["version"] == 2
    ask(shared, "PUT", path, angry, {"text": "Publicly", "mode": "public"})
    shown = ask(shared, "GET", path, angry, mode="private").body
    assert (shown["text"], shown["earlier"]) == ("It comes", ["It co"])
    assert ask(shared, "GET", path, angry, mode="public").body["text"] == "Publicly"
    nothing = ask(shared, "GET", path, angry, caller="sue", mode="private").body
    assert (nothing["text"], nothing["version"], nothing["at"]) == (None, 0, None)
    named = ask(shared, "PUT", path, angry, {"text": "Publicly, then"}, mode="public").body
    assert (named["mode"], named["earlier"]) == ("public", ["Publicly"]), "the address may name the mode"
    strange = ask(shared, "PUT", path, angry, {"text": "x"}, colour="blue")
    assert (strange.status, strange.body["code"]) == (400, "unknown_filter")
    assert ask(shared, "DELETE", path, angry, mode="private").status == 200
    assert ask(shared, "GET", path, angry, mode="private").body["version"] == 0
    assert ask(shared, "PUT", path, angry, {"text": "New", "version": 2}).status == 409
    assert ask(shared, "PUT", path, angry, {"text": "New", "version": 0}).body["version"] == 1


def test_two_ways_of_one_mode_have_a_draft_each(shared: World) -> None:
    angry, path = shared.ids()["angry"], "/conversations/{id}/draft"
    ask(shared, "PUT", path, angry, {"text": "As a message", "way": "message"}, caller="sue")
    ask(shared, "PUT", path, angry, {"text": "As an answer", "mode": "private"}, caller="sue")
    told = [
        ask(shared, "GET", path, angry, None, "sue", mode="private").body["text"],
        ask(shared, "GET", path, angry, None, "sue", mode="private", way="message").body["text"],
        ask(shared, "GET", path, angry, None, "sue", way="private_reply").body["text"],
    ]
    assert told == ["As an answer", "As a message", None]
    assert ask(shared, "DELETE", path, angry, caller="sue", mode="private", way="message").status == 200
    assert ask(shared, "GET", path, angry, caller="sue").body["text"] == "As an answer"
    assert ask(shared, "DELETE", path, angry, caller="sue").status == 200


def test_of_several_candidates_one_is_approved_and_sent_once(desk: Desk) -> None:
    world, angry = desk.world, desk.world.ids()["angry"]
    made = [
        ask(world, "POST", "/conversations/{id}/drafts", angry, {"text": f"{desk.text}, {one}"}, "bot").body[
            "id"
        ]
        for one in ("one", "two")
    ]
    listed = ask(world, "GET", "/conversations/{id}/drafts", angry).body["data"]
    assert {each["id"] for each in listed} >= set(made)
    assert ask(world, "POST", "/drafts/{id}/approve", made[0], {}, "bot").status == 403
    body = {"text": desk.text, "note": "shorter"}
    answers = [
        ask(world, "POST", "/drafts/{id}/approve", made[0], body, who) for who in ("sue", "adam", "sue")
    ]
    assert {each.status for each in answers} == {200}
    replies = {each.body["reply"]["id"] for each in answers}
    assert len(replies) == 1
    desk.run()
    desk.sweep(60)
    assert [post["text"] for post in desk.platform.posts] == [desk.text]
    assert ask(world, "POST", "/drafts/{id}/reject", made[1], {"note": "no"}).body["state"] == "rejected"
    late = ask(world, "POST", "/drafts/{id}/approve", made[1], {})
    assert (late.status, late.body["code"]) == (409, "draft_decided")
    shown = {each["id"]: each for each in ask(world, "GET", "/conversations/{id}/drafts", angry).body["data"]}
    assert (shown[made[0]]["state"], shown[made[0]]["decided_by"]) == ("approved", "sue")
    assert shown[made[0]]["reply"] in replies
    assert (shown[made[1]]["state"], shown[made[1]]["note"]) == ("rejected", "no")


def test_an_ai_s_reply_waits_for_a_human_where_the_brand_wants_it(desk: Desk) -> None:
    world = desk.world
    assert (
        ask(world, "PUT", "/approval-rules", caller="adam", body={"services": True}).body["services"] is True
    )
    reply = _post(desk, "bot")
    assert reply["state"] == "awaiting_approval"
    desk.run()
    desk.sweep(5)
    assert desk.platform.posts == []
    angry = world.ids()["angry"]
    waits = [
        ask(world, "GET", "/conversations/{id}/send-options", angry, caller=who).body["data"][0][
            "needs_approval"
        ]
        for who in ("bot", "ann")
    ]
    assert waits == [True, False]
    listed = ask(world, "GET", "/approvals", caller="sue").body["data"]
    assert [each["id"] for each in listed] == [reply["id"]]
    changed = ask(world, "POST", "/drafts/{id}/approve", reply["id"], {"text": "another"})
    assert (changed.status, changed.body["code"]) == (409, "reply_fixed")
    approved = ask(world, "POST", "/drafts/{id}/approve", reply["id"], {})
    assert approved.body["reply"]["state"] == "pending", approved.text
    desk.run()
    assert desk.reply(reply["id"]).state is ReplyState.SENT
    assert [post["text"] for post in desk.platform.posts] == [desk.text]
    assert ask(world, "GET", "/approvals").body["data"] == []
    twice = ask(world, "POST", "/drafts/{id}/approve", reply["id"], {})
    assert (twice.status, twice.body["code"]) == (409, "nothing_to_approve")


def test_an_account_s_replies_wait_for_a_supervisor_and_nobody_approves_their_own(desk: Desk) -> None:
    world = desk.world
    account = f"{TELEGRAM}{ACME}"
    ask(world, "PUT", "/approval-rules", caller="adam", body={"accounts": [account]})
    reply = _post(desk, "ann")
    assert reply["state"] == "awaiting_approval"
    for who in ("ann", "bot"):
        assert ask(world, "POST", "/drafts/{id}/approve", reply["id"], {}, who).status == 403
    rejected = ask(world, "POST", "/drafts/{id}/reject", reply["id"], {"note": "too blunt"}, "sue")
    assert rejected.body["reply"]["state"] == "cancelled"
    assert (rejected.body["reply"]["code"], rejected.body["reply"]["detail"]) == ("rejected", "too blunt")
    desk.sweep(5)
    assert desk.platform.posts == []


def test_what_nobody_approved_within_a_day_expires(desk: Desk) -> None:
    ask(desk.world, "PUT", "/approval-rules", caller="adam", body={"agents": ["ann"]})
    reply = _post(desk, "ann")
    desk.sweep(3600)
    assert desk.reply(reply["id"]).state is ReplyState.AWAITING_APPROVAL
    desk.sweep(86_400)
    assert (desk.reply(reply["id"]).state, desk.reply(reply["id"]).code) == (
        ReplyState.EXPIRED,
        "not_approved",
    )
    assert ask(desk.world, "GET", "/approvals").body["data"] == []
    assert desk.platform.posts == []


def test_papers_are_copied_for_the_person_and_erased_with_all_that_leads_to_them(shared: World) -> None:
    happy, tom = shared.ids()["happy"], shared.ids()["tom"]
    ask(shared, "POST", "/conversations/{id}/notes", happy, {"text": "Likes tea", "mentions": ["sue"]})
    ask(shared, "PUT", "/conversations/{id}/draft", happy, {"text": "Tea?"})
    who = Leaver(ACME, tom, TELEGRAM, shared.stores.now_ms(), "")
    told = {each["text"] for each in copy_papers(shared.stores.papers, who)}
    assert {"Likes tea", "Tea?"} <= told
    shared.stores.shredder.destroy_person(ACME, tom, who.erased_at)
    shared.stores.vault.forget_salt(ACME, tom)
    assert all(not paper["text"] for paper in copy_papers(shared.stores.papers, who))
    eraser = WrittenPapers(shared.stores.vault, shared.stores.papers)
    assert eraser.count_left(who) == sum(eraser.erase_items(who)) >= 2
    assert eraser.count_left(who) == 0
    left = [row for row in OpsRow.scan() if row.pk.startswith(("paper", "mentioned"))]
    assert not [row for row in left if happy in row.pk or tom in row.pk]
    assert ask(shared, "GET", "/mentions", caller="sue").body["data"] == []


def _post(desk: Desk, agent: str) -> Any:
    return desk.world.call(
        "POST",
        "/conversations/{id}/replies",
        path={"id": desk.world.ids()["angry"]},
        headers={"Idempotency-Key": f"{desk.number}-papers"},
        caller=authorizer(agent=agent),
        body={"text": desk.text},
    ).body


def test_a_note_that_is_being_written_is_a_draft_of_its_own_and_no_reply(shared: World) -> None:
    angry, path = shared.ids()["angry"], "/conversations/{id}/draft"
    kept = ask(shared, "PUT", path, angry, {"text": "Call them", "mode": "note"})
    assert (kept.status, kept.body["mode"], kept.body["text"]) == (200, "note", "Call them")
    assert ask(shared, "GET", path, angry, mode="note").body["text"] == "Call them"
    assert ask(shared, "GET", path, angry, mode="public").body["text"] != "Call them"
    candidate = {"text": "Call them", "mode": "note"}
    assert ask(shared, "POST", "/conversations/{id}/drafts", angry, candidate).status == 422
    assert ask(shared, "DELETE", path, angry, mode="note").status == 200
    assert ask(shared, "GET", path, angry, mode="note").body["version"] == 0
