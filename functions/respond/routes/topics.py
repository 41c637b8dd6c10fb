"""Topics: the words that several people used, and which of them are used more than at the same hours before."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from model.trends import EARLIER_DAYS, Pulse, Term, burst
from respond.call import Call, Reply
from respond.fields import Field, Fields, number
from respond.routes.insights import COMMON, days

MOST_DAYS = 7
OPEN_HOURS = 3
"""The latest hours are read batch by batch: they may not be closed yet."""

FILTERS: Fields = {**COMMON, "limit": Field(number(1, 50), "how many to answer, 20 unless told")}


@dataclass(slots=True)
class _Found:
    """A term in the hours asked for, and in the same hours of the days before."""

    term: Term
    count: int = 0
    negative: int = 0
    before: int = 0
    platforms: set[str] = field(default_factory=set)


def listed(call: Call) -> Reply:
    """GET /insights/topics: today's unless told, the greatest burst first.

    A term stands here when at least three people used it within one hour in one channel.
    """
    asked = days(call, default=1, most=MOST_DAYS)
    now = [pulse for day in asked for pulse in _day(call, day.strftime("%Y%m%d"))]
    earlier = _earlier(call, asked[0], [pulse.hour[8:] for pulse in now])
    found = _counted(now)
    for pulse in earlier:
        for name, term in pulse.terms.items():
            if name in found:
                found[name].before += term.count
    known = len({pulse.hour[:8] for pulse in earlier})
    rows = [_view(name, each, known, len(asked)) for name, each in found.items()]
    rows.sort(key=lambda row: (-(row["burst"] or 0), -row["count"], row["term"]))
    limit = call.query.get("limit", 20)
    return Reply({"from": asked[0].isoformat(), "to": asked[-1].isoformat(), "data": rows[:limit]})


def _day(call: Call, day: str) -> Iterable[Pulse]:
    closed = [pulse for pulse in call.stores.pulses.day(call.brand, day) if _wanted(call, pulse)]
    yield from closed
    done = {(pulse.account, pulse.hour) for pulse in closed}
    now = datetime.fromtimestamp(call.stores.now_ms() / 1000, UTC)
    for back in range(OPEN_HOURS):
        hour = (now - timedelta(hours=back)).strftime("%Y%m%d%H")
        if hour.startswith(day):
            for pulse in call.stores.pulses.open(call.brand, hour).values():
                if _wanted(call, pulse) and (pulse.account, pulse.hour) not in done:
                    yield pulse.closed()


def _wanted(call: Call, pulse: Pulse) -> bool:
    return call.query.get("platform") in (None, pulse.platform)


def _earlier(call: Call, first: Any, hours: list[str]) -> list[Pulse]:
    """The hours in question of the days before."""
    before = [(first - timedelta(days=each)).strftime("%Y%m%d") for each in range(1, EARLIER_DAYS + 1)]
    pulses = (pulse for day in before for pulse in call.stores.pulses.day(call.brand, day))
    return [pulse for pulse in pulses if pulse.hour[8:] in hours and _wanted(call, pulse)]


def _counted(pulses: Iterable[Pulse]) -> dict[str, _Found]:
    found: dict[str, _Found] = {}
    for pulse in pulses:
        for name, term in pulse.terms.items():
            each = found.setdefault(name, _Found(term))
            each.count += term.count
            each.negative += term.negative
            each.platforms.add(pulse.platform)
    return found


def _view(name: str, found: _Found, known: int, asked: int) -> dict[str, Any]:
    usual = found.before / known * asked if known else None
    return {
        "term": name,
        "kind": found.term.kind,
        "count": found.count,
        "negative_share": round(found.negative / found.count, 3),
        "usual": None if usual is None else round(usual, 1),
        "burst": None if usual is None else burst(found.count, usual),
        "platforms": sorted(found.platforms),
    }
