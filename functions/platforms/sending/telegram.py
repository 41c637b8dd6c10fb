"""Telegram: messages of a bot. A kept `ok` decides; most errors are a 400 that only its description tells apart."""

import json
from collections.abc import Mapping

from model.http import Call
from platforms.reading.payload import ident, obj, text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.counting import Counting
from platforms.sending.deeds import allow_deeds
from platforms.sending.outgoing import Outgoing, Unsendable, json_call, multipart_call, need
from platforms.sending.sender import PlatformSender
from platforms.sending.telegram_albums import list_album, name_files, name_kind
from platforms.sending.verdict import spell, tabulate
from platforms.sending.waits import read_number
from platforms.sending.ways import FileRule, Way

FILES = FileRule(
    10,
    {"image/": 5_000_000, "": 20_000_000},
    caption=1024,
    uploads={"image/": 10_000_000, "": 50_000_000},
    alike=frozenset({"audio", "file"}),
)


class TelegramSender(PlatformSender):
    """Answers of the Bot API. A dead token is a 401, or a 404 that names no chat or message."""

    name = "telegram"
    sources = (
        "https://core.telegram.org/bots/api",
        "https://core.telegram.org/bots/api#responseparameters",
        "https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/Client.cpp",
    )
    phrases = (
        *spell(
            holds="message is not modified",
            gone="message to delete not found|message_id_invalid|message identifier is not specified",
            dead=r"^not found$|^unauthorized|logged out|^bad request: logged out",
            retry=r"too many requests|retry after \d+|slowmode_wait|flood_?wait",
        ),
    )
    codes = tabulate(
        dead="401 404",
        retry="429 420",
        refused="400 403 409 413",
        maybe="500 502 503 504",
    )

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns `error_code` with its description; a chat that moved says where in `parameters`."""
        if answer.object.get("ok") is not False:
            return None
        parameters = obj(answer.object.get("parameters"))
        moved = ident(parameters.get("migrate_to_chat_id"))
        said = text(answer.object.get("description"))
        wait = read_number(parameters.get("retry_after"))
        code = ident(answer.object.get("error_code")) or str(answer.status)
        return SendFault((code,), f"{said} (now {moved})" if moved else said, wait)

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns `chat_id:message_id`, of an album the first one's; `true` where no message is made."""
        if answer.object.get("ok") is not True:
            return None
        first = "result.0." if isinstance(answer.object.get("result"), list) else "result."
        message, chat = answer.find_id(f"{first}message_id"), answer.find_id(f"{first}chat.id")
        if message is not None:
            return Sent(f"{chat}:{message}" if chat else message)
        changed = answer.operation in ("edit", "delete", "hide", "react")
        return Sent() if changed and answer.object.get("result") is True else None

    ways = (
        Way("reply", "public", 4096, Counting.STRICT, files=FILES),
        Way("message", "private", 4096, Counting.STRICT, files=FILES),
    )

    deeds = allow_deeds("edit delete react", "edit delete react")
    usual_reaction = "👍"

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`. A bot sees no echo of itself: the answer is the only proof."""
        token = need(credentials.get("access_token", ""), "no_token")
        method, body = self._command(out)
        url = f"https://api.telegram.org/bot{token}/{method}"
        if out.files and out.files[0].data:
            return multipart_call(url, {}, _spell_fields(body), name_files(out.files))
        return json_call("POST", url, {}, body)

    def _command(self, out: Outgoing) -> tuple[str, dict[str, object]]:
        chat, _, message = out.item.rpartition(":")
        message = message if chat else ""
        if out.operation in ("reply", "message", "publish"):
            where, _, topic = need(out.thread or chat or out.person, "no_target").partition(":")
            answered = (
                {"message_id": _number(message), "allow_sending_without_reply": True} if message else None
            )
            body = {
                "chat_id": where,
                "message_thread_id": _number(topic) if topic else None,
                "reply_parameters": answered,
            }
            if not out.files:
                return "sendMessage", {**body, "text": need(out.text, "no_text")}
            if len(out.files) > 1:
                return "sendMediaGroup", {**body, "media": list_album(out)}
            kind = name_kind(out.files[0])
            told: dict[str, object] = {kind: out.files[0].url or None, "caption": out.text or None}
            return f"send{kind.title()}", {**body, **told}
        target: dict[str, object] = {"chat_id": need(chat, "no_target"), "message_id": _number(message)}
        match out.operation:
            case "edit":
                return "editMessageText", {**target, "text": need(out.text, "no_text")}
            case "delete":
                return "deleteMessage", target
            case "react":
                return "setMessageReaction", {**target, "reaction": [{"type": "emoji", "emoji": out.text}]}
        raise Unsendable("no_such_way")


def _spell_fields(body: Mapping[str, object]) -> dict[str, str]:
    """Returns what a command says as the fields of a form."""
    told = {name: value for name, value in body.items() if value is not None}
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in told.items()}


def _number(text: str) -> int:
    """Returns a message's number. Raises Unsendable for what is none."""
    if not text.isdecimal():
        raise Unsendable("no_target")
    return int(text)


SENDER = TelegramSender()
