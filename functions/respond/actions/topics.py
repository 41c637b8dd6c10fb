"""Lists topics: the words that several people used, and which of them are used more than at the same hours before."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import UNSET

from model.trends import EARLIER_DAYS, Pulse, Term, burst
from respond.access import DESK
from respond.action import Asked, Caller, action
from respond.actions.insights import show_ends
from respond.actions.periods import Period, read_period
from respond.shapes.insight import TopicsQuery, TopicsView, TopicView

MOST_DAYS = 7
OPEN_HOURS = 3
"""The latest hours are read batch by batch: they may not be closed yet."""


@dataclass(slots=True)
class _Found:
    """Counts a term in the hours asked for, and in the same hours of the days before."""

    term: Term
    count: int = 0
    negative: int = 0
    before: int = 0
    platforms: set[str] = field(default_factory=set)


@action(scope="insights:read", roles=DESK, audit=None)
def list_topics(caller: Caller, asked: Asked[TopicsQuery]) -> TopicsView:
    """Lists today's topics unless told, the greatest burst first.

    A term stands here when at least three people used it within one hour in one channel.
    """
    period = read_period(caller, asked.wanted, default=1, most=MOST_DAYS)
    days = period.days_kept
    found_now = (pulse for day in days for pulse in _read_day(caller, asked.wanted, day.strftime("%Y%m%d")))
    now = [pulse for pulse in found_now if _is_within(period, pulse)]
    earlier = _read_earlier(caller, asked.wanted, days[0], [pulse.hour[8:] for pulse in now])
    found = _count_terms(now)
    for pulse in earlier:
        for name, term in pulse.terms.items():
            if name in found:
                found[name].before += term.count
    known = len({pulse.hour[:8] for pulse in earlier})
    rows = [_show(name, each, known, len(period.days)) for name, each in found.items()]
    rows.sort(key=lambda row: (-(row.burst or 0), -row.count, row.term))
    return TopicsView(data=rows[: asked.wanted.limit], **show_ends(period))


def _read_day(caller: Caller, query: TopicsQuery, day: str) -> Iterable[Pulse]:
    pulses = caller.stores.pulses
    closed = [pulse for pulse in pulses.list_closed_hours(caller.brand, day) if _is_wanted(query, pulse)]
    yield from closed
    done = {(pulse.account, pulse.hour) for pulse in closed}
    now = datetime.fromtimestamp(caller.stores.now_ms() / 1000, UTC)
    for back in range(OPEN_HOURS):
        hour = (now - timedelta(hours=back)).strftime("%Y%m%d%H")
        if hour.startswith(day):
            for pulse in pulses.read_open_hour(caller.brand, hour).values():
                if _is_wanted(query, pulse) and (pulse.account, pulse.hour) not in done:
                    yield pulse.closed()


def _is_within(period: Period, pulse: Pulse) -> bool:
    at = datetime.strptime(pulse.hour, "%Y%m%d%H").replace(tzinfo=UTC)
    return period.first <= at.astimezone(ZoneInfo(period.zone)).date() <= period.last


def _is_wanted(query: TopicsQuery, pulse: Pulse) -> bool:
    return query.platform in (UNSET, pulse.platform)


def _read_earlier(caller: Caller, query: TopicsQuery, first: date, hours: list[str]) -> list[Pulse]:
    """Returns the hours in question of the days before."""
    before = [(first - timedelta(days=each)).strftime("%Y%m%d") for each in range(1, EARLIER_DAYS + 1)]
    pulses = (pulse for day in before for pulse in caller.stores.pulses.list_closed_hours(caller.brand, day))
    return [pulse for pulse in pulses if pulse.hour[8:] in hours and _is_wanted(query, pulse)]


def _count_terms(pulses: Iterable[Pulse]) -> dict[str, _Found]:
    found: dict[str, _Found] = {}
    for pulse in pulses:
        for name, term in pulse.terms.items():
            each = found.setdefault(name, _Found(term))
            each.count += term.count
            each.negative += term.negative
            each.platforms.add(pulse.platform)
    return found


def _show(name: str, found: _Found, known: int, asked: int) -> TopicView:
    usual = found.before / known * asked if known else None
    return TopicView(
        term=name,
        kind=found.term.kind,
        count=found.count,
        negative_share=round(found.negative / found.count, 3),
        usual=None if usual is None else round(usual, 1),
        burst=None if usual is None else burst(found.count, usual),
        platforms=sorted(found.platforms),
    )
