"""G2: three of ten deliveries come twice or more often, and every count is exact.

`make soak` blows a million deliveries (`RAPPORT_SOAK` has another number) in rounds of 20,000, each with its own
seed and empty tables, so that it needs no more memory than one round.
"""

import os
import sys
import time
from collections.abc import Iterator

import boto3
import pytest

from store.tables import ConversationRow, FeedRow
from tests.proof.storm import Storm, blow, found
from tests.proof.tablefake import TableFake, answering
from tests.store.path import Path
from tests.store.world import BRAND, connect, stores
from tests.tables import create_tables

ROUND = 20_000
SOAK = int(os.environ.get("RAPPORT_SOAK", "1000000"))


def _weather(deliveries: int, seed: int) -> float:
    """One storm; the seconds it took."""
    began = time.monotonic()
    storm = Storm(deliveries, seed)
    with answering(TableFake()) as fake:
        create_tables(boto3.client("dynamodb"))
        made = stores()
        connect(made, "standard_webhooks", "shop")
        path = Path(made)
        blow(path, storm)
        left = found(path, storm.expected)
        assert left.hours == storm.expected.hours
        assert left.people == storm.expected.people
        assert left.unhappy == storm.expected.unhappy
        _every_thread_is_open_once(path, storm, fake)
    return time.monotonic() - began


def _every_thread_is_open_once(path: Path, storm: Storm, fake: TableFake) -> None:
    rows = sum(storm.expected.people.values())
    assert len(fake.tables[FeedRow.Meta.table_name].rows) == rows
    assert path.stores.conversations.counts(BRAND, ["-"])["open"] == len(storm.expected.threads)
    assert ConversationRow.inbox.count(f"{BRAND}#-") == len(storm.expected.threads)


def test_g2_twenty_thousand_deliveries_three_in_ten_repeated_count_exactly() -> None:
    _weather(ROUND, seed=20_000)


@pytest.fixture
def report(capsys: pytest.CaptureFixture[str]) -> Iterator[list[float]]:
    """Seconds of each round, told in the end."""
    seconds: list[float] = []
    yield seconds
    with capsys.disabled():
        sys.stdout.write(
            f"\n{SOAK} deliveries in {sum(seconds):.0f} s, {1e6 * sum(seconds) / SOAK:.0f} µs each"
        )


@pytest.mark.soak
def test_g2_a_million_deliveries_three_in_ten_repeated_count_exactly(report: list[float]) -> None:
    left, seed = SOAK, 1
    while left > 0:
        report.append(_weather(min(ROUND, left), seed))
        left, seed = left - ROUND, seed + 1
    assert len(report) == -(-SOAK // ROUND)
