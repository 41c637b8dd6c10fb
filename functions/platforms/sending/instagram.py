"""Instagram: comments, private messages, posts.

Publishing is two calls; a container that is not ready yet says 9007/2207027. Code 4 with 2207051 is suspected spam,
no rate limit; code 9 with 2207042 is the rolling 24 hours' quota.
"""

from collections.abc import Mapping

from model.http import Call
from platforms.sending.counting import Counting
from platforms.sending.deeds import allow_deeds
from platforms.sending.meta import CODES, DOCS, MESSAGE_FILES, SOURCES, MetaSender, message_body
from platforms.sending.outgoing import Outgoing, Unsendable, bearer, json_call, need, path_part
from platforms.sending.verdict import tabulate
from platforms.sending.ways import Way

BASE = "https://graph.instagram.com/v25.0"


class InstagramSender(MetaSender):
    """Answers to comments, messages and posts."""

    name = "instagram"
    sources = (
        *SOURCES,
        f"{DOCS}/instagram-platform/instagram-graph-api/reference/error-codes",
        f"{DOCS}/instagram-platform/instagram-api-with-instagram-login/messaging-api",
        f"{DOCS}/instagram-platform/private-replies",
    )
    codes = CODES | tabulate(
        maybe="-1/2207001",
        retry="9/2207042 9007/2207027 24/2207008 -2/2207003",
        dead="25/2207050",
        refused=(
            "4/2207051 10/2534022 100/2534014 100/2534025 100/2534015 10/2534014 10/2534025 551/2534014"
            " 100/2534001 100/2534013 100/2534037 200/2534041 200/2534048"
            " -2/2207020 -1/2207032 -1/2207053 1/2207057 24/2207006 100/2207023 100/2207028 100/2207035"
            " 100/2207036 100/2207037 100/2207040 110/2207040 352/2207026 9004/2207052 36000/2207004"
            " 36001/2207005 36003/2207009 36004/2207010 100/2207065 100/2207066 100/2207067 100/2207081"
        ),
    )
    ways = (
        Way("reply", "public", 300, Counting.CODE_POINTS),
        Way("private_reply", "public", 1000, Counting.BYTES, window_h=7 * 24, since="item", once=True,
            kinds=frozenset({"comment"})),
        Way("message", "private", 1000, Counting.BYTES, window_h=24, agent_window_h=7 * 24, files=MESSAGE_FILES),
    )  # fmt: skip

    deeds = allow_deeds("delete hide", "react")

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`. Only comments at the top can be answered: an answer to an answer goes to its root."""
        token = bearer(credentials)
        messages = f"{BASE}/{path_part(out.account, 'no_account')}/messages"
        match out.operation:
            case "reply":
                body = {"message": need(out.text, "no_text")}
                return json_call("POST", f"{BASE}/{path_part(out.item)}/replies", token, body)
            case "private_reply":
                recipient = {"comment_id": need(out.item, "no_target")}
                message = {"text": need(out.text, "no_text")}
                return json_call("POST", messages, token, {"recipient": recipient, "message": message})
            case "message":
                return json_call(
                    "POST", messages, token, message_body(out, {"id": need(out.person, "no_target")})
                )
            case "hide":
                return json_call("POST", f"{BASE}/{path_part(out.item)}", token, {"hide": out.text != "no"})
            case "delete":
                return json_call("DELETE", f"{BASE}/{path_part(out.item)}", token)
            case "react":
                payload = {"message_id": need(out.item, "no_target"), "reaction": out.text or "love"}
                target = {"recipient": {"id": need(out.person, "no_target")}}
                return json_call(
                    "POST", messages, token, {**target, "sender_action": "react", "payload": payload}
                )
        raise Unsendable("no_such_way")


SENDER = InstagramSender()
