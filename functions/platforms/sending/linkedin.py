"""LinkedIn: comments and posts of an organisation. Ids stand in the header x-restli-id; bodies may be empty."""

from collections.abc import Mapping

from model.http import Call
from platforms.reading.payload import ident, text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.counting import Counting
from platforms.sending.deeds import allow_deeds
from platforms.sending.outgoing import Outgoing, Unsendable, bearer, json_call, need, path_part
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import spell, tabulate
from platforms.sending.ways import Way

LEARN = "https://learn.microsoft.com/en-us/linkedin"

BASE = "https://api.linkedin.com/rest"
ACTIONS = f"{BASE}/socialActions"
VERSION = "202610"
"""Of the API, where the account names none: versions are switched off after a year."""
COMMENT = "urn:li:comment:"


class LinkedinSender(PlatformSender):
    """Answers of the versioned API. Limits of a day come back at midnight UTC."""

    name = "linkedin"
    sources = (
        f"{LEARN}/shared/api-guide/concepts/error-handling",
        f"{LEARN}/shared/api-guide/concepts/rate-limits",
        f"{LEARN}/marketing/community-management/shares/comments-api",
        f"{LEARN}/marketing/community-management/shares/posts-api",
    )
    bare = frozenset({"edit", "delete", "hide", "react"})
    phrases = spell(
        dead=r"member(?:'s account)? is restricted|account (?:is|has been) (?:restricted|suspended)"
    )
    codes = tabulate(
        retry="TOO_MANY_REQUESTS QUOTA_EXCEEDED RATE_LIMIT_EXCEEDED 429",
        dead=(
            "65600 65601 65602 65603 65604 65605 EXPIRED_ACCESS_TOKEN REVOKED_ACCESS_TOKEN"
            " INVALID_ACCESS_TOKEN EMPTY_ACCESS_TOKEN UNAUTHORIZED 401"
        ),
        refused=(
            "100 ACCESS_DENIED DUPLICATE_POST NONEXISTENT_VERSION UNPERMITTED_FIELDS_PRESENT"
            " VERSION_MISSING ILLEGAL_ARGUMENT PARAM_INVALID INVALID_URN_ID INVALID_URN_TYPE"
            " FIELD_LENGTH_TOO_LONG MISSING_FIELD FIELD_INVALID URN_INVALID CONTAINER_SHARE_FOR_NON_GROUP"
            " SHARE_IN_CONTAINER NOT_ENOUGH_PERMISSIONS 400 403 405 406 409 411 412 413 415 422 426"
        ),
        holds="there",
        gone="404 NOT_FOUND RESOURCE_NOT_FOUND",
        maybe="500 502 503 504 INTERNAL_SERVER_ERROR SERVICE_UNAVAILABLE GATEWAY_TIMEOUT",
    )

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns the service error, the named code and the status, most exact first."""
        if answer.ok or not answer.object.keys() & {"message", "serviceErrorCode", "code"}:
            return None
        named = [ident(answer.object.get(name)) for name in ("serviceErrorCode", "code")]
        if answer.operation == "react" and answer.status == 409:
            named = ["there"]
        return SendFault((*filter(None, named), str(answer.status)), text(answer.object.get("message")))

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns the urn: of a comment from the body, of a post from the header."""
        header = answer.headers.get("x-restli-id") or answer.headers.get("x-linkedin-id") or None
        native = answer.find_id("commentUrn", "$URN") or header or answer.find_id("id")
        return Sent(native) if native is not None else None

    ways = (Way("reply", "public", 1250, Counting.CODE_POINTS),)

    deeds = allow_deeds("edit delete react")

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`. The organisation speaks; an answer to a comment names it as its parent."""
        headers = {
            **bearer(credentials),
            "Linkedin-Version": credentials.get("version") or VERSION,
            "X-Restli-Protocol-Version": "2.0.0",
        }
        actor = need(out.account, "no_account")
        match out.operation:
            case "reply":
                post = out.thread or out.item
                body = {
                    "actor": actor,
                    "object": need(post, "no_target"),
                    "message": {"text": need(out.text, "no_text")},
                    "parentComment": out.item if out.item.startswith(COMMENT) else None,
                }
                return json_call("POST", f"{ACTIONS}/{path_part(post)}/comments", headers, body)
            case "publish":
                body = {
                    "author": actor,
                    "commentary": need(out.text, "no_text"),
                    "visibility": "PUBLIC",
                    "distribution": {"feedDistribution": "MAIN_FEED"},
                    "lifecycleState": "PUBLISHED",
                }
                return json_call("POST", f"{BASE}/posts", headers, body)
            case "edit" | "delete" if out.item.startswith(COMMENT):
                return self._change(out, headers, actor)
            case "react":
                like = {"root": need(out.item, "no_target"), "reactionType": out.text or "LIKE"}
                return json_call("POST", f"{BASE}/reactions?actor={path_part(actor)}", headers, like)
        raise Unsendable("no_such_way")

    def _change(self, out: Outgoing, headers: dict[str, str], actor: str) -> Call:
        """Returns what changes or takes away a comment; its number is the last part of its urn."""
        number = out.item.removesuffix(")").rpartition(",")[2]
        url = f"{ACTIONS}/{path_part(out.thread)}/comments/{path_part(number)}?actor={path_part(actor)}"
        if out.operation == "delete":
            return json_call("DELETE", url, headers)
        patch = {"patch": {"message": {"$set": {"text": need(out.text, "no_text")}}}}
        return json_call("POST", url, {**headers, "X-RestLi-Method": "PARTIAL_UPDATE"}, patch)


SENDER = LinkedinSender()
