"""Facebook Pages: comments, private replies to them, posts.

A photo post comes back by `post_id`, not by the photo's `id`. A private reply is one per comment by itself.
"""

from collections.abc import Mapping

from model.http import Call
from platforms.sending.counting import Counting
from platforms.sending.deeds import allow_deeds
from platforms.sending.meta import CODES, DOCS, GRAPH, SOURCES, MetaSender, change_call
from platforms.sending.outgoing import Outgoing, bearer, json_call, need, path_part
from platforms.sending.verdict import tabulate
from platforms.sending.ways import FileRule, Way

FILES = FileRule(
    1,
    {"image/jpeg": 10_000_000, "image/png": 10_000_000, "image/gif": 10_000_000, "image/webp": 10_000_000},
    caption=8000,
)


class FacebookSender(MetaSender):
    """Answers to a Page's comments and posts."""

    name = "facebook"
    sources = (
        *SOURCES,
        f"{DOCS}/graph-api/reference/object/comments",
        f"{DOCS}/graph-api/reference/page/feed",
        f"{DOCS}/messenger-platform/discovery/private-replies",
    )
    codes = CODES | tabulate(
        refused="10/2018278 100/2018001 200/1545041 551/1545041 10900 10903 1346003 1366046 1390008 1404078 1705"
    )
    ways = (
        Way("reply", "public", 8000, Counting.CODE_POINTS, files=FILES),
        Way("private_reply", "public", 2000, Counting.CODE_POINTS, window_h=7 * 24, since="item", once=True,
            kinds=frozenset({"comment"})),
    )  # fmt: skip

    deeds = allow_deeds("edit delete hide react")

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`."""
        token = bearer(credentials)
        match out.operation:
            case "reply":
                body = {"message": out.text if out.files else need(out.text, "no_text")}
                if out.files:
                    body["attachment_url"] = out.files[0].url
                return json_call("POST", f"{GRAPH}/{path_part(out.item)}/comments", token, body)
            case "private_reply":
                url = f"{GRAPH}/{path_part(out.account, 'no_account')}/messages"
                message = {"text": need(out.text, "no_text")}
                recipient = {"comment_id": need(out.item, "no_target")}
                return json_call("POST", url, token, {"recipient": recipient, "message": message})
            case "publish":
                url = f"{GRAPH}/{path_part(out.account, 'no_account')}/feed"
                return json_call("POST", url, token, {"message": need(out.text, "no_text")})
        return change_call(out, GRAPH, token)


SENDER = FacebookSender()
