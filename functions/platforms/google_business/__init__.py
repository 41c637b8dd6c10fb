"""Reviews of a Google Business Profile: notices by Pub/Sub, which hold no words, and pages of the API with them.

https://developers.google.com/my-business/content/notification-setup
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from model.errors import Malformed
from model.event import Direction, Event, Kind
from model.http import Call, Delivery
from model.want import Want
from platforms.fetching import ask_with_token, read_told
from platforms.frame import Frame, take_away
from platforms.google_business.polled import REVIEWS, LocationsPolled
from platforms.reading.paths import id_at, text_at
from platforms.reading.payload import Json, first, obj, objects, read_object, required, text
from platforms.reading.times import from_iso
from platforms.secret import Secret, unbase64
from platforms.token_proof import KEYS_EVERY_S, JwtProof, key_set

KEYS_URL = "https://www.googleapis.com/oauth2/v3/certs"
NOTICES = {"NEW_REVIEW": Kind.REVIEW, "UPDATED_REVIEW": Kind.EDIT}
REVIEW = re.compile(r"(accounts/[^/\s]+)/locations/[^/\s]+/reviews/[^/\s]+")
STARS = {word: stars for stars, word in enumerate(("ONE", "TWO", "THREE", "FOUR", "FIVE"), 1)}


class GoogleBusiness(LocationsPolled):
    """Connects Google Business Profile; one account is one account of the profile's owner, with all its locations."""

    name = "google_business"
    title = "Google Business Profile"
    docs_url = "https://developers.google.com/my-business/content/review-data"
    secrets = (
        Secret("expected_audience", "Audience of the push subscription (Pub/Sub, enable authentication)"),
        Secret("expected_email", "E-mail of the service account that the push subscription uses"),
        key_set(KEYS_URL),
    )
    # https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions
    proof = JwtProof(
        ("https://accounts.google.com", "accounts.google.com"),
        audience="expected_audience",
        keys_url=KEYS_URL,
        claims={"email": "$expected_email", "email_verified": True},
    )
    capabilities = frozenset({"webhook", "poll", "edits"})
    renew_every_s = KEYS_EVERY_S
    poll_every_s = 6 * 3600

    def parse(self, delivery: Delivery) -> list[Event]:
        """Returns that there is a review, or another version of one; what it says is fetched by its name."""
        envelope = obj(read_object(delivery.body).get("message"))
        data = unbase64((text_at(envelope, "data") or "").encode())
        if data is None:
            raise Malformed("bad_encoding")
        notice = read_object(data) if data else {}
        kind = NOTICES.get(text_at(notice, "type") or "")
        named = (REVIEW.fullmatch(value) for value in notice.values() if isinstance(value, str))
        found = next(filter(None, named), None)
        if kind is None or found is None:
            return []
        at = first(*(from_iso(envelope.get(each)) for each in ("publishTime", "publish_time")))
        frame = Frame(found[1], dedupe_id=id_at(envelope, "messageId", "message_id"))
        return [frame.event(kind, external_id=found[0], occurred_at=at)]

    def list_wants(self, events: Sequence[Event]) -> Iterator[Want]:
        """Yields the reviews that a notice only names."""
        for each in events:
            if each.kind in NOTICES.values() and each.text is None and each.external_id:
                told = {"kind": "review", "review": each.external_id, "at": str(each.occurred_at or 0)}
                yield Want(told, each.account_id)

    def make_fetch(self, what: Mapping[str, str], credentials: Mapping[str, str]) -> Call:
        """Returns the request for a review.

        https://developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews/get
        """
        return ask_with_token(f"{REVIEWS}/{what['review']}", credentials)

    def read_fetched(self, delivery: Delivery) -> list[Event]:
        """Returns the review with its words, which are newer than the notice; or that it is gone."""
        told = read_told(delivery)
        if told.get("status") in ("404", "410"):
            found = required(REVIEW.fullmatch(told.get("review", "")))
            gone = Frame(found[1]).event(Kind.REVIEW, external_id=found[0], dedupe_id=f"{found[0]} gone")
            return [take_away(gone, delivery.received_at)]
        known = int(told.get("at", "0")) + 1
        return [
            replace(each, changed_at=max(each.changed_at or 0, known)) if each.kind is Kind.REVIEW else each
            for each in self.parse_poll(delivery)[0]
        ]

    def parse_poll(self, delivery: Delivery) -> tuple[list[Event], str | None]:
        """Returns the reviews on a page, or a single one, with our answers; and the next page's token."""
        page = read_object(delivery.body)
        rows = [page] if page.keys() & {"reviewId", "name"} else objects(page.get("reviews"))
        rows += [obj(each.get("review")) for each in objects(page.get("locationReviews"))]
        return [event for row in rows for event in _read(row)], text_at(page, "nextPageToken")


def _read(row: Json) -> Iterator[Event]:
    """Yields a review, and our answer to it.

    https://developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews
    """
    found = required(REVIEW.fullmatch(text_at(row, "name") or ""))
    frame, who, answer = Frame(found[1]), obj(row.get("reviewer")), obj(row.get("reviewReply"))
    name = text_at(who, "displayName") if who.get("isAnonymous") is not True else None
    created, changed = from_iso(row.get("createTime")), from_iso(row.get("updateTime"))
    yield frame.event(
        Kind.REVIEW,
        external_id=found[0],
        dedupe_id=f"{found[0]} {text(row.get('updateTime'))}",
        author=frame.person(None, name),
        text=text_at(row, "comment"),
        rating=STARS.get(text_at(row, "starRating") or ""),
        occurred_at=created,
        changed_at=changed if changed != created else None,
    )
    if answer:  # a review has one answer, which has no id of its own
        yield frame.event(
            Kind.COMMENT,
            dedupe_id=f"{found[0]} reply",
            text=text_at(answer, "comment"),
            parent_id=found[0],
            thread_id=found[0],
            occurred_at=from_iso(answer.get("updateTime")),
            direction=Direction.OUT,
        )


PLATFORM = GoogleBusiness()
