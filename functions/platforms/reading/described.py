"""Short descriptions of what people send without words of their own."""

from collections.abc import Sequence

from platforms.reading.payload import Json, text


def describe(name: str, *parts: str | None, lines: Sequence[str] = ()) -> str:
    """Returns `name: part, part` and what stands below, one a line."""
    told = ", ".join(filter(None, parts))
    return "\n".join([f"{name}: {told}" if told else name, *lines])


def describe_pair(thing: Json, name: str, value: str) -> str | None:
    """Returns `name: value` of what stands under these two keys, or the one that is there."""
    told = [found for each in (name, value) if (found := text(thing.get(each)))]
    return ": ".join(told) or None


def bracket(name: str, *parts: str | None) -> str:
    """Returns the description of what an agent sees as a picture or a card: `[name: part, part]`."""
    return f"[{describe(name, *parts)}]"


def describe_place(part: Json, latitude: str = "latitude", longitude: str = "longitude") -> str | None:
    """Returns both coordinates of a place; None when one of them is missing."""
    at = [part.get(name) for name in (latitude, longitude)]
    numbers = [f"{value}" for value in at if isinstance(value, int | float) and not isinstance(value, bool)]
    return ", ".join(numbers) if len(numbers) == len(at) else None
