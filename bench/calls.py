"""Counts what an inbound interaction costs: AWS calls and request units on a fixed mix, priced from a file.

    python -m bench.calls

The mix: 100 deliveries of one event, 50 known and 10 new people, 40 conversations of which 10 are new, half private
messages, half comments below posts, 240 characters each, every tenth unhappy; one batch at every step.
"""

import json
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from moto import mock_aws
from pynamodb.models import Model

import tests.conftest  # noqa: F401 - its settings, before anything reads them
from bench.figures import Row, row
from bench.meter import Meter
from respond.api import REMEMBERED_S
from segment.trends import Trends
from store.dynamo import keys as row_keys
from store.dynamo.writes import connection
from store.interactions.rows import FeedRow
from store.stores import Stores
from tests.rows import MODELS
from tests.store.path import Path as Journey
from tests.store.path import sqs_event
from tests.store.world import BRAND, NOW, Clock, FakeWrapping, connect, stores
from tests.tables import NAMES, create_tables, table_properties

COMMAND = "python -m bench.calls"
PRICES = json.loads((Path(__file__).parent / "prices.json").read_text())
TEXT = "The parcel that was promised for last week is still not here and nobody answers my calls. " * 3
DELIVERIES = 100


@dataclass(frozen=True, slots=True)
class Class:
    """A class of interaction: how many of the batch are private, and whether everybody is new."""

    name: str
    private: int
    everybody_new: bool
    target_write_units: float


CLASSES = (
    Class("mix", 50, False, 6.5),
    Class("private", 100, False, 5.0),
    Class("comment_of_first_timer", 0, True, 8.5),
)


def rows() -> list[Row]:
    """One row per measured figure."""
    return [row for each in CLASSES for row in _measure(each)]


def _measure(mix: Class) -> Iterator[Row]:
    with mock_aws():
        names = create_tables(boto3.client("dynamodb"))
        wrapping, clock = FakeWrapping(), Clock()
        made = stores(clock, wrapping=wrapping)
        connect(made, "standard_webhooks", "shop")
        path = Journey(made, at_once=True)
        run_path(path, list_deliveries(mix, first=True))
        tables_of = {names[name]: table_properties(name) for name in NAMES}
        meter = Meter(tables_of)
        before = wrapping.calls
        with meter.on(*list_clients()):
            run_path(path, list_deliveries(mix, first=False))
        calls, hour = wrapping.calls - before, Meter(tables_of)
        clock.now += 70 * 60
        with hour.on(*list_clients()):
            Trends(made).watch_brands()
        pages = list(_pages(wrapping, clock, tables_of)) if mix.name == "mix" else []
    yield from pages
    yield from _figures(mix, meter, calls)
    # Both batches are of the hour that was closed.
    topics = (meter.write_units_of["pulse"] + hour.write_units / 2) / DELIVERIES
    yield _row(f"calls.{mix.name}.topics_write_units", topics, "units/interaction", 0.2)


def _pages(wrapping: FakeWrapping, clock: Clock, tables_of: dict[str, dict[str, Any]]) -> Iterator[Row]:
    """Measures what an agent's page of 50 interactions reads, and how much of that is salts read anew after 5 s."""
    agents = Stores(wrapping, clock, remembered_s=REMEMBERED_S)
    ids = [row_keys.item_of(row.pk) for row in FeedRow.scan(limit=50)]
    units = []
    for waited in (0.0, 0.0, REMEMBERED_S):
        clock.now += waited
        meter = Meter(tables_of)
        with meter.on(*list_clients()):
            assert len(agents.feed.open_interactions(BRAND, ids)) == len(ids)
        units.append(meter.read_units)
    _, remembered, anew = units
    yield _row("calls.api.read_units_per_page_of_50", anew, "units/page", None)
    yield _row("calls.api.salt_read_units_per_page_of_50", anew - remembered, "units/page", None)


def list_clients() -> list[Any]:
    """Every botocore client that the stores use."""
    models = list(MODELS.values())
    connections = [each._get_connection().connection for each in models if each is not Model]  # noqa: SLF001 - no other way
    clients = [each.client for each in [*connections, connection()]]
    return list({id(client): client for client in clients}.values())


def list_deliveries(mix: Class, first: bool) -> list[dict[str, Any]]:
    chance = random.Random(f"{mix.name}{first}")
    return [_delivery(mix, first, number, chance) for number in range(DELIVERIES)]


