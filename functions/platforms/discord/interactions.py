"""Maps what people do with an application in Discord: commands, presses and forms.

https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object
"""

from collections.abc import Iterator

from model.event import Event, Kind, Mode, ReplyHandle
from model.http import Delivery
from platforms.discord.content import list_files
from platforms.discord.messages import read_snowflake, read_user
from platforms.frame import Frame
from platforms.reading.payload import Json, first, ident, items, obj, objects, required, text, whole

COMMAND, COMPONENT, FORM = 2, 3, 5
SLASH = 1
TOKEN_MS = 15 * 60_000
SUBCOMMANDS = frozenset({1, 2})


def read_interaction(payload: Json, delivery: Delivery) -> list[Event]:
    """Returns a message with what was typed, chosen or filled in. A command on a message or user has no words."""
    native, place = ident(payload.get("id")), ident(payload.get("channel_id"))
    user = read_user(obj(obj(payload.get("member")).get("user")) or obj(payload.get("user")))
    words = _words(payload)
    if words is None:
        return []
    native, user = required(native), required(user)
    at, token = read_snowflake(native), text(payload.get("token"))
    message = obj(payload.get("message"))
    event = Frame(ident(payload.get("application_id")), own=delivery.self_ids).event(
        Kind.MESSAGE,
        external_id=native,
        dedupe_id=native,
        author=user,
        text=words,
        parent_id=ident(message.get("id")),
        thread_id=first(place, user.id),
        # Nobody else in the channel sees what was typed: it is a talk of two.
        conversation_id=f"{place}:{user.id}" if place else None,
        occurred_at=at,
        mode=Mode.PRIVATE,
        media=list_files({"attachments": [*_files(payload).values()]}),
        reply_handle=ReplyHandle((("token", token),), (at or 0) + TOKEN_MS) if token else None,
    )
    return [event]


def _files(payload: Json) -> Json:
    """Returns what was attached, by the ids that stand for it in options and forms."""
    return obj(obj(obj(payload.get("data")).get("resolved")).get("attachments"))


def _words(payload: Json) -> str | None:
    kind, data = payload.get("type"), obj(payload.get("data"))
    if kind == COMMAND:
        # A command given on a user or message only points at it.
        typed = data.get("type", SLASH) == SLASH
        return (
            " ".join([f"/{text(data.get('name')) or ''}", *_options(data, _files(payload))])
            if typed
            else None
        )
    if kind == COMPONENT:
        return text("\n".join(_pressed(data, obj(payload.get("message")))))
    return text("\n".join(_filled(data, _files(payload)))) if kind == FORM else None


def _options(part: Json, files: Json) -> Iterator[str]:
    """Yields names of subcommands, and options as they are typed: `name:value`, of a file its name."""
    level = objects(part.get("options"))
    while level:
        below = list[Json]()
        for each in level:
            name = text(each.get("name")) or ""
            if whole(each.get("type")) in SUBCOMMANDS:
                yield name
                below += objects(each.get("options"))
            elif isinstance(value := each.get("value"), str | int | float):
                file = text(obj(files.get(ident(value) or "")).get("filename"))
                yield f"{name}:{file or ident(value) or value}"
        level = below


def _pressed(data: Json, message: Json) -> Iterator[str]:
    """Yields the labels of what was pressed or chosen, or the names of chosen people, roles and channels."""
    chosen, pressed = {ident(each) for each in items(data.get("values"))}, ident(data.get("custom_id"))
    for part in _components(message):
        if ident(part.get("custom_id")) != pressed or pressed is None:
            continue
        if not chosen:
            yield first(text(part.get("label")), text(obj(part.get("emoji")).get("name"))) or ""
        for option in objects(part.get("options")):
            if ident(option.get("value")) in chosen:
                yield text(option.get("label")) or ""
    for found in obj(data.get("resolved")).values():
        for native, thing in obj(found).items():
            if native in chosen:
                yield (
                    first(*(text(obj(thing).get(name)) for name in ("global_name", "username", "name"))) or ""
                )


def _filled(data: Json, files: Json) -> Iterator[str]:
    """Yields what was written or chosen in a form, and names of files; its own title is not sent back."""
    for part in _components(data):
        for value in (part.get("value"), *items(part.get("values"))):
            if text(value):
                yield text(obj(files.get(value)).get("filename")) or str(text(value))


def _components(thing: Json) -> Iterator[Json]:
    """Yields every component below, also those in rows, sections and labels."""
    level = objects(thing.get("components"))
    while level:
        yield from level
        level = [
            below
            for each in level
            for part in (each.get("components"), each.get("component"), each.get("accessory"))
            for below in objects(part)
        ]
