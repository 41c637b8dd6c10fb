"""A list to find people by name in: one row for how a word of a name begins, under a keyed hash, and whom it leads to.

Nothing of a name stands in it. Rows are written when people are looked at (`respond.actions.naming`), never on the way
of a message, and end with the key of the profile that they were made from. Who may leave no trace is not in it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pynamodb.exceptions import DoesNotExist

from model import policy
from model.called import list_all_beginnings, list_beginnings
from store.contacts import keys as contact_keys
from store.contacts.directory import Stand
from store.contacts.profiles import Called
from store.contacts.rows import WordRow, WordWalkRow
from store.vault import keys as vault_keys
from store.vault.vault import Vault

RENEWED_S = 7 * policy.DAY_S
"""A row that ends so long before the profile does is written anew."""

WALK = "#"


@dataclass(frozen=True, slots=True)
class WordWalk:
    """Holds a walk over everybody, the last heard of first: from the day it began on down to `floor`.

    Who is heard of for the first time stands above its beginning: the next walk ends where this one began.
    """

    at: int = 0
    began: str = ""
    floor: str = ""
    place: Stand | None = None
    done: bool = True


class NameWords:
    """Keeps and reads the list of one brand at a time."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def list_rows(self, brand: str, person: str, name: str, handle: str, until: int = 0) -> list[WordRow]:
        """Returns the rows that lead to somebody who is called so."""
        return [
            WordRow(self._key(brand, each), person, expires_at=until)
            for each in list_beginnings(name, handle)
        ]

    def keep_people(self, brand: str, called: Mapping[str, Called]) -> int:
        """Keeps the rows of these people. Returns how many were written: those that were missing or end too early."""
        wanted = [
            row
            for person, each in called.items()
            if policy.rule_for(each.platform).residue
            for row in self.list_rows(brand, person, each.name, each.handle, each.until)
        ]
        known = {(row.pk, row.sk): int(row.expires_at or 0) for row in _read(wanted)}
        missing = [row for row in wanted if known.get((row.pk, row.sk), 0) < row.expires_at - RENEWED_S]
        with WordRow.batch_write() as batch:
            for row in missing:
                batch.save(row)
        return len(missing)

    def page_people(
        self, brand: str, beginning: str, after: str | None, limit: int
    ) -> tuple[list[str], str | None]:
        """Returns up to `limit` people a word of whose name begins so, and where to go on."""
        condition = None if after is None else WordRow.sk > after
        rows = list(
            WordRow.query(self._key(brand, beginning), condition, limit=limit + 1, consistent_read=True)
        )
        found = [row.sk for row in rows[:limit]]
        return found, found[-1] if len(rows) > limit else None

    def find_rows(self, brand: str, person: str, names: Iterable[str]) -> list[WordRow]:
        """Returns the rows that lead to somebody by any of these names."""
        return _read(WordRow(self._key(brand, each), person) for each in list_all_beginnings(names))

    def read_walk(self, brand: str) -> WordWalk:
        """Returns how far people were looked at; nothing where none were, or the row is gone."""
        try:
            row = WordWalkRow.get(contact_keys.word_walk(brand), WALK)
        except DoesNotExist:
            return WordWalk()
        place = None
        if row.place:
            day, platform, person = row.place.split("/")
            place = day, platform, person
        return WordWalk(int(row.at or 0), row.began or "", row.floor or "", place, bool(row.done))

    def keep_walk(self, brand: str, walk: WordWalk) -> None:
        """Keeps how far they were looked at. Of two at a time the later stands: both looked at whom they say."""
        row = WordWalkRow(contact_keys.word_walk(brand), WALK, at=walk.at, began=walk.began, floor=walk.floor,
                          place="/".join(walk.place or ()) or None, done=walk.done)  # fmt: skip
        row.save()

    def _key(self, brand: str, letters: str) -> str:
        index_key = self._vault.index_key(brand)
        return contact_keys.word(brand, vault_keys.hid(index_key, brand, "", "word", "", letters))


def _read(rows: Iterable[WordRow]) -> list[WordRow]:
    return list(WordRow.batch_get([(row.pk, row.sk) for row in rows]))
