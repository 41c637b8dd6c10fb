"""Teams: activities of a bot. 412, 429, 502, 503 and 504 are listed as safe to send again; 500 is not."""

from platforms.reading.payload import obj, text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import tabulate


class TeamsSender(PlatformSender):
    """Answers of the Bot Connector."""

    name = "teams"
    sources = (
        "https://learn.microsoft.com/en-us/microsoftteams/platform/bots/build-conversational-capability",
        "https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/rate-limit",
        "https://learn.microsoft.com/en-us/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference",
    )
    bare = frozenset({"edit", "delete", "react", "hide"})
    safe = frozenset({412, 429, 502, 503, 504})
    codes = tabulate(
        retry="PreconditionFailed Throttled TooManyRequests ServiceUnavailable GatewayTimeout BadGateway",
        dead="BotNotRegistered Unauthorized InvalidAuthenticationToken AuthenticationFailed",
        gone="ActivityNotFoundInConversation ActivityNotFound MessageNotFound",
        maybe="ServiceError InternalServerError Unknown",
        refused=(
            "BadArgument BadSyntax BotDisabledByAdmin BotNotInConversationRoster ConversationBlockedByUser"
            " ConversationNotFound Forbidden ForbiddenOperationException InvalidBotApiHost MessageSizeTooBig"
            " MessageWritesBlocked MissingProperty NotEnoughPermissions NotFound OperationNotSupported"
        ),
    )

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns the connector's code."""
        error = obj(answer.object.get("error"))
        code, message = text(error.get("code")), text(error.get("message"))
        if answer.ok or (code is None and message is None):
            return None
        named = code or str(answer.status)
        return SendFault((named.replace(" ", ""),), message, shown=named)

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns the activity's id."""
        native = answer.find_id("id", "activityId")
        return Sent(native) if native is not None else None


SENDER = TeamsSender()
