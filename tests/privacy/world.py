"""People who write, mention and answer each other, and a queue of demands with time going by."""

import copy
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

import botocore.client
import pytest

from aws.queues import Message
from ingest.arrival import PERSON
from model.messages import PrivacyDemand
from model.privacy_task import Task
from privacy import procedures
from privacy.fulfil import Fulfil
from store.interactions.rows import FeedRow
from store.stores import Stores
from tests.proof.tablefake import TableFake
from tests.store.path import Claims, Path
from tests.store.world import BRAND, NOW, Clock, FakeWrapping, connect, stores

MS = NOW * 1000
PLATFORM = "standard_webhooks"


class Killed(BaseException):
    """The function was stopped: nothing catches this."""


class FulfilStep:
    """A brand, its path, and a fulfilling function with a memory (of salts) of its own."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.stores = stores(self.clock)
        connect(self.stores, PLATFORM, "shop")
        self.path = Path(self.stores)
        self.objects: Claims = self.path.claims
        self.waiting: list[tuple[float, str]] = []
        self.codes = iter(range(1, 10_000))

    def fresh_stores(self) -> Stores:
        """Stores as another function has them."""
        return Stores(FakeWrapping(), self.clock)

    def fulfil(self, budget_s: float = 60) -> Fulfil:
        """The function, newly started."""
        made = self.fresh_stores()
        by_ask = procedures.of(made, self.objects, self.path.sentiment_queue.extend)
        return Fulfil(made.tasks, by_ask, self._again, self.clock, budget_s)

    def _again(self, body: str, seconds: int) -> None:
        self.waiting.append((self.clock() + seconds, body))

    def person(self, native_id: str) -> str:
        """The hid of a person."""
        return self.path.item(native_id, PERSON)

    def demand(self, ask: str, native_id: str, task: str | None = None) -> str:
        """Queue a demand; the task's id."""
        task = task or f"{next(self.codes):a>32}".replace("1", "b").replace("0", "c")
        person = self.person(native_id)
        demand = PrivacyDemand(BRAND, task, ask, PLATFORM, person, at=int(self.clock() * 1000))
        self.waiting.append((self.clock(), demand.to_json()))
        return task

    def run(self, between: Any = None) -> None:
        """Let time go by until nothing waits. A function that was killed is started anew."""
        while self.waiting:
            self.waiting.sort()
            due, body = self.waiting.pop(0)
            self.clock.now = max(self.clock.now, due)
            if between is not None:
                between()
            self.fulfil().fulfil_demand(Message("m", body, "r"))

    def run_through_kills(self, kills: "Kills") -> int:
        """As `run`, while `kills` stops functions; the demand then comes again. How often that happened."""
        killed = 0
        while self.waiting:
            killed += self.run_one(kills)
        return killed

    def run_one(self, kills: "Kills") -> int:
        """Handle the next demand; 1 when that was killed."""
        self.waiting.sort()
        due, body = self.waiting.pop(0)
        self.clock.now = max(self.clock.now, due)
        try:
            with kills:
                self.fulfil().fulfil_demand(Message("m", body, "r"))
        except Killed:
            self.waiting.append((self.clock() + 1, body))
            return 1
        return 0

    def task(self, task: str) -> Task:
        """The task as it is."""
        found = self.fresh_stores().tasks.find_task(BRAND, task)
        assert found is not None
        return found

    def receipts(self) -> list[Any]:
        """The chain."""
        return list(self.fresh_stores().ledger.list_receipts(BRAND))

    def readable(self) -> dict[str, str]:
        """Text by item of every row that still opens, as a function without memory reads them."""
        made = self.fresh_stores()
        rows = {row.pk.rsplit("#", 1)[1]: row for row in FeedRow.scan()}
        opened = made.feed.open_rows(BRAND, rows.values())
        return {item: (each.content.text or "") if each.content else "" for item, each in opened.items()}


class Snapshot:
    """The tables as they were, to begin again from."""

    def __init__(self, tables: TableFake) -> None:
        self._fake = tables
        self._tables = copy.deepcopy(tables.tables)

    def restore(self) -> None:
        """Have the tables as they were."""
        self._fake.tables = copy.deepcopy(self._tables)


