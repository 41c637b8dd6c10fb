"""WhatsApp Business, through Meta's Cloud API.

https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from model.event import Event
from model.progress import SentProgress
from platforms.families.meta import MetaPlatform
from platforms.frame import Frame
from platforms.reading.paths import id_at
from platforms.reading.payload import Json, obj
from platforms.whatsapp.groups import read_members
from platforms.whatsapp.items import read_echoes, read_messages
from platforms.whatsapp.statuses import read_statuses
from platforms.whatsapp.wishes import read_wishes

READERS = {
    "messages": read_messages,
    "smb_message_echoes": read_echoes,
    "group_participants_update": read_members,
    "user_preferences": read_wishes,
}
"""What each field of a change tells. Others are about the account, or repeat an old history (`history`,
`smb_app_state_sync`), which opens no conversation."""


class WhatsApp(MetaPlatform):
    """Connects WhatsApp; one account is one telephone number of the company, named by `phone_number_id`."""

    name = "whatsapp"
    title = "WhatsApp"
    docs_url = "https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components"
    capabilities = frozenset({"webhook", "handshake", "edits", "deletes"})
    progress_marks = (b'"statuses"',)
    objects = frozenset({"whatsapp_business_account"})

    def change(self, field: Any, value: Json, frame: Frame) -> list[Event]:
        """Returns what both sides said and took back, who joins or leaves a group, and who wants no adverts."""
        reader = READERS.get(field) if isinstance(field, str) else None
        number = id_at(obj(value.get("metadata")), "phone_number_id")
        return reader(value, replace(frame, account_id=number)) if reader else []

    def change_progress(self, value: Json) -> Iterable[SentProgress]:
        """Returns the statuses of what we sent."""
        return read_statuses(value)


PLATFORM = WhatsApp()
