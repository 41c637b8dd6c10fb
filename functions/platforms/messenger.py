"""Messenger: private messages to a Facebook Page.

https://developers.facebook.com/docs/messenger-platform/reference/webhook-events
"""

from collections.abc import Iterable
from typing import Any

from model.event import Event, Kind, Signal
from model.progress import SentProgress
from platforms.families.meta import MetaPlatform
from platforms.families.meta_messages import read_messaging
from platforms.families.meta_progress import read_messaging_progress
from platforms.families.meta_subscription import MetaSubscriber
from platforms.frame import Frame
from platforms.reading.payload import Json


class Messenger(MetaSubscriber, MetaPlatform):
    """Messenger; one account is one Page."""

    name = "messenger"
    title = "Messenger"
    docs_url = "https://developers.facebook.com/docs/messenger-platform/reference/webhook-events"
    capabilities = frozenset({"webhook", "handshake", "edits", "deletes"})
    account_page = "https://m.me/{id}"
    retention = "messenger"
    subscribed_to = (
        "messages",
        "message_echoes",
        "message_edits",
        "message_reactions",
        "messaging_postbacks",
        "message_reads",
        "message_deliveries",
    )
    siblings = ("facebook",)
    progress_marks = (b'"delivery"', b'"read"', b'"metadata"')
    objects = frozenset({"page"})

    def change(self, field: Any, value: Json, frame: Frame) -> list[Event]:  # noqa: ARG002 - see the base
        """Returns that a change of the Page's feed is Facebook's."""
        return [Event(Kind.IGNORE, account_id=frame.account_id, signal=Signal.NOT_CONNECTED)]

    def messaging(self, item: Json, frame: Frame) -> list[Event]:
        """Returns messages of both sides, edits, deletions, reactions and pressed buttons."""
        return read_messaging(item, frame)

    def messaging_progress(self, item: Json, frame: Frame) -> Iterable[SentProgress]:
        """Returns receipts, and our own id where an echo brings it."""
        return read_messaging_progress(item, frame)


PLATFORM = Messenger()
