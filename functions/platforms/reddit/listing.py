"""Finds the things in an answer of Reddit: listings of listings, and what was just written or changed."""

from collections.abc import Iterator
from typing import Any

from platforms.reading.payload import Json, items, obj, text

KINDS = frozenset({"t1", "t3", "t4"})


def walk_things(payload: Any) -> Iterator[tuple[str, Json]]:
    """Yields kind and content of each thing, also of the answers below one, in the order in which they stand."""
    waiting = [payload]
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            waiting += reversed(each)
            continue
        thing = obj(each)
        data, kind = obj(thing.get("data")), text(thing.get("kind"))
        if kind in KINDS:
            yield str(kind), data
            waiting.append(data.get("replies"))
        elif "json" in thing:
            waiting += reversed(items(obj(obj(thing["json"]).get("data")).get("things")))
        else:
            waiting += reversed(items(data.get("children")))
