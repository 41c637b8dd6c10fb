"""YouTube's videos in the Atom feed that a hub delivers.

https://developers.google.com/youtube/v3/guides/push_notifications
"""

from xml.etree.ElementTree import Element

from model.event import Event, Kind, Mode
from platforms.frame import Frame, take_away
from platforms.reading.payload import first, required, text
from platforms.reading.times import from_iso
from platforms.reading.xml_reader import read_xml

ATOM = "{http://www.w3.org/2005/Atom}"
YT = "{http://www.youtube.com/xml/schemas/2015}"
TOMB = "{http://purl.org/atompub/tombstones/1.0}"


def read_videos(body: bytes) -> list[Event]:
    """Returns the videos in a feed, and those that were taken away. A changed one comes as a whole again."""
    feed = read_xml(body)
    videos = [_video(each) for each in feed.iter(f"{ATOM}entry")]
    return videos + [_deleted(each) for each in feed.iter(f"{TOMB}deleted-entry")]


def _said(element: Element | None, name: str) -> str | None:
    found = element.find(name) if element is not None else None
    return text(found.text) if found is not None else None


def _channel(element: Element | None, space: str = ATOM) -> tuple[str | None, str | None]:
    """Returns a channel's id, the end of its address, and its name."""
    if element is None:
        return None, None
    address = first(_said(element, f"{space}uri"), _said(element, f"{ATOM}uri"))
    name = first(_said(element, f"{space}name"), _said(element, f"{ATOM}name"))
    return (address.rstrip("/").rpartition("/")[2] or None) if address else None, name


def _video(entry: Element) -> Event:
    by, name = _channel(entry.find(f"{ATOM}author"))
    native = first(_said(entry, f"{YT}videoId"), (_said(entry, f"{ATOM}id") or "").rpartition(":")[2] or None)
    video, updated = required(native), _said(entry, f"{ATOM}updated")
    return Frame().event(
        Kind.POST,
        external_id=video,
        dedupe_id=f"{video} {updated}",
        author=Frame().person(first(_said(entry, f"{YT}channelId"), by), name),
        text=_said(entry, f"{ATOM}title"),
        thread_id=video,
        occurred_at=from_iso(_said(entry, f"{ATOM}published")) or from_iso(updated),
        changed_at=from_iso(updated),
        mode=Mode.PUBLIC,
    )


def _deleted(entry: Element) -> Event:
    by = entry.find(f"{TOMB}by")
    native, name = _channel(by if by is not None else entry.find(f"{ATOM}author"), TOMB)
    video = required(text(entry.get("ref", "").rpartition(":")[2]))
    event = Frame().event(
        Kind.POST,
        external_id=video,
        dedupe_id=f"{video} deleted",
        author=Frame().person(native, name),
        thread_id=video,
    )
    return take_away(event, from_iso(entry.get("when")))
