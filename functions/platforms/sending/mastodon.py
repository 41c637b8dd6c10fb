"""Mastodon: statuses. Idempotency-Key makes a repeated call return the first status, for an hour."""

from platforms.reading.payload import text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import spell, tabulate
from platforms.sending.waits import Reset


class MastodonSender(PlatformSender):
    """Answers of the client API. A file that is not ready yet is a 422; resets are ISO instants."""

    name = "mastodon"
    sources = (
        "https://docs.joinmastodon.org/methods/statuses/",
        "https://docs.joinmastodon.org/api/rate-limits/",
        "https://github.com/mastodon/mastodon/blob/main/app/controllers/concerns/api/error_handling.rb",
    )
    keyed = frozenset({"reply", "publish", "message", "private_reply", "share", "broadcast"})
    resets = (Reset("x-ratelimit-remaining", "x-ratelimit-reset", "iso"),)
    phrases = spell(
        retry="not finished processing|temporary problem serving|maintenance",
        dead=(
            "login is currently (?:disabled|pending)|access token (?:is invalid|was revoked|expired|has been revoked)"
            "|confirmed e-?mail|account (?:is|has been) (?:suspended|disabled)"
        ),
    )
    codes = tabulate(
        retry="429 503",
        dead="401",
        gone="404 410",
        refused="400 403 405 406 413 422 501",
        maybe="500 502 504",
    )

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns the error in words; the status is its only code."""
        error = text(answer.object.get("error"))
        if answer.ok or error is None:
            return None
        return SendFault((str(answer.status),), text(answer.object.get("error_description")) or error)

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns the status's id; a deletion may be answered with an empty object."""
        native = answer.find_id("id")
        if native is None and not (answer.operation == "delete" and answer.value == {}):
            return None
        return Sent(native)


SENDER = MastodonSender()
