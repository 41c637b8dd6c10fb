"""How many requests platforms still take: shared by all functions, and never guessed from an older answer."""

import pytest

from store.brand.platform_limits import LONGEST_S, PlatformLimits
from tests.store.world import BRAND, Clock

pytestmark = pytest.mark.usefixtures("tables")


@pytest.fixture
def clock() -> Clock:
    return Clock()


def _take(clock: Clock, route: str = "send") -> int:
    """As another function."""
    return PlatformLimits(clock).take_request(BRAND, "acc", route)


def test_all_functions_share_what_is_left(clock: Clock) -> None:
    assert _take(clock) == 0, "nobody knows of a limit"
    PlatformLimits(clock).note_limit(BRAND, "acc", "send", 2, 90)
    assert [_take(clock) for _ in range(4)] == [0, 0, 90, 90]
    assert _take(clock, "read") == 0
    clock.now += 90
    assert _take(clock) == 0


def test_an_older_answer_gives_nothing_back(clock: Clock) -> None:
    limits = PlatformLimits(clock)
    limits.note_limit(BRAND, "acc", "send", 3, 60)
    limits.note_limit(BRAND, "acc", "send", 9, 60)
    assert [_take(clock) for _ in range(4)] == [0, 0, 0, 60]
    limits.note_limit(BRAND, "acc", "send", 1, 60)
    assert _take(clock) == 60, "one that was on its way does not count anew"
    clock.now += 60
    limits.note_limit(BRAND, "acc", "send", 1, 60)
    assert [_take(clock) for _ in range(2)] == [0, 60]


def test_a_header_that_cannot_be_right_blocks_nobody_for_ever(clock: Clock) -> None:
    PlatformLimits(clock).note_limit(BRAND, "acc", "send", -5, 10**12)
    assert _take(clock) == LONGEST_S
