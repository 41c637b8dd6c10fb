"""Discord: messages of a bot. `nonce` with `enforce_nonce` makes a repeated call return the first message."""

from collections.abc import Mapping
from hashlib import sha256

from model.http import Call
from platforms.reading.payload import ident, text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.counting import Counting
from platforms.sending.deeds import allow_deeds
from platforms.sending.outgoing import Outgoing, Unsendable, json_call, multipart_call, need, path_part
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import tabulate
from platforms.sending.waits import Reset, read_number
from platforms.sending.ways import FileRule, Way

BASE = "https://discord.com/api/v10"
FILES = FileRule(10, caption=2000, uploads={"": 10_000_000}, total=24_000_000)


class DiscordSender(PlatformSender):
    """Answers of the HTTP API. `retry_after` is a fraction of seconds; Reset-After may belong to another bucket."""

    name = "discord"
    sources = (
        "https://docs.discord.com/developers/topics/opcodes-and-status-codes",
        "https://docs.discord.com/developers/topics/rate-limits",
        "https://docs.discord.com/developers/resources/message",
    )
    keyed = frozenset({"reply", "publish", "message"})
    bare = frozenset({"delete", "react", "hide", "edit"})
    resets = (Reset("x-ratelimit-remaining", "x-ratelimit-reset-after", "seconds"),)
    codes = tabulate(
        retry=("20016 20022 20028 20029 30046 40003 40004 40006 40062 110001 429"),
        maybe="130000 131000",
        dead="40001 40012 50014 50025 50027",
        gone="10008",
        refused=(
            "0 10001 10002 10003 10004 10005 10006 10007 10009 10010 10011 10012 10013 10014 10015 10020"
            " 10026 10027 10057 10060 10062 10087 20001 20002 20009 20011 20012 20018 20024 20026 20031"
            " 20035 30001 30002 30003 30004 30005 30007 30008 30010 30011 30013 30015 30016 30018 30030"
            " 30031 30032 30033 30034 30035 30037 30038 30039 30040 30042 30047 30048 30052 30056 30058"
            " 30060 30061 40002 40005 40007 40018 40032 40033 40041 40043 40058 40060 40061 40066 40067"
            " 40074 40094 40333 50001 50002 50003 50004 50005 50006 50007 50008 50009 50010 50011 50012"
            " 50013 50015 50016 50017 50019 50020 50021 50024 50026 50028 50033 50034 50035 50036 50039"
            " 50041 50045 50046 50054 50055 50057 50067 50068 50069 50070 50073 50074 50080 50081 50083"
            " 50084 50085 50086 50095 50097 50101 50105 50106 50107 50109 50110 50131 50132 50138 50144"
            " 50145 50146 50148 50159 50160 50161 50163 50173 50178 50600 60003 80004 90001 90002 150006"
            " 160002 160004 160005 160006 160007 160014 180000 180002 200000 200001 220001 220002 220003"
            " 220004 240000 340015 350000 350001 520000 520001 530000 530001 530002 530003 530004 530005"
            " 530006 530007"
        ),
    )

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns the numbered error, or the rate limit, which may come without a number."""
        message = text(answer.object.get("message"))
        if answer.ok or message is None:
            return None
        code = ident(answer.object.get("code"))
        keys = (code,) if code not in (None, "0") else (str(answer.status),)
        return SendFault(
            tuple(key for key in keys if key), message, read_number(answer.object.get("retry_after"))
        )

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns the message's id."""
        native = answer.find_id("id")
        return Sent(native) if native is not None else None

    ways = (
        Way("reply", "public", 2000, Counting.CODE_POINTS, files=FILES),
        Way("message", "private", 2000, Counting.CODE_POINTS, files=FILES),
    )

    deeds = allow_deeds("edit delete react", "edit delete react")
    usual_reaction = "👍"

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`. The nonce, at most 25 signs, is made of the outbox id."""
        headers = {"Authorization": f"Bot {need(credentials.get('access_token', ''), 'no_token')}"}
        messages = f"{BASE}/channels/{path_part(out.thread)}/messages"
        match out.operation:
            case "reply" | "message" | "publish":
                reference = {"message_id": out.item, "fail_if_not_exists": False} if out.item else None
                body = {
                    "content": out.text if out.files else need(out.text, "no_text"),
                    "message_reference": reference,
                    "allowed_mentions": {"parse": [], "replied_user": True},
                    "nonce": sha256(need(out.key, "no_key").encode()).hexdigest()[:25],
                    "enforce_nonce": True,
                }
                if out.files:
                    told = {"payload_json": json_call("POST", messages, headers, body).body.decode()}
                    files = [(f"files[{place}]", each) for place, each in enumerate(out.files)]
                    return multipart_call(messages, headers, told, files)
                return json_call("POST", messages, headers, body)
            case "edit":
                body = {"content": need(out.text, "no_text")}
                return json_call("PATCH", f"{messages}/{path_part(out.item)}", headers, body)
            case "delete":
                return json_call("DELETE", f"{messages}/{path_part(out.item)}", headers)
            case "react":
                url = f"{messages}/{path_part(out.item)}/reactions/{path_part(out.text, 'no_text')}/@me"
                return json_call("PUT", url, headers)
        raise Unsendable("no_such_way")


SENDER = DiscordSender()
