"""YouTube: comments below videos. A day's quota comes back at midnight Pacific time."""

from collections.abc import Mapping

from model.http import Call
from platforms.sending.answer import SendAnswer, Sent
from platforms.sending.counting import Counting
from platforms.sending.deeds import allow_deeds
from platforms.sending.google import SOURCES, GoogleSender
from platforms.sending.outgoing import Outgoing, Unsendable, bearer, json_call, need, path_part
from platforms.sending.ways import Way

BASE = "https://www.googleapis.com/youtube/v3/comments"


class YoutubeSender(GoogleSender):
    """Answers to comments and their moderation."""

    name = "youtube"
    sources = (*SOURCES, "https://developers.google.com/youtube/v3/docs/comments")
    bare = frozenset({"delete", "hide"})

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns the comment's id, or that of a thread's first comment."""
        native = answer.find_id("snippet.topLevelComment.id", "id")
        return Sent(native) if native is not None else None

    ways = (Way("reply", "public", 10_000, Counting.CODE_POINTS, kinds=frozenset({"comment"})),)

    deeds = allow_deeds("edit delete hide")

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`. Only a thread's first comment is answered: an answer's id begins with that one's."""
        token, item = bearer(credentials), need(out.item, "no_target")
        match out.operation:
            case "reply":
                words = {"parentId": item.partition(".")[0], "textOriginal": need(out.text, "no_text")}
                return json_call("POST", f"{BASE}?part=snippet", token, {"snippet": words})
            case "edit":
                changed = {"id": item, "snippet": {"textOriginal": need(out.text, "no_text")}}
                return json_call("PUT", f"{BASE}?part=snippet", token, changed)
            case "delete":
                return json_call("DELETE", f"{BASE}?id={path_part(item)}", token)
            case "hide":
                status = "published" if out.text == "no" else "heldForReview"
                url = f"{BASE}/setModerationStatus?id={path_part(item)}&moderationStatus={status}"
                return json_call("POST", url, token)
        raise Unsendable("no_such_way")


SENDER = YoutubeSender()
