"""G1, G2: three of ten deliveries come twice or more often, processes die, tables refuse: every count is exact.

`make soak` blows a million deliveries under faults (`RAPPORT_SOAK` has another number) in rounds of 20,000, each with
its own seed and empty tables, so that it needs no more memory than one round.
"""

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

import pytest

from store.conversations.rows import ConversationRow
from store.interactions.rows import FeedRow
from tests.proof.storm import Blow, Storm, Unlucky, found
from tests.proof.tablefake import answering
from tests.store.path import Path
from tests.store.world import BRAND, connect, stores
from tests.tables import create_tables, make_client

ROUND = 20_000
SOAK = int(os.environ.get("RAPPORT_SOAK", "1000000"))


FAULTS = 0.0015
"""The chance of each fault at every call. Thrice as many, and a batch of a hundred hardly ever gets through: it asks
again for what it would leave as it is, so that it makes more calls."""
KINDS = 6


@dataclass
class Weather:
    """What storms came to."""

    deliveries: int = 0
    seconds: float = 0.0
    again: int = 0
    faults: Counter[str] = field(default_factory=Counter)

    def storm(self, deliveries: int, seed: int, rate: float = 0.0) -> None:
        """Blow one, and count what it left."""
        began = time.monotonic()
        storm = Storm(deliveries, seed)
        fake = Unlucky(Random(seed))
        with answering(fake):
            create_tables(make_client("dynamodb"))
            connect(stores(), "standard_webhooks", "shop")
            fake.rate = rate
            blow = Blow(lambda: _process(fake), storm)
            path = blow.all()
            with fake.lucky():
                left = found(path, storm.expected)
                assert left.hours == storm.expected.hours
                assert left.people == storm.expected.people
                assert left.unhappy == storm.expected.unhappy
                _every_thread_is_open_once(path, storm, fake)
        self.deliveries += deliveries
        self.seconds += time.monotonic() - began
        self.again += blow.again
        self.faults += fake.faults


def _process(fake: Unlucky) -> Path:
    with fake.lucky():
        return Path(stores())


def _every_thread_is_open_once(path: Path, storm: Storm, fake: Unlucky) -> None:
    rows = sum(storm.expected.people.values())
    assert len(fake.tables[FeedRow.Meta.table_name].rows) == rows
    assert path.stores.conversations.count_open(BRAND, ["-"])["open"] == len(storm.expected.threads)
    assert ConversationRow.inbox.count(f"{BRAND}#-") == len(storm.expected.threads)


def test_g2_twenty_thousand_deliveries_three_in_ten_repeated_count_exactly() -> None:
    Weather().storm(ROUND, seed=20_000)


def test_g1_processes_that_die_and_tables_that_refuse_lose_and_double_nothing() -> None:
    weather = Weather()
    weather.storm(4_000, seed=7, rate=FAULTS)
    assert min(weather.faults.values()) > 0
    assert len(weather.faults) == KINDS
    assert weather.again > 100


@pytest.fixture
def report(capsys: pytest.CaptureFixture[str]) -> Iterator[Weather]:
    """What there was, told in the end."""
    weather = Weather()
    yield weather
    faults = ", ".join(f"{number} {fault}" for fault, number in sorted(weather.faults.items()))
    each = 1e6 * weather.seconds / max(1, weather.deliveries)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{weather.deliveries} deliveries, {weather.again} messages came again; {faults}; "
            f"{weather.seconds:.0f} s, {each:.0f} µs each"
        )


@pytest.mark.soak
def test_g1_g2_a_million_deliveries_under_faults_count_exactly(report: Weather) -> None:
    seed = 0
    while report.deliveries < SOAK:
        seed += 1
        report.storm(min(ROUND, SOAK - report.deliveries), seed, FAULTS)
    assert report.deliveries == SOAK
    assert len(report.faults) == KINDS
