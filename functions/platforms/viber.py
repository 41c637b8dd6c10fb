"""Viber bots: chats of two.

https://developers.viber.com/docs/api/rest-bot-api/#callbacks
"""

from collections.abc import Iterable

from model.event import Event, Kind, Media, Mode
from model.http import Delivery
from model.progress import SentProgress
from model.reply import ReplyState
from platforms.base import Platform, Scope
from platforms.frame import Frame
from platforms.proof import HmacProof
from platforms.reading.described import bracket, describe_place
from platforms.reading.paths import text_at
from platforms.reading.payload import Json, first, ident, obj, read_object, required, text
from platforms.reading.shown import read_media
from platforms.reading.times import from_ms
from platforms.secret import Secret


class Viber(Platform):
    """Connects a Viber bot; one endpoint is one bot."""

    name = "viber"
    title = "Viber"
    docs_url = "https://developers.viber.com/docs/api/rest-bot-api/"
    # The token that sends is also the key that proves: https://developers.viber.com/docs/api/rest-bot-api/#callbacks
    secrets = (Secret("auth_token", "Token of the bot (Edit Info in the Viber admin panel)"),)
    proof = HmacProof(header="x-viber-content-signature", secret="auth_token")  # noqa: S106 - a name
    capabilities = frozenset({"webhook"})
    item_scope = Scope.ACCOUNT
    person_scope = Scope.ACCOUNT
    names_account = False
    progress_marks = (b'"delivered"', b'"seen"', b'"failed"')

    def parse(self, delivery: Delivery) -> list[Event]:
        """Returns messages, subscriptions and their ends. Receipts and the check of the address give nothing."""
        payload = read_object(delivery.body)
        kind = text(payload.get("event"))
        if kind == "message":
            return [_message(payload)]
        if kind == "subscribed":
            return [_event(Kind.JOIN, kind, payload, obj(payload.get("user")))]
        if kind == "unsubscribed":
            return [_event(Kind.LEAVE, kind, payload, {"id": payload.get("user_id")})]
        return []

    def read_progress(self, delivery: Delivery) -> Iterable[SentProgress]:
        """Returns that a message was delivered, seen, or could not be delivered."""
        payload = read_object(delivery.body)
        state, native = STATES.get(text(payload.get("event")) or ""), ident(payload.get("message_token"))
        if state is None or native is None:
            return []
        person, words = ident(payload.get("user_id")) or "", text(payload.get("desc")) or ""
        at = from_ms(payload.get("timestamp"))
        return [SentProgress(state, native_id=native, person=person, at=at, words=words)]


def _event(kind: Kind, event: str, payload: Json, who: Json, **said: object) -> Event:
    token, native = ident(payload.get("message_token")), required(ident(who.get("id")))
    frame = Frame(dedupe_id=f"{event}:{token}" if token else None)
    common = {
        "author": frame.person(native, text(who.get("name"))),
        "thread_id": native,
        "occurred_at": from_ms(payload.get("timestamp")),
        "mode": Mode.PRIVATE,
    }
    return frame.event(kind, **(common | said))


def _message(payload: Json) -> Event:
    token = required(ident(payload.get("message_token")))
    message = obj(payload.get("message"))
    shown = {"text": _words(message), "media": _media(message)}
    who = obj(payload.get("sender"))
    return _event(Kind.MESSAGE, "message", payload, who, external_id=token, dedupe_id=token, **shown)


def _words(message: Json) -> str | None:
    """Returns what is seen of a message. A contact's card is a third person's: nothing of it is kept."""
    kind, written = text(message.get("type")), text(message.get("text"))
    if kind == "contact":
        return bracket("Contact")
    if kind == "location":
        place = obj(message.get("location"))
        shown = first(text(place.get("address")), describe_place(place, "lat", "lon"))
        return bracket("Location", shown)
    if kind == "url":
        return text_at(message, "text", "media")
    if written is None and kind not in FILES:
        return bracket(kind or "Message")
    return first(written, bracket("Sticker") if kind == "sticker" else None)


STATES = {"delivered": ReplyState.DELIVERED, "seen": ReplyState.READ, "failed": ReplyState.FAILED}
FILES = frozenset({"picture", "video", "file", "sticker"})


def _media(message: Json) -> tuple[Media, ...]:
    shown = text(message.get("type")) in FILES
    return read_media(message, urls="media", ids="sticker_id", names="file_name") if shown else ()


PLATFORM = Viber()
