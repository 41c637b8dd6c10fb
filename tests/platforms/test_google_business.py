"""Google Business Profile: reviews as the API answers them, after a notice told that they are there."""

import json

from model.event import Direction, Kind
from model.http import Delivery
from platforms.registry import platform

GOOGLE = platform("google_business")
NAME = "accounts/1/locations/2/reviews/abc"
ROW = {
    "name": NAME,
    "reviewer": {"displayName": "Ann Berg"},
    "starRating": "TWO",
    "comment": "Too slow.",
    "createTime": "2025-10-09T08:00:00Z",
    "updateTime": "2025-10-09T09:00:00.123456Z",
}


def test_a_review_has_stars_and_at_most_one_answer() -> None:
    answer = {"comment": "We are sorry.", "updateTime": "2025-10-10T08:00:00Z"}
    body = json.dumps({"reviews": [ROW | {"reviewReply": answer}], "nextPageToken": "n"}).encode()
    (review, reply), cursor = GOOGLE.parse_poll(Delivery("google_business", body, {}, 0, "page"))
    assert cursor == "n"
    assert (review.kind, review.rating, review.text, review.author_name) == (
        Kind.REVIEW,
        2,
        "Too slow.",
        "Ann Berg",
    )
    assert (review.changed_at or 0) - (review.occurred_at or 0) == 3_600_123
    assert (reply.direction, reply.parent_id, reply.text) == (Direction.OUT, NAME, "We are sorry.")


def test_who_reviews_without_a_name_has_none() -> None:
    (review,), _ = GOOGLE.parse_poll(
        Delivery(
            "google_business", json.dumps(ROW | {"reviewer": {"isAnonymous": True}}).encode(), {}, 0, "page"
        )
    )
    assert review.author is None