class Kills:
    """Stops a function at its calls to AWS: `before` or `after` the call with one of these numbers (from 0)."""

    def __init__(self, numbers: frozenset[int] | None = None, after: bool = False) -> None:
        self.numbers = numbers or frozenset()
        self.after = after
        self.calls = 0
        self.names: list[str] = []
        self._patch: pytest.MonkeyPatch | None = None

    def __enter__(self) -> Self:
        original = botocore.client.BaseClient._make_api_call

        def call(client: Any, operation: str, arguments: Any) -> Any:
            number, self.calls = self.calls, self.calls + 1
            self.names.append(operation)
            if number in self.numbers and not self.after:
                raise Killed
            try:
                return original(client, operation, arguments)
            finally:
                if number in self.numbers and self.after:
                    raise Killed

        self._patch = pytest.MonkeyPatch()
        self._patch.setattr(botocore.client.BaseClient, "_make_api_call", call)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._patch is not None
        self._patch.undo()


@contextmanager
def counting() -> Iterator[Kills]:
    """Count calls to AWS."""
    with Kills() as kills:
        yield kills


def canaries(native_id: str) -> dict[str, str]:
    """Words that stand for one person and are found nowhere else."""
    return {
        "native_id": f"native-{native_id}-7731",
        "name": f"Zyxname{native_id} Qwertson{native_id}",
        "handle": f"hndl_{native_id}_9942",
        "mail": f"mail.{native_id}@canary.example",
        "phone": f"+49 30 55{native_id}8812",
        "comment": f"comment-canary-{native_id}-ümläut",
        "message": f"message-canary-{native_id}-“quoted”",
        "url": f"https://canary.example/{native_id}/path",
        "picture": f"https://pictures.example/avatar-{native_id}.png",
        "title": f"title-canary-{native_id}",
        "review": f"review-canary-{native_id}",
        "post": f"post-canary-{native_id}",
    }


def life(native_id: str, at: int = MS) -> list[dict[str, Any]]:
    """What one person does: a public conversation, a private one, a review, a like; in all twelve canaries."""
    c = canaries(native_id)
    who = {"author_id": c["native_id"], "author_name": c["name"], "author_handle": c["handle"]}
    public = f"comment-{native_id}"
    return [
        who | {"kind": "comment", "external_id": public, "parent_id": "p1", "thread_id": "p1",
               "conversation_id": public, "text": f"{c['comment']} bad {c['mail']}", "occurred_at": at - 9000},
        who | {"kind": "message", "external_id": f"private-{native_id}", "thread_id": c["native_id"],
               "mode": "private", "text": f"{c['message']} call {c['phone']}", "occurred_at": at - 8000},
        {"kind": "message", "external_id": f"reply-{native_id}", "thread_id": c["native_id"], "mode": "private",
         "direction": "out", "customer_id": c["native_id"], "text": f"Dear {c['name']}, sorry",
         "occurred_at": at - 7000},
        {"kind": "comment", "external_id": f"answer-{native_id}", "parent_id": public, "thread_id": "p1",
         "conversation_id": public, "direction": "out", "answered_id": c["native_id"],
         "text": f"@{c['handle']} we are on it", "occurred_at": at - 6000},
        who | {"kind": "review", "external_id": f"review-{native_id}", "thread_id": f"review-{native_id}",
               "title": c["title"], "text": f"{c['review']} good {c['url']}", "rating": 2,
               "media": [{"type": "image", "url": c["picture"]}], "occurred_at": at - 5000},
        who | {"kind": "reaction", "parent_id": "p1", "thread_id": "p1", "text": "love", "occurred_at": at - 4000},
        who | {"kind": "post", "external_id": f"post-{native_id}", "conversation_id": f"post-{native_id}",
               "text": f"{c['post']} bad", "occurred_at": at - 3000},
    ]  # fmt: skip


def mention(of: str, by: str, at: int = MS) -> list[dict[str, Any]]:
    """`by` answers a comment of `of`, tags them, and writes their name; both stay in the conversation."""
    theirs, mine = canaries(of), canaries(by)
    who = {"author_id": mine["native_id"], "author_name": mine["name"], "author_handle": mine["handle"]}
    return [
        who | {"kind": "comment", "external_id": f"tag-{of}-{by}", "parent_id": f"comment-{of}", "thread_id": "p1",
               "conversation_id": f"comment-{of}", "answered_id": theirs["native_id"],
               "mentioned_ids": [theirs["native_id"]],
               "named": [{"id": theirs["native_id"], "words": [theirs["name"], theirs["handle"]]}],
               "text": f"{mine['comment']} thanks @{theirs['handle']} alias {theirs['name']} ({theirs['native_id']})",
               "occurred_at": at - 2000},
    ]  # fmt: skip


def populate(world: FulfilStep, people: list[str]) -> None:
    """Everybody lives, and tags the one before."""
    for number, each in enumerate(people):
        world.path.deliver(*life(each))
        if number:
            world.path.deliver(*mention(people[number - 1], each))
    world.path.run()


def bodies(records: list[dict[str, Any]]) -> bytes:
    """A delivery's body."""
    return json.dumps(records).encode()
