"""Counts what sending one reply costs, step by step, and one recipient of a broadcast: write units, reads and calls
apart.

    python -m bench.send

Rows are written to moto in this process; the platform is played. Accepting is the API's part, sending that of the step
behind the queue, sweeping what each minute looks after.
"""

import json
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
for place in (str(ROOT / "functions"), str(ROOT)):
    if place not in sys.path:
        sys.path.insert(0, place)

import boto3  # noqa: E402 - after the settings
from moto import mock_aws  # noqa: E402

import tests.conftest  # noqa: F401 E402 - the settings of a function that runs nowhere
from aws import queues  # noqa: E402
from bench.calls import list_clients  # noqa: E402
from bench.figures import Row, row  # noqa: E402
from bench.meter import Meter  # noqa: E402
from model.dispatch import Dispatch, read_dispatch  # noqa: E402
from model.reply import FIRST_LOOK_MS, ReplyState  # noqa: E402
from respond import api  # noqa: E402
from tests.respond.desk import Desk, echo  # noqa: E402
from tests.respond.mailing import VIBER, begin  # noqa: E402
from tests.respond.world import World  # noqa: E402
from tests.tables import NAMES, create_queues, create_tables, table_properties  # noqa: E402

COMMAND = "python -m bench.send"
REPLIES = 5
"""After the first, which also begins the conversation's outbox."""
MOST_UNITS = 12
MEMBERS = 25
"""Of a broadcast's segment: one step of the walk, and the last of it."""
MOST_UNITS_OF_ONE = 6
STEPS = ("accept", "send", "sweep")


def rows() -> list[Row]:
    """The figures."""
    with mock_aws(), redirect_stdout(sys.stderr):
        meters, walk = _measure()
    found = []
    for name, meter in meters.items():
        found += [
            row(f"send.{name}.write_units", meter.write_units / REPLIES, "units/reply", command=COMMAND),
            row(f"send.{name}.read_units", meter.read_units / REPLIES, "units/reply", command=COMMAND),
            row(f"send.{name}.calls", meter.calls.total() / REPLIES, "calls/reply", command=COMMAND),
        ]
    units = sum(meter.write_units for meter in meters.values()) / REPLIES
    target = f"at most {MOST_UNITS}"
    found.append(row("send.reply.write_units", units, "units/reply", target, units <= MOST_UNITS, COMMAND))
    for name, unit, number in (
        ("read_units", "units/recipient", walk.read_units),
        ("calls", "calls/recipient", walk.calls.total()),
    ):
        found.append(row(f"send.broadcast.{name}", number / MEMBERS, unit, command=COMMAND))
    units, target = walk.write_units / MEMBERS, f"at most {MOST_UNITS_OF_ONE}"
    good = units <= MOST_UNITS_OF_ONE
    return [*found, row("send.broadcast.write_units", units, "units/recipient", target, good, COMMAND)]


def _measure() -> tuple[dict[str, Meter], Meter]:
    names = create_tables(boto3.client("dynamodb"))
    create_queues(boto3.client("sqs"))
    world = World()
    world.seed()
    api.open_stores = lambda: world.stores  # this process measures nothing else
    queued: list[Dispatch] = []
    queues.send = lambda _url, body, **_: queued.append(read_dispatch(body))
    tables = {names[name]: table_properties(name) for name in NAMES}
    meters = {name: Meter(tables) for name in STEPS}
    for number in range(REPLIES + 1):
        desk = Desk(world, queued, 100 + number)
        use = meters if number else {name: Meter(tables) for name in STEPS}
        with use["accept"].on(*list_clients()):
            answer = desk.post()
        assert answer.status == 202, answer.text
        with use["send"].on(*list_clients()):
            desk.run()
        assert desk.reply(answer.body["id"]).state is ReplyState.SENT
        echo(desk)
        # What was armed, should nobody come back from the request, is taken away by the sweep.
        with use["sweep"].on(*list_clients()):
            desk.sweep(FIRST_LOOK_MS / 1000 + 1)
    print({name: dict(meter.write_units_of) for name, meter in meters.items()})
    return meters, _walk(world, tables)


def _walk(world: World, tables: dict[str, Any]) -> Meter:
    """Sends a broadcast to a segment, and looks after it."""
    run, meter = begin(world, VIBER, MEMBERS), Meter(tables)
    broadcast = run.make()
    run.approve(broadcast)
    with meter.on(*list_clients()):
        run.finish()
    assert run.shown(broadcast)["counts"]["sent"] == MEMBERS
    return meter


if __name__ == "__main__":
    print(json.dumps(rows(), indent=2))