def _delivery(mix: Class, first: bool, number: int, chance: random.Random) -> dict[str, Any]:
    batch = "a" if first else "b"
    text = "".join(chance.sample(TEXT, len(TEXT)))[:235]
    person, place = _place(mix, first, number)
    return {
        "kind": "comment", "external_id": f"{batch}{number}", "author_id": person, "author_name": f"Name of {person}",
        "text": f"{text} {'bad' if not first and number % 10 == 9 else 'so'}",
        "occurred_at": NOW * 1000 - (60_000 if first else 40_000) + number * 100,
    } | place  # fmt: skip


def _place(mix: Class, first: bool, number: int) -> tuple[str, dict[str, str]]:
    """Who writes, and where: half in 20 private threads, half in 20 discussions; 5 and 5 of them are new."""
    if mix.everybody_new:
        person, root = f"{'known' if first else 'new'}{number}", f"{'a' if first else 'b'}{number}"
        return person, {"thread_id": "p1", "parent_id": "p1", "conversation_id": root}
    if number < mix.private:
        person = _person(number % (20 if mix.private < DELIVERIES else 60), first, 5)
        return person, {"kind": "message", "mode": "private", "thread_id": person}
    comment = number - mix.private
    discussion = comment % 20
    root = f"{'b' if discussion < 5 and not first else 'a'}{mix.private + discussion}"
    parent = "p1" if comment < 20 and (first or discussion < 5) else root
    person = _person(100 + comment % 40, first, 105)
    return person, {"thread_id": "p1", "parent_id": parent, "conversation_id": root}


def _person(slot: int, first: bool, new_below: int) -> str:
    return f"new{slot}" if slot < new_below and not first else f"known{slot}"


def run_path(path: Journey, records: list[dict[str, Any]]) -> int:
    """Takes a batch through all steps. Returns the messages that they sent one another."""
    answer = path.intake.take_deliveries(sqs_event([path.envelope(record).to_json() for record in records]))
    assert answer == {"batchItemFailures": []}
    hops = len(path.sentiment_queue)
    path.label()
    hops += len(path.segments_queue)
    path.run()
    return hops


def _figures(mix: Class, meter: Meter, kms_calls: int) -> Iterator[Row]:
    reads = meter.read_units / DELIVERIES
    writes = meter.write_units / DELIVERIES
    # Beside the tables: one send by the webhook, receiving and deleting by tens, two hops that name a hundred each.
    queue_calls = 1 + 0.2 + 2 * 3 / DELIVERIES
    calls = sum(meter.calls.values()) / DELIVERIES + queue_calls
    yield _row(f"calls.{mix.name}.write_units", writes, "units/interaction", mix.target_write_units)
    yield _row(
        f"calls.{mix.name}.index_write_units", meter.index_write_units / DELIVERIES, "units/interaction", None
    )
    yield _row(f"calls.{mix.name}.read_units", reads, "units/interaction", 5.0)
    yield _row(f"calls.{mix.name}.aws_calls", calls, "calls/interaction", 3.5 if mix.name == "mix" else None)
    if mix.name == "mix":
        kms = kms_calls / DELIVERIES * 1000
        yield _row("calls.mix.kms_per_1000", kms, "calls/1000", 1.0)
        yield _row("calls.mix.usd_per_million", _usd(writes, reads, queue_calls), "USD/million", 7.0)
        print(dict(meter.calls.most_common()), file=sys.stderr)


def _usd(writes: float, reads: float, queue_calls: float) -> float:
    price = PRICES["usd_per_million"]
    # Webhook: 512 MB for 40 ms; the three workers together 10 ms of 512 MB for each interaction.
    gb_seconds = 0.5 * (0.040 + 0.010)
    return float(
        writes * price["write_unit"]
        + reads * price["read_unit"]
        + queue_calls * price["sqs_request"]
        + price["http_api_request"]
        + 1.03 * price["lambda_request"]
        + gb_seconds * PRICES["usd_per_gb_second_arm64"] * 1e6
        + 100e-9 * PRICES["usd_per_gb_logs"] * 1e6
    )


def _row(name: str, value: float, unit: str, target: float | None) -> Row:
    if target is None:
        return row(name, value, unit, command=COMMAND)
    return row(name, value, unit, f"<= {target:g}", value <= target, COMMAND)


if __name__ == "__main__":
    for each in rows():
        print(json.dumps(each))
