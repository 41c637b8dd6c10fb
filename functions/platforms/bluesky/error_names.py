"""Lists the names of errors that a personal data server and the chat answer, by what they mean for a reply."""

from platforms.sending.verdict import tabulate

ERROR_NAMES = tabulate(
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
