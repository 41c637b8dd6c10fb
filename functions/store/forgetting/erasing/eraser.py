"""Declares what every eraser does, one for each class of items."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Protocol

from store.forgetting.erasing.leaver import Leaver


class Eraser(ABC):
    """Deletes a person's items of one class. Repeating it changes nothing."""

    @abstractmethod
    def erase_items(self, who: Leaver) -> Iterator[int]:
        """Yields how many at each step; whoever stops in between may begin again."""

    @abstractmethod
    def count_left(self, who: Leaver) -> int:
        """Counts the items of the person that are still there."""


class ClaimObjects(Protocol):
    """Declares what erasers need of the bucket; `aws.objects` has it."""

    def get(self, key: str) -> bytes | None:
        """Raises Unavailable."""
        ...

    def delete(self, keys: Sequence[str]) -> None:
        """Raises Unavailable."""
        ...
