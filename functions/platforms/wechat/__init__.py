"""WeChat official accounts: chats of two, in plain and in safe mode.

https://developers.weixin.qq.com/doc/offiaccount/en/Message_Management/Receiving_standard_messages.html
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element

from model.event import Event, Kind, Media, Mode, Signal
from model.http import Answer, Delivery, Request
from platforms.base import Confirm, Platform, Scope
from platforms.challenge import echo
from platforms.frame import Frame
from platforms.reading.described import bracket, describe
from platforms.reading.payload import first, required, text
from platforms.reading.times import from_seconds
from platforms.reading.xml_reader import read_xml
from platforms.secret import MadeBy, Secret, SecretRefused
from platforms.wechat.proof import PLAIN, WeChatProof, decrypt, find_encrypted, is_greeting

GONE = frozenset({"user_authorization_revoke", "user_authorization_cancellation"})
"""Whoever took their consent back, or left WeChat, is to be forgotten."""
FILES = {"image": "PicUrl", "voice": "", "video": "", "shortvideo": "", "file": ""}
"""What is sent as a file, and where its address stands."""


def check_aes_key(cleaned: str) -> str:
    """Returns the key of safe mode, or the words that say that there is none. Raises SecretRefused."""
    if not cleaned.startswith(PLAIN) and not re.fullmatch("[A-Za-z0-9]{43}", cleaned):
        raise SecretRefused(f"EncodingAESKey has 43 letters and digits; without safe mode write {PLAIN}")
    return cleaned


class WeChat(Platform):
    """Connects WeChat; one account is one official account. Nobody is named: names are asked for by id."""

    name = "wechat"
    title = "WeChat"
    docs_url = "https://developers.weixin.qq.com/doc/offiaccount/en/Basic_Information/Access_Overview.html"
    secrets = (
        Secret(
            "token",
            "Token (Basic configuration)",
            MadeBy.OWNER,
            least=3,
            most=32,
            alphabet="[A-Za-z0-9]",
            make_up=lambda random: random.hex()[:32],
        ),
        Secret(
            "encoding_aes_key",
            f"EncodingAESKey (safe mode), or {PLAIN}",
            check=check_aes_key,
            least=15,
            make_up=lambda random: PLAIN + random.hex()[:8],
        ),
        Secret("app_id", "AppID, which safe mode encrypts with each message", least=6),
    )
    proof = WeChatProof()
    capabilities = frozenset({"webhook", "handshake"})
    item_scope = Scope.PLACE  # message ids are numbered for each sender
    person_scope = Scope.ACCOUNT
    ack_seconds = 5.0

    def handshake(self, request: Request, secrets: Sequence[Mapping[str, str]]) -> Answer | None:
        """Returns what WeChat wants to see again when the server's address is saved."""
        if request.method != "GET":
            return None
        return echo(request.query.get("echostr", "")) if is_greeting(request, secrets) else Answer(403)

    def open_body(self, request: Request, secrets: Sequence[Mapping[str, str]]) -> bytes:
        """Returns the message; in safe mode it comes encrypted."""
        hidden = find_encrypted(request.body)
        opened = (decrypt(hidden, record) for record in secrets) if hidden else iter(())
        return next((clear for clear in opened if clear is not None), request.body)

    def receipt(self, request: Request, confirm: Confirm) -> Answer | None:  # noqa: ARG002 - nothing is erased
        """Returns the word that stops repeats, and shows people no error."""
        return Answer(200, "success")

    def parse(self, delivery: Delivery) -> list[Event]:
        """Returns a message, a subscription or its end; menu clicks, scans and places told all the time give none."""
        root = read_xml(delivery.body)
        kind, event = _said(root, "MsgType"), (_said(root, "Event") or "").lower()
        if required(kind) == "event":
            if event in GONE:
                # In clear mode nobody signs the body, so that a person confirms it.
                gone = Frame().person(required(_said(root, "OpenID")))
                told = _event(Kind.CONTROL, root)
                return [replace(told, author=gone, signal=Signal.ERASE_PERSON, uncovered=True)]
            toggled = {"subscribe": Kind.JOIN, "unsubscribe": Kind.LEAVE}.get(event)
            return [_event(toggled, root)] if toggled else []
        native, media = _said(root, "MsgId"), _media(kind or "", root)
        return [_event(Kind.MESSAGE, root, external_id=native, text=_words(kind or "", root), media=media)]


def _said(root: Element, name: str) -> str | None:
    return text(root.findtext(name))


def _event(kind: Kind, root: Element, external_id: str | None = None, **said: object) -> Event:
    who, account = required(_said(root, "FromUserName")), required(_said(root, "ToUserName"))
    at = _said(root, "CreateTime")
    native = first(external_id, f"{who} {at}")
    return Frame(account, scope=f"{account} {who}").event(
        kind,
        external_id=native if kind is Kind.MESSAGE else None,
        dedupe_id=f"{who} {external_id or at}",
        author=Frame().person(who),
        thread_id=who,
        occurred_at=from_seconds(at),
        mode=Mode.PRIVATE,
        **said,
    )


def _words(kind: str, root: Element) -> str | None:
    """Returns the words: of a voice message what was recognised, of places and links what they show."""
    if kind == "text":
        return _said(root, "Content")
    if kind == "location":
        at = [_said(root, name) for name in ("Location_X", "Location_Y")]
        return describe("Location", first(_said(root, "Label"), ", ".join(filter(None, at)) or None))
    if kind in ("link", "miniprogrampage"):
        shown = (_said(root, name) for name in ("Title", "Description", "Url"))
        return "\n".join(filter(None, shown)) or None
    return _said(root, "Recognition") if kind in FILES else bracket(kind)


def _media(kind: str, root: Element) -> tuple[Media, ...]:
    if kind not in FILES:
        return ()
    word = f"audio/{_said(root, 'Format')}" if kind == "voice" and _said(root, "Format") else kind
    return (Media(word, _said(root, FILES[kind] or "Url"), _said(root, "MediaId"), _said(root, "Title")),)


PLATFORM = WeChat()
