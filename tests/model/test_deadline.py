"""Calendar months: the same day, or the last one there is."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from model import deadline


@pytest.mark.parametrize(
    ("received", "due", "extended"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), date(2026, 4, 30)),
        (date(2028, 1, 31), date(2028, 2, 29), date(2028, 4, 30)),
        (date(2026, 3, 15), date(2026, 4, 15), date(2026, 6, 15)),
        (date(2026, 11, 30), date(2026, 12, 30), date(2027, 2, 28)),
        (date(2026, 12, 31), date(2027, 1, 31), date(2027, 3, 31)),
        (date(2026, 10, 1), date(2026, 11, 1), date(2027, 1, 1)),
    ],
)
def test_a_request_is_due_after_one_calendar_month_or_three(
    received: date, due: date, extended: date
) -> None:
    assert deadline.due(received) == due
    assert deadline.extended(received) == extended


def test_two_months_more_need_notice_within_the_first() -> None:
    received = date(2026, 1, 31)
    assert deadline.may_extend(received, date(2026, 2, 28))
    assert not deadline.may_extend(received, date(2026, 3, 1))


def test_the_day_of_a_moment_is_that_of_utc() -> None:
    assert deadline.day_of(1_790_000_000_000) == date(2026, 9, 21)


@pytest.mark.parametrize("year", [2026, 2028])
@pytest.mark.parametrize("hours", [0, 1, 2, 3])
def test_who_is_in_europe_is_never_answered_a_day_late(year: int, hours: int) -> None:
    """There the day begins before that of UTC: what is counted is their last day or the one before."""
    received = datetime(year, 2, 1, 0, 0, 1, tzinfo=timezone(timedelta(hours=hours)))
    counted = deadline.due(deadline.day_of(int(received.timestamp() * 1000)))
    assert counted == (date(year, 3, 1) if hours == 0 else date(year, 3, 1) - timedelta(days=1))
    last_moment = datetime(year, 1, 31, 23, 59, 59, 999000, tzinfo=UTC)
    assert deadline.due(deadline.day_of(int(last_moment.timestamp() * 1000))).month == 2
