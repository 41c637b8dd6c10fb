"""Trustpilot: the reply to a service review, which has no id of its own; product reviews take conversations."""

from collections.abc import Mapping

from model.http import Call
from platforms.reading.payload import ident, obj, text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.counting import Counting
from platforms.sending.deeds import allow_deeds
from platforms.sending.outgoing import Outgoing, Unsendable, bearer, json_call, need, path_part
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import tabulate
from platforms.sending.ways import Way


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

    ways = (Way("reply", "public", 10_000, Counting.CODE_POINTS, kinds=frozenset({"review"})),)

    deeds = allow_deeds("delete")
    one_reply = True

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`. A reply is written in the name of a user of the business."""
        token = bearer(credentials)
        url = f"https://api.trustpilot.com/v1/private/reviews/{path_part(out.item)}/reply"
        match out.operation:
            case "reply" | "edit":
                user = need(credentials.get("business_user", ""), "no_business_user")
                return json_call(
                    "POST", url, token, {"authorBusinessUserId": user, "message": need(out.text, "no_text")}
                )
            case "delete":
                return json_call("DELETE", url, token)
        raise Unsendable("no_such_way")

    def complete_id(self, out: Outgoing, native_id: str) -> str:
        """Returns an id of our own: a review has one reply, which has none and does not come back."""
        return native_id or f"{out.item} reply"


SENDER = TrustpilotSender()
