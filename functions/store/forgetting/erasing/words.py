"""The rows by which somebody is found by their name."""

from collections.abc import Iterator

from store.contacts.words import NameWords
from store.forgetting.erasing.counted import delete_counted
from store.forgetting.erasing.eraser import Eraser
from store.forgetting.erasing.leaver import Leaver
from store.vault.vault import Vault


class ListedNames(Eraser):
    """What leads to a person by the words of the names that they go with."""

    def __init__(self, vault: Vault, words: NameWords) -> None:
        self._vault = vault
        self._words = words

    def erase_items(self, who: Leaver) -> Iterator[int]:
        """Deletes them; somebody who came back is found again when they are looked at."""
        rows = self._words.find_rows(who.brand, who.person, who.words)
        yield from delete_counted(who, rows, "words")

    def count_left(self, who: Leaver) -> int:
        """Returns how many rows lead to them by these names; those of somebody who came back are theirs to have."""
        if who.came_back(self._vault):
            return 0
        return len(self._words.find_rows(who.brand, who.person, who.words))
