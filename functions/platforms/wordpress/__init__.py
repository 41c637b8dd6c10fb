"""WordPress sites: what their hooks and pingbacks push, and pages of their comments.

https://developer.wordpress.org/rest-api/reference/comments/
"""

from typing import TYPE_CHECKING

from model.http import Delivery
from platforms.base import Platform, Scope
from platforms.proof import HmacProof, OneOf, SharedToken, base64_of, has_header
from platforms.secret import MadeBy, Secret

if TYPE_CHECKING:
    from model.event import Event

SIGNATURE = "x-wp-webhook-signature"


class WordPress(Platform):
    """WordPress; one endpoint is one site, which numbers its comments, posts and users itself."""

    name = "wordpress"
    title = "WordPress"
    docs_url = "https://wordpress.com/support/webhooks/"
    secrets = (
        Secret(
            "token",
            "a random text of your own: behind the address as ?token=…, or as the secret of a plugin that signs",
            MadeBy.OWNER,
            alphabet="[A-Za-z0-9_-]",
        ),
    )
    # Core and WordPress.com sign nothing, so that the address itself is the secret; the plugin WP Webhooks signs:
    # https://wp-webhooks.com/docs/knowledge-base/webhook-signature/
    proof = OneOf(
        (
            (lambda request: SIGNATURE not in request.headers, SharedToken("token", parameter="token")),
            (has_header(SIGNATURE), HmacProof(SIGNATURE, "token", encode=base64_of)),
        )
    )
    capabilities = frozenset({"webhook", "edits", "deletes"})
    retention = "wordpress"
    item_scope = Scope.ACCOUNT
    person_scope = Scope.ACCOUNT
    names_account = False

    def parse(self, delivery: Delivery) -> "list[Event]":
        """Returns comments and posts with their edits and removals, and pingbacks."""
        from platforms.wordpress.events import read_pushed

        return read_pushed(delivery.body)

    def parse_poll(self, delivery: Delivery) -> "tuple[list[Event], str | None]":
        """Returns the comments or posts of a REST list or a feed; pages are asked for by time."""
        from platforms.wordpress.events import read_page

        return read_page(delivery), None


PLATFORM = WordPress()
