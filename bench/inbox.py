"""Measures whether an inbox of 10,000 conversations answers as soon as one of 100, on the local AWS.

    python -m bench.inbox [--conversations 10000] [--rounds 15]

Two brands lie in the same tables, one with 100 open conversations and one with as many as told; one in a hundred has a
tag. Both are asked in turn by the same process, so that whatever else the machine does slows both alike. How long the
API itself takes and how often it asks AWS are told beside the whole. It needs the local AWS (`make e2e` installs it);
`make bars` holds the figures to their targets.
"""

import argparse
import base64
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from botocore.httpsession import URLLib3Session

import tests.conftest  # noqa: F401 - its settings, before anything reads them
from aws import clients
from bench.figures import NotRun, Row, row
from infra.local import ministack
from respond import api
from tests.respond.world import ACME, OTHER, World, authorizer
from tests.tables import create_tables

COMMAND = "python -m bench.inbox"
FEW, MANY, ROUNDS = 100, 10_000, 15
MOST_TIMES = 1.3
RARE = 100
"""One conversation in so many has the tag that is filtered by."""
CORE, IN_A_BATCH = "rapport-test-core", 25
Query = dict[str, str]
PATIENCE_S = 60.0
"""How long the local AWS may take for one request, on a machine that does something else as well."""


def rows(many: int = MANY, rounds: int = ROUNDS) -> list[Row]:
    """Returns how long each request takes with many conversations, and how many times as long as with 100."""
    if not ministack.PYTHON.exists():
        raise NotRun("the local AWS is not installed: run `make e2e` once")
    with tempfile.TemporaryDirectory() as home:
        state = Path(home) / "state"
        server = ministack.start(ministack.free_port(), state)
        os.environ.update(ministack.CREDENTIALS | {"AWS_ENDPOINT_URL": server.endpoint_url})
        try:
            return list(_measured(many, rounds))
        finally:
            ministack.stop(state)


def _measured(many: int, rounds: int) -> Iterator[Row]:
    import boto3

    _waiting.watch()
    clients.READ_S = PATIENCE_S
    client = boto3.client("dynamodb")
    create_tables(client)
    world = World()
    world.seed()
    api.open_stores = lambda: world.stores  # type: ignore[assignment]  # a plain function will do
    for brand, number in ((ACME, FEW), (OTHER, many)):
        _fill(client, world, brand, number)
    taken: dict[str, dict[str, list[Taken]]] = {}
    for turn in range(rounds + 1):
        for brand in (ACME, OTHER):
            for name, each in _ask_all(world, brand).items():
                if turn:  # caches are warm, as in a function that works
                    taken.setdefault(name, {}).setdefault(brand, []).append(each)
    for name, by_brand in taken.items():
        few, lots = (_find_median(by_brand[brand]) for brand in (ACME, OTHER))
        yield row(f"inbox.{name}.whole", lots.whole * 1000, f"ms with {many:,}", command=COMMAND)
        ratios = {
            "whole_ratio": lots.whole / few.whole,
            "own_time": lots.own / few.own,
            "requests": lots.requests / few.requests,
        }
        for what, ratio in ratios.items():
            target = f"at most {MOST_TIMES} x of {FEW} in the same run"
            yield row(f"inbox.{name}.{what}", ratio, "times", target, ratio <= MOST_TIMES, COMMAND)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a request took: seconds in all, those of the API itself, and requests to AWS."""

    whole: float
    own: float
    requests: float


def _find_median(taken: list[Taken]) -> Taken:
    return Taken(*(statistics.median(getattr(each, name) for each in taken) for name in Taken.__slots__))


@dataclass(slots=True)
class _Waiting:
    """Counts requests to AWS and the seconds that they take."""

    number: int = 0
    seconds: float = 0.0

    def watch(self) -> None:
        send = URLLib3Session.send

        def counted(session: URLLib3Session, request: Any) -> Any:
            began = time.perf_counter()
            try:
                return send(session, request)
            finally:
                self.seconds += time.perf_counter() - began
                self.number += 1

        URLLib3Session.send = counted


_waiting = _Waiting()


def _ask_all(world: World, brand: str) -> dict[str, Taken]:
    first, following = _ask(world, brand, {"limit": "20"})
    next_page, _ = _ask(world, brand, {"limit": "20", "cursor": following})
    rare, _ = _ask(world, brand, {"limit": "20", "tag": "rare"})
    return {"first_page": first, "next_page": next_page, "one_in_100": rare}


def _ask(world: World, brand: str, query: Query) -> tuple[Taken, str]:
    number, seconds, began = _waiting.number, _waiting.seconds, time.perf_counter()
    answer = world.get("/conversations", query=query, caller=authorizer(brand))
    whole = time.perf_counter() - began
    if answer.status != 200:
        raise RuntimeError(answer.text)
    own = whole - (_waiting.seconds - seconds)
    return Taken(whole, own, _waiting.number - number), str(answer.body["next_cursor"])


def _fill(client: Any, world: World, brand: str, number: int) -> None:
    """Lays open conversations into a brand's inbox that are like the one it has."""
    like = find_like(client, brand, world.ids(brand)["angry"])
    made = [_copy(like, brand, each) for each in range(number)]
    for start in range(0, number, IN_A_BATCH):
        puts = [{"PutRequest": {"Item": item}} for item in made[start : start + IN_A_BATCH]]
        left = client.batch_write_item(RequestItems={CORE: puts})["UnprocessedItems"]
        if left:
            raise RuntimeError("the local AWS left rows unwritten")


def find_like(
    client: Any, brand: str, conversation: str, wait: Callable[[float], None] = time.sleep
) -> dict[str, Any]:
    """Returns the row of a conversation that was just told, once the local AWS shows it. Raises NotRun."""
    key = {"pk": {"S": f"conversation#{brand}#{conversation}"}, "sk": {"S": "#"}}
    for _ in range(int(PATIENCE_S)):
        found = client.get_item(TableName=CORE, Key=key, ConsistentRead=True).get("Item")
        if found:
            return dict(found)
        wait(1.0)
    raise NotRun(
        f"the local AWS shows no conversation like those to be laid in: {CORE} has none of the brand"
        f" `{brand}` {PATIENCE_S:.0f} s after it was told; repeat it, it may have been busy"
    )


def _copy(like: Mapping[str, Any], brand: str, number: int) -> dict[str, Any]:
    hid = base64.b32encode(f"{number:020d}".encode()).decode().lower()
    at = 1_700_000_000_000 + number
    tags = {"tags": {"L": [{"S": "rare"}]}} if number % RARE == RARE // 2 else {}
    return {
        **like,
        **tags,
        "pk": {"S": f"conversation#{brand}#{hid}"},
        "inbox_sk": {"S": f"o3{at:013d}#{hid}"},
        "listed_at": {"N": str(at)},
    }


def main() -> None:
    """Prints the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--conversations", type=int, default=MANY)
    options.add_argument("--rounds", type=int, default=ROUNDS)
    given = options.parse_args()
    for each in rows(given.conversations, given.rounds):
        print(each["name"], each["value"], each["unit"], each["target"] or "", each["passed"])


if __name__ == "__main__":
    main()
