"""Collects what a batch adds to the pulse of its channels: counts, posts, and terms with who used them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from model import policy
from model.event import Direction
from model.interaction import Content, Interaction, Labels
from model.name_search import NameSearch
from model.search_term import is_rival
from model.trends import Pulse, Tally, Term, merged
from segment.topics import terms

LATE_S = 600
"""So long after its end an hour still takes what was written in it; older things are no news."""
TAG_LETTERS = 5
"""Of an author's id: enough to tell apart the few people who use one word in an hour, and to find nobody by."""


def open_hours(now_s: float) -> tuple[str, ...]:
    """Returns the hours (`YYYYMMDDHH`) that still count."""
    now = datetime.fromtimestamp(now_s, UTC)
    hours = (now + timedelta(seconds=LATE_S), now, now - timedelta(seconds=LATE_S))
    return tuple(sorted({hour.strftime("%Y%m%d%H") for hour in hours}))


def next_hour(hour: str) -> str:
    """Returns the hour (`YYYYMMDDHH`) behind another."""
    return (datetime.strptime(hour, "%Y%m%d%H").replace(tzinfo=UTC) + timedelta(hours=1)).strftime("%Y%m%d%H")


def pulses(items: Iterable[tuple[Interaction, Labels]], now_s: float) -> list[tuple[Pulse, int]]:
    """Returns one for each channel and open hour, with a time of receipt of its items."""
    hours, received = open_hours(now_s), {}
    found = []
    for item, labels in items:
        hour = datetime.fromtimestamp(item.occurred_at / 1000, UTC).strftime("%Y%m%d%H")
        if hour in hours and _counts(item):
            found.append(_one(item, labels, hour))
            received[item.account, hour] = item.received_at
    together = merged(found)
    people = _people(items)
    return [(_peopled(pulse, people), received[key]) for key, pulse in together.items()]


def _counts(item: Interaction) -> bool:
    if item.direction is Direction.OUT or item.deleted or is_rival(item.term):
        return False
    return policy.rule_for(item.platform).allows("analytics")


def _one(item: Interaction, labels: Labels, hour: str) -> Pulse:
    negative = labels.sentiment == "negative"
    tally = Tally(1, int(negative))
    who = frozenset({item.author[:TAG_LETTERS]}) if item.author else frozenset()
    text = _unnamed(item.shown) if item.shown else None
    return Pulse(
        item.account,
        item.platform,
        hour,
        tally,
        {item.under: tally} if item.under else {},
        {
            name: Term(kind, 1, int(negative), who)
            for name, kind in (terms(text, labels.language) if text else {}).items()
        },
    )


def _unnamed(content: Content) -> str | None:
    """Returns the text without names of people: a pulse is sealed with the channel's key, which does not go with
    them.
    """
    if content.text is None:
        return None
    return NameSearch(word for each in content.named for word in each.words).replace(content.text, " ")


def _people(items: Iterable[tuple[Interaction, Labels]]) -> dict[str, set[str]]:
    """Returns who acted in each channel and under each post, within this batch."""
    found: dict[str, set[str]] = {}
    for item, _ in items:
        for place in (item.account, item.under):
            if place and item.author:
                found.setdefault(place, set()).add(item.author)
    return found


def _peopled(pulse: Pulse, people: dict[str, set[str]]) -> Pulse:
    def told(place: str, tally: Tally) -> Tally:
        return Tally(tally.n, tally.negative, len(people.get(place, ())))

    return Pulse(
        pulse.account,
        pulse.platform,
        pulse.hour,
        told(pulse.account, pulse.all),
        {post: told(post, tally) for post, tally in pulse.posts.items()},
        pulse.terms,
    )
