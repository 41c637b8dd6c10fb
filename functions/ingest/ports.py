"""Declares what taking deliveries in needs from outside; the modules of `aws` fit, and so do the tests' fakes."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from aws.queues import Message
from model.endpoint import Endpoint


class Secrets(Protocol):
    """Does what `aws.secrets` does."""

    def read_endpoint(self, platform: str, endpoint: str, seconds: float | None = None) -> Endpoint | None:
        """Returns the record, None when there is none. Raises Unavailable or Malformed."""
        ...


class Sender(Protocol):
    """Does what the sending side of `aws.queues` does."""

    def send(
        self, queue_url: str, body: str, *, group: str | None = None, seconds: float | None = None
    ) -> None:
        """Raises Unavailable."""
        ...


class Queues(Protocol):
    """Does what `aws.queues` does."""

    def send_many(self, queue_url: str, bodies: Iterable[str]) -> None:
        """Raises Unavailable when some were not taken."""
        ...

    def receive(self, queue_url: str) -> list[Message]:
        """Raises Unavailable."""
        ...

    def delete(self, queue_url: str, messages: Sequence[Message]) -> None:
        """Raises Unavailable."""
        ...


class Objects(Protocol):
    """Does what `aws.objects` does."""

    def put(self, key: str, body: bytes, seconds: float | None = None) -> None:
        """Raises Unavailable."""
        ...

    def get(self, key: str, seconds: float | None = None) -> bytes | None:
        """Returns the object, None when it is not there. Raises Unavailable."""
        ...

    def get_many(self, keys: Sequence[str]) -> dict[str, bytes]:
        """Raises Unavailable."""
        ...

    def delete(self, keys: Sequence[str]) -> None:
        """Raises Unavailable."""
        ...

    def pages(self, prefix: str) -> Iterator[list[str]]:
        """Raises Unavailable."""
        ...
