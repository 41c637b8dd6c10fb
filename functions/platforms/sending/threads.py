"""Threads: replies and posts, in two steps."""

from collections.abc import Mapping

from model.http import Call
from platforms.sending.counting import Counting
from platforms.sending.deeds import allow_deeds
from platforms.sending.meta import CODES, SOURCES, MetaSender
from platforms.sending.outgoing import Outgoing, Unsendable, bearer, json_call, need, path_part
from platforms.sending.verdict import tabulate
from platforms.sending.ways import Way

BASE = "https://graph.threads.net/v1.0"


class ThreadsSender(MetaSender):
    """Answers of the Threads API. The quotas of a rolling day are checked as the container is published."""

    name = "threads"
    sources = (
        *SOURCES,
        "https://developers.facebook.com/documentation/threads/posts",
        "https://developers.facebook.com/documentation/threads/overview",
        "https://developers.facebook.com/docs/threads/troubleshooting",
    )
    codes = CODES | tabulate(
        retry="9/2207042 9007/2207027",
        refused="24/4279009 24/4279010 100/4279004 100/4279013 10/4279015 4/2207051 100/2207018 100/2207052",
    )
    ways = (Way("reply", "public", 500, Counting.EMOJI_BYTES),)

    def make_preparation(self, out: Outgoing, credentials: Mapping[str, str]) -> Call | None:
        """Returns the call that makes a container, which is published once; nobody sees it before."""
        if out.prepared or out.operation not in ("reply", "publish"):
            return None
        body: dict[str, object] = {"media_type": "TEXT", "text": need(out.text, "no_text")}
        if out.files:
            body |= {"media_type": out.files[0].kind.upper(), f"{out.files[0].kind}_url": out.files[0].url}
        if out.operation == "reply":
            body["reply_to_id"] = need(out.item, "no_target")
        return json_call("POST", f"{self._user(out)}/threads", bearer(credentials), body)

    deeds = allow_deeds("delete hide")

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`."""
        token = bearer(credentials)
        match out.operation:
            case "reply" | "publish":
                body = {"creation_id": need(out.prepared, "not_prepared")}
                return json_call("POST", f"{self._user(out)}/threads_publish", token, body)
            case "hide":
                url = f"{BASE}/{path_part(out.item)}/manage_reply"
                return json_call("POST", url, token, {"hide": out.text != "no"})
            case "delete":
                return json_call("DELETE", f"{BASE}/{path_part(out.item)}", token)
        raise Unsendable("no_such_way")

    def _user(self, out: Outgoing) -> str:
        return f"{BASE}/{path_part(out.account, 'no_account')}"


SENDER = ThreadsSender()
