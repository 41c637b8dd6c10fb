"""Viber: messages of a bot. Read `status` in the body: 0 is success; 99 and unknown numbers may have been sent."""

from collections.abc import Mapping

from model.http import Call
from platforms.reading.payload import text, whole
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.counting import Counting
from platforms.sending.outgoing import Outgoing, Unsendable, json_call, need
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import tabulate
from platforms.sending.ways import Way


class ViberSender(PlatformSender):
    """Answers of the REST bot API. A token of a message is above 2^53: it is read digit by digit."""

    name = "viber"
    sources = (
        "https://developers.viber.com/docs/api/rest-bot-api/#error-codes",
        "https://developers.viber.com/docs/api/rest-bot-api/#send-message",
    )
    codes = tabulate(
        retry="12",
        dead="2 7 8 9",
        refused="1 3 4 5 6 10 11 13 14 15 16 17 18 19 20 21 22 23 24",
        maybe="99",
    )

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns the status of an answer that has one other than 0."""
        status = whole(answer.object.get("status"))
        if status is None or status == 0:
            return None
        known = str(status) if str(status) in self.codes else "99"
        return SendFault((known,), text(answer.object.get("status_message")), shown=str(status))

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns the message's token."""
        native = answer.find_id("message_token")
        return Sent(native) if whole(answer.object.get("status")) == 0 and native is not None else None

    ways = (Way("message", "private", 7000, Counting.CODE_POINTS),)

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`."""
        if out.operation != "message":
            raise Unsendable("no_such_way")
        sender = {"name": (credentials.get("sender_name") or "Support")[:28]}
        body = {"receiver": need(out.person, "no_target"), "type": "text", "text": need(out.text, "no_text"),
                "sender": sender, "tracking_data": out.key}  # fmt: skip
        headers = {"X-Viber-Auth-Token": need(credentials.get("access_token", ""), "no_token")}
        return json_call("POST", "https://chatapi.viber.com/pa/send_message", headers, body)


SENDER = ViberSender()
