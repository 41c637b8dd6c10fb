"""What a notification or a listed comment says.

https://learn.microsoft.com/en-us/linkedin/marketing/community-management/organizations/organization-social-action-notifications
"""

import re

from model.event import Direction, Event, Kind, Media
from platforms.frame import Frame, take_away
from platforms.reading.payload import Json, first, first_id, ident, obj, objects, required, text
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
    action = text(item.get("action")) or ""
    if action not in KINDS:
        return []
    kind, told = KINDS[action], obj(item.get("decoratedGeneratedActivity"))
    thing = first(*(part for name in ("comment", "share") if (part := obj(told.get(name))))) or {}
    frame = Frame(ident(item.get("organizationalEntity")), dedupe_id=ident(item.get("notificationId")))
    native = required(_urn(first_id(thing, "entity") or first_id(item, "generatedActivity")))
    post = first_id(item, "sourcePost") or first_id(thing, "object")
    ours = action == "ADMIN_COMMENT"
    owner = first(first_id(thing, "owner"), frame.account_id if ours else None, _liker(kind, native))
    mention, words = kind is Kind.MENTION, _words(thing)
    event = frame.event(
        kind,
        external_id=native,
        author=frame.person(owner),
        text="LIKE" if kind is Kind.REACTION else words,
        parent_id=None if mention else first(_urn(first_id(thing, "parentComment")), _urn(post)),
        thread_id=native if mention else _urn(post),
        conversation_id=native if kind is Kind.SHARE and words else None,
        occurred_at=from_any(item.get("lastModifiedAt")),
        direction=Direction.OUT if ours else None,
        mentioned=tuple(map(frame.person, _tagged(thing))),
        media=_media(thing),
    )
    return [take_away(event, event.occurred_at) if kind is Kind.DELETE else event]


def read_element(row: Json, account: str | None) -> list[Event]:
    """Returns what an entry of a page says, which is a notification or a comment of `account`'s post."""
    return read_notification(row) if "action" in row else _read_comment(row, Frame(account))


def _read_comment(row: Json, frame: Frame) -> list[Event]:
    """Returns a comment of a post's list: https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/comments-api"""
    native, post = _urn(first_id(row, "commentUrn")), first_id(row, "object")
    if native is None:
        return []
    at, changed = (from_any(obj(row.get(name)).get("time")) for name in ("created", "lastModified"))
    event = frame.event(
        Kind.COMMENT,
        external_id=native,
        dedupe_id=f"{native} {first(changed, at)}",
        author=frame.person(first_id(row, "actor")),
        text=_words(row),
        parent_id=first(_urn(first_id(row, "parentComment")), post),
        thread_id=post,
        occurred_at=at,
        changed_at=changed if changed != at else None,
        mentioned=tuple(map(frame.person, _tagged(row))),
        media=_media(row),
    )
    return [event]


def _urn(native: str | None) -> str | None:
    """Returns a comment's id in full: notifications shorten `urn:li:comment:(activity:…` now and then."""
    return re.sub(r"^(urn:li:comment:\()(?!urn:li:)", r"\1urn:li:", native) if native else None


def _liker(kind: Kind, native: str) -> str | None:
    return next(iter(PERSON.findall(native)), None) if kind is Kind.REACTION else None


def _words(thing: Json) -> str | None:
    return first(text(thing.get("text")), text(obj(thing.get("message")).get("text")))


def _tagged(thing: Json) -> list[str]:
    """Returns whom a text tags: the address stands below a key that is named after its kind."""
    listed = objects(obj(thing.get("message")).get("attributes"))
    values = [
        value for each in listed for part in obj(each.get("value")).values() for value in obj(part).values()
    ]
    return [value for value in values if isinstance(value, str) and PERSON.fullmatch(value)]


def _media(thing: Json) -> tuple[Media, ...]:
    return tuple(
        Media(text(each.get("type")), text(each.get("url")), first_id(obj(each.get("entity")), "image"))
        for each in objects(thing.get("content"))
    )
