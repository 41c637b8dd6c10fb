"""Reads what is told beside the words alike everywhere: files, and how often an item was seen or liked."""

from typing import Any

from model.event import Figures, Media
from platforms.reading.paths import id_at, text_at, value_at
from platforms.reading.payload import Json, objects, whole

MOST_STARS = 5


def read_media(
    listed: Any, kinds: str = "type", urls: str = "url", ids: str = "id", names: str = "name", usual: str = ""
) -> tuple[Media, ...]:
    """Returns a file for each object that is listed; paths that may hold the same are parted by blanks.

    `usual` is the type of what names none.
    """
    return tuple(
        Media(
            text_at(each, *kinds.split()) or usual or None,
            text_at(each, *urls.split()),
            id_at(each, *ids.split()),
            text_at(each, *names.split()),
        )
        for each in objects(listed)
    )


def show_quoted(native: str | None) -> tuple[Media, ...]:
    """Returns the item that is quoted, as what stands beside the words; nothing for none."""
    return (Media("quote", id=native),) if native else ()


def read_figures(told: Json, **paths: str) -> Figures | None:
    """Returns the figures that stand at these paths, by the name of the figure; None where there is none."""
    found = {figure: whole(value_at(told, path)) for figure, path in paths.items()}
    return Figures(**found) if any(each is not None for each in found.values()) else None


def read_stars(value: Any) -> int | None:
    """Returns a rating of one to five stars; None for any other."""
    told = whole(value)
    return told if told is not None and 1 <= told <= MOST_STARS else None
