"""Mastodon: the webhooks of a server's own administrators, and pages of notifications and posts.

https://docs.joinmastodon.org/admin/webhooks/
"""

from collections.abc import Sequence

from model.event import Event, Kind
from model.http import Delivery
from platforms.base import Scope
from platforms.frame import Frame, change
from platforms.mastodon.polled import MastodonPolled
from platforms.mastodon.status import read_status
from platforms.proof import HmacProof
from platforms.reading.paths import text_at
from platforms.reading.payload import obj, read_object
from platforms.secret import Secret

WEBHOOKS = {"status.created": None, "status.updated": Kind.EDIT}


class Mastodon(MastodonPolled):
    """Connects a Mastodon server; one endpoint is one account on it. Ids are the server's own."""

    name = "mastodon"
    title = "Mastodon"
    docs_url = "https://docs.joinmastodon.org/admin/webhooks/"
    secrets = (Secret("secret", "Signing secret (Administration, Webhooks)"),)
    # No time is signed, and a delivery has no id: https://docs.joinmastodon.org/admin/webhooks/
    proof = HmacProof(header="x-hub-signature", secret="secret", prefix="sha256=")  # noqa: S106 - a name
    capabilities = frozenset({"webhook", "poll", "edits"})
    item_scope = Scope.ACCOUNT
    person_scope = Scope.ACCOUNT
    names_account = False
    keeps_cursor = True
    search_every_s = 900

    def link_account(self, native_ids: Sequence[str]) -> str | None:
        """Returns the account's page on its server: `name@server` is what it goes by."""
        parts = (each.removeprefix("@").split("@") for each in native_ids)
        name, host = next((each for each in parts if len(each) == 2), ["", ""])
        return f"https://{host}/@{name}" if name and host else super().link_account(native_ids)

    def parse(self, delivery: Delivery) -> list[Event]:
        """Returns posts of the server's people and their edits; of accounts and reports nothing is kept."""
        payload = read_object(delivery.body)
        kind = text_at(payload, "event")
        if kind not in WEBHOOKS:
            return []
        event = read_status(obj(payload.get("object")), Frame(own=delivery.self_ids))
        return [change(event, WEBHOOKS[kind], event.changed_at)]


PLATFORM = Mastodon()
