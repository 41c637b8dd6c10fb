"""On every platform that sends: a customer's message, our answer and its echo are one conversation in the API.

Tests of: `platforms.sending.*`, `respond.echoing`.
"""

import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest

from aws import queues
from infra.simulate.answers import SHAPES, write_answer
from infra.simulate.talking import UNTOLD, Talk, make_native_id, start_talk
from infra.simulate.teller import Letter
from infra.simulate.tellers import NAMES, teller
from model.dispatch import Dispatch, read_dispatch
from model.http import Call, Delivery
from model.messages import Envelope
from platforms import registry
from respond.outgoing_ports import Answered
from respond.sending import Sendings
from store.brand.accounts import Account
from tests.respond.desk import Tokens
from tests.respond.world import ACME, World, authorizer
from tests.store.path import Path

TEXT = "It comes tomorrow"
POLLED = frozenset({"youtube", "google_business"})
"""Their deliveries only say that there is something to ask for."""
TALKING = [name for name in NAMES if name in SHAPES and name not in POLLED]
TOKENS = {
    "access_token": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "site": "https://site.example",
    "username": "ann",
    "business_user": "b1",
}
NUMBERS = count(6_000_000_000_000, 100)


class SendingTokens(Tokens):
    """Knows what every platform is sent with."""

    def find_access(self, brand: str, platform: str, account: str) -> dict[str, str]:
        return TOKENS


@dataclass
class Platform:
    """Answers that all went well, with the id that its echo has."""

    name: str
    native_id: str
    asked: list[Call] = field(default_factory=list)

    def make_request(self, call: Call) -> Answered:
        self.asked.append(call)
        status, body = write_answer(self.name, "reply", self.native_id)
        if self.name in ("messenger", "instagram", "x", "tiktok") and b"recipient" in call.body:
            status, body = write_answer(self.name, "message", self.native_id)
        return Answered(status, {}, json.dumps(body).encode())


@dataclass
class Scene:
    """One platform's account, and what it tells."""

    world: World
    path: Path
    talk: Talk
    queued: list[Dispatch]

    @property
    def name(self) -> str:
        return self.talk.teller.platform

    def take(self, letter: Letter) -> None:
        """The platform tells something."""
        now_ms = int(self.world.clock() * 1000)
        headers = {name.lower(): value for name, value in letter.headers.items()}
        envelope = Envelope(self.name, f"talk-{self.name}", ACME, now_ms, headers=headers, body=letter.body)
        read = self.path.intake.deliveries.read_delivery(envelope)
        assert read is not None
        self.path.intake.keeping.keep_deliveries([read])
        self.path.run()

    def read_id(self, letter: Letter) -> str:
        """Returns the native id of what a letter tells."""
        told_by = self.talk.teller
        headers = {name.lower(): value for name, value in letter.headers.items()}
        delivery = Delivery(self.name, letter.body, headers, 0, self_ids=(told_by.account, *told_by.self_ids))
        return registry.platform(self.name).parse(delivery)[0].external_id or ""

    def find_conversation(self) -> str:
        """Returns the conversation with the customer's question."""
        found = self.world.get("/conversations", query={"platform": self.name, "limit": "100"}).body["data"]
        for head in found:
            items = self._list(head["id"])
            if any(each["text"] and "Where is my parcel?" in each["text"] for each in items):
                return str(head["id"])
        raise AssertionError(found)

    def _list(self, conversation: str) -> list[dict[str, Any]]:
        body = self.world.get("/conversations/{id}/interactions", path={"id": conversation}).body
        return list(body["data"])

    def list_answers(self, conversation: str) -> list[dict[str, Any]]:
        """Returns what the conversation shows of our answer."""
        return [each for each in self._list(conversation) if TEXT in (each["text"] or "")]

    def answer(self, conversation: str, platform: Platform) -> dict[str, Any]:
        """An agent answers, and the step that sends takes it."""
        accepted = self.world.call(
            "POST", "/conversations/{id}/replies", path={"id": conversation}, body={"text": TEXT},
            headers={"Idempotency-Key": f"a-talk-on-{self.name}"}, caller=authorizer(agent="ann"),
        )  # fmt: skip
        assert accepted.status == 202, accepted.text
        sendings = Sendings(self.world.stores, platform, SendingTokens(), lambda: 1.0)
        while self.queued:
            sendings.take_dispatch(self.queued.pop(0))
        return dict(self.world.get("/replies/{id}", path={"id": accepted.body["id"]}).body)


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> list[Dispatch]:
    found: list[Dispatch] = []
    monkeypatch.setattr(queues, "send", lambda _url, body, **_: found.append(read_dispatch(body)))
    return found


@pytest.mark.parametrize("name", TALKING)
def test_question_answer_and_echo_are_one_conversation(
    shared: World, queued: list[Dispatch], name: str
) -> None:
    made = teller(name)
    native, own = made.demo_account, made.demo_self_ids
    shared.stores.accounts.connect_account(
        Account(f"talk{name}", ACME, name, f"talk-{name}", native, self_ids=(native, *own),
                settings={"site": "https://site.example"})
    )  # fmt: skip
    at, number = int(shared.clock() * 1000), next(NUMBERS)
    talk = start_talk(made(native, own), number, at - 60_000)
    path = Path(shared.stores)
    path.intake.deliveries._platform = registry.platform
    scene = Scene(shared, path, talk, queued)
    for letter in talk.open_talk():
        scene.take(letter)
    conversation = scene.find_conversation()
    echo = talk.tell_answer(number + 5, TEXT, at)
    platform = Platform(name, scene.read_id(echo) if echo else make_native_id(talk, number))
    reply = scene.answer(conversation, platform)
    assert (reply["state"], len(platform.asked)) == ("sent", 2 if name == "threads" else 1), reply
    shown = scene.list_answers(conversation)
    assert [each["direction"] for each in shown] == ["out"]
    if echo is None:
        assert name in UNTOLD
        return
    for _ in range(2):
        scene.take(echo)
    after = scene.list_answers(conversation)
    assert [(each["id"], each["direction"]) for each in after] == [(shown[0]["id"], "out")]
