"""Maps what people do in Slack with an app: commands, buttons and forms. They come as form bodies.

https://docs.slack.dev/interactivity/handling-user-interaction
"""

from collections.abc import Callable, Iterator

from model.event import Event, Kind, Mode, Person
from model.http import Delivery
from platforms.frame import Frame
from platforms.reading.payload import Json, first, ident, obj, objects, read_object, required, text, unescape
from platforms.reading.times import from_seconds
from platforms.slack.blocks import read_blocks
from platforms.slack.shapes import chat_of, mode_of_named

_CHOSEN = ("selected_option", "selected_options")
_FILLED = (
    "value",
    "selected_date",
    "selected_time",
    "selected_user",
    "selected_channel",
    "selected_conversation",
)


def read_command(form: Json, delivery: Delivery) -> list[Event]:
    """Returns a slash command with its arguments, or what a button or form says."""
    name, channel = ident(form.get("command")), ident(form.get("channel_id"))
    if name is None:
        return _interactions(text(form.get("payload")), delivery)
    team = ident(form.get("team_id")) or ident(form.get("enterprise_id"))
    frame, user = _frame(team, form), text(form.get("user_name"))
    return [
        frame.event(
            Kind.MESSAGE,
            author=Person(required(ident(form.get("user_id"))), user, user),
            text=unescape(" ".join(part for part in (name, text(form.get("text"))) if part)),
            thread_id=required(channel),
            occurred_at=from_seconds(delivery.headers.get("x-slack-request-timestamp")),
            mode=mode_of_named(text(form.get("channel_name")), channel),
        )
    ]


def _interactions(payload: str | None, delivery: Delivery) -> list[Event]:
    if payload is None:
        return []
    found = read_object(payload.encode())
    said = _SAID.get(text(found.get("type")) or "")
    words = said(found) if said else None
    return [] if words is None else [_pressed(found, words, delivery)]


def _pressed(found: Json, words: str, delivery: Delivery) -> Event:
    """Returns a press by the button's label; the value behind it is the app's own affair."""
    user, container, channel = obj(found.get("user")), obj(found.get("container")), obj(found.get("channel"))
    person = required(ident(user.get("id")))
    message, place = (
        obj(found.get("message")),
        first(ident(channel.get("id")), ident(container.get("channel_id"))),
    )
    ts = first(ident(message.get("ts")), ident(container.get("message_ts")), ident(found.get("message_ts")))
    root = first(ident(message.get("thread_ts")), ident(container.get("thread_ts")), ts)
    team = first(ident(obj(found.get("team")).get("id")), ident(user.get("team_id")))
    mode = mode_of_named(text(channel.get("name")), place)
    handle, name = text(user.get("username")), text(user.get("name"))
    return _frame(team, found).event(
        Kind.MESSAGE,
        author=Person(person, first(name, handle), first(handle, name)),
        text=words,
        parent_id=f"{place}:{ts}" if place and ts else None,
        thread_id=f"{place}:{root}" if place and root else place or person,
        conversation_id=chat_of({}, place or ""),
        rooted=bool(place and root) and mode is Mode.PRIVATE and chat_of({}, place or "") is None,
        occurred_at=from_seconds(delivery.headers.get("x-slack-request-timestamp")),
        mode=mode if place else Mode.PRIVATE,
    )


def _frame(team: str | None, found: Json) -> Frame:
    return Frame(team, team or "", team or "", ident(found.get("trigger_id")))


def _labels(found: Json) -> str | None:
    return text("\n".join(label for action in objects(found.get("actions")) for label in _label(action)))


def _label(action: Json) -> Iterator[str]:
    """Yields what was chosen, else a button's own label; of an older button only its name is told."""
    options = [option for name in _CHOSEN for option in objects(action.get(name))]
    chosen = list(filter(None, map(_visible, options)))
    label = first(_visible(action), text(action.get("name")))
    yield from chosen or ([label] if label else [])


def _visible(part: Json) -> str | None:
    """Returns the text of a button or option: an object, in older ones the bare words."""
    return read_blocks([part.get("text")]) or unescape(text(part.get("text")))


def _filled(found: Json) -> str | None:
    """Returns the title of a form and what was put into it."""
    view = obj(found.get("view"))
    blocks = obj(obj(view.get("state")).get("values")).values()
    fields = [field for block in blocks for field in obj(block).values() if isinstance(field, dict)]
    return text("\n".join(filter(None, (read_blocks([view.get("title")]), *map(_field, fields)))))


def _field(field: Json) -> str | None:
    rich = read_blocks([field.get("rich_text_value")])
    return text("\n".join(filter(None, (*_label(field), rich, *(text(field.get(name)) for name in _FILLED)))))


_SAID: dict[str, Callable[[Json], str | None]] = {
    "block_actions": _labels,
    "interactive_message": _labels,
    "view_submission": _filled,
}
