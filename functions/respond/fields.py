"""What a request may hold: its filters and body fields as data. Whatever is not named is refused."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from respond.problems import Problem, bad_request, invalid

Read = Callable[[Any], Any]
"""Turns what was sent into a value. Raises ValueError with a sentence's end: "must be …"."""

MOST_BYTES = 256 * 1024
PRINTABLE = r"^[^\u0000-\u001f\u007f]*$"


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader that can say, as JSON Schema, what it takes: the API's description is written from it."""

    read: Read
    schema: Mapping[str, Any]

    def __call__(self, value: Any) -> Any:
        """The value."""
        return self.read(value)


def takes(**schema: Any) -> Callable[[Read], Reader]:
    """Gives a reader its JSON Schema."""
    return lambda read: Reader(read, schema)


def schema_of(read: Read) -> dict[str, Any]:
    """What a reader takes. Raises TypeError for one that does not say."""
    if not isinstance(read, Reader):
        raise TypeError(f"{read!r} has no schema")
    return dict(read.schema)


@dataclass(frozen=True, slots=True)
class Field:
    """One filter or body field: how it is read, and what it is for."""

    read: Read
    about: str
    required: bool = False


Fields = Mapping[str, Field]


def text(most: int, least: int = 1, shape: str | None = None) -> Read:
    """A string of so many characters, without control characters, matching the pattern `shape` as a whole."""

    pattern = PRINTABLE if shape is None else f"^{shape}$"

    @takes(type="string", minLength=least, maxLength=most, pattern=pattern)
    def read(value: Any) -> str:
        if not isinstance(value, str) or not least <= len(value) <= most:
            raise ValueError(f"must be a text of {least} to {most} characters")
        if any(ord(letter) < 32 or ord(letter) == 127 for letter in value):
            raise ValueError("must have no control characters")
        if shape is not None and not re.fullmatch(shape, value):
            raise ValueError(f"must match {shape}")
        return value

    return read


def any_text(most: int) -> Read:
    """A string as people paste it: blanks, line breaks and all, to be cleaned by whoever knows what it is."""

    @takes(type="string", maxLength=most)
    def read(value: Any) -> str:
        if not isinstance(value, str) or len(value) > most:
            raise ValueError(f"must be a text of at most {most} characters")
        return value

    return read


def one_of(values: Sequence[str]) -> Read:
    """One of these words."""

    @takes(type="string", enum=list(values))
    def read(value: Any) -> str:
        if value not in values or not isinstance(value, str):
            raise ValueError(f"must be one of {', '.join(values)}")
        return value

    return read


def number(low: int, high: int) -> Read:
    """A whole number, in JSON or in a query."""

    @takes(type="integer", minimum=low, maximum=high)
    def read(value: Any) -> int:
        if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value):
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return value

    return read


@takes(type="boolean")
def flag(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError("must be true or false")  # noqa: TRY004 - readers raise ValueError
    return value


def texts(most: int, each: Read) -> Read:
    """A list of strings."""

    @takes(type="array", maxItems=most, items=schema_of(each))
    def read(value: Any) -> list[str]:
        if not isinstance(value, list) or len(value) > most:
            raise ValueError(f"must be a list of at most {most} texts")
        return [each(one) for one in value]

    return read


def named_texts(most: int, each: Read) -> Read:
    """An object whose values are strings."""

    @takes(type="object", maxProperties=most, additionalProperties=schema_of(each))
    def read(value: Any) -> dict[str, str]:
        if not isinstance(value, dict) or len(value) > most:
            raise ValueError(f"must be an object of at most {most} texts")
        return {name: each(one) for name, one in value.items()}

    return read


def named(most: int, shape: str, each: Read) -> Read:
    """An object whose names match the pattern `shape`."""

    names = {"pattern": f"^{shape}$"}

    @takes(type="object", maxProperties=most, propertyNames=names, additionalProperties=schema_of(each))
    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or len(value) > most:
            raise ValueError(f"must be an object of at most {most} values")
        if not all(re.fullmatch(shape, name) for name in value):
            raise ValueError(f"must have names that match {shape}")
        return {name: each(one) for name, one in value.items()}

    return read


boolean = flag


@takes(type="object")
def thing(value: Any) -> dict[str, Any]:
    """A JSON object."""
    if not isinstance(value, dict):
        raise ValueError("must be an object")  # noqa: TRY004 - readers raise ValueError
    return value


def or_null(read: Read) -> Read:
    """What `read` takes, or null."""
    return takes(anyOf=[schema_of(read), {"type": "null"}])(
        lambda value: None if value is None else read(value)
    )


@takes(type="string", format="date")
def day(value: Any) -> date:
    """A calendar day such as 2030-01-31."""
    wrong = ValueError("must be a day such as 2030-01-31")
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise wrong
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise wrong from None


@takes(type="string", format="date-time")
def moment(value: Any) -> int:
    """An ISO 8601 time with its offset, as epoch ms."""
    try:
        parsed = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError("must be an ISO 8601 time such as 2030-01-31T09:00:00Z") from None
    if parsed.tzinfo is None:
        raise ValueError("must say its offset from UTC, such as Z")
    try:
        return int(parsed.astimezone(UTC).timestamp() * 1000)
    except (OverflowError, ValueError):
        raise ValueError("must be a time within the calendar") from None


def read_query(sent: Mapping[str, Sequence[str]], fields: Fields) -> dict[str, Any]:
    """The filters of a request. Raises Problem 400."""
    _known(sent, fields, lambda detail: bad_request("unknown_filter", detail))
    values: dict[str, Any] = {}
    for name, given in sent.items():
        if len(given) != 1:
            raise bad_request("bad_filter", f"`{name}` is given more than once.")
        values[name] = _value(name, given[0], fields, lambda detail: bad_request("bad_filter", detail))
    return values


def read_body(sent: Any, fields: Fields) -> dict[str, Any]:
    """The fields of a body. Raises Problem 422."""
    if not isinstance(sent, dict):
        raise invalid("The body must be a JSON object.")
    _known(sent, fields, invalid)
    missing = [name for name, field in fields.items() if field.required and name not in sent]
    if missing:
        raise invalid(f"Missing: {', '.join(missing)}.")
    return {name: _value(name, value, fields, invalid) for name, value in sent.items()}


def _known(sent: Mapping[str, Any], fields: Fields, problem: Callable[[str], Problem]) -> None:
    if not sent.keys() <= fields.keys():
        raise problem(f"Unknown field; known are {', '.join(fields) or 'none'}.")


def _value(name: str, value: Any, fields: Fields, problem: Callable[[str], Problem]) -> Any:
    try:
        return fields[name].read(value)
    except ValueError as error:
        raise problem(f"`{name}` {error}.") from None


def parse(body: bytes) -> Any:
    """The JSON in a body. Raises Problem 400 or 413.

    Refused too: numbers that JSON does not have, and half characters that no store keeps.
    """
    if len(body) > MOST_BYTES:
        raise Problem(413, "too_large", f"A body may have at most {MOST_BYTES} bytes.")
    try:
        value = json.loads(body)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        raise bad_request("bad_json", "The body is not JSON.") from None
    return value
