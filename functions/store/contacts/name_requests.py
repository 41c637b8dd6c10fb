"""Remembers for a day whose name was asked for: a platform is asked once, however much somebody writes."""

from collections.abc import Callable

from model.policy import DAY_S
from store.contacts import keys as contact_keys
from store.dynamo.rows import OpsRow


class NameRequests:
    """Notes requests by opaque id."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock

    def begin_request(self, brand: str, person: str) -> bool:
        """Returns whether this is the first request for a person's name within a day, and notes it."""
        now = int(self._clock())
        row = OpsRow(contact_keys.name_request(brand, person), "#", expires_at=now + DAY_S)
        return row.put_unless_alive(now)
