"""A desk from which replies are sent, over a platform that plays along or breaks."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any

from model.dispatch import Dispatch, read_dispatch
from model.http import Call
from model.messages import Envelope
from model.reply import Reply
from respond.outgoing_ports import Answered
from respond.send import queue_due
from respond.sending import Sendings
from store.brand.tokens import TokenDead
from tests.respond.world import ACME, ANGRY, TELEGRAM, Answer, World, authorizer


class Killed(BaseException):
    """The function ends here."""


@dataclass
class Platform:
    """Plays the platform: posts what it is asked to, unless told otherwise, and counts."""

    answers: list[Any] = field(default_factory=list)
    """Each an Answered, or something to raise, in turn; then all goes well. `(posted, answer)` says what was posted."""
    posts: list[dict[str, Any]] = field(default_factory=list)
    asked: list[Call] = field(default_factory=list)
    number: int = 9

    def well(self) -> Answered:
        """Answers as Telegram does when all is well."""
        return answered(200, {"ok": True, "result": {"message_id": self.number, "chat": {"id": "t1"}}})

    def make_request(self, call: Call) -> Answered:
        self.asked.append(call)
        posted, answer = self.answers.pop(0) if self.answers else (True, self.well())
        if posted:
            self.posts.append(read_post(call))
        if isinstance(answer, BaseException):
            raise answer
        assert isinstance(answer, Answered)
        return answer


@dataclass
class Tokens:
    """Knows one token, until it is dead."""

    dead: bool = False
    refused: list[str | None] = field(default_factory=list)

    def find_access(self, brand: str, platform: str, account: str) -> Mapping[str, str]:
        if self.dead:
            raise TokenDead("dead")
        return {"access_token": "T"}

    def note_refusal(
        self, brand: str, platform: str, account: str, used: Mapping[str, str], reason: str | None
    ) -> None:
        self.refused.append(reason)
        self.dead = True


def read_post(call: Call) -> dict[str, Any]:
    """What was posted: of a form its fields, of a file in it the bytes."""
    kind = call.headers.get("Content-Type", "")
    if not kind.startswith("multipart/"):
        return dict(json.loads(call.body))
    form = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + call.body)
    assert form.is_multipart()
    posted = {}
    for part in form.get_payload():
        assert isinstance(part, Message)
        value = part.get_payload(decode=True)
        assert isinstance(value, bytes)
        name = str(part.get_param("name", header="content-disposition"))
        posted[name] = value if part.get_filename() else value.decode()
    return posted


def answered(
    status: int, body: Any = "", headers: Mapping[str, str] | None = None, sent: bool = True
) -> Answered:
    text = body if isinstance(body, str) else json.dumps(body)
    return Answered(status, headers or {}, text.encode(), sent)


def ask(
    world: World,
    method: str,
    path: str,
    some_id: str = "",
    body: Any = None,
    caller: str = "ann",
    headers: Mapping[str, str] | None = None,
    **query: Any,
) -> Answer:
    """Ask the API as an agent."""
    return world.call(
        method,
        path,
        path={"id": some_id} if some_id else None,
        body=body,
        query=query or None,
        headers=headers,
        caller=authorizer(agent=caller),
    )


@dataclass
class Desk:
    """An agent, the outbox, and the platform."""

    world: World
    queued: list[Dispatch]
    number: int = 9
    """Tells the native id and the text of this test from those of others in the same world."""
    platform: Platform = field(default_factory=Platform)
    tokens: Tokens = field(default_factory=Tokens)
    keys: Iterator[int] = field(default_factory=lambda: iter(range(1000)))

    def __post_init__(self) -> None:
        self.platform.number = self.number

    @property
    def text(self) -> str:
        return f"It comes tomorrow {self.number}"

    @property
    def native_id(self) -> str:
        return f"t1:{self.number}"

    @property
    def sendings(self) -> Sendings:
        return Sendings(self.world.stores, self.platform, self.tokens, lambda: 1.0)

    def post(self, key: str = "", conversation: str = "angry", **body: Any) -> Answer:
        return self.world.call(
            "POST",
            "/conversations/{id}/replies",
            path={"id": self.world.ids()[conversation]},
            headers={"Idempotency-Key": f"{self.number}-{key or next(self.keys)}-of-the-test"},
            caller=authorizer(agent="ann"),
            body={"text": self.text} | body,
        )

    def reply(self, reply_id: str) -> Reply:
        found = self.world.stores.outbox.find_reply(ACME, reply_id)
        assert found is not None
        return found

    def run(self) -> None:
        """Takes everything that is queued."""
        while self.queued:
            self.sendings.take_dispatch(self.queued.pop(0))

    def sweep(self, seconds: float = 0) -> None:
        """Time goes by, and what is due is looked at."""
        self.world.clock.now += seconds
        queue_due(self.world.stores, lambda body, _: self.queued.append(read_dispatch(body)), lambda: True)
        self.run()

    def send(self, **body: Any) -> Reply:
        answer = self.post(**body)
        assert answer.status == 202, answer.text
        self.run()
        return self.reply(answer.body["id"])

    def ask(self, method: str, resource: str, reply: Reply, body: Any = None) -> Answer:
        return self.world.call(
            method, resource, path={"id": reply.id}, caller=authorizer(agent="ann"), body=body
        )

    def interactions(self) -> list[dict[str, Any]]:
        found = self.world.get(
            "/conversations/{id}/interactions", path={"id": self.world.ids()["angry"]}
        ).body
        return [each for each in found["data"] if each["text"] == self.text]


def echo(desk: Desk) -> None:
    """The platform tells of what we posted."""
    told = ANGRY | {
        "direction": "out", "external_id": desk.native_id, "author_id": "shop", "customer_id": "u1", "text": desk.text,
        "occurred_at": int(desk.world.clock.now * 1000),
    }  # fmt: skip
    body = json.dumps([{name: told[name] for name in told if not name.startswith("author_n")}]).encode()
    now_ms, path = int(desk.world.clock.now * 1000), desk.world.paths[ACME]
    read = path.intake.deliveries.read_delivery(
        Envelope(TELEGRAM, f"{TELEGRAM}-{ACME}", ACME, now_ms, body=body)
    )
    assert read is not None
    path.intake.keeping.keep_deliveries([read])
    path.run()
