"""Maps what a Bot Framework activity of Teams says.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
"""

import re
from collections.abc import Iterator

from model.event import Event, Kind, Media, Mode, ReplyHandle
from model.http import Delivery
from platforms.frame import Frame, take_away
from platforms.reading.markup import read_text
from platforms.reading.paths import id_at
from platforms.reading.payload import Json, first, ident, obj, objects, read_object, required, text
from platforms.teams.cards import list_lines
from platforms.teams.places import make_event, read_changes, read_mode, read_place, read_reactions

TAGGED = re.compile(r"</?at(?: [^<>]*)?>")
SHOWN_AT = "https://teams.microsoft.com/l/message"
CARD, DOWNLOAD = "application/vnd.microsoft.card.", "application/vnd.microsoft.teams.file.download.info"
QUOTED = re.compile(r"<blockquote[^<>]{0,200}schema\.skype\.com/Reply[^<>]{0,200}itemid=\"(\d{1,20})\"")
COPY, QUOTATION = "text/html", "messageReference"
"""The types of attachments that repeat the message, and that name the one it answers."""


def read_activity(delivery: Delivery) -> list[Event]:
    """Returns the events of an activity; kinds that nobody needs to see give none."""
    activity = read_object(delivery.body)
    kind = text(activity.get("type"))
    frame = Frame(ident(obj(activity.get("recipient")).get("id")), own=delivery.self_ids)
    if kind in ("message", "messageUpdate", "messageDelete"):
        return [_written(kind, activity, frame)]
    if kind == "messageReaction":
        return read_reactions(activity, frame)
    return read_changes(activity, frame) if kind == "conversationUpdate" else []


def _written(kind: str, activity: Json, frame: Frame) -> Event:
    place, root = read_place(activity)
    native, answered = required(ident(activity.get("id"))), ident(activity.get("replyToId"))
    in_channel = root is not None or read_mode(activity) is Mode.PUBLIC
    before = first(answered, _find_quoted(activity), root if root != native else None)
    item, address = f"{place}:{native}", text(activity.get("serviceUrl"))
    tagged = [
        obj(each.get("mentioned"))
        for each in objects(activity.get("entities"))
        if each.get("type") == "mention"
    ]
    people = [frame.person(ident(each.get("id")), text(each.get("name"))) for each in tagged]
    # An outgoing webhook is called by its name only, and addressed to nobody.
    us = frame.account_id is None or any(frame.is_us(each.id) for each in people if each)
    written = Kind.EDIT if kind == "messageUpdate" else Kind.MENTION if us else Kind.MESSAGE
    event = make_event(
        written,
        activity,
        frame,
        external_id=item,
        dedupe_id=item if kind == "message" else f"{item} {text(activity.get('timestamp'))}",
        text=_words(activity),
        parent_id=f"{place}:{before}" if before else None,
        thread_id=f"{place}:{root or native}" if in_channel else place,
        rooted=in_channel and read_mode(activity) is Mode.PRIVATE,
        mentioned=tuple(each for each in people if each and each.id),
        media=tuple(_files(activity)),
        permalink=f"{SHOWN_AT}/{place}/{native}" if in_channel else None,
        reply_handle=ReplyHandle((("conversation", place), ("service_url", address))) if address else None,
        restores=obj(activity.get("channelData")).get("eventType") == "undeleteMessage",
    )
    return take_away(event, event.occurred_at) if kind == "messageDelete" else event


def _find_quoted(activity: Json) -> str | None:
    """Returns which message a quotation repeats: an attachment names it, or in chats the copy in HTML alone."""
    attached = objects(activity.get("attachments"))
    named = (ident(each.get("id")) for each in attached if each.get("contentType") == QUOTATION)
    if (told := next(filter(None, named), None)) is not None:
        return told
    copies = (text(each.get("content")) for each in attached)
    found = next((quoted for copy in copies if (quoted := QUOTED.search(copy or ""))), None)
    return found[1] if found else None


def _words(activity: Json) -> str | None:
    """Returns the words without the marks around names; of a card its texts, of a form only that it was sent."""
    written = TAGGED.sub("", text(activity.get("text")) or "").replace("&nbsp;", " ")
    if activity.get("textFormat") in ("xml", "html"):
        written = read_text(written) or ""
    attached = objects(activity.get("attachments"))
    found = [(text(each.get("contentType")) or "", obj(each.get("content"))) for each in attached]
    cards = [content for kind, content in found if kind.startswith(CARD)]
    told = first(text(written), text("\n".join(line for card in cards for line in list_lines(card))))
    return told or ("[Form]" if activity.get("value") else "[Card]" if cards else None)


def _files(activity: Json) -> Iterator[Media]:
    for each in objects(activity.get("attachments")):
        kind, content = text(each.get("contentType")) or "file", obj(each.get("content"))
        if kind in (COPY, QUOTATION) or kind.startswith(CARD):
            continue
        url = first(text(content.get("downloadUrl")), text(each.get("contentUrl")))
        word = first(text(content.get("fileType")), "file") if kind == DOWNLOAD else kind
        yield Media(word, url, id_at(content, "uniqueId") or ident(each.get("id")), text(each.get("name")))
