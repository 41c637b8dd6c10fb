"""Reads what stands at a path of a payload, such as `from.name`; several paths are tried one after the other."""

from typing import Any

from platforms.reading.payload import Json, ident, obj, text


def value_at(thing: Json, path: str) -> Any:
    """Returns what stands at a path, whose points lead into the objects below `thing`."""
    name, _, below = path.partition(".")
    return value_at(obj(thing.get(name)), below) if below else thing.get(name)


def id_at(thing: Json, *paths: str) -> str | None:
    """Returns the first id that stands at one of these paths."""
    return next((found for path in paths if (found := ident(value_at(thing, path)))), None)


def text_at(thing: Json, *paths: str) -> str | None:
    """Returns the first text that stands at one of these paths."""
    return next((found for path in paths if (found := text(value_at(thing, path)))), None)


def obj_at(thing: Json, *paths: str) -> Json:
    """Returns the first object with anything in it that stands at one of these paths, else an empty one."""
    return next((found for path in paths if (found := obj(value_at(thing, path)))), {})
