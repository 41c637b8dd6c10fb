"""Trustpilot: the reply to a service review, which has no id of its own; product reviews take conversations."""

from platforms.reading.payload import ident, obj, text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import tabulate


class TrustpilotSender(PlatformSender):
    """Answers of the business API. A 201 without a body is the documented success."""

    name = "trustpilot"
    sources = (
        "https://developers.trustpilot.com/service-reviews-api",
        "https://developers.trustpilot.com/authentication",
        "https://developers.trustpilot.com/rate-limiting",
    )
    bare = frozenset({"reply", "delete", "edit"})
    codes = tabulate(
        retry="429 policies.ratelimit.QuotaViolation policies.ratelimit.SpikeArrestViolation",
        dead=(
            "401 keymanagement.service.access_token_expired keymanagement.service.invalid_access_token"
            " oauth.v2.InvalidAccessToken oauth.v2.FailedToResolveAPIKey oauth.v2.InvalidApiKey"
            " keymanagement.service.invalid_refresh_token keymanagement.service.refresh_token_expired"
        ),
        gone="404",
        refused="400 403 409 410 422",
    )

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns the error of the API or of the gateway before it."""
        fault = obj(answer.object.get("fault"))
        message = text(answer.object.get("message")) or text(fault.get("faultstring"))
        if answer.ok or message is None:
            return None
        named = text(obj(fault.get("detail")).get("errorcode"))
        details = text(answer.object.get("details"))
        keys = [key for key in (named, ident(answer.object.get("errorCode")), str(answer.status)) if key]
        return SendFault(tuple(keys), f"{message}: {details}" if details else message)

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns the id of a conversation's comment; a reply that is answered with itself is proved by its text."""
        native = answer.find_id("id", "commentId")
        told = text(answer.object.get("message")) or text(answer.object.get("text"))
        return Sent(native) if native or told else None


SENDER = TrustpilotSender()
