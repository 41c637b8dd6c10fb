"""Finds what a person's key seals of our writings by the list that is kept of it for each person."""

from collections.abc import Iterator
from operator import itemgetter
from typing import Generic, Protocol, TypeVar

from store.forgetting.erasing.eraser import Eraser
from store.forgetting.erasing.leaver import Leaver
from store.vault.vault import Vault


class PersonList(Protocol):
    """Declares what is needed of a store that lists its items by person."""

    def list_of_person(self, brand: str, person: str, /) -> Iterator[tuple[str, int]]:
        """Yields the id of each item, with its time (epoch ms)."""
        ...


Listing = TypeVar("Listing", bound=PersonList)


class ListedEraser(Eraser, Generic[Listing]):
    """Deletes items that `store` lists by person; not those from after the person came back."""

    def __init__(self, vault: Vault, store: Listing) -> None:
        self._vault = vault
        self._store = store

    def count_left(self, who: Leaver) -> int:
        """Counts the items of the person that are still there."""
        return sum(1 for _ in self._theirs(who))

    def _theirs(self, who: Leaver) -> Iterator[tuple[str, int]]:
        return who.list_theirs(self._vault, self._store.list_of_person(who.brand, who.person), itemgetter(1))
