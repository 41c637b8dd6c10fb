"""Yammer (Viva Engage): messages of a network. A rate limit is a 429 in plain text, without a time."""

from platforms.reading.payload import ident, items, obj, text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import tabulate


class YammerSender(PlatformSender):
    """Answers of the REST API."""

    name = "yammer"
    sources = (
        "https://learn.microsoft.com/en-us/rest/api/yammer/messages-json-post",
        "https://learn.microsoft.com/en-us/rest/api/yammer/rate-limits",
    )
    bare = frozenset({"delete", "react", "hide", "edit"})
    codes = tabulate(retry="429", dead="16 401", gone="404", refused="33 400 403 422")

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns the numbered error, or what is wrong with which field."""
        if answer.ok or not answer.object:
            return None
        response = obj(answer.object.get("response"))
        named = ident(response.get("code")) or ident(answer.object.get("code"))
        said = text(response.get("message")) or text(answer.object.get("message"))
        said = said or next((text(each) for each in items(answer.object.get("base"))), None)
        return SendFault(tuple(key for key in (named, str(answer.status)) if key), said)

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns the message's id."""
        native = answer.find_id("messages.0.id")
        changed = answer.operation in ("delete", "react", "hide") and answer.value in (True, {})
        return Sent(native) if native is not None or changed else None


SENDER = YammerSender()
