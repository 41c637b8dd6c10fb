"""LINE: messages of an official account. The retry key goes with pushes and broadcasts, not with reply tokens."""

from collections.abc import Mapping
from hashlib import sha256
from uuid import UUID

from model.http import Call
from platforms.reading.payload import objects, text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.counting import Counting
from platforms.sending.outgoing import Outgoing, Unsendable, bearer, json_call, need
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import spell, tabulate
from platforms.sending.ways import Way

BASE = "https://api.line.me/v2/bot/message"


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

    # An answer by token costs nothing, for a minute: too short for a person, who is not to be hurried by it.
    ways = (
        Way("message", "private", 5000, Counting.UTF16),
        Way("message", "public", 5000, Counting.UTF16),
        Way("reply", "private", 5000, Counting.UTF16, handle=True),
        Way("reply", "public", 5000, Counting.UTF16, handle=True),
    )

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`. A push carries the outbox id as its retry key; an answer by token may carry none.

        An answer whose token ended on the way is pushed: it was to be sent, and this costs a message of the quota.
        """
        token, messages = (
            bearer(credentials),
            {"messages": [{"type": "text", "text": need(out.text, "no_text")}]},
        )
        answering = out.handle.get("replyToken", "")
        if out.operation == "reply" and answering:
            return json_call("POST", f"{BASE}/reply", token, {"replyToken": answering, **messages})
        if out.operation in ("message", "reply"):
            key = {
                "X-Line-Retry-Key": str(
                    UUID(bytes=sha256(need(out.key, "no_key").encode()).digest()[:16], version=4)
                )
            }
            body = {"to": need(out.thread or out.person, "no_target"), **messages}
            return json_call("POST", f"{BASE}/push", token | key, body)
        raise Unsendable("no_such_way")


SENDER = LineSender()
