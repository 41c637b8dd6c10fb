"""Private messages on X: both APIs send them in the older shape, with a table of users beside them.

https://docs.x.com/x-api/account-activity/introduction
"""

from model.event import Direction, Event, Kind, Mode
from platforms.frame import Frame
from platforms.reading.paths import id_at, obj_at, text_at, value_at
from platforms.reading.payload import Json, first, obj, objects, required, unescape
from platforms.reading.shown import read_media
from platforms.reading.times import from_ms
from platforms.x.shapes import FILES, person_of, tagged

UNREADABLE = "(encrypted message: it can be read in X alone)"


def read_messages(payload: Json, frame: Frame) -> list[Event]:
    """Returns the messages in `payload`."""
    users = {name: obj_at(obj(user), "data") or obj(user) for name, user in obj_at(payload, "users").items()}
    return [
        _message(message, users, frame)
        for message in objects(payload.get("direct_message_events"))
        if message.get("type", "message_create") == "message_create"
    ]


def _message(message: Json, users: dict[str, Json], frame: Frame) -> Event:
    native, created = required(id_at(message, "id")), obj(message.get("message_create"))
    sender, recipient = required(id_at(created, "sender_id")), id_at(created, "target.recipient_id")
    ours, data = frame.is_us(sender), obj(created.get("message_data"))
    return frame.event(
        Kind.MESSAGE,
        external_id=native,
        dedupe_id=frame.dedupe_id or native,
        author=person_of({**users.get(sender, {}), "id": sender, "id_str": sender}),
        text=unescape(text_at(data, "text")),
        thread_id=recipient if ours else sender,
        conversation_id=_pair(sender, recipient),
        customer_id=recipient if ours else None,
        mentioned=tuple(map(tagged, objects(value_at(data, "entities.user_mentions")))),
        occurred_at=from_ms(message.get("created_timestamp")),
        mode=Mode.PRIVATE,
        # Documented as one object and seen as a list; fetching one needs the account's token.
        media=read_media(
            [m for each in objects(data.get("attachment")) for m in objects(each.get("media"))], **FILES
        ),
    )


def read_encrypted(message: Json, direction: Direction, frame: Frame) -> Event:
    """Returns an encrypted message: only the apps can read it, but an agent must know that somebody wrote."""
    sender, conversation = id_at(message, "sender_id"), id_at(message, "conversation_id")
    sides = [side for side in (conversation or "").split(":") if side and not frame.is_us(side)]
    other = sides[0] if len(sides) == 1 else None
    ours = direction is Direction.OUT or frame.is_us(sender)
    return frame.event(
        Kind.MESSAGE,
        external_id=required(id_at(message, "id")),
        author=frame.person(sender),
        text=UNREADABLE,
        thread_id=first(other, None if ours else sender, conversation),
        conversation_id=conversation,
        customer_id=other if ours else None,
        occurred_at=from_ms(message.get("created_at_msec")),
        direction=Direction.OUT if ours else Direction.IN,
        mode=Mode.PRIVATE,
    )


def _pair(one: str, other: str | None) -> str | None:
    """Returns X's own id of a conversation of two: both ids, the smaller first.

    The other person's id alone would mean the same conversation for all of a brand's accounts.
    """
    if other is None:
        return None
    return "-".join(sorted((one, other), key=lambda native: (len(native), native)))
