"""Reads how often a channel's newest videos were seen, liked and commented on, as the API tells it.

https://developers.google.com/youtube/v3/docs/videos
"""

from collections.abc import Sequence

from model.event import Event, Figures, Kind, Signal
from platforms.frame import Frame
from platforms.reading.payload import Json, ident, obj, objects, text

MOST = 50
"""Videos that one request asks about: a page of the uploads."""
VIDEO = "youtube#video"


def list_uploads(page: Json) -> Sequence[str]:
    """Returns the videos on a page of a channel's uploads, as one list to be asked for."""
    found = [ident(obj(row.get("contentDetails")).get("videoId")) for row in objects(page.get("items"))]
    known = [each for each in found if each and each.replace("-", "").replace("_", "").isalnum()]
    return [f"videos/{','.join(known[:MOST])}"] if known else []


def read_figures(page: Json) -> list[Event]:
    """Returns what is told of videos: absolute figures as of now; those that their owner hides are not told."""
    rows = [row for row in objects(page.get("items")) if row.get("kind") == VIDEO]
    return [
        Frame().event(Kind.CONTROL, signal=Signal.PLACE, external_id=native, figures=_figures(row))
        for row in rows
        if (native := ident(row.get("id")))
    ]


def _figures(row: Json) -> Figures:
    told = obj(row.get("statistics"))
    views, likes, comments = (_count(told.get(f"{each}Count")) for each in ("view", "like", "comment"))
    return Figures(views, likes, comments)


def _count(value: object) -> int | None:
    written = ident(value) or text(value) or ""
    return int(written) if written.isdecimal() and len(written) < 16 else None
