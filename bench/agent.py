"""Counts what an agent costs who has the console open for a day: calls and units of what the page asks, priced.

    python -m bench.agent

Each kind of thing that an agent does is done some times in a small brand, and what its requests read and write is
counted; a day has so many of each (`bill.AGENT_DAY`). The page asks what changed 7,380 times in eight hours: in three
at work every 2 s, in two in the foreground every 5 s, in two beside something else every 15 s, and in one hidden every
minute.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bench import bill, calls
from bench.desks import open_desk
from bench.figures import Row, row
from bench.meter import Meter
from tests.respond.desk import Desk, ask
from tests.respond.world import World

COMMAND = "python -m bench.agent"
TIMES = 5
"""So often each is done and counted, after once that is not: what is remembered then is remembered all day."""


@dataclass(frozen=True, slots=True)
class Done:
    """What one kind of thing is on average: requests, and the units they read and write."""

    requests: float
    reads: float
    writes: float


Do = Callable[[], int]
"""Does it once; returns how many requests the page makes for it."""


def rows() -> list[Row]:
    """Returns one row per measured figure."""
    return list(_measure())


def _measure() -> Iterator[Row]:
    with open_desk() as (desk, tables):
        found = {kind: _count(do, Meter(tables)) for kind, do in _list_deeds(desk.world, desk).items()}
    for kind, done in found.items():
        yield row(f"agent.{kind}.requests", done.requests, "requests", command=COMMAND)
        yield row(f"agent.{kind}.read_units", done.reads, "units", command=COMMAND)
        yield row(f"agent.{kind}.write_units", done.writes, "units", command=COMMAND)
    requests, reads, writes = (
        sum(bill.AGENT_DAY[kind] * getattr(done, name) for kind, done in found.items())
        for name in ("requests", "reads", "writes")
    )
    yield row("agent.requests_per_day", requests, "requests/day", command=COMMAND)
    yield row("agent.usd_per_day", bill.price_agent_day(requests, reads, writes), "USD/day", command=COMMAND)


def _count(do: Do, meter: Meter) -> Done:
    do()
    with meter.on(*calls.list_clients()):
        requests = sum(do() for _ in range(TIMES))
    return Done(requests / TIMES, meter.read_units / TIMES, meter.write_units / TIMES)


def _list_deeds(world: World, desk: Desk) -> dict[str, Do]:
    ids = world.ids()
    cursor = ask(world, "GET", "/updates").body["cursor"]
    head, person = ids["angry"], ids["mara"]
    beside = ("", "/interactions", "/send-options", "/notes", "/replies", "/drafts")

    def do(*asked: tuple[str, str, str, Any], **query: str) -> int:
        for method, path, some_id, body in asked:
            answer = ask(world, method, path, some_id, body, **query)
            assert answer.status < 400, f"{method} {path}: {answer.text}"
        return len(asked)

    def open_conversation() -> int:
        told = {"state": "viewing"}
        return do(
            *(("GET", f"/conversations/{{id}}{part}", head, None) for part in beside),
            ("GET", "/contacts/{id}", person, None),
            ("PUT", "/conversations/{id}/presence", head, told),
            ("PUT", "/conversations/{id}/read", head, {"until": "2026-09-21T12:00:00Z"}),
        )

    def reply() -> int:
        desk.platform.number = desk.number = desk.number + 100
        desk.send()
        return 1

    return {
        "poll": lambda: do(("GET", "/updates", "", None), after=cursor),
        "list": lambda: do(("GET", "/conversations", "", None)),
        "open": open_conversation,
        "presence": lambda: do(("PUT", "/conversations/{id}/presence", head, {"state": "viewing"})),
        "draft": lambda: do(("PUT", "/conversations/{id}/draft", head, {"text": "Soon", "mode": "private"})),
        "reply": reply,
        "search": lambda: do(("GET", "/contacts", "", None), ("GET", "/search", "", None), q="parcel"),
    }


if __name__ == "__main__":
    for each in rows():
        print(json.dumps(each))
