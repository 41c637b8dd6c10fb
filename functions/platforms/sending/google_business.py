"""Google Business: the one reply to a review, which is put and not added, and posts of a location."""

import re
from collections.abc import Mapping

from model.http import Call
from platforms.sending.answer import SendAnswer, Sent
from platforms.sending.counting import Counting
from platforms.sending.deeds import allow_deeds
from platforms.sending.google import SOURCES, GoogleSender
from platforms.sending.outgoing import Outgoing, Unsendable, bearer, json_call, need
from platforms.sending.ways import Way

REVIEW = re.compile(r"accounts/[\w-]+/locations/[\w-]+/reviews/[\w-]+")


class GoogleBusinessSender(GoogleSender):
    """Answers to reviews' replies and to posts. A reply has no id of its own."""

    name = "google_business"
    sources = (
        *SOURCES,
        "https://developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews/updateReply",
    )
    keyed = frozenset({"reply"})
    bare = frozenset({"delete"})

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns a post's name; a reply is proved by its text or time, a deletion by an empty object."""
        if answer.operation == "delete" and answer.value == {}:
            return Sent()
        if answer.operation in ("reply", "edit") and answer.object.keys() & {"comment", "updateTime"}:
            return Sent()
        native = answer.find_id("name")
        return Sent(native) if native is not None else None

    ways = (Way("reply", "public", 4096, Counting.BYTES, kinds=frozenset({"review"})),)

    deeds = allow_deeds("edit delete")
    one_reply = True

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`. A review has one reply: putting it again changes it."""
        token = bearer(credentials)
        if not REVIEW.fullmatch(out.item):
            raise Unsendable("no_target")
        url = f"https://mybusiness.googleapis.com/v4/{out.item}/reply"
        match out.operation:
            case "reply" | "edit":
                return json_call("PUT", url, token, {"comment": need(out.text, "no_text")})
            case "delete":
                return json_call("DELETE", url, token)
        raise Unsendable("no_such_way")


SENDER = GoogleBusinessSender()
