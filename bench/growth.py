"""Counts requests at a thousand to 100,000 rows: does what the API and the path ask of AWS grow with what is stored?

    python -m bench.growth [--sizes 1000 10000 100000]

The tables are the in-memory stand-in of the tests. Some interactions came the whole way; below them lie as many older
rows as the size says, in the same conversations, of the same people, in the same inbox and segment: the busiest place
a request can meet. Every request is answered from a page that the size cannot change, so its count must not change.
"""

import argparse
import itertools
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import tests.conftest  # noqa: F401 - its settings, before anything reads them
from bench.figures import Row, row
from respond import api
from respond.routes.table import ROUTES
from tests.proof.tablefake import TableFake, answering
from tests.respond.world import ACME, AGENTS, FACEBOOK, TELEGRAM, World, authorizer
from tests.tables import create_tables

COMMAND = "python -m bench.growth"
SIZES = (1_000, 10_000, 100_000)
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
FEED, CORE = "rapport-test-feed", "rapport-test-core"
DELIVERIES = 30
Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """One request of a route; `id` names one of the world's ids, or is an id itself."""

    method: str
    path: str
    id: str = ""
    query: tuple[tuple[str, str], ...] = ()
    body: Any = None

    @property
    def name(self) -> str:
        """Method, path and what is asked of whom."""
        path = self.path.replace("{id}", f"{{{self.id}}}")
        return " ".join([self.method, path, *(f"{name}={value}" for name, value in self.query)])


REQUESTS = (
    Request("GET", "/conversations"),
    Request("GET", "/conversations", query=(("platform", "facebook"),)),
    Request("GET", "/conversations/{id}", "angry"),
    Request("PATCH", "/conversations/{id}", "angry", body={"priority": "urgent"}),
    Request("GET", "/conversations/{id}/interactions", "angry"),
    Request("GET", "/conversations/{id}/interactions", "comment"),
    Request("GET", "/interactions/{id}", "comment"),
    Request("GET", "/contacts/{id}", "mara"),
    Request("GET", "/contacts/{id}", "ida"),
    Request("GET", "/contacts/{id}/history", "mara"),
    Request("GET", "/contacts/{id}/timeline", "mara"),
    Request("GET", "/contacts/{id}/timeline", "ida"),
    Request("GET", "/segments"),
    Request("GET", "/segments/{id}", "writers"),
    Request("GET", "/segments/{id}/members", "writers"),
    Request("GET", "/accounts"),
    Request("GET", "/corrections"),
    Request("GET", "/holds"),
    Request("GET", "/insights/volume"),
    Request("GET", "/insights/sentiment"),
    Request("GET", "/insights/response-times"),
    Request("GET", "/insights/topics"),
    Request("GET", "/alerts"),
    Request("GET", "/settings"),
    Request("GET", "/health"),
)
"""Routes that begin work of their own (holds, privacy tasks, segments) hand it to jobs, which are counted elsewhere."""


def rows(sizes: Sequence[int] = SIZES) -> list[Row]:
    """The requests of each route and step at the largest size, and whether they are those of every size."""
    counted: dict[str, list[int]] = {}
    for size in sizes:
        for name, requests in _measured(size):
            counted.setdefault(name, []).append(requests)
    target = f"the same at {', '.join(map(str, sizes))} rows"
    found = [
        row(f"growth.{name}", each[-1], "requests", target, len(set(each)) == 1, COMMAND)
        for name, each in counted.items()
    ]
    known = {route.key for route in ROUTES}
    measured = {(each.method, each.path) for each in REQUESTS} & known
    return [*found, row("growth.routes_measured", len(measured), f"of {len(known)} routes", command=COMMAND)]


def _measured(size: int) -> Iterator[tuple[str, int]]:
    import boto3

    fake = TableFake()
    with answering(fake):
        create_tables(boto3.client("dynamodb"))
        world = World()
        world.seed()
        _fill_pages(world)
        _pad(fake, size)
        api.open_stores = lambda: world.stores  # type: ignore[assignment]  # a plain function will do
        _answers(world)  # once before it counts: caches are warm, as in a function that works
        yield from _answers(world, fake).items()
        yield "path (store, sentiment, assign)", _requests(fake, lambda: _tell(world))


