"""Somebody whose data are to go."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from model.errors import Erased, Purged
from model.event import Direction, Mode
from store.interactions.mapping import from_row, header_of
from store.interactions.rows import FeedRow
from store.vault.sealed import Tampered
from store.vault.vault import Vault

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Leaver:
    """Names a person on their way out. `erased_at` is epoch ms; `task` is the request that everything is counted under
    (empty: none).

    `words` are the names that others may have written, of all their names the ones we know.
    """

    brand: str
    person: str
    platform: str
    erased_at: int
    task: str
    words: tuple[str, ...] = ()
    keeps_statistics: bool = False
    settled: bool = True
    """Whether everybody who may still write something about them knows that they are gone."""
    threads: frozenset[str] = frozenset()
    """Private conversations that are theirs: what we said there without naming anybody was said to them."""

    def came_back(self, vault: Vault) -> bool:
        """Returns whether they wrote to us again since: what came after `erased_at` is not to go."""
        salt = vault.read_salt(self.brand, self.person)
        return salt is not None and salt.value is not None and salt.erased_at is not None

    def list_theirs(
        self, vault: Vault, items: Iterable[Item], time_of: Callable[[Item], int]
    ) -> Iterator[Item]:
        """Yields the items that go with the person: by their time (epoch ms) not those from after they came back."""
        back = self.came_back(vault)
        for item in items:
            if not (back and time_of(item) > self.erased_at):
                yield item

    def owns(self, row: FeedRow) -> bool:
        """Returns whether the row is sealed by the person's key, or is our answer in their private conversation."""
        header = header_of(self.brand, row)
        if header.mode is Mode.PRIVATE and header.direction is Direction.OUT and header.customer is None:
            return header.conversation in self.threads
        return header.owner == self.person

    def takes(self, row: FeedRow, vault: Vault) -> bool:
        """Returns whether the row goes with the person: theirs, and not from after they came back."""
        if not self.owns(row):
            return False
        header = header_of(self.brand, row)
        return (
            header.seen_at <= self.erased_at
            or not self.came_back(vault)
            or not _opens(self.brand, row, vault)
        )


def _opens(brand: str, row: FeedRow, vault: Vault) -> bool:
    try:
        from_row(brand, row, vault)
    except (Erased, Purged, Tampered):
        return False
    return True
