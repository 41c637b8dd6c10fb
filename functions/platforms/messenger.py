"""Messenger: private messages to a Facebook Page.

https://developers.facebook.com/docs/messenger-platform/reference/webhook-events
"""

from typing import Any

from model.event import Event, Kind, Signal
from platforms.families.meta import MetaPlatform
from platforms.families.meta_messages import MetaMessages
from platforms.families.meta_subscription import MetaSubscriber
from platforms.frame import Frame
from platforms.reading.payload import Json


class Messenger(MetaMessages, MetaSubscriber, MetaPlatform):
    """Connects Messenger; one account is one Page."""

    name = "messenger"
    title = "Messenger"
    docs_url = "https://developers.facebook.com/docs/messenger-platform/reference/webhook-events"
    capabilities = frozenset({"webhook", "handshake", "edits", "deletes"})
    account_page = "https://m.me/{id}"
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


PLATFORM = Messenger()
