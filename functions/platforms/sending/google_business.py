"""Google Business: the one reply to a review, which is put and not added, and posts of a location."""

from platforms.sending.answer import SendAnswer, Sent
from platforms.sending.google import SOURCES, GoogleSender


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


SENDER = GoogleBusinessSender()
