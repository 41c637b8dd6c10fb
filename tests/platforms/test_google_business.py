"""Google Business Profile: reviews as the API answers them, after a notice told that they are there."""

import json
from base64 import b64encode

from model.event import Direction, Event, Kind
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


def test_reviews_of_several_locations_are_read() -> None:
    page = {
        "locationReviews": [{"name": "accounts/1/locations/2", "review": ROW}, {"name": "x", "review": ROW}]
    }
    events, _ = GOOGLE.parse_poll(Delivery("google_business", json.dumps(page).encode(), {}, 0, "page"))
    assert [each.external_id for each in events] == [NAME, NAME]


def test_who_reviews_without_a_name_has_none() -> None:
    (review,), _ = GOOGLE.parse_poll(
        Delivery(
            "google_business", json.dumps(ROW | {"reviewer": {"isAnonymous": True}}).encode(), {}, 0, "page"
        )
    )
    assert review.author is None


def test_what_a_notice_names_is_fetched_and_takes_its_place() -> None:
    data = b64encode(json.dumps({"type": "NEW_REVIEW", "review": NAME}).encode()).decode()
    notice = {"message": {"data": data, "publishTime": "2025-10-09T10:00:00Z"}}
    events = GOOGLE.parse(Delivery("google_business", json.dumps(notice).encode(), {}, 0))
    (want,) = GOOGLE.list_wants(events)
    assert want.account_id == "accounts/1"
    call = GOOGLE.make_fetch(want.what, {"access_token": "ours"})
    assert call.url == f"https://mybusiness.googleapis.com/v4/{NAME}"
    assert call.headers["Authorization"] == "Bearer ours"

    def fetched(status: int, payload: object) -> Event:
        told = {**want.what, "status": status}
        body = json.dumps(payload).encode()
        (event,) = GOOGLE.read_delivery(Delivery("google_business", body, {}, 7, "page", fetched=told))
        return event

    review = fetched(200, ROW)
    assert (review.external_id, review.text) == (events[0].external_id, "Too slow.")
    assert (review.changed_at or 0) > (events[0].occurred_at or 0)
    assert fetched(404, {"error": {"code": 404}}).kind is Kind.DELETE
