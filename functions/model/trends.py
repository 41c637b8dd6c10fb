"""Counts what people talk about by channel and hour, and finds bursts and alerts in it.

A term is shown when at least `FEWEST` people used it in an hour: fewer would say what somebody wrote.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log2, sqrt
from typing import Any, TypeVar

FEWEST = 3
KEPT_TERMS, KEPT_POSTS, SHOWN_TERMS = 20, 5, 50
"""Of a batch, so that it stays one small row; and of an hour."""

EARLIER_DAYS = 7
"""The same hour of so many days before says what is usual."""

HASHTAG, NAME, PHRASE = "hashtag", "name", "phrase"
_LETTERS = {kind[0]: kind for kind in (HASHTAG, NAME, PHRASE)}


@dataclass(frozen=True, slots=True)
class Term:
    """Counts a word or two: all uses, those in something negative, and who used it (short ids, at most `FEWEST`)."""

    kind: str
    count: int = 0
    negative: int = 0
    people: frozenset[str] = frozenset()

    def __add__(self, other: "Term") -> "Term":
        people = frozenset(sorted(self.people | other.people)[:FEWEST])
        return Term(self.kind, self.count + other.count, self.negative + other.negative, people)

    @property
    def shown(self) -> bool:
        """Tells whether enough people used it."""
        return len(self.people) >= FEWEST


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts interactions, negative ones among them, and people (about)."""

    n: int = 0
    negative: int = 0
    people: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.n + other.n, self.negative + other.negative, self.people + other.people)

    def __sub__(self, other: "Tally") -> "Tally":
        return Tally(self.n - other.n, self.negative - other.negative, self.people - other.people)


@dataclass(frozen=True, slots=True)
class Pulse:
    """Counts one channel (a connected account) in one hour (`YYYYMMDDHH`, UTC), or what one batch adds to it."""

    account: str
    platform: str
    hour: str
    all: Tally = Tally()
    posts: Mapping[str, Tally] = field(default_factory=dict)
    terms: Mapping[str, Term] = field(default_factory=dict)

    def __add__(self, other: "Pulse") -> "Pulse":
        return Pulse(
            self.account,
            self.platform,
            self.hour,
            self.all + other.all,
            _added(self.posts, other.posts),
            _added(self.terms, other.terms),
        )

    def trimmed(self, terms: int = KEPT_TERMS) -> "Pulse":
        """Returns it with its most frequent terms and liveliest posts only."""
        ranked = sorted(self.terms.items(), key=lambda each: (-len(each[1].people), -each[1].count, each[0]))
        posts = sorted(self.posts.items(), key=lambda each: (-each[1].negative, -each[1].n, each[0]))
        return Pulse(
            self.account, self.platform, self.hour, self.all, dict(posts[:KEPT_POSTS]), dict(ranked[:terms])
        )

    def closed(self) -> "Pulse":
        """Returns the part of a closed hour that is kept: nothing that only one or two people said."""
        kept = Pulse(
            self.account,
            self.platform,
            self.hour,
            self.all,
            self.posts,
            {name: term for name, term in self.terms.items() if term.shown},
        )
        return kept.trimmed(SHOWN_TERMS)


Number = TypeVar("Number", Term, Tally)


def _added(one: Mapping[str, Number], other: Mapping[str, Number]) -> dict[str, Number]:
    return {**one, **{name: one[name] + each if name in one else each for name, each in other.items()}}


def merged(pulses: Iterable[Pulse]) -> dict[tuple[str, str], Pulse]:
    """Returns one pulse for each account and hour."""
    found: dict[tuple[str, str], Pulse] = {}
    for each in pulses:
        key = each.account, each.hour
        found[key] = found[key] + each if key in found else each
    return found


def burst(count: float, usual: float) -> float:
    """Measures how far a count is above what is usual, in standard deviations of a rare event's count."""
    return round((count - usual) / sqrt(usual + 1), 1)


LEAST_VOLUME, LEAST_NEGATIVE, LEAST_PEOPLE = 30, 15, 20
"""Below these nothing is an alert: a quiet channel doubles every day."""
TIMES_USUAL, LEAST_BURST = 3.0, 5.0
LEAST_SHARE = 0.3
NEW_CHANNEL_USUAL = 5.0
"""What counts as usual in an hour of a channel that is known for less than `KNOWN_DAYS`."""
KNOWN_DAYS = 3
VOLUME, NEGATIVE_SHARE, REACH = "volume", "negative_share", "reach_negative"


