"""Facebook Pages: posts, comments, reactions, mentions and reviews.

https://developers.facebook.com/docs/graph-api/webhooks/reference/page
"""

from dataclasses import dataclass, replace
from typing import Any

from model.event import Event, Kind, Media, Mode
from platforms.meta import Entry, MetaPlatform
from platforms.payload import Json, first, ident, items, named, obj, objects, others, required, text, whole
from platforms.times import from_any

VERBS = {"add": "add", "edit": "edit", "edited": "edit", "remove": "remove"}
"""Both `edit` and `edited` occur. hide, unhide, block and mute change a state of known content: no event."""

POSTS = frozenset({"post", "status", "photo", "video", "album", "event"})
REACTIONS = frozenset({"reaction", "like"})
CHANGED = {"edit": Kind.EDIT, "remove": Kind.DELETE}
LINKED = {"photo": "image", "video": "video"}
"""What `link` leads to; a link's own page otherwise."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its `item` (what), its verb in our three words, and the value."""

    item: str
    verb: str
    value: Json
    entry: Entry

    def id(self, *names: str) -> str | None:
        """The first of these ids that the value has."""
        return first(*(ident(self.value.get(name)) for name in names))


class Facebook(MetaPlatform):
    """Facebook Pages."""

    name = "facebook"
    title = "Facebook Pages"
    docs_url = "https://developers.facebook.com/docs/graph-api/webhooks/reference/page"
    capabilities = frozenset({"webhook", "handshake", "edits", "deletes"})
    retention = "facebook"
    objects = frozenset({"page"})

    def change(self, field: Any, value: Json, entry: Entry) -> list[Event]:
        """Posts, comments, reactions, mentions, shares and reviews."""
        item, verb = value.get("item"), VERBS.get(str(value.get("verb")))
        if not isinstance(item, str) or verb is None:
            return []
        event = _mapped(field, Change(item, verb, value, entry))
        return [] if event is None else [event]


def _mapped(field: Any, change: Change) -> Event | None:
    if field == "mention":
        return _mention(change)
    if field == "ratings" and change.item == "rating":
        return _review(change)
    if field not in ("feed", "ratings"):
        return None
    if change.item in REACTIONS:
        return _reaction(change)
    if change.item == "comment":
        return _comment(change, Kind.COMMENT)
    if change.item in POSTS:
        return _post(change, Kind.POST)
    return _post(change, Kind.SHARE) if change.item == "share" else None


def _post(change: Change, kind: Kind) -> Event:
    native = required(change.id("post_id", f"{change.item}_id", "id"))
    event = replace(_written(change, kind, native), thread_id=native)
    wordless = kind is Kind.SHARE and event.text is None
    return event if wordless else replace(event, conversation_id=native)


def _comment(change: Change, kind: Kind) -> Event:
    native = required(change.id("comment_id"))
    post = change.id("post_id")
    parent = first(change.id("parent_id"), post)
    return replace(
        _written(change, kind, native),
        parent_id=parent,
        thread_id=first(post, parent),
        conversation_id=native if parent == post else parent,
    )


def _mention(change: Change) -> Event | None:
    """Somebody named the Page on a post or comment of their own; the payload does not say who."""
    if change.item == "comment":
        return _comment(change, Kind.MENTION)
    return _post(change, Kind.MENTION) if change.item in POSTS or change.item == "share" else None


def _reaction(change: Change) -> Event | None:
    post = change.id("post_id", "open_graph_story_id")
    target = first(change.id("comment_id", "parent_id"), post)
    if target is None:
        return None  # a like of the Page itself, which opens no conversation
    author = _author(change)
    reaction = None if change.verb == "remove" else text(change.value.get("reaction_type")) or "like"
    moment = _time(change)
    return Event(
        Kind.REACTION,
        account_id=change.entry.account_id,
        dedupe_id=" ".join(str(part) for part in (target, author[0], change.verb, reaction, moment)),
        author_id=author[0],
        author_name=author[1],
        text=reaction,
        parent_id=target,
        thread_id=first(post, target),
        occurred_at=moment,
        direction=change.entry.direction(author[0]),
    )


def _review(change: Change) -> Event:
    native = required(change.id("open_graph_story_id", "post_id"))
    rating = whole(change.value.get("rating"))
    event = replace(_written(change, Kind.REVIEW, native), thread_id=native)
    return replace(event, rating=rating if rating is not None and 1 <= rating <= 5 else None)


def _written(change: Change, kind: Kind, native: str) -> Event:
    """What all content has in common; an edit or removal replaces `kind`."""
    value, entry, removed = change.value, change.entry, change.verb == "remove"
    author_id, author_name = _author(change)
    moment = first(entry.time, _time(change)) if removed else _time(change)
    return Event(
        CHANGED.get(change.verb, kind),
        account_id=entry.account_id,
        external_id=native,
        dedupe_id=f"{native} {change.verb}"
        + ("" if change.verb == "add" else f" {first(entry.time, moment)}"),
        author_id=author_id,
        author_name=author_name,
        text=None if removed else first(text(value.get("message")), text(value.get("review_text"))),
        mentioned_ids=() if removed else others([tag[0] for tag in _tagged(value)], entry.self_ids),
        named=() if removed else named(_tagged(value), entry.self_ids),
        occurred_at=moment,
        changed_at=None if change.verb == "add" or entry.time == moment else entry.time,
        direction=entry.direction(author_id),
        mode=Mode.PUBLIC,
        media=() if removed else _media(change),
    )


def _author(change: Change) -> tuple[str | None, str | None]:
    author = obj(change.value.get("from"))
    name = first(*(text(value) for value in (author.get("name"), *map(change.value.get, _NAMES))))
    return first(ident(author.get("id")), change.id("sender_id", "reviewer_id")), name


_NAMES = ("sender_name", "reviewer_name")


def _time(change: Change) -> int | None:
    """`created_time` where it is sent, else the time of sending. An edit's created_time is its content's."""
    return first(from_any(change.value.get("created_time")), change.entry.time)


def _tagged(value: Json) -> list[tuple[str | None, str | None]]:
    """Ids and names. `message_tags` is a list, or in older versions lists by their offset in the text."""
    tags = value.get("message_tags")
    listed = (
        [tag for group in tags.values() for tag in objects(group)]
        if isinstance(tags, dict)
        else objects(tags)
    )
    return [(ident(tag.get("id")), text(tag.get("name"))) for tag in listed]


def _media(change: Change) -> tuple[Media, ...]:
    value = change.value
    pictures = [text(url) for url in (value.get("photo"), *items(value.get("photos")))]
    found = [Media("image", url) for url in dict.fromkeys(pictures) if url]
    found += [Media("video", url) for url in (text(value.get("video")),) if url]
    link, native = text(value.get("link")), change.id("video_id", "photo_id")
    if link:
        found.append(Media(LINKED.get(change.item, "link"), link, native))
    elif native:
        found.append(Media("video" if "video_id" in value else "image", id=native))
    return tuple(found)


PLATFORM = Facebook()
