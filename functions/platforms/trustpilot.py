"""Trustpilot: reviews of a company's service and products, their edits and deletions.

https://support.trustpilot.com/hc/en-us/articles/360001108568
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from model.event import Event, Kind
from model.http import Call, Delivery
from platforms.base import Platform
from platforms.frame import Frame, take_away
from platforms.paging import ask_page, find_link, follow_link
from platforms.proof import SharedToken
from platforms.reading.paths import id_at, text_at
from platforms.reading.payload import Json, first, obj, objects, read_object, required
from platforms.reading.shown import read_stars
from platforms.reading.times import from_iso
from platforms.secret import MadeBy, Secret

VERBS = {"created": Kind.REVIEW, "updated": Kind.EDIT, "deleted": Kind.DELETE}
API = "https://api.trustpilot.com"


class Trustpilot(Platform):
    """Connects Trustpilot; one endpoint is one business unit, which deliveries do not name."""

    name = "trustpilot"
    title = "Trustpilot"
    docs_url = "https://developers.trustpilot.com/"
    secrets = (
        Secret(
            "token",
            "a random text of your own, put behind the address as ?token=… (Integrations, Developers, Webhooks)",
            MadeBy.OWNER,
            alphabet="[A-Za-z0-9_-]",
        ),
    )
    # No signature is documented, so that the address itself is the secret:
    # https://support.trustpilot.com/hc/en-us/community/posts/10109980750738
    proof = SharedToken("token", parameter="token")
    capabilities = frozenset({"webhook", "poll", "edits", "deletes"})
    item_page = "https://www.trustpilot.com/reviews/{item}"
    names_account = False
    poll_every_s = 3600

    def parse(self, delivery: Delivery) -> list[Event]:
        """Returns reviews, their edits and deletions; other events say nothing."""
        listed = objects(read_object(delivery.body).get("events"))
        return [event for each in listed for event in _read(each)]

    def poll(self, account: Mapping[str, Any], cursor: str | None) -> Call:
        """Returns the request for a page of the business unit's reviews, the newest first."""
        if cursor:
            return Call("GET", follow_link(API, cursor))
        unit = quote(str(account["native_id"]), safe="")
        place = f"{API}/v1/private/business-units/{unit}/reviews"
        return ask_page(place, {"orderBy": "createdat.desc", "perPage": 100})

    def parse_poll(self, delivery: Delivery) -> tuple[list[Event], str | None]:
        """Returns the reviews on a page of a business unit's list, and the address of the next one."""
        page = read_object(delivery.body)
        rows = objects(page.get("reviews", page))
        found = [_review(Kind.REVIEW, "listed", row) for row in rows if id_at(row, "id")]
        return found, find_link(page.get("links"), "next-page")


def _read(item: Json) -> list[Event]:
    name = text_at(item, "eventName") or ""
    noun, _, verb = name.rpartition("-")
    if noun not in ("service-review", "product-review") or verb not in VERBS:
        return []
    event = _review(VERBS[verb], name, obj(item.get("eventData")))
    if event.kind is Kind.DELETE:
        return [take_away(event, event.changed_at)]
    # An edit without a time of its own counts from its receipt, or it would be as old as what it changes.
    return [replace(event, occurred_at=event.changed_at) if event.kind is Kind.EDIT else event]


def _review(kind: Kind, name: str, review: Json) -> Event:
    native = required(id_at(review, "id"))
    at, changed = from_iso(review.get("createdAt")), from_iso(review.get("updatedAt"))
    frame = Frame(dedupe_id=f"{name} {native} {first(changed, at)}")
    who = id_at(review, "consumer.id"), text_at(review, "consumer.name", "consumer.displayName")
    return frame.item(
        kind,
        native,
        author=frame.person(*who),
        title=text_at(review, "title"),
        text=text_at(review, "text", "content"),
        occurred_at=at,
        changed_at=changed,
        language=text_at(review, "language"),
        rating=read_stars(review.get("stars")),
    )


PLATFORM = Trustpilot()
