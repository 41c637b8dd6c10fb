"""Messenger: private messages of a Page."""

from collections.abc import Mapping

from model.http import Call
from platforms.sending.counting import Counting
from platforms.sending.meta import CODES, GRAPH, MESSAGE_FILES, MESSAGING, SOURCES, MetaSender, message_body
from platforms.sending.outgoing import Outgoing, Unsendable, bearer, json_call, need, path_part
from platforms.sending.verdict import tabulate
from platforms.sending.ways import Way


class MessengerSender(MetaSender):
    """Answers of the Send API. 1357046 was seen although all had been sent."""

    name = "messenger"
    sources = (
        *SOURCES,
        f"{MESSAGING}/messenger-platform/error-codes",
        f"{MESSAGING}/messenger-platform/send-messages",
    )
    codes = CODES | tabulate(
        maybe="1/1357045 1/1357046",
        retry="4/2018022 613/1996 1200 1200/2018000",
        refused=(
            "10/2018065 10/2018108 10/2018278 10/2018300 100/2018001 100/2018005 100/2018007 100/2018008"
            " 100/2018034 100/2018047 100/2018064 100/2018109 100/2018164 100/2018294 100/2018320"
            " 200/1545041 200/2018021 200/2018027 200/2018028 200/2018108 230 551 551/1545041 2/2018344"
            " 10303 2022"
        ),
    )
    ways = (
        Way("message", "private", 2000, Counting.CODE_POINTS, window_h=24, agent_window_h=7 * 24,
            files=MESSAGE_FILES),
    )  # fmt: skip

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`. The outbox id goes into `metadata`, which the echo brings back."""
        if out.operation != "message":
            raise Unsendable("no_such_way")
        url = f"{GRAPH}/{path_part(out.account, 'no_account')}/messages"
        body = message_body(out, {"id": need(out.person, "no_target")})
        if out.item:
            body["reply_to"] = {"mid": out.item}
        return json_call("POST", url, bearer(credentials), body)


SENDER = MessengerSender()
