"""Teams: activities of a bot. 412, 429, 502, 503 and 504 are listed as safe to send again; 500 is not."""

import base64
import re
from collections.abc import Mapping
from urllib.parse import quote

from model.http import Call
from platforms.reading.payload import obj, text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.counting import Counting
from platforms.sending.deeds import allow_deeds
from platforms.sending.outgoing import Outgoing, Unsendable, bearer, json_call, need, path_part
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import tabulate
from platforms.sending.ways import FileRule, Way

SERVICE = re.compile(
    r"https://(?:smba\.trafficmanager\.net|smba\.infra\.(?:gcc|gov)\.teams\.microsoft\.(?:com|us)"
    r"|[\w.-]+\.(?:botframework\.(?:com|us)|teams\.microsoft\.(?:com|us)))(?:/[\w./-]*)?"
)
"""Where the Bot Connector is.

https://learn.microsoft.com/en-us/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
"""

FILES = FileRule(1, caption=100_000, uploads={"image/png": 1_000_000, "image/jpeg": 1_000_000})
"""Pictures within the activity, at most 1024 × 1024 dots; nothing that moves."""


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

    ways = (
        Way("reply", "public", 100_000, Counting.UTF16_BYTES, handle=True, files=FILES),
        Way("message", "private", 100_000, Counting.UTF16_BYTES, handle=True, files=FILES),
    )

    deeds = allow_deeds("edit delete", "edit delete")

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`. The payload names the service, which gets the token: only Microsoft's own are asked."""
        token = bearer(credentials)
        service = need(out.handle.get("service_url", "") or out.site, "no_reply_token").rstrip("/")
        if not SERVICE.fullmatch(service):
            raise Unsendable("foreign_service")
        place, _, answered = out.item.rpartition(":")
        root = out.thread[len(place) + 1 :] if out.thread.startswith(f"{place}:") else ""
        where = quote(
            f"{need(place, 'no_target')};messageid={root}" if root else need(place, "no_target"), safe=""
        )
        activities = f"{service}/v3/conversations/{where}/activities"
        match out.operation:
            case "reply" | "message":
                return json_call(
                    "POST", activities, token, {**_activity(out), "replyToId": need(answered, "no_target")}
                )
            case "edit":
                return json_call("PUT", f"{activities}/{path_part(answered)}", token, _activity(out))
            case "delete":
                return json_call("DELETE", f"{activities}/{path_part(answered)}", token)
        raise Unsendable("no_such_way")

    def complete_id(self, out: Outgoing, native_id: str) -> str:
        """Returns `conversation:activity`, as activities are kept."""
        place = out.item.rpartition(":")[0]
        return f"{place}:{native_id}" if place and native_id else native_id


def _activity(out: Outgoing) -> dict[str, object]:
    words = out.text if out.files else need(out.text, "no_text")
    pictures = [
        {
            "contentType": each.mime,
            "contentUrl": f"data:{each.mime};base64,{base64.b64encode(each.data).decode()}",
            "name": each.name,
        }
        for each in out.files
    ]
    return {"type": "message", "textFormat": "plain", "text": words} | (
        {"attachments": pictures} if pictures else {}
    )


SENDER = TeamsSender()
