"""Maps what a notification or a listed comment says.

https://learn.microsoft.com/en-us/linkedin/marketing/community-management/organizations/organization-social-action-notifications
"""

import re
from typing import Any

from model.event import Direction, Event, Kind
from platforms.frame import Frame, take_away
from platforms.reading.paths import id_at, obj_at, text_at, value_at
from platforms.reading.payload import Json, first, obj, objects, required
from platforms.reading.shown import read_media
from platforms.reading.times import from_any

KINDS = {
    "LIKE": Kind.REACTION,
    "COMMENT": Kind.COMMENT,
    "ADMIN_COMMENT": Kind.COMMENT,
    "COMMENT_EDIT": Kind.EDIT,
    "COMMENT_DELETE": Kind.DELETE,
    "SHARE": Kind.SHARE,
    "SHARE_MENTION": Kind.MENTION,
}
PERSON = re.compile(r"urn:li:(?:person|member|organization):[\w-]+")


def read_notification(item: Json) -> list[Event]:
    """Returns what a notification says; an unknown action says nothing. Raises Malformed."""
    action = text_at(item, "action") or ""
    if action not in KINDS:
        return []
    kind, ours = KINDS[action], action == "ADMIN_COMMENT"
    thing = obj_at(item, "decoratedGeneratedActivity.comment", "decoratedGeneratedActivity.share")
    frame = Frame(id_at(item, "organizationalEntity"), dedupe_id=id_at(item, "notificationId"))
    native = required(read_urn(id_at(thing, "entity") or id_at(item, "generatedActivity")))
    post = read_urn(id_at(item, "sourcePost") or id_at(thing, "object"))
    said = read_below(thing, post, frame)
    if kind is Kind.MENTION:
        said |= {"parent_id": None, "thread_id": native}
    event = frame.event(
        kind,
        external_id=native,
        author=frame.person(
            first(id_at(thing, "owner"), frame.account_id if ours else None, _liker(kind, native))
        ),
        conversation_id=native if kind is Kind.SHARE and said["text"] else None,
        occurred_at=from_any(item.get("lastModifiedAt")),
        direction=Direction.OUT if ours else None,
        **said | ({"text": "LIKE"} if kind is Kind.REACTION else {}),
    )
    return [take_away(event, event.occurred_at) if kind is Kind.DELETE else event]


def read_below(thing: Json, post: str | None, frame: Frame) -> dict[str, Any]:
    """Returns what a comment or a share says, and below which `post`."""
    return {
        "text": text_at(thing, "text", "message.text"),
        "parent_id": first(read_urn(id_at(thing, "parentComment")), post),
        "thread_id": post,
        "mentioned": tuple(map(frame.person, _tagged(thing))),
        "media": read_media(thing.get("content"), ids="entity.image", names=""),
    }


def read_urn(native: str | None) -> str | None:
    """Returns a comment's id in full: notifications shorten `urn:li:comment:(activity:…` now and then."""
    return re.sub(r"^(urn:li:comment:\()(?!urn:li:)", r"\1urn:li:", native) if native else None


def _liker(kind: Kind, native: str) -> str | None:
    return next(iter(PERSON.findall(native)), None) if kind is Kind.REACTION else None


def _tagged(thing: Json) -> list[str]:
    """Returns whom a text tags: the address stands below a key that is named after its kind."""
    told = (obj(each.get("value")).values() for each in objects(value_at(thing, "message.attributes")))
    values = (value for parts in told for part in parts for value in obj(part).values())
    return [value for value in values if isinstance(value, str) and PERSON.fullmatch(value)]
