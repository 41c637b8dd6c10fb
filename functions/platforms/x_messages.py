"""Private messages on X: both APIs send them in the older shape, with a table of users beside them.

https://docs.x.com/x-api/account-activity/introduction
"""

from model.event import Direction, Event, Kind, Media, Mode
from platforms.payload import Json, first, ident, named, obj, objects, others, required, text, unescape
from platforms.times import from_ms


def events(
    payload: Json, account: str | None, own: tuple[str, ...], event_id: str | None = None
) -> list[Event]:
    """The messages in `payload`; `event_id` is the delivery's, where it has one."""
    users = {
        name: obj(obj(user).get("data")) or obj(user) for name, user in obj(payload.get("users")).items()
    }
    return [
        _message(message, users, account, own, event_id)
        for message in objects(payload.get("direct_message_events"))
        if message.get("type", "message_create") == "message_create"
    ]


def _message(
    message: Json, users: dict[str, Json], account: str | None, own: tuple[str, ...], event_id: str | None
) -> Event:
    native, created = required(ident(message.get("id"))), obj(message.get("message_create"))
    sender = required(ident(created.get("sender_id")))
    recipient = ident(obj(created.get("target")).get("recipient_id"))
    ours, data, user = sender in own, obj(created.get("message_data")), users.get(sender, {})
    mentions = objects(obj(data.get("entities")).get("user_mentions"))
    tagged = [_id(tag) for tag in mentions]
    return Event(
        Kind.MESSAGE,
        account_id=account,
        external_id=native,
        dedupe_id=event_id or native,
        author_id=sender,
        author_name=first(text(user.get("name")), _handle(user)),
        author_handle=_handle(user),
        text=unescape(text(data.get("text"))),
        thread_id=recipient if ours else sender,
        conversation_id=_pair(sender, recipient),
        customer_id=recipient if ours else None,
        mentioned_ids=others(tagged, own),
        named=named([(_id(tag), text(tag.get("name")), _handle(tag)) for tag in mentions], own),
        occurred_at=from_ms(message.get("created_timestamp")),
        direction=Direction.OUT if ours else Direction.IN,
        mode=Mode.PRIVATE,
        media=_media(data),
    )


def _pair(one: str, other: str | None) -> str | None:
    """X's own id of a conversation of two: both ids, the smaller first.

    The other person's id alone would mean the same conversation for all of a brand's accounts.
    """
    if other is None:
        return None
    return "-".join(sorted((one, other), key=lambda native: (len(native), native)))


def _id(thing: Json) -> str | None:
    """Numeric ids are rounded above 2^53: the text one counts."""
    return first(ident(thing.get("id_str")), ident(thing.get("id")))


def _handle(user: Json) -> str | None:
    return first(text(user.get("screen_name")), text(user.get("username")))


def _media(data: Json) -> tuple[Media, ...]:
    """Documented as one object, seen as a list; fetching it needs the account's token."""
    return tuple(
        Media(text(m.get("type")), first(text(m.get("media_url_https")), text(m.get("media_url"))), _id(m))
        for attachment in objects(data.get("attachment"))
        for m in objects(attachment.get("media"))
    )
