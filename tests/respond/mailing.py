"""A brand that sends a broadcast to many, and a platform that counts what arrives for whom."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from model.dispatch import BroadcastWalk
from model.http import Call
from model.trends import Alert, AlertSignal, Tally
from respond.broadcasting import Broadcasting
from respond.outgoing_ports import Answered
from store.brand.accounts import Account
from store.dynamo.rows import OpsRow
from store.insights import keys as insight_keys
from store.outbox.broadcasts import BROADCASTS_DUE
from tests.respond.desk import Killed, Tokens, answered
from tests.respond.world import ACME, Answer, World, authorizer

VIBER, LINE = "viber", "line"
KEYS = count(1)
KILLED_S = 360
"""How long after a kill the queue hands the message over again: six times as long as a function may take."""
MOST_AT_ONCE = 500
"""Messages of customers in one delivery."""


@dataclass
class Posts:
    """Plays Viber or LINE: counts what arrived for whom, a repeated key once; breaks at the calls it is told to."""

    stores: Any
    breaks: dict[int, Callable[[], Any]] = field(default_factory=dict)
    """Number of the call -> what comes instead of an answer; `after` it was posted unless `early` holds it."""
    early: frozenset[int] = frozenset()
    got: Counter[str] = field(default_factory=Counter)
    keys: set[str] = field(default_factory=set)
    calls: int = 0

    def make_request(self, call: Call) -> Answered:
        self.calls += 1
        broken = self.breaks.get(self.calls)
        if broken is None or self.calls not in self.early:
            self._post(call)
        return broken() if broken is not None else well(call)

    def _post(self, call: Call) -> None:
        body = json.loads(call.body)
        key = {name.lower(): value for name, value in call.headers.items()}.get("x-line-retry-key")
        if key is None or key not in self.keys:
            self.got[body.get("receiver") or body["to"].replace("bt", "bu")] += 1
        self.keys |= {key} if key else set()


def well(call: Call) -> Answered:
    """What the platform answers when all is well."""
    if "line" in call.url:
        return answered(200, {"sentMessages": [{"id": "461"}]})
    return answered(200, {"status": 0, "status_message": "ok", "message_token": 57})


@dataclass
class Run:
    """A brand with a broadcast, and whoever sends it."""

    world: World
    platform: str
    posts: Posts
    queued: list[BroadcastWalk] = field(default_factory=list)
    tokens: Tokens = field(default_factory=Tokens)

    def ask(
        self, method: str, path: str, some_id: str = "", body: Any = None, who: str = "sue", **query: Any
    ) -> Answer:
        return self.world.call(
            method, path, path={"id": some_id} if some_id else None, body=body, query=query or None,
            caller=authorizer(agent=who), headers={"If-Match": "*", "Idempotency-Key": f"b{next(KEYS)}"},
        )  # fmt: skip

    def make(self, **more: Any) -> str:
        body = {"title": "News", "segment": "writers", "account": f"{self.platform}{ACME}",
                "text": "Hi {{first_name|there}}"} | more  # fmt: skip
        answer = self.ask("POST", "/broadcasts", body=body)
        assert answer.status == 201, answer.text
        return str(answer.body["id"])

    def approve(self, broadcast: str) -> None:
        answer = self.ask("POST", "/broadcasts/{id}/approve", broadcast, who="adam")
        assert (answer.status, answer.body["state"]) == (200, "running"), answer.text

    def step(self) -> bool:
        """Takes one message, or lets time go by until something is due; False when nothing is."""
        if not self.queued:
            due = list(BROADCASTS_DUE.list_due(ACME, 10**13 - 2))
            if not due:
                return False
            self.world.clock.now = max(self.world.clock.now, due[0][1] / 1000)
            for broadcast, at in BROADCASTS_DUE.list_due(ACME, self.world.stores.now_ms()):
                self.queued.append(BroadcastWalk(ACME, broadcast, 0, at))
                BROADCASTS_DUE.disarm_wakeup(ACME, broadcast, at)
            return True
        walk = Broadcasting(
            self.world.stores, self.posts, self.tokens,
            lambda kept: self.queued.append(BroadcastWalk(ACME, kept.id, kept.rev, 0)),
        )  # fmt: skip
        message = self.queued[0]
        walk.take_walk(message)
        self.queued.remove(message)
        return True

    def finish(self, most: int = 500) -> int:
        """Goes on until nothing is left to do; how often it was killed."""
        kills = 0
        for _ in range(most):
            try:
                if not self.step():
                    return kills
            except Killed:
                kills += 1
                self.world.clock.now += KILLED_S
        raise AssertionError("it never ends")

    def shown(self, broadcast: str) -> Any:
        return self.ask("GET", "/broadcasts/{id}", broadcast).body


def begin(world: World, platform: str, members: int, person: str = "bu") -> Run:
    """A brand to which so many people wrote, `bu0` and so on."""
    account = Account(f"{platform}{ACME}", ACME, platform, f"{platform}-{ACME}", "shop")
    world.stores.accounts.connect_account(account)
    now = world.stores.now_ms()
    for start in range(0, members, MOST_AT_ONCE):
        world.tell(
            platform,
            *(
                {"kind": "message", "mode": "private", "external_id": f"b{n}", "thread_id": f"bt{n}",
                 "author_id": f"{person}{n}", "author_name": f"Nr{n} Last", "text": "Hello", "occurred_at": now - 1000}
                for n in range(start, min(members, start + MOST_AT_ONCE))
            ),
        )  # fmt: skip
    return Run(world, platform, Posts(world.stores))


def people(members: int) -> set[str]:
    """The native ids of all of them."""
    return {f"bu{n}" for n in range(members)}


def raise_alert(world: World, platform: str) -> None:
    """Many people write badly of one account within an hour."""
    signal = AlertSignal("negative", 900.0, 1.0)
    alert = Alert(f"{platform}{ACME}", platform, "2026112006", None, Tally(900, 900, 500), (signal,))
    assert alert.severity >= 7
    now = world.stores.now_ms()
    OpsRow(
        insight_keys.alerts(ACME), f"{alert.hour}#{alert.subject}", at=now, platform=platform,
        entry={"account": alert.account, "hour": alert.hour, "post": None, "tally": {"n": 900, "negative": 900,
               "people": 500}, "signals": [{"name": "negative", "value": 900.0, "usual": 1.0}]},
    ).save()  # fmt: skip
