"""Telegram bots.

https://core.telegram.org/bots/api#update
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from model.http import Delivery
from platforms.base import Platform, Scope
from platforms.proof import SharedToken
from platforms.reading.payload import read_object
from platforms.secret import MadeBy, Secret

if TYPE_CHECKING:
    from model.event import Event
    from model.interaction import Interaction

SUPERGROUP = "-100"
"""How the ids of channels and supergroups begin: https://core.telegram.org/api/bots/ids"""


class Telegram(Platform):
    """Connects a Telegram bot; one endpoint is one bot."""

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
    item_scope = Scope.PLACE
    places_move = True
    names_account = False

    def link_item(self, item: "Interaction") -> str | None:
        """Returns where members read a message of a channel or supergroup; `Event.permalink` says it for everybody.

        https://core.telegram.org/api/links#message-links
        """
        place, _, number = (item.natives.external_id or "").partition(":")
        public = place.startswith(SUPERGROUP) and number.isdecimal() and item.mode != "private"
        return f"https://t.me/c/{place.removeprefix(SUPERGROUP)}/{number}" if public else None

    def link_account(self, native_ids: Sequence[str]) -> str | None:
        """Returns the chat with the bot, where its user name is among its ids."""
        handle = next((each for each in native_ids if not each.lstrip("-").isdecimal()), None)
        return None if handle is None else f"https://t.me/{handle.removeprefix('@')}"

    def parse(self, delivery: Delivery) -> "list[Event]":
        """Returns messages, posts, edits, reactions, joins and leaves."""
        from platforms.telegram.updates import read_updates

        return read_updates(read_object(delivery.body), delivery)


PLATFORM = Telegram()
