"""Telegram bots.

https://core.telegram.org/bots/api#update
"""

from typing import TYPE_CHECKING

from model.http import Delivery
from platforms.base import Platform, Scope
from platforms.proof import SharedToken
from platforms.reading.payload import read_object
from platforms.secret import MadeBy, Secret

if TYPE_CHECKING:
    from model.event import Event


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
    # The token alone proves the sender; neither body nor time is covered: https://core.telegram.org/bots/api#setwebhook
    proof = SharedToken("secret_token", header="x-telegram-bot-api-secret-token")
    capabilities = frozenset({"webhook", "edits"})
    retention = "telegram"
    item_scope = Scope.PLACE
    person_scope = Scope.PLATFORM
    places_move = True
    names_account = False

    def parse(self, delivery: Delivery) -> "list[Event]":
        """Returns messages, posts, edits, reactions, joins and leaves."""
        from platforms.telegram.updates import read_updates

        return read_updates(read_object(delivery.body), delivery)


PLATFORM = Telegram()
