"""YouTube's comments as its API lists them.

https://developers.google.com/youtube/v3/docs/commentThreads
"""

from collections.abc import Iterator

from model.event import Event, Kind, Mode, Person
from platforms.frame import Frame
from platforms.reading.markup import read_text
from platforms.reading.payload import Json, first, ident, obj, objects, read_object, required, text
from platforms.reading.times import from_iso

MARKED = ("<br", "<a ", "<b>", "<i>", "&quot;", "&#39;", "&amp;", "&lt;")
"""What a comment holds that was asked for as HTML."""


def read_comments(body: bytes) -> tuple[list[Event], str | None]:
    """Returns the comments on a page of threads, of comments or of one thread; and the next page's token."""
    page = read_object(body)
    rows = objects(page.get("items", page))
    return [event for row in rows for event in _thread(row)], text(page.get("nextPageToken"))


def _thread(row: Json) -> Iterator[Event]:
    """Yields a thread's first comment and the answers that came along, or a single comment."""
    snippet = obj(row.get("snippet"))
    top, answers = obj(snippet.get("topLevelComment")), objects(obj(row.get("replies")).get("comments"))
    video = first(
        ident(snippet.get("videoId")), *(ident(obj(each.get("snippet")).get("videoId")) for each in answers)
    )
    if top or answers:
        yield from (_comment(each, video) for each in ([top] if top else []) + answers)
    elif "textDisplay" in snippet or "textOriginal" in snippet:
        yield _comment(row, video)


def _comment(row: Json, video: str | None) -> Event:
    said, native = obj(row.get("snippet")), required(ident(row.get("id")))
    above, _, answer = native.rpartition(".")
    video = first(ident(said.get("videoId")), video)
    created, changed = from_iso(said.get("publishedAt")), from_iso(said.get("updatedAt"))
    held = said.get("moderationStatus") not in (None, "published")
    name, who = text(said.get("authorDisplayName")), ident(obj(said.get("authorChannelId")).get("value"))
    parent = first(ident(said.get("parentId")), above if answer and above else None, video)
    return Frame().event(
        Kind.COMMENT,
        external_id=native,
        dedupe_id=f"{native} {text(said.get('updatedAt'))}",
        author=Person(who, name) if who or name else None,
        text=_words(said),
        parent_id=parent,
        thread_id=video,
        conversation_id=first(ident(said.get("parentId")), above or None, native),
        occurred_at=created,
        changed_at=changed if changed != created else None,
        rooted=held,
        mode=Mode.PRIVATE if held else Mode.PUBLIC,
    )


def _words(said: Json) -> str | None:
    """Returns the words, which only a video's owner gets without marks."""
    shown = text(said.get("textDisplay"))
    if shown and any(mark in shown for mark in MARKED):
        shown = read_text(shown)
    return first(text(said.get("textOriginal")), shown)
