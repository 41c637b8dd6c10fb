"""What is done with what stands at a platform: edits, deletions, hiding, reactions and shares, each once.

Tests of: `platforms.sending.deeds`, `respond.actions.deeds`, `respond.doing`, `respond.shapes.deed`,
`store.interactions.hiding`.
"""

from typing import Any

import pytest

from model.reply import FIRST_LOOK_MS, Reply, ReplyState
from platforms.sending.deeds import DEEDS, HIDING
from platforms.sending.outgoing import Outgoing, Unsendable
from platforms.sending.registry import SENDERS, find_sender
from tests.respond.desk import Desk, Killed, answered
from tests.respond.scene import TOKENS
from tests.respond.world import ACME, ANGRY, COMMENT, FACEBOOK, TELEGRAM, Answer, authorizer
from tests.template.enforcing import as_function

S = ReplyState
MS = 1_700_000_000_000
DONE = answered(200, {"ok": True, "result": True})
HIDDEN = answered(200, {"success": True})


def act(desk: Desk, item: str, key: str = "first", **body: Any) -> Answer:
    return desk.world.call(
        "POST", "/interactions/{id}/deeds", path={"id": item}, body=body,
        headers={"Idempotency-Key": f"{desk.number}-{key}-of-the-deed"}, caller=authorizer(agent="ann"),
    )  # fmt: skip


def edit(desk: Desk, reply: Reply, text: str, key: str = "first") -> Answer:
    return desk.world.call(
        "POST", "/replies/{id}/edit", path={"id": reply.id}, body={"text": text},
        headers={"Idempotency-Key": f"{desk.number}-{key}-of-the-edit"}, caller=authorizer(agent="ann"),
    )  # fmt: skip


def remove(desk: Desk, reply: Reply) -> Answer:
    return desk.world.call(
        "DELETE",
        "/replies/{id}",
        path={"id": reply.id},
        query={"at_platform": "true"},
        caller=authorizer(agent="ann"),
    )


def shown(desk: Desk, reply: Reply) -> list[dict[str, Any]]:
    """Returns the reply as its conversation shows it."""
    path = {"id": desk.world.ids()["angry"]}
    found = desk.world.get("/conversations/{id}/interactions", path=path).body["data"]
    return [
        each
        for each in found
        if (each["delivery"] or {}).get("reply") == reply.id or each["native_id"] is None
    ]


def item_of(desk: Desk) -> str:
    """Returns a customer's message in the conversation, with an id as the platform has."""
    said = ANGRY | {"external_id": f"t1:{desk.number}77", "occurred_at": int(desk.world.clock.now * 1000)}
    desk.world.tell(TELEGRAM, said)
    return desk.world.hid(TELEGRAM, "item", f"t1:{desk.number}77")


def comment_of(desk: Desk) -> str:
    return desk.world.ids()["comment"]


def said_of(desk: Desk) -> dict[str, Any]:
    """Returns the comment as agents see it."""
    found: dict[str, Any] = desk.world.get("/interactions/{id}", path={"id": comment_of(desk)}).body
    return found


def test_a_reaction_goes_out_once(desk: Desk) -> None:
    desk.platform.answers = [(True, DONE)]
    first, again = (act(desk, item_of(desk), deed="react", reaction="🎉") for _ in range(2))
    assert (first.status, first.body["id"], first.body["way"]) == (202, again.body["id"], "react")
    desk.run()
    assert desk.reply(first.body["id"]).state is S.SENT
    assert [post["reaction"] for post in desk.platform.posts] == [[{"type": "emoji", "emoji": "🎉"}]]
    other = act(desk, item_of(desk), deed="react", reaction="👎")
    assert (other.status, other.body["code"]) == (422, "idempotency_key_reused")


def test_an_edit_changes_the_one_interaction(desk: Desk) -> None:
    reply = desk.send()
    desk.platform.answers = [(True, desk.platform.well())]
    done = edit(desk, reply, f"Better {desk.number}")
    assert (done.status, done.body["way"], done.body["about"]) == (202, "edit", reply.id)
    desk.run()
    assert desk.platform.posts[-1]["text"] == f"Better {desk.number}"
    assert str(desk.platform.posts[-1]["message_id"]) == desk.native_id.partition(":")[2]
    after = desk.reply(reply.id)
    assert (after.state, after.text, after.native_id) == (S.SENT, f"Better {desk.number}", desk.native_id)
    assert [each["text"] for each in shown(desk, reply) if each["native_id"] == desk.native_id] == [
        f"Better {desk.number}"
    ]


def test_a_deletion_takes_it_away_here_and_there(desk: Desk) -> None:
    reply = desk.send()
    desk.platform.answers = [(True, DONE)]
    first, again = remove(desk, reply), remove(desk, reply)
    assert (first.status, first.body["way"], first.body["id"]) == (200, "delete", again.body["id"])
    desk.run()
    after = desk.world.get("/replies/{id}", path={"id": reply.id}).body
    assert (after["state"], after["text"]) == ("sent", None)
    assert after["gone_since"] is not None
    assert len(desk.platform.posts) == 2
    assert desk.interactions() == []
    assert remove(desk, reply).body["code"] == "reply_not_standing"
    assert edit(desk, reply, "Too late").body["code"] == "reply_not_standing"


