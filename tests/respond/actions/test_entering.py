"""What an agent enters by hand becomes an interaction that waits in its conversation.

Tests of: `respond.actions.entering`, `respond.shapes.entered`.
"""

from functools import partial

import pytest

from aws import queues
from ingest.intake import Intake
from tests.respond.desk import ask as ask_as
from tests.respond.world import ACME, TELEGRAM, Answer, World
from tests.store.path import Claims, sqs_event

ask = partial(ask_as, caller="adam")


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was queued."""
    found: list[str] = []
    monkeypatch.setattr(queues, "send", lambda _url, body, **_more: found.append(body))
    return found


def enter(world: World, key: str = "enter-1", **more: object) -> Answer:
    account = next(each for each in world.stores.accounts.list_accounts(ACME) if each.platform == TELEGRAM)
    body = {"account": account.id, "author": {"id": "https://www.xing.example/mara", "name": "Mara"}, **more}
    return ask(world, "POST", "/interactions", body=body, headers={"Idempotency-Key": key})


def take_in(world: World, queued: list[str]) -> None:
    intake = Intake(world.stores, Claims(), lambda _: None, lambda _: None)
    assert intake.take_deliveries(sqs_event(queued)) == {"batchItemFailures": []}


def test_what_is_entered_opens_its_conversation_and_is_there_once(world: World, queued: list[str]) -> None:
    made = enter(world, text="She called: the shade is cracked.", thread="call of Mara")
    assert made.status == 202, made.text
    assert enter(world, text="She called: the shade is cracked.", thread="call of Mara").body == made.body
    later = enter(world, "enter-2", text="She called again.", thread="call of Mara").body
    assert later["conversation_id"] == made.body["conversation_id"]
    take_in(world, queued)
    shown = ask(world, "GET", "/interactions/{id}", made.body["interaction_id"]).body
    assert (shown["text"], shown["author"]["name"]) == ("She called: the shade is cracked.", "Mara")
    assert (shown["mode"], shown["direction"]) == ("private", "in")
    head = ask(world, "GET", "/conversations/{id}", made.body["conversation_id"]).body
    assert head["status"] == "open"
    said = ask(world, "GET", "/conversations/{id}/interactions", made.body["conversation_id"]).body["data"]
    assert {each["id"] for each in said} == {made.body["interaction_id"], later["interaction_id"]}


@pytest.mark.parametrize("kind", ["comment", "review"])
def test_what_was_said_in_public_is_found_under_the_ids_that_were_answered(
    world: World, queued: list[str], kind: str
) -> None:
    made = enter(
        world, text="Seen on a board", kind=kind, url="https://board.example/1", at="2020-05-01T10:00:00Z"
    ).body
    take_in(world, queued)
    shown = ask(world, "GET", "/interactions/{id}", made["interaction_id"]).body
    assert (shown["kind"], shown["mode"], shown["permalink"]) == (kind, "public", "https://board.example/1")
    assert shown["occurred_at"].startswith("2020-05-01T10:00")
    assert ask(world, "GET", "/conversations/{id}", made["conversation_id"]).status == 200


@pytest.mark.parametrize(("body", "status"), [
    ({"text": ""}, 422), ({"text": "x", "at": "2999-01-01T00:00:00Z"}, 422), ({"text": "x", "kind": "join"}, 422),
    ({"text": "x", "account": "acc_nobody"}, 404), ({"text": "x", "url": "javascript:x"}, 422),
])  # fmt: skip
def test_what_cannot_be_entered_says_why(
    world: World, queued: list[str], body: dict[str, object], status: int
) -> None:
    assert enter(world, "enter-1", **body).status == status
    assert queued == []
