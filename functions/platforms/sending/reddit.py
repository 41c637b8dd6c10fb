"""Reddit: comments, posts and messages. Errors stand in `json.errors` of a 200, each a code, its words, a field."""

from collections.abc import Mapping

from model.http import Call
from platforms.reading.payload import ident, items, text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.counting import Counting
from platforms.sending.deeds import allow_deeds
from platforms.sending.outgoing import Outgoing, Unsendable, bearer, form_call, need
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import tabulate
from platforms.sending.waits import Reset, read_number, read_words
from platforms.sending.ways import Way

BASE = "https://oauth.reddit.com/api"


class RedditSender(PlatformSender):
    """Answers of the API. Its reset header counts seconds; a rate limit tells its time in words or in seconds."""

    name = "reddit"
    sources = (
        "https://www.reddit.com/dev/api/oauth",
        "https://github.com/reddit-archive/reddit/blob/master/r2/r2/lib/errors.py",
    )
    resets = (Reset("x-ratelimit-remaining", "x-ratelimit-reset", "seconds"),)
    codes = tabulate(
        retry="RATELIMIT SUBREDDIT_RATELIMIT QUOTA_FILLED 429",
        dead=(
            "USER_REQUIRED NOT_USER EXPIRED WRONG_PASSWORD OAUTH2_INVALID_REFRESH_TOKEN OAUTH2_INVALID_CLIENT"
            " OAUTH2_ACCESS_DENIED ACCOUNT_SUSPENDED USER_SUSPENDED 401"
        ),
        maybe="CONFLICT SERVER_ERROR SOMETHING_IS_BROKEN INTERNAL_ERROR 500 502 503 504",
        refused=(
            "ALREADY_SUB BAD_CAPTCHA BAD_IMAGE BAD_NUMBER BAD_SR_NAME BAD_STRING BAD_URL BAD_USERNAME"
            " BANNED_IP BANNED_FROM_SUBREDDIT COMMENT_UNREPLIABLE DELETED_COMMENT DELETED_LINK"
            " DELETED_THING DOMAIN_BANNED DRACONIAN FORBIDDEN HTTPS_REQUIRED IMAGES_NOTALLOWED"
            " INVALID_OPTION INVALID_SUBREDDIT JSON_INVALID JSON_MISSING_KEY JSON_PARSE_ERROR"
            " LINKS_NOTALLOWED NOT_AUTHOR NOT_SUPPORTED NOT_WHITELISTED_BY_USER_MESSAGE NO_API NO_LINKS"
            " NO_NAME NO_SELFS NO_SUBJECT NO_TEXT NO_THING_ID NO_TO_ADDRESS NO_URL NO_USER"
            " OAUTH2_INVALID_SCOPE SOMETHING_TOO_LONG SUBMIT_VALIDATION_BODY_REQUIRED"
            " SUBMIT_VALIDATION_FLAIR_REQUIRED SUBREDDIT_EXISTS SUBREDDIT_NOEXIST SUBREDDIT_NOTALLOWED"
            " SUBREDDIT_REQUIRED THREAD_LOCKED TOO_LONG TOO_MANY_THING_IDS TOO_OLD USER_BLOCKED"
            " USER_BLOCKED_MESSAGE USER_DOESNT_EXIST VERIFIED_USER_REQUIRED CANT_SEND_MESSAGE"
            " PRIVATE_SUBREDDIT_NO_ACCESS 400 403 404 413"
        ),
    )

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns the first error of the list, or the one that a status is told with."""
        listed = items(answer.find_value("json.errors")) or items(answer.object.get("errors"))
        first = items(listed[0]) if listed else ()
        if code := text(first[0]) if first else None:
            said = (text(first[1]) if len(first) > 1 else None) or code
            wait = read_number(answer.find_value("json.ratelimit"))
            return SendFault((code,), said, read_words(said) if wait is None else wait)
        number = ident(answer.object.get("error"))
        if answer.ok or number is None:
            return None
        reason = text(answer.object.get("reason"))
        return SendFault(
            tuple(key for key in (reason, str(answer.status)) if key), text(answer.object.get("message"))
        )

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns the fullname; votes, deletions and hiding are answered with an empty object, messages without id."""
        native = answer.find_id(
            "json.data.things.0.data.name", "json.data.name", "json.data.things.0.data.id"
        )
        if native is not None:
            return Sent(native)
        if answer.operation in ("delete", "react", "hide") and answer.value == {}:
            return Sent()
        taken = (
            answer.operation in ("message", "private_reply", "edit")
            and answer.find_value("json.errors") == []
        )
        return Sent() if taken else None

    ways = (
        Way("reply", "public", 10_000, Counting.CODE_POINTS),
        Way("message", "private", 10_000, Counting.CODE_POINTS),
    )

    deeds = allow_deeds("edit delete")

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`. Comments and answers to messages go the same way: the fullname tells them apart."""
        token = bearer(credentials)
        match out.operation:
            case "reply" | "message":
                form = {"thing_id": need(out.item, "no_target"), "text": need(out.text, "no_text")}
                return form_call("POST", f"{BASE}/comment", token, {"api_type": "json", **form})
            case "edit":
                form = {"thing_id": need(out.item, "no_target"), "text": need(out.text, "no_text")}
                return form_call("POST", f"{BASE}/editusertext", token, {"api_type": "json", **form})
            case "delete":
                return form_call("POST", f"{BASE}/del", token, {"id": need(out.item, "no_target")})
        raise Unsendable("no_such_way")


SENDER = RedditSender()
