"""A storm over replies: limits, errors, time-outs, lost answers and kills, and every message of the queue may double.

In the end nothing was posted twice and nothing is lost: what was posted and answered is `sent` and one interaction,
what can be proved by neither key nor echo is `unknown`, and nothing else is. `make test` sends 300, `make soak`
100,000.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException

from aws import queues
from model.dispatch import Dispatch, read_dispatch
from model.errors import Unavailable
from model.event import Direction
from model.http import Call
from model.messages import Envelope
from model.reply import Reply, ReplyState
from respond.outgoing_ports import Answered
from respond.send import queue_due
from respond.sending import LOOKS_MS, Sendings
from store.brand.accounts import Account
from store.interactions.rows import FeedRow
from tests.proof import hooks
from tests.proof.hooks import hooked
from tests.proof.respondent import forget_all, open_world
from tests.respond.desk import Killed, Tokens, answered
from tests.respond.world import ACME, World, authorizer

TELEGRAM, VIBER, LINE, MESSENGER = "telegram", "viber", "line", "messenger"
PLATFORMS = (TELEGRAM, VIBER, LINE, MESSENGER)
KEYED, ECHOING = LINE, MESSENGER
ANSWERED = 5
"""How often a conversation is answered, about: an agent answers what somebody wrote lately."""
BATCH = 20
ROUND = 5_000
"""Replies that are sent in one world."""
FAULTY, STRUCK = 0.2, 0.002
"""The chance of a fault at a request to a platform, and at each call to AWS."""
DOUBLED, SQUEEZED = 0.2, 0.1
"""The chance that a message of the queue comes twice, and that a second sender comes in between."""
FEWEST_POINTS = 30
"""Calls around one reply, at each of which the process is killed."""
HIDDEN_S = 130
"""How long a message is away whose worker was killed."""
PAGE = "<html><h1>502 Bad Gateway</h1></html>"


@dataclass
class Stage:
    """Plays four platforms: posts by their text, and what it did instead of a plain answer."""

    chance: Random
    posted: Counter[str] = field(default_factory=Counter)
    natives: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    echoes: list[tuple[str, str]] = field(default_factory=list)
    """Whom it was to, and the text, of what is still to be told."""
    faults: Counter[str] = field(default_factory=Counter)
    doubted: set[str] = field(default_factory=set)
    """Texts whose fate an answer left open."""

    def make_request(self, call: Call) -> Answered:
        """Posts and answers, or does one of them, or neither."""
        if self.chance.random() >= FAULTY:
            return self._post(call)
        fault, posts = self.chance.choice([
            ("limit", False), ("limit with its time", False), ("not reached", False),
            ("error", False), ("error", True), ("page of a proxy", False), ("page of a proxy", True),
            ("time-out", False), ("time-out", True), ("killed before", False), ("killed after", True),
        ])  # fmt: skip
        self.faults[fault] += 1
        well = self._post(call) if posts else None
        if not fault.startswith(("limit", "not reached")):
            self.doubted.add(_read_text(call))
        match fault:
            case "limit":
                return answered(429, "Too Many Requests")
            case "limit with its time":
                return answered(429, "Too Many Requests", {"retry-after": "7"})
            case "not reached":
                return answered(0, "", sent=False)
            case "error":
                return answered(500, "{}")
            case "page of a proxy":
                return answered(502, PAGE)
            case "time-out":
                return answered(0, "")
        assert fault.startswith("killed")
        assert well is None or posts
        raise Killed

    def _post(self, call: Call) -> Answered:
        body, text = json.loads(call.body), _read_text(call)
        headers = {name.lower(): value for name, value in call.headers.items()}
        key = headers.get("x-line-retry-key")
        if key is None or key not in self.keys:
            self.posted[text] += 1
            self.natives[text] = f"{len(self.natives) + 1000}"
            if key is not None:
                self.keys[key] = text
            elif "graph.facebook" in call.url:
                self.echoes.append((body["recipient"]["id"], text))
        native = self.natives[text]
        if "line.me" in call.url:
            return answered(200, {"sentMessages": [{"id": native}]})
        if "viber" in call.url:
            return answered(200, {"status": 0, "status_message": "ok", "message_token": int(native)})
        if "telegram" in call.url:
            return answered(
                200, {"ok": True, "result": {"message_id": int(native), "chat": {"id": body["chat_id"]}}}
            )
        return answered(200, {"recipient_id": body["recipient"]["id"], "message_id": native})


def _read_text(call: Call) -> str:
    """Returns the words that a request would post: in them the number of the reply."""
    body = json.loads(call.body)
    if "messages" in body:
        return str(body["messages"][0]["text"])
    return str(body["message"]["text"] if "message" in body else body["text"])


@dataclass
class Office:
    """Agents who answer on four platforms, and the senders."""

    world: World
    chance: Random
    stage: Stage
    people: int
    """Conversations on each platform."""
    tokens: Tokens = field(default_factory=Tokens)
    queued: list[Dispatch] = field(default_factory=list)
    hidden: list[tuple[float, Dispatch]] = field(default_factory=list)
    made: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Text -> the platform and the reply's id."""
    struck: Counter[str] = field(default_factory=Counter)
    squeezed: int = 0
    _alone: bool = False

    def open(self) -> None:
        """People write on every platform."""
        now = self.world.stores.now_ms()
        for platform in PLATFORMS:
            if platform != TELEGRAM:
                account = Account(f"{platform}{ACME}", ACME, platform, f"{platform}-{ACME}", "shop")
                self.world.stores.accounts.connect_account(account)
            self.world.tell(
                platform,
                *(
                    {"kind": "message", "mode": "private", "external_id": f"s{n}", "thread_id": f"st{n}",
                     "author_id": f"su{n}", "author_name": "Nr Last", "text": "Hello", "occurred_at": now - 1000}
                    for n in range(self.people)
                ),
            )  # fmt: skip

    def send(self, _url: str, body: str, **_: Any) -> None:
        """Queues a message, perhaps twice, perhaps not at all."""
        if self.chance.random() < STRUCK:
            raise Unavailable("the queue is down")
        self.queued.extend([read_dispatch(body)] * (2 if self.chance.random() < DOUBLED else 1))

    def answer(self, number: int) -> None:
        """An agent answers: the same request again until it is accepted."""
        platform = PLATFORMS[number % len(PLATFORMS)]
        conversation = self.world.hid(platform, "thread", f"st{self.chance.randrange(self.people)}")
        text = f"Answer number {number}."
        for _ in range(50):
            with hooked(self._strike):
                try:
                    answer = self.world.call(
                        "POST", "/conversations/{id}/replies", path={"id": conversation},
                        headers={"Idempotency-Key": f"storm-{number:08d}"}, caller=authorizer(agent="ann"),
                        body={"text": text, "way": "message"},
                    )  # fmt: skip
                except Killed:
                    forget_all(self.world)
                    continue
            if answer.status == 202:
                self.made[text] = platform, answer.body["id"]
                return
            assert answer.status in (409, 500, 503), answer.text
        raise AssertionError("never accepted")

    def work(self) -> None:
        """Senders take what is queued, in any order; the message of one who was killed comes again."""
        now = self.world.clock.now
        self.queued += [each for at, each in self.hidden if at <= now]
        self.hidden = [each for each in self.hidden if each[0] > now]
        self.chance.shuffle(self.queued)
        while self.queued:
            message = self.queued.pop()
            self._between = self._make_second(message) if self.chance.random() < SQUEEZED else None
            try:
                with hooked(self._strike):
                    self._take(message)
            except Killed:
                forget_all(self.world)
                self.hidden.append((now + HIDDEN_S, message))
            except (ClientError, BotoCoreError, PynamoDBException, Unavailable):
                self.hidden.append((now + HIDDEN_S, message))

    def _take(self, message: Dispatch) -> None:
        Sendings(self.world.stores, self.stage, self.tokens, self.chance.random).take_dispatch(message)

    def _make_second(self, message: Dispatch) -> tuple[int, Callable[[], None]]:
        def second() -> None:
            self.squeezed += 1
            self._take(message)

        return self.chance.randrange(1, 30), second

    _between: tuple[int, Callable[[], None]] | None = None

    def _strike(self, number: int, name: str) -> None:
        if self._alone:
            return
        if self._between is not None and number == self._between[0]:
            between, self._between, self._alone = self._between[1], None, True
            try:
                between()
            finally:
                self._alone = False
        if self.chance.random() < STRUCK:
            fault = self.chance.choice(["killed", "failed"])
            self.struck[fault] += 1
            if fault == "killed":
                raise Killed
            hooks.refuse() if name.startswith("before") else hooks.lose_reply()

    def tell_echoes(self) -> None:
        """The platform that echoes tells of what was posted, some of it twice."""
        told, self.stage.echoes = self.stage.echoes, []
        if not told:
            return
        again = [each for each in told if self.chance.random() < DOUBLED]
        now_ms = self.world.stores.now_ms()
        events = [
            {"kind": "message", "mode": "private", "direction": "out", "text": text, "author_id": "shop",
             "external_id": self.stage.natives[text], "thread_id": f"st{person.removeprefix('su')}",
             "customer_id": person, "occurred_at": now_ms}
            for person, text in [*told, *again]
        ]  # fmt: skip
        envelope = Envelope(ECHOING, f"{ECHOING}-{ACME}", ACME, now_ms, body=json.dumps(events).encode())
        path = self.world.paths[ACME]
        read = path.intake.deliveries.read_delivery(envelope)
        assert read is not None
        path.intake.keeping.keep_deliveries([read])
        path.run()

    def sweep(self, seconds: float) -> None:
        """Time goes by, and what is due is queued."""
        self.world.clock.now += seconds
        queue_due(self.world.stores, lambda body, _: self.queued.append(read_dispatch(body)), lambda: True)

    def replies(self) -> dict[str, Reply]:
        """Every reply as it stands now, by its text."""
        forget_all(self.world)
        found = {}
        for text, (_, reply_id) in self.made.items():
            reply = self.world.stores.outbox.find_reply(ACME, reply_id)
            assert reply is not None
            assert reply.text == text
            found[text] = reply
        return found

    def shown(self) -> Counter[str]:
        """How often each text is an interaction of ours."""
        rows = self.world.stores.feed.open_rows(ACME, list(FeedRow.scan())).values()
        return Counter(
            item.content.text or ""
            for item in rows
            if item.direction is Direction.OUT and item.content is not None
        )


