"""Videos that a search found.

https://developers.google.com/youtube/v3/docs/search#resource
"""

from html import unescape

from model.event import Event, Kind, Mode
from platforms.frame import Frame
from platforms.reading.payload import Json, ident, obj, objects, read_object, required, text
from platforms.reading.times import from_iso


def read_found_videos(body: bytes) -> list[Event]:
    """Returns a post for each video; channels and playlists are none. Raises Malformed."""
    rows = objects(read_object(body).get("items"))
    return [_video(row) for row in rows if "videoId" in obj(row.get("id"))]


def _video(row: Json) -> Event:
    said, video = obj(row.get("snippet")), required(ident(obj(row.get("id")).get("videoId")))
    title, below = (unescape(text(said.get(name)) or "") for name in ("title", "description"))
    return Frame().event(
        Kind.POST,
        external_id=video,
        dedupe_id=f"{video} {text(said.get('publishedAt'))}",
        author=Frame().person(ident(said.get("channelId")), text(said.get("channelTitle"))),
        text="\n".join(filter(None, (title, below))) or None,
        thread_id=video,
        occurred_at=from_iso(said.get("publishedAt")),
        mode=Mode.PUBLIC,
    )
