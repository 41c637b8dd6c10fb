"""ActivityStreams 2.0: pages and files of activities, as servers export them.

https://www.w3.org/TR/activitystreams-core/
"""

from typing import TYPE_CHECKING

from model.errors import Malformed
from model.http import Delivery
from platforms.asked import AskedPlatform
from platforms.reading.addresses import read_acct
from platforms.reading.payload import read_json

if TYPE_CHECKING:
    from model.event import Event


class ActivityStreams(AskedPlatform):
    """Reads an outbox or another collection that was fetched or saved; ids are addresses."""

    name = "activitystreams"
    title = "ActivityStreams (files and pages)"
    docs_url = "https://www.w3.org/TR/activitystreams-core/"
    capabilities = frozenset({"archive", "edits", "deletes"})

    def parse(self, delivery: Delivery) -> "list[Event]":
        """Returns what the activities in a file say."""
        return self.parse_poll(delivery)[0]

    def shorten_id(self, native_id: str) -> str:
        """Returns the handle that an actor's address tells."""
        return read_acct(native_id) or super().shorten_id(native_id)

    def parse_poll(self, delivery: Delivery) -> "tuple[list[Event], str | None]":
        """Returns what the activities on a page say, and the next page's address."""
        from platforms.families.activitystreams import find_id, read_things
        from platforms.frame import Frame

        payload = read_json(delivery.body)
        if not isinstance(payload, dict | list):
            raise Malformed("wrong_shape")
        after = find_id(payload.get("next")) if isinstance(payload, dict) else None
        return list(read_things(payload, Frame(own=delivery.self_ids))), after


PLATFORM = ActivityStreams()
