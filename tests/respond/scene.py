"""A customer's question on any platform, as it comes in, our answer, and what the platform tells of it."""

import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from infra.simulate.answers import write_answer
from infra.simulate.talking import Talk, start_talk
from infra.simulate.teller import Letter
from infra.simulate.tellers import teller
from model.dispatch import Dispatch
from model.event import Event
from model.http import Call, Delivery
from model.messages import Envelope
from platforms import registry
from respond.outgoing_ports import Answered
from respond.sending import Sendings
from store.brand.accounts import Account
from tests.platforms.proofs import PROOFS
from tests.respond.desk import Tokens
from tests.respond.world import ACME, World, authorizer
from tests.store.path import Path

TEXT = "It comes tomorrow"
TOKENS = {
    "access_token": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "site": "https://site.example",
    "username": "ann",
    "business_user": "b1",
    "access_key": "A1",
    "secret_key": "S1",
    "from": "care@demo.example",
    "private_key": PROOFS["activitypub"].golden.secrets["private_key"],
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
    number: int
    last: str = ""
    """The reply that was accepted last."""

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
        return self._parse(letter).external_id or ""

    def find_person(self) -> str:
        """Returns the native id of the customer."""
        return next(filter(None, (self._parse(each).author_id for each in self.talk.open_talk())))

    def _parse(self, letter: Letter) -> Event:
        told_by = self.talk.teller
        headers = {name.lower(): value for name, value in letter.headers.items()}
        delivery = Delivery(self.name, letter.body, headers, 0, self_ids=(told_by.account, *told_by.self_ids))
        return registry.platform(self.name).parse(delivery)[0]

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

    def tell(self, body: Any) -> None:
        """The platform tells this."""
        self.take(Letter(self.name, json.dumps(body).encode()))

    def answer(self, conversation: str, platform: Platform, key: str = "first") -> dict[str, Any]:
        """An agent answers, and the step that sends takes it."""
        accepted = self.world.call(
            "POST", "/conversations/{id}/replies", path={"id": conversation}, body={"text": TEXT},
            headers={"Idempotency-Key": f"a-talk-on-{self.name}-{key}"}, caller=authorizer(agent="ann"),
        )  # fmt: skip
        assert accepted.status == 202, accepted.text
        self.last = accepted.body["id"]
        self.run(platform)
        return self.read(accepted.body["id"])

    def run(self, platform: Platform) -> None:
        """The step that sends takes what is queued."""
        sendings = Sendings(self.world.stores, platform, SendingTokens(), lambda: 1.0)
        while self.queued:
            sendings.take_dispatch(self.queued.pop(0))

    def read(self, reply: str) -> dict[str, Any]:
        """Returns a reply as the API shows it."""
        return dict(self.world.get("/replies/{id}", path={"id": reply}).body)


def open_scene(world: World, queued: list[Dispatch], name: str) -> Scene:
    """Connects an account of a platform, whose customer asks something."""
    made = teller(name)
    native, own = made.demo_account, made.demo_self_ids
    world.stores.accounts.connect_account(
        Account(f"talk{name}", ACME, name, f"talk-{name}", native, self_ids=(native, *own),
                settings={"site": "https://site.example"})
    )  # fmt: skip
    at, number = int(world.clock() * 1000), next(NUMBERS)
    path = Path(world.stores)
    path.intake.deliveries._platform = registry.platform
    scene = Scene(world, path, start_talk(made(native, own), number, at - 60_000), queued, number)
    for letter in scene.talk.open_talk():
        scene.take(letter)
    return scene