def _answers(world: World, fake: TableFake | None = None) -> dict[str, int]:
    known = {route.key for route in ROUTES}
    found: dict[str, int] = {}
    for request in REQUESTS:
        if (request.method, request.path) in known:
            before = 0 if fake is None else sum(fake.calls.values())
            _ask(world, request)
            found[request.name] = 0 if fake is None else sum(fake.calls.values()) - before
    return found


def _ask(world: World, request: Request) -> None:
    roles = next(each.roles for each in ROUTES if each.key == (request.method, request.path))
    agent = next((name for name, role in AGENTS.items() if role in roles), "adam")
    more: dict[str, Any] = {"query": dict(request.query), "caller": authorizer(agent=agent)}
    if request.id:
        more["path"] = {"id": world.ids().get(request.id, request.id)}
    if request.body is not None:
        more |= {"body": request.body, "headers": {"Content-Type": "application/json", "If-Match": "*"}}
    answer = world.call(request.method, request.path, **more)
    if answer.status >= 300:
        raise RuntimeError(f"{request.name}: {answer.status} {answer.text}")


def _requests(fake: TableFake, work: Callable[[], None]) -> int:
    before = sum(fake.calls.values())
    work()
    return sum(fake.calls.values()) - before


_numbers = itertools.count(1)


def _tell(world: World) -> None:
    """A batch into the busiest conversation, by its busiest person."""
    world.tell(TELEGRAM, *(_message(world, "u1", "t1") for _ in range(DELIVERIES)))


def _message(world: World, author: str, thread: str) -> dict[str, Any]:
    number = next(_numbers)
    return {
        "kind": "message", "mode": "private", "external_id": f"n{number}", "thread_id": thread, "author_id": author,
        "text": "And now?", "occurred_at": int(world.clock() * 1000) - 9_000 + number % 4000,
    }  # fmt: skip


def _fill_pages(world: World) -> None:
    """What a first page shows came the whole way: what is behind it was never sealed and cannot be opened."""
    _tell(world)
    world.tell(TELEGRAM, *(_message(world, f"v{n}", f"w{n}") for n in range(30)))
    replies = (_message(world, "u3", "c1") for _ in range(DELIVERIES))
    public = {
        "kind": "comment",
        "mode": "public",
        "thread_id": "p1",
        "conversation_id": "c1",
        "parent_id": "c1",
    }
    world.tell(FACEBOOK, *(each | public for each in replies))


def _pad(fake: TableFake, size: int) -> None:
    """Put `size` older interactions, and half as many heads and people, behind what the world has."""
    chance = random.Random(size)
    feed, core = fake.tables[FEED], fake.tables[CORE]
    heads, people, members = (_like(core.rows.values(), start) for start in _STARTS)
    written = _like(feed.rows.values(), f"I#{ACME}#")
    for number in range(size):
        hid = "".join(chance.choices(LETTERS, k=32))
        at = f"{1_700_000_000_000 + number:013d}#{hid[:8]}"
        _put(feed, written[number % len(written)], hid, thread_sk=at, person_sk=at)
        _put_member(core, members[0], hid)
        if number % 2:
            _put(core, people[number % len(people)], hid[::-1])
            head = heads[number % len(heads)]
            _put(core, head, hid, inbox_sk=f"o2{1_700_000_000_000 + number:013d}#{hid}")


_STARTS = (f"conversation#{ACME}#", f"identity#{ACME}#", f"members#{ACME}#writers")


def _like(items: Any, start: str) -> list[Item]:
    found = [item for item in items if item["pk"]["S"].startswith(start)]
    assert found
    return found


def _put(table: Any, like: Item, hid: str, **sort_keys: str) -> None:
    pk = like["pk"]["S"].rsplit("#", 1)[0] + "#" + hid
    moved = {name: {"S": value} for name, value in sort_keys.items() if name in like}
    item = {**like, "pk": {"S": pk}, **moved}
    table.write(table.key(item), item)


def _put_member(table: Any, like: Item, hid: str) -> None:
    item = {**like, "sk": {"S": hid}}
    table.write(table.key(item), item)


def main() -> None:
    parser = argparse.ArgumentParser(description="Count requests at several sizes")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    print(json.dumps(rows(parser.parse_args().sizes), indent=1))


if __name__ == "__main__":
    main()
