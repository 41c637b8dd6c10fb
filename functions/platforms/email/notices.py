"""Maps what SES tells of a mail of ours later: delivered, opened, bounced, complained about.

https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html
"""

from collections.abc import Iterator

from model.event import Event, Kind, Signal
from model.progress import SentProgress, read_our_id
from model.reply import ReplyState
from platforms.email.mime import read_address
from platforms.families.ses import name_mail
from platforms.frame import Frame
from platforms.reading.payload import Json, ident, items, obj, objects, text
from platforms.reading.times import from_iso

TAG = "rapport_reply"
"""The tag of a mail that carries our own id, in events of a configuration set."""
STATES = {
    "Delivery": ReplyState.DELIVERED,
    "Open": ReplyState.READ,
    "Click": ReplyState.READ,
    "Complaint": ReplyState.DELIVERED,
    "Bounce": ReplyState.FAILED,
    "Reject": ReplyState.FAILED,
    "Rendering Failure": ReplyState.FAILED,
}
RECIPIENTS = {"Bounce": "bouncedRecipients", "Complaint": "complainedRecipients"}


def read_kind(notice: Json) -> str:
    """Returns what a notification is about: `Received` for a mail to us."""
    return text(notice.get("notificationType")) or text(notice.get("eventType")) or ""


def read_receipts(notice: Json, topic: str) -> Iterator[SentProgress]:
    """Yields how far a mail of ours got, for each to whom the notification says it."""
    kind, mail = read_kind(notice), obj(notice.get("mail"))
    state, native = STATES.get(kind), ident(mail.get("messageId"))
    if state is None or native is None:
        return
    told = obj(notice.get(kind[:1].lower() + kind[1:].replace(" ", "")))
    tags = items(obj(mail.get("tags")).get(TAG))
    code = "/".join(filter(None, (text(told.get("bounceType")), text(told.get("bounceSubType")))))
    for person in _list_people(kind, told, mail):
        yield SentProgress(
            state,
            topic,
            reply=read_our_id(tags[0]) if tags else "",
            native_id=name_mail(native, topic),
            person=person,
            at=from_iso(told.get("timestamp")),
            code=code,
            words=text(told.get("reason")) or text(told.get("errorMessage")) or "",
        )


def read_complaints(notice: Json, frame: Frame) -> list[Event]:
    """Returns that somebody called a mail of ours unwanted: they get no more advertising."""
    if read_kind(notice) != "Complaint":
        return []
    told, mail = obj(notice.get("complaint")), obj(notice.get("mail"))
    return [
        frame.event(Kind.CONTROL, signal=Signal.OBJECTS, author=frame.person(person))
        for person in _list_people("Complaint", told, mail)
    ]


def _list_people(kind: str, told: Json, mail: Json) -> list[str]:
    listed = [text(each.get("emailAddress")) for each in objects(told.get(RECIPIENTS.get(kind, "")))]
    named = [text(each) for each in (*items(told.get("recipients")), *items(mail.get("destination")))]
    found = [read_address(each) for each in (listed or named)]
    return list(dict.fromkeys(each.id for each in found if each is not None and each.id))
