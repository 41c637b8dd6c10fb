"""Maps what SES says of a mail, and what the mail itself says.

https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
"""

import re
from collections.abc import Mapping

from model.event import Event, Kind, Mode, Person, ReplyHandle, Signal
from model.http import Delivery
from platforms.email.mime import Mail, read_address, read_mime
from platforms.email.notices import read_complaints
from platforms.frame import Frame
from platforms.reading.payload import Json, first, ident, obj, objects, read_object, required, text
from platforms.reading.times import from_iso
from platforms.secret import unbase64

REFERENCE = re.compile(r"<[^<>\s]{1,998}>")
AWAY = re.compile(
    r"out of (the )?office|auto(matic)?[ -]?(reply|response|antwort)|abwesen|vacation|absence", re.IGNORECASE
)
BULK, NOBODY = frozenset({"bulk", "junk", "list"}), frozenset({"", "<>", "mailer-daemon"})


def read_mail(delivery: Delivery) -> list[Event]:
    """Returns the mail in a notification. One that asks to confirm a subscription says only that."""
    envelope = read_object(delivery.body)
    account = ident(envelope.get("TopicArn"))
    if text(envelope.get("Type")) in ("SubscriptionConfirmation", "UnsubscribeConfirmation"):
        url = text(envelope.get("SubscribeURL")) if envelope["Type"] == "SubscriptionConfirmation" else None
        return [Frame(account).event(Kind.CONTROL, signal=Signal.HANDSHAKE, permalink=url)]
    notice = read_notice(envelope)
    mail, receipt = obj(notice.get("mail")), obj(notice.get("receipt"))
    if "Received" not in (notice.get("notificationType"), notice.get("eventType")):
        return read_complaints(notice, Frame(account))
    verdicts = [obj(receipt.get(name)).get("status") for name in ("virusVerdict", "spamVerdict")]
    found = read_mime(_content(notice, receipt), objects(mail.get("headers")))
    if "FAIL" in verdicts or _is_by_machine(found, mail):
        return []
    own = {each.lower() for each in (*delivery.self_ids, *_texts(receipt.get("recipients")))}
    return [_event(found, mail, own, Frame(account))]


def read_notice(envelope: Json) -> Json:
    """Returns what SES says; a topic may be told to deliver that alone."""
    return envelope if "mail" in envelope else read_object((text(envelope.get("Message")) or "").encode())


def _event(found: Mail, mail: Json, own: set[str], frame: Frame) -> Event:
    native = required(ident(mail.get("messageId")))
    common = obj(mail.get("commonHeaders"))
    told = found.headers
    item = first(_reference(told.get("message-id")), ident(common.get("messageId")), native)
    parent = _reference(told.get("in-reply-to"))
    above = REFERENCE.findall(told.get("references", ""))
    author = _author(told, common, mail, own)
    root = first(above[0] if above else None, parent, item)
    answer_to = first(read_address(told.get("reply-to")), author)
    handle = {"in_reply_to": item or "", "references": " ".join([*above[-20:], item or ""])}
    if answer_to and answer_to.id:
        handle["to"] = answer_to.id
    title = first(text(told.get("subject")), text(common.get("subject")))
    if title:
        handle["subject"] = title
    return frame.event(
        Kind.MESSAGE,
        external_id=item,
        dedupe_id=native,
        author=author,
        title=title,
        text=found.text,
        parent_id=parent,
        thread_id=root,
        occurred_at=first(from_iso(mail.get("timestamp")), None),
        mode=Mode.PRIVATE,
        media=found.files,
        reply_handle=ReplyHandle(tuple(sorted(handle.items()))),
    )


def _author(told: Mapping[str, str], common: Json, mail: Json, own: set[str]) -> Person | None:
    """Returns who wrote: of a form on our own site, which sends in our name, whom an answer goes to."""
    senders = (told.get("from"), *_texts(common.get("from")), text(mail.get("source")))
    who = next((found for each in senders if (found := read_address(each))), None)
    asked = read_address(told.get("reply-to"))
    ours = who is not None and (who.id or "").lower() in own
    return asked if ours and asked and (asked.id or "").lower() not in own else who


def _is_by_machine(found: Mail, mail: Json) -> bool:
    """Returns whether nobody wrote it: an automatic answer or a report of what could not be delivered.

    https://www.rfc-editor.org/rfc/rfc3834#section-5
    """
    told = found.headers
    automatic = told.get("auto-submitted", "no").partition(";")[0].strip().lower() not in ("", "no")
    precedence = told.get("precedence", "").strip().lower()
    away = (
        AWAY.search(told.get("subject", "")) is not None or "x-autoreply" in told or "x-autorespond" in told
    )
    back = told.get("return-path", text(mail.get("source")) or "").strip().partition("@")[0].lower()
    nobody = back.strip("<>") in NOBODY and ("return-path" in told or "source" in mail)
    return (
        automatic or precedence == "auto_reply" or (precedence in BULK and away) or nobody or found.is_report
    )


def _content(notice: Json, receipt: Json) -> bytes:
    written = notice.get("content")
    if not isinstance(written, str):
        return b""
    decoded = unbase64(written.encode("utf-8", "replace"))
    told = (text(obj(receipt.get("action")).get("encoding")) or "").upper()
    is_base64 = told == "BASE64" or (not told and ":" not in written.partition("\n")[0])
    return decoded if is_base64 and decoded is not None else written.encode("utf-8", "replace")


def _reference(value: str | None) -> str | None:
    found = REFERENCE.search(value or "")
    return found[0] if found else text((value or "").strip())


def _texts(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
