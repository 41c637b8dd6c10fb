"""Answers of Google's APIs, which YouTube and Google Business share: `error` with code, reason and status.

A quota of nought means that the project was not approved: no waiting helps.
"""

from platforms.reading.payload import Json, ident, obj, objects, text
from platforms.sending.answer import SendAnswer, SendFault
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import tabulate
from platforms.sending.waits import read_number

SOURCES: tuple[str, ...] = (
    "https://developers.google.com/youtube/v3/docs/errors",
    "https://developers.google.com/youtube/v3/docs/core_errors",
    "https://developers.google.com/identity/protocols/oauth2/web-server",
    "https://cloud.google.com/apis/design/errors",
)
NO_QUOTA = "NO_QUOTA"

CODES = tabulate(
    retry=(
        "RESOURCE_EXHAUSTED RATE_LIMIT_EXCEEDED concurrentLimitExceeded dailyLimitExceeded"
        " dailyLimitExceededUnreg limitExceeded quotaExceeded rateLimitExceeded rateLimitExceededUnreg"
        " servingLimitExceeded uploadLimitExceeded uploadRateLimitExceeded userRateLimitExceeded"
        " userRateLimitExceededUnreg userRequestsExceedRateLimit variableTermExpiredDailyExceeded"
        " variableTermLimitExceeded"
    ),
    dead=(
        "UNAUTHENTICATED ACCESS_TOKEN_EXPIRED API_KEY_EXPIRED CONSUMER_SUSPENDED CREDENTIALS_MISSING"
        " ACCOUNT_STATE_INVALID ACCESS_TOKEN_TYPE_UNSUPPORTED SESSION_COOKIE_INVALID USER_BLOCKED_BY_ADMIN"
        " accountClosed accountDeleted accountDisabled accountSuspended accountUnverified authError"
        " authenticatedUserAccountClosed authenticatedUserAccountSuspended authorizationRequired expired"
        " keyExpired keyInvalid API_KEY_INVALID required unauthorized unknownAuth youtubeSignupRequired"
    ),
    gone="NOT_FOUND commentNotFound commentThreadNotFound notFound deleted",
    maybe=(
        "INTERNAL UNAVAILABLE UNKNOWN DEADLINE_EXCEEDED CANCELLED ABORTED DATA_LOSS backendError"
        " backendNotConnected badGateway gatewayTimeout internalError internalServerError notReady"
        " SERVICE_UNAVAILABLE"
    ),
    refused=(
        f"{NO_QUOTA} INVALID_ARGUMENT FAILED_PRECONDITION OUT_OF_RANGE PERMISSION_DENIED ALREADY_EXISTS UNIMPLEMENTED"
        "ACCESS_TOKEN_SCOPE_INSUFFICIENT SERVICE_DISABLED BILLING_DISABLED CONSUMER_INVALID"
        " accessNotConfigured accountDelegationForbidden accountDelegationNotPermitted badRequest"
        " banWithoutReject channelClosed channelSuspended authenticatedUserNotChannel channelNotFound"
        " channelOrVideoIdMissing commentTextRequired commentTextTooLong commentsDisabled duplicate"
        " forbidden ineligibleAccount insufficientCapabilities insufficientPermissions invalidChannelId"
        " invalidCommentMetadata invalidCommentThreadMetadata invalidCustomLivechatId invalidParameter"
        " invalidVideoId ipRefererBlocked lockedDomainForbidden operationNotSupported"
        " parentCommentIsPrivate parentCommentNotFound parentIdMissing parseError processingFailure"
        " insufficientAuthorizedParty responseTooLarge sslRequired videoNotFound idMissing"
        " invalidModerationStatus notEditable"
    ),
)


class GoogleSender(PlatformSender):
    """Reads what Google's APIs answer; leaves add what proves a send."""

    sources = SOURCES
    codes = CODES

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns reason and status, and the time that RetryInfo tells."""
        error = obj(answer.object.get("error"))
        if ident(error.get("code")) is None and text(error.get("status")) is None:
            return None
        details = objects(error.get("details"))
        reasons = [text(each.get("reason")) for each in (*details, *objects(error.get("errors")))]
        if any(_has_no_quota(each) for each in details):
            reasons.insert(0, NO_QUOTA)
        keys = (*reasons, text(error.get("status")), ident(error.get("code")))
        wait = next((wait for each in details if (wait := _delay(each)) is not None), None)
        shown = next((each for each in reasons if each and each != NO_QUOTA), text(error.get("status")))
        ordered = tuple(dict.fromkeys(key for key in keys if key))
        return SendFault(ordered, text(error.get("message")), wait, shown)


def _has_no_quota(detail: Json) -> bool:
    return ident(obj(detail.get("metadata")).get("quota_limit_value")) == "0"


def _delay(detail: Json) -> float | None:
    told = text(detail.get("retryDelay"))
    return read_number(told.removesuffix("s")) if told else None
