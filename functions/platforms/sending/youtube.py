"""YouTube: comments below videos. A day's quota comes back at midnight Pacific time."""

from platforms.sending.answer import SendAnswer, Sent
from platforms.sending.google import SOURCES, GoogleSender


class YoutubeSender(GoogleSender):
    """Answers to comments and their moderation."""

    name = "youtube"
    sources = (*SOURCES, "https://developers.google.com/youtube/v3/docs/comments")
    bare = frozenset({"delete", "hide"})

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns the comment's id, or that of a thread's first comment."""
        native = answer.find_id("snippet.topLevelComment.id", "id")
        return Sent(native) if native is not None else None


SENDER = YoutubeSender()
