"""Microsoft Teams: a bot's chats and channels, and outgoing webhooks of a team.

https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from model.errors import Malformed
from model.http import Answer, Delivery, Request
from platforms.base import Confirm, Platform, Scope
from platforms.proof import HmacProof, OneOf, base64_of, header_begins
from platforms.reading.payload import ident, obj, read_object, text
from platforms.reading.times import from_iso, from_ms
from platforms.secret import Secret, standard_base64, unbase64
from platforms.token_proof import KEYS_EVERY_S, JwtProof, key_set

if TYPE_CHECKING:
    from model.event import Event
    from model.progress import SentProgress

RECEIPT = "application/vnd.microsoft.readReceipt"
KEYS_URL = "https://login.botframework.com/v1/.well-known/keys"


def read_service_claim(body: bytes) -> Mapping[str, str | None]:
    """Returns what a token must say about the body: where answers to it go."""
    try:
        return {"serviceurl": text(read_object(body).get("serviceUrl"))}
    except Malformed:
        return {"serviceurl": None}


class Teams(Platform):
    """Connects Teams; one account is one bot or one outgoing webhook, whose payloads name no recipient."""

    name = "teams"
    title = "Microsoft Teams"
    docs_url = "https://learn.microsoft.com/microsoftteams/platform/bots/overview"
    secrets = (
        Secret("app_id", "Bot: Microsoft App ID (Configuration of the Azure Bot)", optional=True),
        key_set(KEYS_URL),
        Secret(
            "security_token",
            "Outgoing webhook: the security token that Teams shows once",
            alphabet="[A-Za-z0-9+/=]",
            make_up=standard_base64,
            optional=True,
        ),
    )
    # https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
    # https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-outgoing-webhook
    proof = OneOf(
        (
            (
                header_begins("authorization", "bearer "),
                JwtProof(
                    ("https://api.botframework.com",),
                    audience="app_id",
                    keys_url=KEYS_URL,
                    told=read_service_claim,
                    endorsed="msteams",
                ),
            ),
            (
                header_begins("authorization", "hmac "),
                HmacProof("authorization", "security_token", "HMAC ", base64_of, key=unbase64),
            ),
        )
    )
    capabilities = frozenset({"webhook", "edits", "deletes"})
    renew_every_s = KEYS_EVERY_S
    person_scope = Scope.ACCOUNT  # ids of people are made for each bot
    ack_seconds = 5.0
    progress_marks = (b"readReceipt",)

    def receipt(self, request: Request, confirm: Confirm) -> Answer | None:  # noqa: ARG002 - nothing is erased
        """Returns the reply that an outgoing webhook has to give at once; without one Teams reports a failure."""
        by_webhook = header_begins("authorization", "hmac ")(request)
        return Answer.json({"type": "message", "text": "✓"}) if by_webhook else None

    def parse(self, delivery: Delivery) -> "list[Event]":
        """Returns messages, edits, deletions, restored messages, reactions, joins and leaves."""
        from platforms.teams.activities import read_activity

        return read_activity(delivery)

    def read_progress(self, delivery: Delivery) -> "Iterable[SentProgress]":
        """Returns up to which message somebody read in their chat with the bot; ids of messages are epoch ms.

        https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/bot-messages-in-personal-chats
        """
        from model.progress import SentProgress
        from model.reply import ReplyState

        activity = read_object(delivery.body)
        bot, person = (ident(obj(activity.get(side)).get("id")) for side in ("recipient", "from"))
        last = from_ms(obj(activity.get("value")).get("lastReadMessageId"))
        if activity.get("name") != RECEIPT or person is None or last is None:
            return []
        at = from_iso(activity.get("timestamp"))
        return [SentProgress(ReplyState.READ, bot, person=person, up_to=last, through=True, at=at)]


PLATFORM = Teams()
