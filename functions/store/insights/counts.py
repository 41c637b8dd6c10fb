"""Tells what one interaction is counted as, and which counters that raises."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from model.contact import Said
from model.event import Direction
from model.interaction import Interaction, Labels
from model.policy import rule_for
from model.search_term import is_rival

NO_INTENT = "-"
"""Stands for no intents, and for no part, where something follows."""
TERM = "term"


@dataclass(frozen=True, slots=True)
class Count:
    """Holds what one interaction is counted as. It is kept with the row, so that a repetition counts the same.

    What is corrected, edited or deleted later is counted as it was first, and then moved: see `standing_for`.
    """

    day: str
    hour: str
    platform: str
    kind: str
    sentiment: str
    language: str
    direction: str
    intent: str = ""
    """The intents, with commas; only a person's facts count them."""
    part: str = ""
    """What it adds to the counts of its post or group (`model.place.PlacePart`)."""
    term: str = ""
    """By which search term it was found, where its platform allows counting that."""
    corrected: bool = False

    @classmethod
    def from_interaction(cls, item: Interaction, labels: Labels, part: str = "") -> "Count":
        """Returns the count of an interaction with its first labels, and what it adds to its place."""
        day, hour = day_and_hour(item.occurred_at)
        return cls(
            day=day,
            hour=hour,
            platform=item.platform,
            kind=item.shown_kind.value,
            sentiment=labels.sentiment,
            language=_language(labels.language),
            direction=item.direction.value,
            intent=",".join(labels.intent),
            part=part,
            term=(item.term or "") if rule_for(item.platform).allows("analytics") else "",
        )

    def to_text(self) -> str:
        """Returns a short text of it: it is written with every row."""
        told = replace(self, intent=self.intent or NO_INTENT) if self.part or self.term else self
        told = replace(told, part=self.part or NO_INTENT) if self.term else told
        return " ".join(getattr(told, name) for name in self.__slots__ if name != "corrected").rstrip()

    @classmethod
    def from_text(cls, text: str) -> "Count":
        """Returns the inverse of `to_text`."""
        day, hour, platform, kind, sentiment, language, direction, *more = text.split(" ")
        intent, part, term = (*more, "", "", "")[:3]
        intent, part = intent.replace(NO_INTENT, ""), "" if part == NO_INTENT else part
        return cls(day, hour, platform, kind, sentiment, language, direction, intent, part, term)

    def to_place_text(self) -> str:
        """Returns the part of the count that is not its hour and platform, which are kept beside it."""
        return f"{self.kind} {self.sentiment} {self.language} {self.direction} {self.term}".rstrip()

    @classmethod
    def from_place_text(cls, hour: str, platform: str, text: str) -> "Count":
        """Returns the inverse of `to_place_text`, of an hour `YYYYMMDDHH`."""
        kind, sentiment, language, direction, *more = text.split(" ")
        return cls(
            hour[:8], hour[8:], platform, kind, sentiment, language, direction, term=more[0] if more else ""
        )

    @property
    def said(self) -> Said:
        """Returns the sentiment and the intents."""
        return self.sentiment, tuple(filter(None, self.intent.split(",")))


def day_and_hour(at_ms: int) -> tuple[str, str]:
    """Returns where a time is counted: `YYYYMMDD` and `HH`, UTC."""
    moment = datetime.fromtimestamp(at_ms / 1000, UTC)
    return moment.strftime("%Y%m%d"), moment.strftime("%H")


def _language(tag: str | None) -> str:
    """Returns the language of a platform's tag, which may be anything: it becomes part of a counter's name."""
    code = (tag or "").replace("_", "-").partition("-")[0].lower()
    return code if code.isalpha() and len(code) <= 8 else "unknown"


def sort_counts(counts: Iterable[Count]) -> dict[tuple[str, str], Counter[str]]:
    """Returns the counters that counts raise, by row: (day, `platform#HH`)."""
    by_row: dict[tuple[str, str], Counter[str]] = {}
    for count in counts:
        row = by_row.setdefault((count.day, f"{count.platform}#{count.hour}"), Counter())
        if count.term:
            row[f"{TERM}:{count.term}"] += 1
            row[f"{TERM}:{count.term}:{count.sentiment}"] += 1
        if is_rival(count.term):  # nothing of it is about us
            continue
        row["n"] += 1
        for name in ("kind", "sentiment", "language", "direction"):
            row[f"{name}_{getattr(count, name)}"] += 1
        if count.direction == Direction.IN:
            # How people felt, by what it was and in which language; what we wrote ourselves is no feeling of theirs.
            for name in ("kind", "language"):
                row[f"{name}_{getattr(count, name)}_{count.sentiment}"] += 1
        if count.corrected:
            row["corrected"] += 1
    return by_row
