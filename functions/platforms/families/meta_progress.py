"""Maps what Meta's products tell of our own private messages: delivered, read, and echoes that bring our id back.

https://developers.facebook.com/docs/messenger-platform/reference/webhook-events/message-reads
"""

from collections.abc import Iterator

from model.progress import SentProgress, read_our_id
from model.reply import ReplyState
from platforms.frame import Frame
from platforms.reading.paths import id_at
from platforms.reading.payload import Json, first, ident, obj
from platforms.reading.times import from_any


def read_messaging_progress(item: Json, frame: Frame) -> Iterator[SentProgress]:
    """Yields what one messaging item tells of what the account sent; `metadata` is what we sent along."""
    person = id_at(obj(item.get("sender")), "id")
    at = first(from_any(item.get("timestamp")), frame.sent_at)
    message, delivery, read = (obj(item.get(name)) for name in ("message", "delivery", "read"))
    ours = read_our_id(message.get("metadata")) if message.get("is_echo") is True else ""
    native = id_at(message, "mid")
    if ours and native:
        yield SentProgress(ReplyState.SENT, frame.account_id, reply=ours, native_id=native, at=at)
    if person is None or frame.is_us(person):
        return
    ids = delivery.get("mids")
    for each in filter(None, map(ident, ids if isinstance(ids, list) else [])):
        yield SentProgress(ReplyState.DELIVERED, frame.account_id, native_id=each, person=person, at=at)
    if delivery and not ids:
        up_to = from_any(delivery.get("watermark")) or 0
        yield SentProgress(ReplyState.DELIVERED, frame.account_id, person=person, up_to=up_to, at=at)
    if read:
        # Messenger tells a time up to which all was read, Instagram the latest message that was.
        yield SentProgress(
            ReplyState.READ,
            frame.account_id,
            native_id=id_at(read, "mid") or "",
            person=person,
            up_to=from_any(read.get("watermark")) or 0,
            through=True,
            at=at,
        )