@dataclass(frozen=True, slots=True)
class AlertSignal:
    """Tells of something that is far above what is usual."""

    name: str
    value: float
    usual: float

    @property
    def severity(self) -> int:
        """Returns 1 to 10: two for each doubling over what is usual."""
        return min(10, max(1, round(2 * log2(max(self.value / max(self.usual, 1.0), 1.5)))))


@dataclass(frozen=True, slots=True)
class Alert:
    """Tells people what to look at now. `post` is None when it is all over the channel; `at` epoch ms.

    `brake` is what a person decided: that it stops broadcasts, or that it does not. None until somebody did.
    """

    account: str
    platform: str
    hour: str
    post: str | None
    tally: Tally
    signals: tuple[AlertSignal, ...]
    at: int = 0
    brake: bool | None = None
    brake_by: str = ""
    brake_at: int = 0
    acknowledged_by: str = ""
    acknowledged_at: int = 0
    conversation: str | None = None
    """Where a promise was broken; None for what is far from usual."""
    note: str = ""
    noted_by: str = ""
    noted_at: int = 0

    def find_brake(self, severity: int) -> int | None:
        """Returns since when it stops broadcasts; None where it does not.

        Alerts stop them from `severity` on, none by itself where that is 0; a person's word goes before.
        """
        if self.brake is not None:
            return self.brake_at if self.brake else None
        return self.at if severity and self.severity >= severity else None

    @property
    def subject(self) -> str:
        """Returns the post or the channel that it is about, or the broken promise with its conversation."""
        if self.conversation:
            return f"{self.signals[0].name}_{self.conversation}"
        return self.post or self.account

    @property
    def severity(self) -> int:
        """Returns the severity of its strongest signal."""
        return max(signal.severity for signal in self.signals)


@dataclass(frozen=True, slots=True)
class Usual:
    """Says what an hour brings on other days."""

    n: float
    negative: float

    @classmethod
    def of(cls, earlier: Sequence[Pulse]) -> "Usual":
        """Makes it from the same hour of earlier days, as far as they are known."""
        days = max(len(earlier), 1)
        n = sum(each.all.n for each in earlier) / days
        negative = sum(each.all.negative for each in earlier) / days
        if len(earlier) < KNOWN_DAYS:
            return cls(max(n, NEW_CHANNEL_USUAL), max(negative, NEW_CHANNEL_USUAL))
        return cls(n, negative)


def worth_a_look(pulse: Pulse) -> bool:
    """Tells whether an hour can hold an alert at all: only then is it worth reading the days before."""
    return pulse.all.n >= LEAST_VOLUME or pulse.all.negative >= LEAST_NEGATIVE


def alerts(pulse: Pulse, usual: Usual) -> Iterator[Alert]:
    """Yields an alert for each post above its usual, and one for the channel if it is above without those posts."""
    rest = pulse.all
    for post, tally in sorted(pulse.posts.items()):
        signals = tuple(_signals(tally, usual, of_post=True))
        if signals:
            rest -= tally
            yield Alert(pulse.account, pulse.platform, pulse.hour, post, tally, signals)
    signals = tuple(_signals(rest, usual, of_post=False))
    if signals:
        yield Alert(pulse.account, pulse.platform, pulse.hour, None, rest, signals)


def _signals(tally: Tally, usual: Usual, *, of_post: bool) -> Iterator[AlertSignal]:
    if tally.n >= LEAST_VOLUME and _far(tally.n, usual.n):
        yield AlertSignal(VOLUME, tally.n, usual.n)
    share = tally.negative / tally.n if tally.n else 0.0
    if tally.negative >= LEAST_NEGATIVE and share >= LEAST_SHARE and _far(tally.negative, usual.negative):
        yield AlertSignal(NEGATIVE_SHARE, tally.negative, usual.negative)
    reached = tally.people * share
    if of_post and tally.people >= LEAST_PEOPLE and share >= LEAST_SHARE and _far(reached, usual.negative):
        yield AlertSignal(REACH, round(reached, 1), usual.negative)


def _far(value: float, usual: float) -> bool:
    return value >= TIMES_USUAL * usual and burst(value, usual) >= LEAST_BURST


def term_record(name: str, term: Term) -> list[Any]:
    """Returns JSON values of a term."""
    return [name, term.kind[0], term.count, term.negative, " ".join(sorted(term.people))]


def term_of(record: Sequence[Any]) -> tuple[str, Term]:
    """Returns the inverse of `term_record`."""
    name, kind, count, negative, people = record
    return name, Term(_LETTERS[kind], count, negative, frozenset(people.split()))
