"""Describes the scalars of requests and answers, and reads those that JSON has no type for."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar, Self

from msgspec import Meta

from model.conversation import HIGH, LOW, NORMAL, URGENT
from platforms import registry

PRIORITIES = {LOW: "low", NORMAL: "normal", HIGH: "high", URGENT: "urgent"}
PRIORITY_NUMBERS = {name: number for number, name in PRIORITIES.items()}

MOST_VALUES = 20
"""Values of one filter."""

NO_LINE_END = r"(?!\n)"
"""Follows `$`, which else lets one line end through."""
PRINTABLE = r"^[^\u0000-\u001f\u007f]*$"

HidText = Annotated[str, Meta(pattern="^[a-z2-7]{32}$" + NO_LINE_END)]
TimeText = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]
DayText = Annotated[str, Meta(extra_json_schema={"format": "date"})]
PriorityNumber = Annotated[int, Meta(ge=LOW, le=URGENT)]


def limit_text(most: int, least: int = 1, shape: str | None = None, about: str | None = None) -> Meta:
    """Returns the rule for a text without control characters, matching the pattern `shape` as a whole."""
    pattern = PRINTABLE if shape is None else f"^{shape}$"
    return Meta(min_length=least, max_length=most, pattern=pattern + NO_LINE_END, description=about)


class ReadByUs:
    """Stands for a value that our own code reads, because no type says all that must hold."""

    __slots__ = ()
    JSON_SCHEMA: ClassVar[dict[str, Any]]

    @classmethod
    def read_sent(cls, sent: Any) -> Self:
        """Returns the value that a request sent. Raises ValueError, whose text tells what it must be."""
        raise NotImplementedError


def _list_of(scalar: type[ReadByUs]) -> dict[str, Any]:
    return {"type": "array", "items": scalar.JSON_SCHEMA, "minItems": 1, "maxItems": MOST_VALUES}


def _list_sent(sent: Any) -> list[Any]:
    """Returns what was sent, one value or a list of some. Raises ValueError."""
    several = sent if isinstance(sent, list) else [sent]
    if not 1 <= len(several) <= MOST_VALUES:
        raise ValueError(f"must have 1 to {MOST_VALUES} items")
    return several


class Moment(ReadByUs, int):
    """Holds a time in epoch ms, sent as ISO 8601 with its offset."""

    JSON_SCHEMA: ClassVar[dict[str, Any]] = {"type": "string", "format": "date-time"}

    @classmethod
    def read_sent(cls, sent: Any) -> Self:
        """Returns the time. Raises ValueError."""
        try:
            parsed = datetime.fromisoformat(sent)
        except (TypeError, ValueError):
            raise ValueError("must be an ISO 8601 time such as 2030-01-31T09:00:00Z") from None
        if parsed.tzinfo is None:
            raise ValueError("must say its offset from UTC, such as Z")
        try:
            return cls(parsed.astimezone(UTC).timestamp() * 1000)
        except (OverflowError, ValueError):
            raise ValueError("must be a time within the calendar") from None


class PriorityWanted(ReadByUs, int):
    """Holds a priority, sent as its number or its name."""

    JSON_SCHEMA: ClassVar[dict[str, Any]] = {
        "anyOf": [
            {"type": "integer", "minimum": LOW, "maximum": URGENT},
            {"type": "string", "enum": list(PRIORITY_NUMBERS)},
        ]
    }

    @classmethod
    def read_sent(cls, sent: Any) -> Self:
        """Returns the priority. Raises ValueError."""
        if isinstance(sent, str):
            sent = int(sent) if sent in map(str, PRIORITIES) else PRIORITY_NUMBERS.get(sent)
        if not isinstance(sent, int) or isinstance(sent, bool) or sent not in PRIORITIES:
            raise ValueError(f"must be {LOW} to {URGENT} or one of {', '.join(PRIORITY_NUMBERS)}")
        return cls(sent)


class LeastPriority(PriorityWanted):
    """Holds the lowest of some priorities, sent as one or as a list: of several any will do."""

    JSON_SCHEMA: ClassVar[dict[str, Any]] = {
        "anyOf": [*PriorityWanted.JSON_SCHEMA["anyOf"], _list_of(PriorityWanted)]
    }

    @classmethod
    def read_sent(cls, sent: Any) -> Self:
        """Returns the lowest. Raises ValueError."""
        return cls(min(map(PriorityWanted.read_sent, _list_sent(sent))))


class EarliestMoment(Moment):
    """Holds the earliest of some times, sent as one or as a list: of several any will do."""

    JSON_SCHEMA: ClassVar[dict[str, Any]] = {"anyOf": [Moment.JSON_SCHEMA, _list_of(Moment)]}

    @classmethod
    def read_sent(cls, sent: Any) -> Self:
        """Returns the earliest. Raises ValueError."""
        return cls(min(map(Moment.read_sent, _list_sent(sent))))


class Day(ReadByUs, date):
    """Holds a calendar day (UTC)."""

    JSON_SCHEMA: ClassVar[dict[str, Any]] = {"type": "string", "format": "date"}

    @classmethod
    def read_sent(cls, sent: Any) -> Self:
        """Returns the day. Raises ValueError."""
        wrong = ValueError("must be a day such as 2030-01-31")
        if not isinstance(sent, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", sent):
            raise wrong
        try:
            return cls.fromisoformat(sent)
        except ValueError:
            raise wrong from None


class PlatformName(ReadByUs, str):
    """Holds the name of a platform that Rapport knows."""

    __slots__ = ()
    JSON_SCHEMA: ClassVar[dict[str, Any]] = {"type": "string", "enum": list(registry.names())}

    @classmethod
    def read_sent(cls, sent: Any) -> Self:
        """Returns the name. Raises ValueError."""
        if not isinstance(sent, str) or sent not in registry.names():
            raise ValueError(f"must be one of {', '.join(registry.names())}")
        return cls(sent)


READ_BY_US = (Moment, EarliestMoment, PriorityWanted, LeastPriority, Day, PlatformName)


def format_time(epoch_ms: int | None) -> str | None:
    """Returns UTC to the millisecond; None for never."""
    if not epoch_ms:
        return None
    moment = datetime.fromtimestamp(epoch_ms / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
