"""WordPress sites: what their hooks and pingbacks push, and pages of their comments.

https://developer.wordpress.org/rest-api/reference/comments/
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode

from model.http import Answer, Call, Delivery, Request
from model.want import Want
from platforms.base import Confirm, Platform, Scope
from platforms.checking import Known
from platforms.proof import HmacProof, OneOf, SharedToken, base64_of, has_header
from platforms.reading.addresses import split_address
from platforms.reading.payload import whole
from platforms.secret import MadeBy, Secret
from platforms.signing import Records

if TYPE_CHECKING:
    from model.event import Event

PAGE_SIZE = 100
COMMENT = "comment:"
SIGNATURE = "x-wp-webhook-signature"


class WordPress(Platform):
    """Connects WordPress; one endpoint is one site, which numbers its comments, posts and users itself."""

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
    capabilities = frozenset({"webhook", "poll", "edits", "deletes"})
    item_scope = Scope.ACCOUNT
    person_scope = Scope.ACCOUNT
    names_account = False
    newest_first = False
    polled_openly = True
    check_batch = 100
    parts = ("pingback",)

    def verify(self, request: Request, secrets: Records, now: int) -> bool:
        """Returns whether a hook is proved. What comes to the address for pingbacks is proved by the page it names."""
        if not request.part:
            return self.proof.verify(request, secrets, now)
        from platforms.wordpress.pingbacks import is_call

        return request.method == "POST" and is_call(request.body)

    def receipt(self, request: Request, confirm: Confirm) -> Answer | None:  # noqa: ARG002 - nothing to confirm
        """Returns, to a pingback, that its page is looked at."""
        from platforms.wordpress.pingbacks import answer_call

        return answer_call(request.body)

    def poll(self, account: Mapping[str, Any], cursor: str | None) -> Call:
        """Returns the request for a page of the comments since the last round, the oldest first."""
        native = str(account["native_id"])
        site = native if native.startswith("https://") else f"https://{native}"
        query = {"per_page": str(PAGE_SIZE), "orderby": "date_gmt", "order": "asc", "page": cursor or "1"}
        query |= {"after": str(account["since"])} if account.get("since") else {}
        return Call("GET", f"{site.rstrip('/')}/wp-json/wp/v2/comments?{urlencode(query)}")

    def is_checked(self, event: "Event") -> bool:
        """Returns whether it is a comment, which is what is polled."""
        return (event.external_id or "").startswith(COMMENT)

    def check(self, account: Mapping[str, Any], items: Sequence[Known]) -> Call:
        """Returns the request for comments by their numbers: of what is not approved any more there is none."""
        native = str(account["native_id"])
        site = native if native.startswith("https://") else f"https://{native}"
        numbers = ",".join(name.removeprefix(COMMENT) for name, _, _ in items)
        query = urlencode({"include": numbers, "per_page": str(PAGE_SIZE)})
        return Call("GET", f"{site.rstrip('/')}/wp-json/wp/v2/comments?{query}")

    def parse(self, delivery: Delivery) -> "list[Event]":
        """Returns comments and posts with their edits and removals, and pingbacks."""
        from platforms.wordpress.events import read_pushed

        return read_pushed(delivery.body, delivery.self_ids)

    def list_wants(self, events: "Sequence[Event]") -> Iterator[Want]:
        """Returns the pages that pingbacks name."""
        from platforms.wordpress.pingbacks import list_pages

        return list_pages(events)

    def make_fetch(self, what: Mapping[str, str], credentials: Mapping[str, str]) -> Call:  # noqa: ARG002 - none
        """Returns the request for such a page."""
        from platforms.wordpress.pingbacks import ask_for_page

        return ask_for_page(what)

    def read_fetched(self, delivery: Delivery) -> "list[Event]":
        """Returns what such a page says of ours."""
        from platforms.wordpress.pingbacks import read_linking_page

        return read_linking_page(delivery)

    def parse_poll(self, delivery: Delivery) -> "tuple[list[Event], str | None]":
        """Returns the comments or posts of a REST list or a feed, and the next page's number behind a full one."""
        from platforms.wordpress.events import read_page

        found = read_page(delivery)
        page = whole((parse_qs(split_address(delivery.url).query).get("page") or [""])[0])
        return found, str(page + 1) if page is not None and len(found) >= PAGE_SIZE else None


PLATFORM = WordPress()
