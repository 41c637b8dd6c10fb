"""Counts what a purge of one retention bucket costs: the number of AWS requests must not depend on the number of rows.

    python -m bench.purge [--sizes 10 1000 20000]

Rows are written to moto in this process, all of one bucket. They are shown readable before (a sample, and all that
the index lists), then one run of the purge is counted, and they are shown unreadable after it, also for a reader
who does not look at the time.
"""

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
for place in (str(ROOT / "functions"), str(ROOT)):
    if place not in sys.path:
        sys.path.insert(0, place)

import boto3  # noqa: E402 - after the settings
from moto import mock_aws  # noqa: E402

import tests.conftest  # noqa: F401 E402 - the settings of a function that runs nowhere
from aws import clients  # noqa: E402
from bench.figures import Row, row  # noqa: E402
from model import policy  # noqa: E402
from model.event import Kind  # noqa: E402
from model.interaction import Content, Interaction  # noqa: E402
from privacy.purge import Purge  # noqa: E402
from store.dynamo import keys as row_keys  # noqa: E402
from store.interactions import keys as interaction_keys  # noqa: E402
from store.interactions.mapping import to_row  # noqa: E402
from store.interactions.rows import FeedRow  # noqa: E402
from store.stores import Stores  # noqa: E402
from store.vault import keys as vault_keys  # noqa: E402
from tests.privacy.purging import Installation  # noqa: E402
from tests.store.world import BRAND, NOW  # noqa: E402
from tests.tables import create_tables  # noqa: E402

SIZES = (10, 1_000, 20_000)
SAMPLE = 200
PLATFORM = "discourse"
POST = "p" * 32
COMMAND = "python -m bench.purge"


def rows(sizes: Sequence[int] = SIZES) -> list[Row]:
    """The figures of each size, and whether the requests of all sizes are the same."""
    found: list[Row] = []
    requests: dict[int, int] = {}
    for size in sizes:
        requests[size], figures = _measured(size)
        found += figures
    same = len(set(requests.values())) == 1
    target = "the same for all sizes"
    return [
        *(
            row(f"purge.requests.{size}_rows", count, "requests", target, same, COMMAND)
            for size, count in requests.items()
        ),
        *found,
    ]


def _measured(size: int) -> tuple[int, list[Row]]:
    with mock_aws():
        create_tables(boto3.client("dynamodb"))
        world = Installation(PLATFORM)
        items = _written(world.stores, size)
        sample = random.Random(size).sample(items, min(SAMPLE, size))
        before = _seen(world.stores, sample)
        # The run before it signs what half a year of silence left in the audit log.
        world.days(policy.rule_for(PLATFORM).interaction_days - 1)
        with redirect_stdout(sys.stderr):
            world.purge()
            world.days(1)
            with _counted() as requests:
                Purge(world.stores, world.files).purge_brands(600)
        after = _seen(world.stores, sample)
    looked = len(sample)
    return sum(requests.values()), [
        row(
            f"purge.sample_opens_before.{size}_rows",
            before[0],
            "rows",
            f"{looked}",
            before[0] == looked,
            COMMAND,
        ),
        row(
            f"purge.listed_and_readable_before.{size}_rows",
            before[1],
            "rows",
            f"{size}",
            before[1] == size,
            COMMAND,
        ),
        row(f"purge.sample_opens_after.{size}_rows", after[0], "rows", "0", after[0] == 0, COMMAND),
        row(f"purge.listed_and_readable_after.{size}_rows", after[1], "rows", "0", after[1] == 0, COMMAND),
    ]


def _written(made: Stores, size: int) -> list[str]:
    """Comments under one post, received in the same minute."""
    received_at = NOW * 1000
    bucket = policy.bucket_of(PLATFORM, "account", policy.INTERACTION, received_at)
    people = [_hid(f"person{number}") for number in range(50)]
    made.vault.prepare_salts(
        BRAND, people, {bucket: policy.bucket_due(PLATFORM, policy.INTERACTION, received_at)}
    )
    items = [_hid(f"item{number}") for number in range(size)]
    with FeedRow.batch_write() as batch:
        for number, item in enumerate(items):
            batch.save(to_row(BRAND, _comment(item, people[number % 50], received_at + number), made.vault))
    return items


def _comment(item: str, author: str, at: int) -> Interaction:
    return Interaction(
        item, BRAND, PLATFORM, "account", Kind.COMMENT, author=author, conversation=item, under=POST, created_at=at,
        seen_at=at, received_at=NOW * 1000, content=Content(text=f"words of {item}"), content_order=f"{at:013d}c",
    )  # fmt: skip


def _hid(name: str) -> str:
    return vault_keys.hid(b"k" * 32, BRAND, PLATFORM, "item", "", name)


def _seen(made: Stores, sample: Sequence[str]) -> tuple[int, int]:
    """Of the sample those that open, whatever their time; of all that the index lists those a reader gets."""
    raw = list(FeedRow.batch_get([interaction_keys.interaction(BRAND, item) for item in sample]))
    # One query over the whole index: moto takes as long for each page as for all of them.
    listed = [
        row_keys.item_of(row.pk) for row in FeedRow.thread.query(interaction_keys.listed_under(BRAND, POST))
    ]
    readable = 0
    for start in range(0, len(listed), 100):
        readable += len(made.feed.open_interactions(BRAND, listed[start : start + 100]))
    return len(made.feed.open_rows(BRAND, raw)), readable


@contextmanager
def _counted() -> Iterator[Counter[str]]:
    """Requests by operation, as botocore is about to send them."""
    requests: Counter[str] = Counter()

    def count(model: Any, **_: Any) -> None:
        requests[model.name] += 1

    client = clients.client("dynamodb")
    client.meta.events.register("before-call.*.*", count, unique_id="bench")
    try:
        yield requests
    finally:
        client.meta.events.unregister("before-call.*.*", unique_id="bench")


def main() -> int:
    """Print the figures as JSON; exit 1 when one missed its target."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    found = rows(parser.parse_args().sizes)
    print(json.dumps(found, indent=2))
    return 0 if all(each["passed"] for each in found) else 1


if __name__ == "__main__":
    sys.exit(main())
