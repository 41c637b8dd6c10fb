"""Telegram: messages of a bot. A kept `ok` decides; most errors are a 400 that only its description tells apart."""

from platforms.reading.payload import ident, obj, text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import spell, tabulate
from platforms.sending.waits import read_number


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


SENDER = TelegramSender()
