"""The rows by which somebody is found by their name."""

from collections.abc import Iterator

from model.fields import KEY
from store.contacts.rows import WordRow
from store.contacts.words import NameWords
from store.forgetting.erasing.counted import delete_counted
from store.forgetting.erasing.eraser import Eraser
from store.forgetting.erasing.item_class import RETENTION, ItemClass, Turn
from store.forgetting.erasing.leaver import Leaver
from store.vault.vault import Vault


class ListedNames(Eraser):
    """Erases what leads to a person by the words of the names that they go with."""

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


WORDS = ItemClass(
    "words",
    Turn.KEPT,
    (WordRow,),
    ("words",),
    lambda context: ListedNames(context.stores.vault, context.stores.words),
    withheld={
        "pk": "a keyed hash of three letters of a name that is exported",
        "sk": KEY,
        "expires_at": RETENTION,
    },
    register={
        "WordRow": (
            "names to search in",
            "whose name has a word that begins with certain letters, by a keyed hash of them and opaque ids",
        ),
    },
    families={
        "word": (
            "names to search in",
            "whose name begins with certain letters: a keyed hash of them and an opaque id; as long as the name",
        ),
    },
)
