"""Telegram bots.

https://core.telegram.org/bots/api#update
"""

from collections.abc import Mapping

from model.event import Event
from model.http import Delivery, Request
from platforms import telegram_updates
from platforms.base import Platform, Scope
from platforms.payload import read_object
from platforms.secret import MadeBy, Secret
from platforms.signing import Records, header, keys, proved

HEADER = "x-telegram-bot-api-secret-token"


class Telegram(Platform):
    """A Telegram bot; one endpoint is one bot."""

    name = "telegram"
    title = "Telegram"
    docs_url = "https://core.telegram.org/bots/api"
    secrets = (
        Secret(
            "secret_token",
            "16 to 256 of A-Z a-z 0-9 _ -, given to setWebhook as secret_token",
            MadeBy.OWNER,
            most=256,
            alphabet="[A-Za-z0-9_-]",  # https://core.telegram.org/bots/api#setwebhook
        ),
    )
    capabilities = frozenset({"webhook", "edits"})
    retention = "telegram"
    item_scope = Scope.PLACE
    person_scope = Scope.PLATFORM
    names_account = False

    def verify(self, request: Request, secrets: Records, now: int) -> bool:  # noqa: ARG002 - no time is signed
        """The token alone proves the sender; neither body nor time is covered.

        https://core.telegram.org/bots/api#setwebhook
        """
        return proved(header(request, HEADER), keys(secrets, "secret_token"))

    def sign(self, body: bytes, secrets: Mapping[str, str], now: int) -> dict[str, str]:  # noqa: ARG002 - as above
        """As Telegram sends it."""
        return {"content-type": "application/json", HEADER: secrets["secret_token"]}

    def parse(self, delivery: Delivery) -> list[Event]:
        """Messages, posts, edits, reactions, joins and leaves."""
        return telegram_updates.events(read_object(delivery.body), delivery)


PLATFORM = Telegram()
