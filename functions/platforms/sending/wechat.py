"""WeChat: messages of an official account. Read `errcode`: 0 is success, -1 says that the system is busy.

A known `clientmsgid` (45065) proves an earlier broadcast. A newer token drawn elsewhere ends ours (40001).
"""

from collections.abc import Mapping
from urllib.parse import quote

from model.http import Call
from platforms.reading.payload import text, whole
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.counting import Counting
from platforms.sending.outgoing import Outgoing, Unsendable, json_call, need
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import tabulate
from platforms.sending.ways import Way


class WechatSender(PlatformSender):
    """Answers of the official accounts' API. A customer message is answered without an id."""

    name = "wechat"
    sources = (
        "https://developers.weixin.qq.com/doc/offiaccount/Getting_Started/Global_Return_Code.html",
        "https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Batch_Sends_and_Originality_Checks.html",
    )
    keyed = frozenset({"broadcast"})
    codes = tabulate(
        retry="-1 45009 45011 45066",
        dead=(
            "40001 40014 40030 40125 40243 41001 41003 42001 42002 42007 42008 50002 50007 61005 61006 61023"
            " 89509 40013 41004"
        ),
        refused=(
            "40002 40003 40004 40005 40006 40007 40008 40009 40010 40011 40012 40023 40029 40031 40032"
            " 40033 40035 40036 40037 40038 40039 40048 40050 40051 40060 40066 40097 40114 40117 40118"
            " 40119 40120 40121 40130 40132 40137 40155 40163 40164 41002 41005 41006 41007 41008 41009"
            " 41018 42003 43001 43002 43003 43004 43005 43019 43100 44001 44002 44003 44004 44005 45001"
            " 45002 45003 45004 45005 45006 45007 45008 45010 45015 45016 45017 45018 45021 45022 45028"
            " 45030 45035 45047 45056 45058 45064 45067 45072 45083 45109 45110 45111 45157 45158 45159"
            " 46001 46002 46003 46004 47001 47003 48001 48002 48003 48004 48005 48006 48008 50001 50005"
            " 61003 61004 61007 61016 63001 63002 65301 65400 65401 65402 65403 65404 65405 65406 87009"
            " 88000 88001 88003 88005 88007 88008 88010 89500 89501 89502 89503 89506 89507 9001001"
        ),
        maybe="50004 61450",
    )

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns the code of an answer that has one other than 0; 45065 is a proof."""
        code = whole(answer.object.get("errcode"))
        if code in (None, 0) or (code == 45065 and answer.operation == "broadcast"):
            return None
        return SendFault((str(code),), text(answer.object.get("errmsg")), 60 if code == 45066 else None)

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns a broadcast's id; a message to one person has none."""
        code = whole(answer.object.get("errcode"))
        if code is None:
            return None
        native = answer.find_id("msg_id", "msgid")
        if native is None and answer.operation == "broadcast" and code == 0:
            return None
        return Sent(native, str(code) if code else None)

    ways = (Way("message", "private", 2048, Counting.BYTES, window_h=48),)

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`. The token stands in the address: the platform takes it nowhere else."""
        token = need(credentials.get("access_token", ""), "no_token")
        if out.operation != "message":
            raise Unsendable("no_such_way")
        body = {
            "touser": need(out.person, "no_target"),
            "msgtype": "text",
            "text": {"content": need(out.text, "no_text")},
        }
        url = f"https://api.weixin.qq.com/cgi-bin/message/custom/send?access_token={quote(token, safe='')}"
        return json_call("POST", url, {}, body)

    def complete_id(self, out: Outgoing, native_id: str) -> str:
        """Returns an id of our own: the platform tells none, and nothing comes back."""
        return native_id or f"sent:{out.key}"


SENDER = WechatSender()
