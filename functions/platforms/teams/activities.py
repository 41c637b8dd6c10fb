"""What a Bot Framework activity of Teams says.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
"""

import re
from collections.abc import Iterator
from typing import Any

from model.event import Event, Kind, Media, Mode, ReplyHandle
from model.http import Delivery
from platforms.frame import Frame, take_away
from platforms.reading.markup import read_text
from platforms.reading.payload import Json, first, first_id, ident, obj, objects, read_object, required, text
from platforms.reading.times import from_iso

TAGGED = re.compile(r"</?at(?: [^<>]*)?>")
SHOWN_AT = "https://teams.microsoft.com/l/message"
CARD, DOWNLOAD = "application/vnd.microsoft.card.", "application/vnd.microsoft.teams.file.download.info"
COPY = "text/html"
"""The type of an attachment that repeats the message."""


def read_activity(delivery: Delivery) -> list[Event]:
    """Returns the events of an activity; kinds that nobody needs to see give none."""
    activity = read_object(delivery.body)
    kind = text(activity.get("type"))
    frame = Frame(ident(obj(activity.get("recipient")).get("id")), own=delivery.self_ids)
    if kind in ("message", "messageUpdate", "messageDelete"):
        return [_written(kind, activity, frame)]
    if kind == "messageReaction":
        return _reactions(activity, frame)
    return _members(activity, frame) if kind == "conversationUpdate" else []


def _place(activity: Json) -> tuple[str, str | None]:
    """Returns a conversation's id and, in a channel, the message that the thread began with."""
    whole = required(ident(obj(activity.get("conversation")).get("id")))
    place, _, root = whole.partition(";messageid=")
    return place, root or None


def _event(kind: Kind, activity: Json, frame: Frame, **said: Any) -> Event:
    who = obj(activity.get("from"))
    common = {
        "author": frame.person(ident(who.get("id")), text(who.get("name"))),
        "occurred_at": from_iso(activity.get("timestamp")),
        "mode": _mode(activity),
    }
    return frame.event(kind, **(common | said))


def _mode(activity: Json) -> Mode:
    """Returns public for a team's channel, unless only some of the team are in it."""
    talk, data = obj(activity.get("conversation")), obj(activity.get("channelData"))
    channel = text(talk.get("conversationType")) == "channel" or ident(data.get("teamsChannelId")) is not None
    closed = text(obj(data.get("channel")).get("type")) in ("private", "shared")
    return Mode.PUBLIC if channel and not closed else Mode.PRIVATE


def _written(kind: str, activity: Json, frame: Frame) -> Event:
    place, root = _place(activity)
    native, answered = required(ident(activity.get("id"))), ident(activity.get("replyToId"))
    in_channel = root is not None or _mode(activity) is Mode.PUBLIC
    before = first(answered, root if root != native else None)
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
    event = _event(
        written,
        activity,
        frame,
        external_id=item,
        dedupe_id=item if kind == "message" else f"{item} {text(activity.get('timestamp'))}",
        text=_words(activity),
        parent_id=f"{place}:{before}" if before else None,
        thread_id=f"{place}:{root or native}" if in_channel else place,
        rooted=in_channel and _mode(activity) is Mode.PRIVATE,
        mentioned=tuple(each for each in people if each and each.id),
        media=tuple(_files(activity)),
        permalink=f"{SHOWN_AT}/{place}/{native}" if in_channel else None,
        reply_handle=ReplyHandle((("conversation", place), ("service_url", address))) if address else None,
        restores=obj(activity.get("channelData")).get("eventType") == "undeleteMessage",
    )
    return take_away(event, event.occurred_at) if kind == "messageDelete" else event


def _words(activity: Json) -> str | None:
    """Returns the words without the marks around names; of a card its texts, of a form only that it was sent."""
    written = TAGGED.sub("", text(activity.get("text")) or "").replace("&nbsp;", " ")
    if activity.get("textFormat") in ("xml", "html"):
        written = read_text(written) or ""
    attached = objects(activity.get("attachments"))
    found = [(text(each.get("contentType")) or "", obj(each.get("content"))) for each in attached]
    cards = [content for kind, content in found if kind.startswith(CARD)]
    shown = [text(card.get(part)) for card in cards for part in ("title", "subtitle", "text")]
    told = first(text(written), text("\n".join(filter(None, shown))))
    return told or ("[Form]" if activity.get("value") else "[Card]" if cards else None)


def _files(activity: Json) -> Iterator[Media]:
    for each in objects(activity.get("attachments")):
        kind, content = text(each.get("contentType")) or "file", obj(each.get("content"))
        if kind == COPY or kind.startswith(CARD):
            continue
        url = first(text(content.get("downloadUrl")), text(each.get("contentUrl")))
        word = first(text(content.get("fileType")), "file") if kind == DOWNLOAD else kind
        yield Media(word, url, first_id(content, "uniqueId") or ident(each.get("id")), text(each.get("name")))


def _reactions(activity: Json, frame: Frame) -> list[Event]:
    """Returns what somebody put below a message; whoever takes another one withdraws none."""
    place, _ = _place(activity)
    given = [text(each.get("type")) for each in objects(activity.get("reactionsAdded"))]
    target = f"{place}:{required(ident(activity.get('replyToId')))}"
    native = ident(activity.get("id"))
    return [
        _event(
            Kind.REACTION,
            activity,
            frame,
            dedupe_id=f"{native} {word}",
            text=word,
            parent_id=target,
        )
        for word in given or ([None] if objects(activity.get("reactionsRemoved")) else [])
    ]


def _members(activity: Json, frame: Frame) -> list[Event]:
    """Returns who came and went; that we came ourselves is no news."""
    place, called = _place(activity)[0], text(obj(obj(activity.get("channelData")).get("team")).get("name"))
    toggled = ((Kind.JOIN, "membersAdded"), (Kind.LEAVE, "membersRemoved"))
    found = [
        (kind, frame.person(ident(each.get("id")), text(each.get("name"))))
        for kind, name in toggled
        for each in objects(activity.get(name))
    ]
    return [
        _event(kind, activity, frame, author=who, thread_id=place, group_name=called, mode=Mode.PUBLIC)
        for kind, who in found
        if who and who.id and not frame.is_us(who.id)
    ]