def _storm(world: World, number: int, seed: int, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    chance = Random(seed)
    office = Office(world, chance, Stage(chance), number // len(PLATFORMS) // ANSWERED + 1)
    monkeypatch.setattr(queues, "send", office.send)
    office.open()
    for done in range(number):
        office.answer(done)
        if done % BATCH == BATCH - 1:
            office.work()
            office.tell_echoes()
            office.sweep(5)
    for _ in range(60):
        office.work()
        office.tell_echoes()
        office.sweep(LOOKS_MS[0] / 1000 * 5)
    _check(office)
    told = Counter(each.state.value for each in office.replies().values())
    told.update({f"fault: {name}": times for name, times in office.stage.faults.items()})
    told.update({f"at a call to AWS: {name}": times for name, times in office.struck.items()})
    told["second senders"] = office.squeezed
    return told


def _check(office: Office) -> None:
    replies, stage, shown = office.replies(), office.stage, office.shown()
    assert set(stage.posted) <= set(replies)
    assert max(stage.posted.values(), default=0) <= 1, "posted twice"
    for text, reply in replies.items():
        posted, platform = stage.posted[text], office.made[text][0]
        assert reply.state in (ReplyState.SENT, ReplyState.UNKNOWN), (text, reply.passages)
        if reply.state is ReplyState.SENT:
            assert posted == 1
            assert reply.native_id.rpartition(":")[2] == stage.natives[text]
            assert shown[text] == 1, "the conversation shows what was sent, once"
        else:
            assert platform != KEYED, "the key makes it safe to send again"
            assert platform != ECHOING or not posted, "its echo proves it"
            assert text in stage.doubted or office.struck, "nothing left its fate open"
            assert shown[text] == 0
    unknown = sum(reply.state is ReplyState.UNKNOWN for reply in replies.values())
    assert unknown <= len(stage.doubted) + office.struck.total()


class _Calm(Random):
    """Nothing happens by chance."""

    def random(self) -> float:
        return 0.999


@pytest.mark.parametrize("number", range(len(PLATFORMS)))
def test_killed_at_every_call_a_reply_is_posted_once_or_shown_as_unknown(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_world() as (world, fake):
        office = Office(world, _Calm(), Stage(_Calm()), 1)
        monkeypatch.setattr(queues, "send", office.send)
        office.open()
        rows = {name: dict(table.rows) for name, table in fake.tables.items()}
        began = world.clock.now

        def go(hook: hooks.Hook) -> int:
            for name, kept in rows.items():
                fake.replace(name, kept)
            world.clock.now, office.stage = began, Stage(_Calm())
            office.queued, office.hidden, office.made = [], [], {}
            forget_all(world)
            with hooked(hook) as points:
                office.answer(number)
                office.work()
            for _ in range(15):
                office.work()
                office.tell_echoes()
                office.sweep(300)
            _check(office)
            return len(points)

        points = go(hooks.nothing)
        assert points >= FEWEST_POINTS
        assert [each.state for each in office.replies().values()] == [ReplyState.SENT]
        office.struck["killed"] += 1
        for point in range(1, points + 1):

            def kill(at: int, _name: str, point: int = point) -> None:
                if at == point:
                    raise Killed

            go(kill)


def _send_many(number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    told: Counter[str] = Counter()
    for start in range(0, number, ROUND):
        with open_world() as (world, _):
            told += _storm(world, min(ROUND, number - start), start, monkeypatch)
    with capsys.disabled():
        sys.stdout.write(f"\n{number} replies: {dict(sorted(told.items()))} ")


def test_three_hundred_replies_under_faults_are_posted_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _send_many(300, monkeypatch, capsys)


@pytest.mark.soak
def test_a_hundred_thousand_replies_under_faults_are_posted_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _send_many(100_000, monkeypatch, capsys)
