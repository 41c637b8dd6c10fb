"""LINE: messages of an official account. The retry key goes with pushes and broadcasts, not with reply tokens."""

from platforms.reading.payload import objects, text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import spell, tabulate


class LineSender(PlatformSender):
    """Answers of the Messaging API. A 429 of any kind was not processed; the text tells the month's limit."""

    name = "line"
    sources = (
        "https://developers.line.biz/en/reference/messaging-api/",
        "https://developers.line.biz/en/docs/messaging-api/retrying-api-request/",
        "https://developers.line.biz/en/docs/messaging-api/handling-http-429-errors/",
    )
    keyed = frozenset({"message", "broadcast"})
    phrases = spell(refused="monthly limit|monthly quota")
    codes = tabulate(
        retry="429",
        holds="accepted",
        dead="401",
        maybe="500 502 503 504",
        refused="400 403 404 405 409 410 413 415",
    )

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns the message and its details; a known retry key is a proof, not a fault."""
        message = text(answer.object.get("message"))
        if answer.ok or message is None:
            return None
        if answer.status == 409 and answer.headers.get("x-line-accepted-request-id"):
            return SendFault(
                ("accepted",), message, shown="409", native_id=answer.find_id("sentMessages.0.id")
            )
        details = [text(each.get("message")) for each in objects(answer.object.get("details"))]
        return SendFault((str(answer.status),), "; ".join(filter(None, (message, *details))))

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns the first message's id; a broadcast is answered with an empty object."""
        native = answer.find_id("sentMessages.0.id")
        if native is None and not (answer.operation == "broadcast" and answer.value == {}):
            return None
        return Sent(native)


SENDER = LineSender()
