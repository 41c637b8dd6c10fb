"""Instagram: comments, mentions and private messages of a professional account.

https://developers.facebook.com/docs/instagram-platform/webhooks
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from model.event import Direction, Event, Kind, Media
from model.http import Call, Delivery
from model.want import Want
from platforms.families.meta import MetaPlatform
from platforms.families.meta_mentions import ask_for_mention, list_mentions, read_mention
from platforms.families.meta_messages import MetaMessages, read_messaging
from platforms.families.meta_subscription import MetaSubscriber
from platforms.frame import Frame
from platforms.reading.paths import id_at, text_at
from platforms.reading.payload import Json, first, required
from platforms.reading.times import from_any

COMMENTS = frozenset({"comments", "live_comments"})


class Instagram(MetaMessages, MetaSubscriber, MetaPlatform):
    """Connects Instagram; one account is one professional account, under either login."""

    name = "instagram"
    title = "Instagram"
    docs_url = "https://developers.facebook.com/docs/instagram-platform/webhooks"
    capabilities = frozenset({"webhook", "handshake", "edits", "deletes"})
    account_page = "https://www.instagram.com/{handle}/"
    progress_marks = (b'"read"', b'"delivery"')
    subscribed_at = "https://graph.instagram.com/v25.0/me/subscribed_apps"
    subscribed_to = (
        "comments",
        "live_comments",
        "messages",
        "message_reactions",
        "messaging_postbacks",
        "messaging_seen",
    )
    objects = frozenset({"instagram"})

    def list_wants(self, events: Sequence[Event]) -> Iterable[Want]:
        """Returns the words and the author of every mention."""
        return list_mentions(events)

    def make_fetch(self, what: Mapping[str, str], credentials: Mapping[str, str]) -> Call:
        """Returns the request for a mention."""
        return ask_for_mention(what, credentials)

    def read_fetched(self, delivery: Delivery) -> list[Event]:
        """Returns a mention with its words."""
        return read_mention(delivery)

    def change(self, field: Any, value: Json, frame: Frame) -> list[Event]:
        """Returns comments and mentions, and the messages that the dashboard's Test button sends as changes."""
        if not isinstance(field, str):
            return []
        if field in COMMENTS:
            return [_comment(value, frame)]
        if field == "mentions":
            return [_mention(value, frame)]
        if field.startswith("messag") and "sender" in value:
            return read_messaging(value, frame)
        return []


def _comment(value: Json, frame: Frame) -> Event:
    """Returns a comment. The account's own are marked by its id as messages know it."""
    native, post = required(id_at(value, "id", "comment_id")), id_at(value, "media.id")
    parent, words = id_at(value, "parent_id"), text_at(value, "text")
    handle = text_at(value, "from.username")
    return frame.item(
        Kind.COMMENT,
        native,
        dedupe_id=f"{native} add",
        author=frame.person(id_at(value, "from.id"), handle, handle),
        text=words,
        parent_id=first(parent, post),
        thread_id=first(post, parent),
        conversation_id=first(parent, native),
        occurred_at=first(from_any(value.get("timestamp")), frame.sent_at),
        direction=Direction.OUT if id_at(value, "from.self_ig_scoped_id") else None,
        media=() if words else (Media("comment", id=native),),
    )


def _mention(value: Json, frame: Frame) -> Event:
    """Returns a mention in a comment or a caption: the payload has ids only, not even who wrote."""
    comment, post = id_at(value, "comment_id"), id_at(value, "media_id")
    native = required(first(comment, post))
    return frame.item(
        Kind.MENTION,
        native,
        dedupe_id=f"{native} mention",
        parent_id=post if comment else None,
        thread_id=first(post, native),
        conversation_id=native,
        occurred_at=frame.sent_at,
        media=(Media("post", id=first(post, native)),),
    )


PLATFORM = Instagram()
