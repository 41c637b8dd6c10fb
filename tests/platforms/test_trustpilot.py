"""Trustpilot: pages of reviews."""

import json

from model.event import Kind
from model.http import Delivery
from platforms.registry import platform


def test_a_page_of_reviews_says_where_the_next_one_is() -> None:
    row = {"id": "r1", "stars": 2, "text": "So so", "consumer": {"id": "c1", "displayName": "Ann"}}
    body = {
        "reviews": [row, {}],
        "links": [{"rel": "next-page", "href": "https://api.trustpilot.com/v1/next"}],
    }
    told = Delivery("trustpilot", json.dumps(body).encode(), {}, 0, source="page")
    (event,), following = platform("trustpilot").parse_poll(told)
    assert (event.kind, event.external_id, event.author_name, event.rating) == (Kind.REVIEW, "r1", "Ann", 2)
    assert following == "https://api.trustpilot.com/v1/next"
