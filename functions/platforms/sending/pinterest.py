"""Pinterest: pins. Errors are a number with words; a missing scope leaves the token alive."""

from platforms.reading.payload import ident, text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import spell, tabulate
from platforms.sending.waits import Reset


class PinterestSender(PlatformSender):
    """Answers of the API, version 5."""

    name = "pinterest"
    sources = (
        "https://developers.pinterest.com/docs/api/v5/pins-create",
        "https://developers.pinterest.com/docs/reference/rate-limits/",
        "https://github.com/pinterest/api-description/blob/main/v5/openapi.json",
    )
    bare = frozenset({"delete"})
    resets = (Reset("x-ratelimit-remaining", "x-ratelimit-reset", "seconds"),)
    phrases = spell(
        refused="scope|consumer type|not permitted|trial access",
        dead="account (?:is|has been) (?:suspended|deactivated|limited)|user is (?:suspended|deactivated)",
    )
    codes = tabulate(
        retry="8 9",
        dead="2 283",
        gone="50 4",
        maybe="11 12",
        refused="1 5 6 7 10 29 30 40 41 58 78 80 235 347 2786 2787",
    )

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns the number, and the status for those that no table has."""
        code = ident(answer.object.get("code"))
        if answer.ok or code is None:
            return None
        return SendFault((code,), text(answer.object.get("message")))

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns the pin's id."""
        native = answer.find_id("id")
        return Sent(native) if native is not None else None


SENDER = PinterestSender()
