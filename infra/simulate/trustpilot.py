"""Reviews of a company at Trustpilot: written, changed and deleted."""

from collections.abc import Mapping
from typing import Any

from infra.simulate.story import Beat, Stage, Verb
from infra.simulate.teller import Letter, Teller, iso

EVENTS = {
    Verb.ADD: "service-review-created",
    Verb.EDIT: "service-review-updated",
    Verb.REMOVE: "service-review-deleted",
}


class Trustpilot(Teller):
    """Tells reviews, which nobody answers in public but us."""

    platform = "trustpilot"
    stage = Stage(private=False, public=False, verbs=frozenset(EVENTS))
    demo_account = "demo-business-unit"

    def tell(self, beat: Beat) -> Letter:
        """Returns one event."""
        item = beat.item
        review: dict[str, Any] = {
            "id": f"{item.number:024x}",
            "consumer": {"id": f"{8_000_000 + item.author.number:024x}", "name": item.author.name},
        }
        if beat.verb is not Verb.REMOVE:
            review |= {
                "language": item.language,
                "title": " ".join(beat.text.split()[:4]),
                "text": beat.text,
                "stars": 1 + item.number % 5,
                "createdAt": iso(item.at),
                "updatedAt": None if beat.verb is Verb.ADD else iso(beat.at),
                "isVerified": True,
            }
        return self._letter([{"eventName": EVENTS[beat.verb], "version": "1", "eventData": review}])

    def probe(self, secrets: Mapping[str, str]) -> Letter:  # noqa: ARG002 - the address proves it
        """Returns a delivery without events."""
        return self._letter([])

    def _letter(self, events: list[dict[str, Any]]) -> Letter:
        return self.letter({"events": events})


TELLER = Trustpilot
