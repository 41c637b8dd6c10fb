"""Counts what an interaction costs at three rates, because batches fill only under load.

    python -m bench.rates

The mix of `bench.calls`, in batches of one (a million a month: one every 2.6 s), of five (10 a second, shared by
Lambda's pollers with windows of a second) and of a hundred (500 a second). Prices and assumptions: `bench/bill.py`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import boto3
from moto import mock_aws

from bench import bill, calls
from bench.figures import Row, row
from bench.meter import Meter, size
from segment.trends import Trends
from tests.store.path import Path as Journey
from tests.store.world import Clock, FakeWrapping, connect, stores
from tests.tables import NAMES, create_tables, table_properties

COMMAND = "python -m bench.rates"


@dataclass(frozen=True, slots=True)
class Rate:
    """Interactions at a time, with what a million of them may cost."""

    name: str
    batch: int
    a_minute: float
    target: float


MONTH_S = 30 * 86_400
WATCHED_WHOLE = 6
"""An open hour is looked at every five minutes, and holds half of its rows on average."""

RATES = (
    Rate("one", 1, 1_000_000 / bill.MINUTES_A_MONTH, 11.0),
    Rate("ten_a_second", 5, 600, 7.5),
    Rate("five_hundred_a_second", 100, 30_000, 5.5),
)


def rows() -> list[Row]:
    """Returns one row per measured figure."""
    return [each for rate in RATES for each in _measure(rate)]


def _measure(rate: Rate) -> Iterator[Row]:
    mix = calls.CLASSES[0]
    with mock_aws():
        names = create_tables(boto3.client("dynamodb"))
        clock = Clock()
        made = stores(clock, wrapping=FakeWrapping())
        connect(made, "standard_webhooks", "shop")
        path = Journey(made, at_once=True)
        calls.run_path(path, calls.list_deliveries(mix, first=True))
        Trends(made).watch_brands()  # what a new brand needs once
        meter = Meter({names[name]: table_properties(name) for name in NAMES})
        deliveries = calls.list_deliveries(mix, first=False)
        before = _stored(names, clock.now)
        with meter.on(*calls.list_clients()):
            starts = range(0, len(deliveries), rate.batch)
            hops = sum(calls.run_path(path, deliveries[start : start + rate.batch]) for start in starts)
        watching = Meter({names[name]: table_properties(name) for name in NAMES})
        with watching.on(*calls.list_clients()):
            Trends(made).watch_brands()
        clock.now += 80 * 60
        with meter.on(*calls.list_clients()):
            Trends(made).watch_brands()  # which adds up the hour's counts and closes it
        stored = _stored(names, clock.now) - before
    number = len(deliveries)
    used = bill.Use(
        writes=meter.write_units / number,
        reads=(meter.read_units + WATCHED_WHOLE * watching.read_units) / number,
        calls=sum(meter.calls.values()) / number,
        hops=hops / number,
        batch=rate.batch,
        a_minute=rate.a_minute,
        stored_bytes=stored / number,
    )
    yield _row(f"rates.{rate.name}.write_units", used.writes, "units/interaction")
    yield _row(f"rates.{rate.name}.read_units", used.reads, "units/interaction")
    yield _row(f"rates.{rate.name}.table_calls", used.calls, "calls/interaction")
    yield _row(f"rates.{rate.name}.hops", used.hops, "messages/interaction")
    yield _row(f"rates.{rate.name}.stored", used.stored_bytes, "bytes/interaction")
    dollars = sum(bill.price_interaction(used).values())
    yield row(
        f"rates.{rate.name}.usd_per_million",
        dollars,
        "USD/million",
        f"<= {rate.target:g}",
        dollars <= rate.target,
        COMMAND,
    )


def _row(name: str, value: float, unit: str) -> Row:
    return row(name, value, unit, command=COMMAND)


def _stored(names: dict[str, str], now: float) -> int:
    """Returns the bytes of all rows that stay for a month, without their entries in indexes."""
    client = boto3.client("dynamodb")
    return sum(
        size(item)
        for name in NAMES
        for page in client.get_paginator("scan").paginate(TableName=names[name])
        for item in page["Items"]
        if float(item.get("expires_at", {"N": "inf"})["N"]) > now + MONTH_S
    )


if __name__ == "__main__":
    for each in rows():
        print(json.dumps(each))
