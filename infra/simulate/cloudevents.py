"""A community of one's own behind a gateway that speaks CloudEvents."""

from collections.abc import Mapping
from typing import Any

from infra.simulate.standard_webhooks import StandardWebhooks
from infra.simulate.story import Beat
from infra.simulate.teller import Letter, iso, mark

SOURCE = "https://community.demo.example/spaces/1"


class CloudEvents(StandardWebhooks):
    """Messages, posts, comments and reactions in the structured mode."""

    platform = "cloudevents"
    demo_account = "demo-gateway"

    def tell(self, beat: Beat) -> Letter:
        """Returns one event."""
        kind, data = self.say(beat)
        return self._letter(f"example.demo.{kind}", str(mark(beat)), iso(beat.at), data)

    def probe(self, secrets: Mapping[str, str]) -> Letter:  # noqa: ARG002 - proved like any delivery
        """Returns a type nobody maps."""
        return self._letter("rapport.tested", "1", iso(0), {})

    def _letter(self, kind: str, native: str, at: str, data: Mapping[str, Any]) -> Letter:
        told = {"specversion": "1.0", "id": native, "source": SOURCE, "type": kind, "time": at, "data": data}
        return self.letter(told, content_type="application/cloudevents+json")


TELLER = CloudEvents
