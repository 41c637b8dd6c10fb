"""Google Business Profile: notices that somebody wrote a review, without its words."""

import json
from base64 import b64encode
from collections.abc import Mapping

from infra.simulate.story import Beat, Stage, Verb
from infra.simulate.teller import Letter, Teller, iso, mark


class GoogleBusiness(Teller):
    """Tells what Pub/Sub pushes; who wrote what is fetched afterwards."""

    platform = "google_business"
    stage = Stage(private=False, ours=False, verbs=frozenset({Verb.ADD}), words=False)
    demo_account = "accounts/710000000000000001"

    def tell(self, beat: Beat) -> Letter:
        """Returns one notice."""
        place = f"{self.account}/locations/720000000000000001"
        notice = {
            "type": "NEW_REVIEW",
            "review": f"{place}/reviews/demo{beat.item.number}",
            "location": place,
        }
        return self._pushed(notice, f"{mark(beat)}", iso(beat.at))

    def probe(self, secrets: Mapping[str, str]) -> Letter:  # noqa: ARG002 - carried by a header
        """Returns a notice of another type."""
        return self._pushed({"type": "GOOGLE_UPDATE", "location": "accounts/1/locations/2"}, "1", iso(0))

    def _pushed(self, notice: Mapping[str, str], native: str, at: str) -> Letter:
        data = b64encode(json.dumps(notice).encode()).decode()
        message = {"attributes": {}, "data": data, "messageId": native, "publishTime": at}
        return self.letter({"message": message, "subscription": "projects/demo/subscriptions/reviews"})


TELLER = GoogleBusiness
