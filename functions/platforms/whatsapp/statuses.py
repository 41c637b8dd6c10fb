"""Maps what became of our WhatsApp messages: an accepted one may fail later, as when its window closed.

https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components#statuses-object
"""

from collections.abc import Iterator

from model.progress import SentProgress, read_our_id
from model.reply import ReplyState
from platforms.reading.paths import id_at
from platforms.reading.payload import Json, first, ident, obj, objects, text
from platforms.reading.times import from_any

STATES = {
    "sent": ReplyState.SENT,
    "delivered": ReplyState.DELIVERED,
    "read": ReplyState.READ,
    "played": ReplyState.READ,
    "failed": ReplyState.FAILED,
}


def read_statuses(value: Json) -> Iterator[SentProgress]:
    """Yields a word for each status; `biz_opaque_callback_data` is the id that we sent along."""
    number = id_at(obj(value.get("metadata")), "phone_number_id")
    for status in objects(value.get("statuses")):
        state, native = STATES.get(text(status.get("status")) or ""), id_at(status, "id")
        if state is None or native is None:
            continue
        error = next(iter(objects(status.get("errors"))), {})
        detail = first(text(obj(error.get("error_data")).get("details")), text(error.get("title")))
        yield SentProgress(
            state,
            number,
            reply=read_our_id(status.get("biz_opaque_callback_data")),
            native_id=native,
            person=id_at(status, "recipient_id") or "",
            at=from_any(status.get("timestamp")),
            code=ident(error.get("code")) or "",
            words=detail or "",
        )
