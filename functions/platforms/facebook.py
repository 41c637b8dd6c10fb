"""Facebook Pages: posts, comments, reactions, mentions and reviews.

https://developers.facebook.com/docs/graph-api/webhooks/reference/page
"""

from dataclasses import replace
from typing import Any

from model.event import Event, Kind, Person
from platforms.families.meta import MetaPlatform
from platforms.families.meta_posts import PostCompleter, read_post_media
from platforms.families.meta_subscription import MetaSubscriber
from platforms.frame import Frame, take_away
from platforms.reading.paths import id_at, text_at
from platforms.reading.payload import Json, first, ident, objects, required, text
from platforms.reading.shown import read_stars
from platforms.reading.times import from_any

VERBS = {"add": "add", "edit": "edit", "edited": "edit", "remove": "remove"}
"""hide, unhide, block and mute change a state of known content: no event."""

RECOMMENDED = {"POSITIVE": "Recommended", "NEGATIVE": "Not recommended"}
"""What is seen of a review without stars."""

POSTS, REACTIONS = frozenset("post status photo video album event".split()), frozenset(("reaction", "like"))


class Facebook(PostCompleter, MetaSubscriber, MetaPlatform):
    """Connects Facebook Pages."""

    name = "facebook"
    title = "Facebook Pages"
    docs_url = "https://developers.facebook.com/docs/graph-api/webhooks/reference/page"
    capabilities = frozenset({"webhook", "handshake", "edits", "deletes"})
    subscribed_to = ("feed", "mention", "ratings")
    siblings = ("messenger",)
    objects = frozenset({"page"})
    shown_at = "https://www.facebook.com"
    account_page = "https://www.facebook.com/{id}"

    def change(self, field: Any, value: Json, frame: Frame) -> list[Event]:
        """Returns posts, comments, reactions, mentions, shares and reviews."""
        verb = VERBS.get(str(value.get("verb")))

        event = _read(field, value.get("item"), verb, value, frame) if verb else None
        return [event] if event else []


def _read(field: Any, item: Any, verb: str, value: Json, frame: Frame) -> Event | None:
    if not isinstance(item, str) or field not in ("feed", "ratings", "mention"):
        return None
    if item in REACTIONS and field != "mention":
        return _reaction(verb, value, frame)
    event = _content(field, item, value, frame)
    if event is None or verb == "add":
        return event and replace(event, dedupe_id=f"{event.external_id} add")
    event = replace(event, dedupe_id=f"{event.external_id} {verb} {first(frame.sent_at, event.occurred_at)}")
    if verb == "remove":
        return take_away(event, first(frame.sent_at, event.occurred_at))
    changed = frame.sent_at if frame.sent_at != event.occurred_at else None
    return replace(event, kind=Kind.EDIT, changed_at=changed)


def _content(field: str, item: str, value: Json, frame: Frame) -> Event | None:
    if (field, item) == ("ratings", "rating"):
        return _review(value, frame)
    kind = Kind.POST if item in POSTS else {"comment": Kind.COMMENT, "share": Kind.SHARE}.get(item)
    if kind is None:
        return None
    read = _comment if kind is Kind.COMMENT else _post
    return read(Kind.MENTION if field == "mention" else kind, item, value, frame)


def _post(kind: Kind, item: str, value: Json, frame: Frame) -> Event:
    native = required(id_at(value, "post_id", f"{item}_id", "id"))
    event = _written(kind, native, item, value, frame)
    return replace(event, conversation_id=native if event.text or kind is not Kind.SHARE else None)


def _comment(kind: Kind, item: str, value: Json, frame: Frame) -> Event:
    native, review = required(id_at(value, "comment_id")), id_at(value, "open_graph_story_id")
    post = first(id_at(value, "post_id"), review)
    parent = first(id_at(value, "parent_id"), post)
    return replace(
        _written(kind, native, item, value, frame),
        parent_id=parent,
        thread_id=first(post, parent),
        conversation_id=first(review, native if parent == post else parent),
    )


def _review(value: Json, frame: Frame) -> Event:
    native, stars = required(id_at(value, "open_graph_story_id", "post_id")), read_stars(value.get("rating"))
    event = replace(_written(Kind.REVIEW, native, "rating", value, frame), rating=stars)
    advice = RECOMMENDED.get(str(value.get("recommendation_type")).upper())
    return replace(event, title=advice) if event.text else replace(event, text=advice)


def _reaction(verb: str, value: Json, frame: Frame) -> Event | None:
    post = id_at(value, "post_id", "open_graph_story_id")
    target = first(id_at(value, "comment_id", "parent_id"), post)
    if target is None:
        return None  # a like of the Page itself, which opens no conversation
    moment = first(from_any(value.get("created_time")), frame.sent_at)
    reaction = None if verb == "remove" else text(value.get("reaction_type")) or "like"
    event = frame.react(reaction, target, author=_author(value, frame), thread_id=first(post, target))
    once = f"{target} {event.author_id} {verb} {reaction} {moment}"
    return replace(event, dedupe_id=once, occurred_at=moment)


def _written(kind: Kind, native: str, item: str, value: Json, frame: Frame) -> Event:
    return frame.item(
        kind,
        native,
        author=_author(value, frame),
        text=text_at(value, "message", "review_text"),
        mentioned=tuple(Person(ident(tag.get("id")), text(tag.get("name"))) for tag in _tags(value)),
        # Of an edit it is when its content was made.
        occurred_at=first(from_any(value.get("created_time")), frame.sent_at),
        media=read_post_media(item, value),
        permalink=text(value.get("permalink_url")),
    )


def _author(value: Json, frame: Frame) -> Person | None:
    native = id_at(value, "from.id", "sender_id", "reviewer_id")
    return frame.person(native, text_at(value, "from.name", "sender_name", "reviewer_name"))


def _tags(value: Json) -> list[Json]:
    """Returns whom a text tags: `message_tags` is a list, in older versions lists by their offset in the text."""
    tags = value.get("message_tags")
    groups = tags.values() if isinstance(tags, dict) else [tags]
    return [tag for group in groups for tag in objects(group)]


PLATFORM = Facebook()