def test_what_did_not_go_out_is_called_back_and_what_did_is_left_unless_asked(desk: Desk) -> None:
    waiting = desk.reply(desk.post(send_after_s=600).body["id"])
    assert remove(desk, waiting).body["state"] == "cancelled"
    sent = desk.send()
    kept = desk.ask("DELETE", "/replies/{id}", sent)
    assert (kept.status, kept.body["code"]) == (409, "reply_not_waiting")


@pytest.mark.parametrize("posted", [False, True])
def test_killed_or_timed_out_it_is_done_again(desk: Desk, posted: bool) -> None:
    desk.platform.answers = [(posted, Killed()), (posted, answered(0)), (True, DONE)]
    deed = act(desk, item_of(desk), deed="react").body["id"]
    with pytest.raises(Killed):
        desk.run()
    desk.sweep(FIRST_LOOK_MS / 1000)
    assert desk.reply(deed).state is S.PENDING
    for _ in range(2):
        desk.sweep(600)
    assert desk.reply(deed).state is S.SENT


def test_a_comment_is_hidden_and_shown_again(desk: Desk) -> None:
    for deed, hidden in (("hide", True), ("show", False)):
        desk.platform.answers = [(True, HIDDEN)]
        answer = act(desk, comment_of(desk), deed, deed=deed)
        assert (answer.status, answer.body["platform"]) == (202, FACEBOOK)
        with as_function("Send"):
            desk.run()
        assert (desk.reply(answer.body["id"]).state, desk.platform.posts[-1]) == (
            S.SENT,
            {"is_hidden": hidden},
        )
        assert said_of(desk)["hidden"] is hidden
        desk.world.tell(
            FACEBOOK, COMMENT | {"text": f"Changed {hidden}", "kind": "edit", "occurred_at": MS * 2}
        )
        assert said_of(desk)["hidden"] is hidden, "what is told of it later leaves it as it is"


def test_a_comment_whose_hiding_is_refused_stays_as_it_was(desk: Desk) -> None:
    desk.platform.answers = [(False, answered(403, {"error": {"code": 200, "message": "no"}}))]
    act(desk, comment_of(desk), "refused", deed="hide")
    with as_function("Send"):
        desk.run()
    assert said_of(desk)["hidden"] is False


def test_options_say_what_may_be_done(desk: Desk) -> None:
    for conversation, deeds in (("comment", ["hide", "react", "show"]), ("angry", ["react"])):
        options = desk.world.get(
            "/conversations/{id}/send-options", path={"id": desk.world.ids()[conversation]}
        ).body
        assert [(each["deed"], each["open"]) for each in options["deeds"]] == [(each, True) for each in deeds]


def test_what_a_platform_does_not_have_is_refused(desk: Desk) -> None:
    refused = act(desk, item_of(desk), deed="share")
    assert (refused.status, refused.body["code"]) == (409, "no_such_way")
    told = act(desk, item_of(desk), "valued", deed="hide", reaction="👍")
    assert (told.status, told.body["pointer"]) == (422, "/reaction")
    assert act(desk, "a" * 32, "nothing", deed="react").status == 404


def test_a_deed_is_audited(desk: Desk) -> None:
    act(desk, item_of(desk), deed="react")
    assert any(each["action"] == "act on interaction react" for each in desk.world.audit(ACME))


@pytest.mark.parametrize("name", SENDERS)
def test_every_declared_deed_makes_a_request(name: str) -> None:
    """A platform that declares a deed makes a request of it, with what an item and an account tell."""
    sender = find_sender(name)
    targets = {
        "slack": "C1:171.1", "telegram": "1:2", "teams": "19:a:1", "discourse": "post:5", "vanilla": "comment:5",
        "wordpress": "comment:5", "bluesky": "at://did:plc:a/app.bsky.feed.post/3k", "reddit": "t1_a",
        "linkedin": "urn:li:comment:(urn:li:activity:1,2)",
        "google_business": "accounts/1/locations/2/reviews/3",
    }  # fmt: skip
    threads = {"linkedin": "urn:li:activity:1"}
    for mode, deeds in sender.deeds.items():
        assert deeds <= DEEDS
        for deed in deeds:
            hidden = HIDING.get(deed)
            out = Outgoing(
                "hide" if hidden else deed, account="77", text=hidden or "Hello", item=targets.get(name, "5"),
                thread=threads.get(name, "9"), person="8", key="k" * 32, site="https://site.example",
                handle={"service_url": "https://smba.trafficmanager.net/emea/", "cid": "bafy"}, made_at=MS,
                prepared="https://people.example/inbox" if name == "activitypub" else "",
            )  # fmt: skip
            try:
                call = sender.make_call(out, TOKENS)
            except Unsendable as error:
                raise AssertionError((name, mode, deed)) from error
            assert call.url.startswith("https://"), (name, mode, deed)
