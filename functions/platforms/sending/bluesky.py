"""Bluesky: records, put under our own key, so that repeating changes nothing; and chat, which has no key.

Dead tokens are a 400; the same name in a 5xx is somebody's else trouble.
"""

from platforms.reading.payload import text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import spell, tabulate
from platforms.sending.waits import Reset

ATPROTO = "https://github.com/bluesky-social/atproto/blob/main"


class BlueskySender(PlatformSender):
    """Answers of a personal data server and, through it, of the chat."""

    name = "bluesky"
    sources = (
        f"{ATPROTO}/lexicons/com/atproto/repo/putRecord.json",
        f"{ATPROTO}/lexicons/chat/bsky/convo/sendMessage.json",
        f"{ATPROTO}/packages/pds/src/auth-verifier.ts",
        "https://docs.bsky.app/docs/advanced-guides/rate-limits",
    )
    keyed = frozenset({"reply", "publish", "share"})
    bare = frozenset({"delete", "react", "hide"})
    resets = (
        Reset("ratelimit-remaining", "ratelimit-reset", "epoch"),
        Reset("x-ratelimit-remaining", "x-ratelimit-reset", "epoch"),
    )
    phrases = spell(
        dead="token (?:has been revoked|has expired|is expired|could not be verified|is malformed)",
        gone="could not (?:find|locate) (?:record|message)",
    )
    codes = tabulate(
        retry="RateLimitExceeded",
        dead=(
            "AccountDeactivated AccountDeleted AccountInactive AccountMigrated AccountSuspended"
            " AccountTakedown AuthFactorTokenRequired AuthMissing AuthRequired AuthenticationRequired"
            " BadJwt BadJwtSignature ExpiredToken InvalidToken JwtExpired RepoDeactivated RepoDeleted"
            " RepoSuspended RepoTakendown UntrustedIss use_dpop_nonce"
        ),
        gone="RecordNotFound MessageNotFound NotFound",
        maybe=(
            "InternalServerError NotEnoughResources UpstreamFailure UpstreamTimeout ServiceUnavailable"
            " UnknownError"
        ),
        refused=(
            "AccountNotFound ActorNotFound BadQueryParams BlobNotFound BlobTooLarge BlockedActor"
            " BlockedByActor ConvoLocked ConvoNotFound DisabledMessages DuplicateCreate FollowRequired"
            " Forbidden HandleNotFound InsufficientScope InvalidConvo InvalidHandle InvalidMimeType"
            " InvalidReaction InvalidRecord InvalidRequest InvalidSwap MessagesDisabled"
            " MessageDeleteNotAllowed MethodNotImplemented NotFollowedBySender PayloadTooLarge"
            " ReactionLimitReached ReactionMessageDeleted ReactionNotAllowed RecipientDisabled"
            " RepoNotFound UnsupportedDomain UserForbidden ScopeMissingError"
        ),
    )

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns the named error."""
        error = text(answer.object.get("error"))
        if answer.ok or error is None:
            return None
        return SendFault((error,), text(answer.object.get("message")) or error)

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns a record's address or a chat message's id; a deletion is answered with its commit or nothing."""
        native = answer.find_id("uri", "message.id", "id")
        done = answer.operation in ("delete", "react", "hide") and isinstance(answer.value, dict)
        return Sent(native) if native is not None or done else None


SENDER = BlueskySender()
