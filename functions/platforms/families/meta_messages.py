"""Private messages of Meta's products: Messenger and Instagram tell them alike.

https://developers.facebook.com/docs/messenger-platform/reference/webhook-events
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from model.event import Direction, Event, Kind, Media, Mode
from model.progress import SentProgress
from platforms.families.meta_attachments import read_attachments
from platforms.families.meta_progress import read_messaging_progress
from platforms.frame import Frame, take_away
from platforms.reading.described import describe
from platforms.reading.paths import id_at
from platforms.reading.payload import Json, first, ident, obj, objects, required, text
from platforms.reading.times import from_any

UNSUPPORTED = "Unsupported message"


class MetaMessages:
    """Adds private messages to a product of Meta; stands before `MetaPlatform` among the bases."""

    def messaging(self, item: Json, frame: Frame) -> list[Event]:
        """Returns messages of both sides, edits, deletions, reactions and pressed buttons."""
        return read_messaging(item, frame)

    def messaging_progress(self, item: Json, frame: Frame) -> Iterable[SentProgress]:
        """Returns receipts, and our own id where an echo brings it."""
        return read_messaging_progress(item, frame)


def read_messaging(item: Json, frame: Frame) -> list[Event]:
    """Returns the event of one item: the key beside sender and recipient says what it is.

    Receipts, openings without words, policy notices and the handing over between apps are nothing that somebody said.
    """
    found = next((kind for kind in READERS if isinstance(item.get(kind), dict)), None)
    if found is None:
        return []
    return READERS[found](item[found], _sides(item, frame), frame)


def _sides(item: Json, frame: Frame) -> dict[str, Any]:
    """Returns who wrote to whom. An echo is ours, whatever its sender and recipient look like."""
    sender, recipient = (id_at(obj(item.get(side)), "id") for side in ("sender", "recipient"))
    ours = obj(item.get("message")).get("is_echo") is True or frame.is_us(sender)
    other = required(recipient if ours and recipient and not frame.is_us(recipient) else sender)
    return {
        "author": frame.person(first(frame.account_id, sender) if ours else sender),
        "thread_id": other,
        # An account names people for itself; this keeps chats apart where it should not.
        "conversation_id": f"{frame.account_id}:{other}",
        "customer_id": other if ours else None,
        "direction": Direction.OUT if ours else None,
        "occurred_at": first(from_any(item.get("timestamp")), frame.sent_at),
        "mode": Mode.PRIVATE,
    }


def _message(message: Json, sides: dict[str, Any], frame: Frame) -> list[Event]:
    native = required(ident(message.get("mid")))
    if message.get("is_deleted") is True:
        event = frame.event(Kind.MESSAGE, external_id=native, dedupe_id=f"{native} delete", **sides)
        return [take_away(event, event.occurred_at)]
    words, files = read_attachments(message.get("attachments"))
    answered = obj(message.get("reply_to"))
    story = obj(answered.get("story"))
    media = (*files, *_story(story), *_referral(obj(message.get("referral"))))
    written = first(text(message.get("text")), words)
    return [
        frame.event(
            Kind.MESSAGE,
            external_id=native,
            dedupe_id=native,
            text=written if written or media else UNSUPPORTED,
            parent_id=first(ident(answered.get("mid")), ident(story.get("id"))),
            media=media,
            **sides,
        )
    ]


def _story(story: Json) -> tuple[Media, ...]:
    return (Media("story", text(story.get("url")), ident(story.get("id"))),) if story else ()


def _referral(referral: Json) -> tuple[Media, ...]:
    """Returns the advert or product that a message is about.

    https://developers.facebook.com/docs/messenger-platform/reference/webhook-events/messages
    """
    advert, product = obj(referral.get("ads_context_data")), obj(referral.get("product"))
    found = []
    if advert or "ad_id" in referral:
        url = first(text(advert.get("photo_url")), text(advert.get("video_url")))
        found.append(Media("ad", url, id_at(referral, "ad_id"), text(advert.get("ad_title"))))
    if product:
        found.append(Media("product", id=id_at(product, "id")))
    return tuple(found)


def _edit(edit: Json, sides: dict[str, Any], frame: Frame) -> list[Event]:
    native = required(ident(edit.get("mid")))
    dedupe = f"{native} edit {first(ident(edit.get('num_edit')), sides['occurred_at'])}"
    return [
        frame.event(Kind.EDIT, external_id=native, dedupe_id=dedupe, text=text(edit.get("text")), **sides)
    ]


def _reaction(reaction: Json, sides: dict[str, Any], frame: Frame) -> list[Event]:
    """Returns a reaction; `other` is told apart by its emoji only."""
    target, action = required(ident(reaction.get("mid"))), text(reaction.get("action"))
    shown = first(text(reaction.get("emoji")), text(reaction.get("reaction")), "like")
    said = None if action == "unreact" else shown
    who = sides["author"].id if sides["author"] else None
    dedupe = f"{target} {who} {action} {said} {sides['occurred_at']}"
    return [frame.event(Kind.REACTION, dedupe_id=dedupe, text=said, parent_id=target, **sides)]


def _postback(postback: Json, sides: dict[str, Any], frame: Frame) -> list[Event]:
    """Returns a pressed button by its label; the payload behind it is the app's own affair."""
    native, label = ident(postback.get("mid")), text(postback.get("title"))
    who = sides["author"].id if sides["author"] else None
    pressed = f"{who} postback {sides['occurred_at']} {id_at(postback, 'payload')}"
    media = _referral(obj(postback.get("referral")))
    if label is None:
        media = (Media("button", name="a button was pressed"), *media)
    return [
        replace(
            frame.event(Kind.MESSAGE, dedupe_id=first(native, pressed), text=label, media=media, **sides),
            external_id=native,
        )
    ]


def _feedback(feedback: Json, sides: dict[str, Any], frame: Frame) -> list[Event]:
    """Returns what was answered to a request for feedback: the choices, and the words beside them.

    https://developers.facebook.com/docs/messenger-platform/reference/webhook-events/messaging_feedback
    """
    screens = objects(feedback.get("feedback_screens"))
    told = [obj(each) for screen in screens for each in obj(screen.get("questions")).values()]
    chosen = [text(each.get("payload")) for each in told]
    words = [text(obj(each.get("follow_up")).get("payload")) for each in told]
    who, at = sides["author"].id if sides["author"] else None, sides["occurred_at"]
    shown = describe("Feedback", *chosen, lines=[each for each in words if each])
    return [frame.event(Kind.MESSAGE, dedupe_id=f"{who} feedback {at}", text=shown, **sides)]


READERS = {
    "message": _message,
    "message_edit": _edit,
    "reaction": _reaction,
    "postback": _postback,
    "messaging_feedback": _feedback,
}
