"""Asks for the locations of an account of Google Business Profile, and for the reviews of each.

https://developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews/list
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from model.http import Call, Delivery
from platforms.paging import ask_page
from platforms.reading.paths import text_at
from platforms.reading.payload import objects, read_object
from platforms.walking import Walking

LOCATION = re.compile(r"locations/[\w-]{1,100}")
REVIEWS = "https://mybusiness.googleapis.com/v4"
PLACES = "https://mybusinessbusinessinformation.googleapis.com/v1"


class LocationsPolled(Walking):
    """Walks from an account's locations to what was written about each."""

    def list_places(self, account: Mapping[str, Any]) -> Sequence[str]:  # noqa: ARG002 - every account has the same
        """Returns the list of locations, which leads to the reviews of each."""
        return ("locations",)

    def ask_place(self, account: Mapping[str, Any], place: str, page: str | None) -> Call:
        """Returns the request for a page of the locations, or of one's reviews, those first that changed last."""
        if place == "locations":
            query = {"readMask": "name", "pageSize": 100, "pageToken": page}
            return ask_page(f"{PLACES}/{account['native_id']}/locations", query)
        query = {"pageSize": 50, "orderBy": "updateTime desc", "pageToken": page}
        return ask_page(f"{REVIEWS}/{account['native_id']}/{place}/reviews", query)

    def find_places(self, place: str, delivery: Delivery) -> Sequence[str]:  # noqa: ARG002 - reviews lead nowhere
        """Returns the locations on a page."""
        listed = objects(read_object(delivery.body).get("locations"))
        return [name for each in listed if (name := text_at(each, "name")) and LOCATION.fullmatch(name)]
