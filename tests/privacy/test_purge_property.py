"""D22, D16: after any sequence of writes, shorter rules, holds, silence and runs, nothing unheld outlives its date.

And everything held does, whether it was written before the hold or while it stands.
"""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moto import mock_aws

from model import policy
from store.brand.brands import Brands
from store.forgetting.holds import HoldState
from store.interactions.rows import FeedRow
from tests.privacy.purging import DAY, Installation
from tests.store.world import BRAND
from tests.tables import create_tables, make_client

PLATFORMS = ("discourse", "slack", "reddit")
RUN_S = 900

STEPS = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(PLATFORMS), st.integers(1, 3)),
    st.tuples(st.just("wait"), st.sampled_from([0.02, 0.4, 1, 2.5, 13, 31, 170])),
    st.tuples(st.just("shorten"), st.sampled_from(PLATFORMS[:2]), st.integers(2, 200)),
    st.tuples(st.just("hold"), st.sampled_from(PLATFORMS), st.integers(1, 3)),
)


class Run:
    """One sequence: what was written, and until when each may be read."""

    def __init__(self) -> None:
        self.world = Installation(*PLATFORMS)
        self.written: list[tuple[str, str, int, float]] = []
        self.kept: dict[str, set[str]] = {}
        self.days = {platform: policy.rule_for(platform).interaction_days for platform in PLATFORMS}

    def step(self, kind: str, *arguments: Any) -> None:
        """Do it, and let the next scheduled run come."""
        getattr(self, kind)(*arguments)
        self.world.clock.now += RUN_S
        found = self.world.purge()
        assert found.get("state") is None
        assert all(each["failed"] == 0 for each in found["buckets"])
        self.check()
        self.check_held()

    def write(self, platform: str, author: int) -> None:
        item = self.world.comment(platform, f"c{len(self.written)}", f"u{author}")
        self.written.append((platform, item, author, self.world.clock.now))
        self.kept.get(self._person(platform, author), set()).add(item)

    def wait(self, days: float) -> None:
        self.world.days(days)

    def shorten(self, platform: str, days: int) -> None:
        Brands().shorten_periods(BRAND, platform, {"interaction_days": days})
        self.days[platform] = min(policy.rule_for(platform).interaction_days, days)

    def hold(self, platform: str, author: int) -> None:
        person = self._person(platform, author)
        if self.world.stores.holds.one(BRAND, person) is None:
            theirs = {item for where, item, who, _ in self.written if (where, who) == (platform, author)}
            self.kept[person] = {item for item in theirs if self.world.opens(item)}
            self.world.hold(person, until_days=20)

    def _person(self, platform: str, author: int) -> str:
        return self.world.path(platform).item(f"u{author}", "person")

    def check_held(self) -> None:
        """What could be read at the agreement, and what came since, is there as long as the hold stands."""
        for person in list(self.kept):
            hold = self.world.stores.holds.one(BRAND, person)
            if hold is None or hold.state is HoldState.ENDING:
                del self.kept[person]
                continue
            assert all(self.world.opens(item) for item in self.kept[person])

    def check(self) -> None:
        """Now is at most 15 minutes after any date that has passed."""
        held = {
            hold.id for hold in self.world.stores.holds.of_brand(BRAND) if hold.state is not HoldState.ASKED
        }
        rows = {row.pk.rsplit("#", 1)[1]: row for row in FeedRow.scan()}
        pending = any(hold.state is HoldState.PENDING for hold in self.world.stores.holds.of_brand(BRAND))
        for platform, item, _, at in self.written:
            over = at + self.days[platform] * DAY <= self.world.clock.now - RUN_S
            row = rows.get(item)
            if not over or row is None:
                continue
            if row.hold in held or pending:
                continue
            assert not self.world.opens(item), (platform, item)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(STEPS, min_size=4, max_size=9))
def test_d22_nothing_unheld_outlives_its_date(steps: list[tuple[Any, ...]]) -> None:

    with mock_aws():
        create_tables(make_client("dynamodb"))
        run = Run()
        for step in steps:
            run.step(*step)


@pytest.mark.usefixtures("tables")
def test_the_other_property_can_fail() -> None:
    run = Run()
    run.step("write", "slack", 1)
    run.step("hold", "slack", 1)
    run.step("write", "slack", 1)
    assert len(next(iter(run.kept.values()))) == 2
    for row in FeedRow.scan():
        row.delete()
    with pytest.raises(AssertionError):
        run.check_held()


@pytest.mark.usefixtures("tables")
def test_the_property_can_fail() -> None:
    run = Run()
    run.write("slack", 1)
    run.world.days(31)
    with pytest.raises(AssertionError):
        run.check()
