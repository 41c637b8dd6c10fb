"""Discord: interactions (commands, buttons, forms), webhook events, and messages as the API answers them.

https://docs.discord.com/developers/interactions/overview · https://docs.discord.com/developers/events/webhook-events
"""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from model.errors import Malformed
from model.http import Answer, Call, Delivery, Request
from platforms.base import Confirm, Platform
from platforms.key_proof import Ed25519Proof
from platforms.paging import ask_page
from platforms.proof import SignedTime
from platforms.reading.payload import Json, read_object
from platforms.secret import Secret

if TYPE_CHECKING:
    from model.event import Event

EVENT_PING, PING, COMMAND, COMPONENT, COMPLETION, FORM = range(6)
"""Types of what is posted; a webhook event's own type is 1 as well, and it alone has an `event`."""

TAKEN = {"content": "✓", "flags": 64}
"""Shown to whoever gave a command, and to nobody else; without it Discord says that the app did not answer."""

ANSWERS: Mapping[int, Json] = {
    COMMAND: {"type": 4, "data": TAKEN},
    COMPONENT: {"type": 6},
    COMPLETION: {"type": 8, "data": {"choices": []}},
    FORM: {"type": 4, "data": TAKEN},
}


API = "https://discord.com/api/v10"
CHANNEL = re.compile(r"channels/[0-9]{1,20}", re.ASCII)


class Discord(Platform):
    """Connects Discord; one account is one application, or (`channels/ID`) one channel that its bot reads."""

    name = "discord"
    title = "Discord"
    docs_url = "https://docs.discord.com/developers/interactions/overview"
    secrets = (
        Secret(
            "public_key",
            "Public key of the application (General Information in the developer portal)",
            least=64,
            most=64,
            alphabet="[0-9a-f]",
            check=str.lower,
        ),
    )
    # No window is told: ours. https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint
    proof = Ed25519Proof("x-signature-ed25519", SignedTime("x-signature-timestamp"), "public_key")
    capabilities = frozenset({"webhook", "handshake", "poll", "edits", "deletes"})
    ack_seconds = 3.0
    keeps_cursor = True
    token_scheme = "Bot"  # noqa: S105 - a word of the header

    def handshake(self, request: Request, secrets: Sequence[Mapping[str, str]]) -> Answer | None:  # noqa: ARG002
        """Returns the answer to the pings of both addresses, which want different ones."""
        asked = _posted(request)
        if asked == PING:
            return Answer.json({"type": 1})
        return Answer(204) if asked == EVENT_PING else None

    def receipt(self, request: Request, confirm: Confirm) -> Answer | None:  # noqa: ARG002 - nothing is erased
        """Returns what the person sees of a command, or the 204 that webhook events want."""
        asked = _posted(request)
        if asked is None:
            return Answer(204)
        return Answer.json(ANSWERS[asked]) if asked in ANSWERS else None

    def list_tagged(self, text: str) -> frozenset[str]:
        """Returns the ids of the people whom `<@id>` tokens name."""
        from platforms.discord.shown import list_tagged

        return list_tagged(text)

    def show_text(self, text: str, names: Mapping[str, str]) -> str:
        """Returns a text with its tokens as Discord shows them."""
        from platforms.discord.shown import show_tokens

        return show_tokens(text, names)

    def parse(self, delivery: Delivery) -> "list[Event]":
        """Returns commands, presses, forms, and messages in lobbies and from games with edits and deletions."""
        from platforms.discord.interactions import read_interaction
        from platforms.discord.messages import read_webhook_event

        payload = read_object(delivery.body)
        read = read_webhook_event if "event" in payload else read_interaction
        return read(payload, delivery)

    def is_polled(self, native_id: str) -> bool:
        """Returns whether it is a channel: an application's own news are pushed."""
        return CHANNEL.fullmatch(native_id) is not None

    def poll(self, account: Mapping[str, Any], cursor: str | None) -> Call:
        """Returns the request for the messages that followed the one called `cursor`, or for the latest ones."""
        return ask_page(f"{API}/{account['native_id']}/messages", {"limit": 100, "after": cursor})

    def parse_poll(self, delivery: Delivery) -> "tuple[list[Event], str | None]":
        """Returns the messages of a channel as the API answers them, and the newest's id."""
        from platforms.discord.messages import read_page

        return read_page(delivery)


def _posted(request: Request) -> int | None:
    """Returns the type of an interaction or ping; None for a webhook event, -1 for what is neither."""
    if request.method != "POST":
        return -1
    try:
        payload = read_object(request.body)
    except Malformed:
        return -1
    if "event" in payload:
        return None
    kind = payload.get("type")
    return kind if type(kind) is int else -1


PLATFORM = Discord()
