"""TikTok: comments below our videos, and messages. Always read `code`: 0 is success, the status says nothing."""

from collections.abc import Mapping

from model.http import Call
from platforms.reading.payload import text, whole
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.counting import Counting
from platforms.sending.deeds import allow_deeds
from platforms.sending.outgoing import Outgoing, Unsendable, json_call, need
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import spell, tabulate
from platforms.sending.ways import Way

THEIR_FAULT = range(50_000, 60_000)

BASE = "https://business-api.tiktok.com/open_api/v1.3"


class TiktokSender(PlatformSender):
    """Answers of the Business API. Codes from 50000 on are the platform's own trouble."""

    name = "tiktok"
    sources = (
        "https://business-api.tiktok.com/portal/docs?id=1737172488964097",
        "https://business-api.tiktok.com/portal/docs",
    )
    phrases = spell(
        gone=r"comment (?:does not exist|has been deleted|is deleted)|comment not (?:found|exist)"
    )
    codes = tabulate(
        retry="40016 40100 40132 40133 40201 40202",
        dead="40101 40102 40103 40104 40105 40106 40107 40110 40112 40115",
        maybe="50000 50002 61000",
        refused=(
            "40000 40001 40002 40003 40004 40005 40006 40007 40008 40009 40010 40011 40012 40013 40014"
            " 40015 40051 40052 40053 40060 40061 40108 40109 40111 40113 40114 40116 40117 40118 40200"
            " 40300 40301 40700 40900 40901 41000 42000 43000"
        ),
    )

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns the code of an answer that has one other than 0."""
        code = whole(answer.object.get("code"))
        if code is None or code == 0:
            return None
        known = "50000" if code in THEIR_FAULT else str(code)
        return SendFault((known,), text(answer.object.get("message")), shown=str(code))

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns the comment's or message's id; what makes nothing is done when the code is 0."""
        if whole(answer.object.get("code")) != 0:
            return None
        native = answer.find_id(
            "data.reply_id", "data.comment_id", "data.message.message_id", "data.message_id", "data.share_id"
        )
        if native is None and answer.operation not in ("edit", "delete", "hide", "react", "token"):
            return None
        return Sent(native)

    ways = (
        Way("reply", "public", 150, Counting.CODE_POINTS),
        Way("message", "private", 6000, Counting.CODE_POINTS, window_h=48),
    )

    deeds = allow_deeds("delete hide react")

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`. The token is sent bare, in a header of its own; everything is a POST."""
        headers = {"Access-Token": need(credentials.get("access_token", ""), "no_token")}
        path, fields = self._command(out)
        body = {"business_id": need(out.account, "no_account"), **fields}
        return json_call("POST", f"{BASE}/{path}/", headers, body)

    def _command(self, out: Outgoing) -> tuple[str, dict[str, object]]:
        if out.operation == "message":
            return "business/message/send", {
                "recipient_type": "CONVERSATION",
                "recipient": need(out.thread, "no_target"),
                "message_type": "TEXT",
                "text": {"body": need(out.text, "no_text")},
            }
        comment: dict[str, object] = {"comment_id": need(out.item, "no_target")}
        below: dict[str, object] = {"video_id": need(out.thread, "no_target")} | comment
        match out.operation:
            case "reply":
                return "business/comment/reply/create", {**below, "text": need(out.text, "no_text")}
            case "hide":
                return "business/comment/hide", {**below, "action": "UNHIDE" if out.text == "no" else "HIDE"}
            case "delete":
                return "business/comment/delete", comment
            case "react":
                return "business/comment/like", {**comment, "action": "LIKE"}
        raise Unsendable("no_such_way")


SENDER = TiktokSender()
