"""Notes and drafts about a person: deleted with what leads to them."""

from collections.abc import Iterator

from store.dynamo.rows import OpsRow
from store.forgetting.erasing.counted import counted
from store.forgetting.erasing.eraser import Eraser
from store.forgetting.erasing.leaver import Leaver
from store.outbox import keys as outbox_keys
from store.outbox.papers import HEAD, Papers, list_places
from store.outbox.rows import PaperRow
from store.vault.vault import Vault


class WrittenPapers(Eraser):
    """The notes and drafts that a person's key seals."""

    def __init__(self, vault: Vault, papers: Papers) -> None:
        self._vault = vault
        self._papers = papers

    def erase_items(self, who: Leaver) -> Iterator[int]:
        """Deletes them one by one; not those from after the person came back."""
        for paper, at in self._theirs(who):
            known = self._papers.find_paper(who.brand, paper)
            own = OpsRow(outbox_keys.papered(who.brand, who.person), outbox_keys.listed(at, paper))
            with counted(who, papers=1) as together:
                together.delete(PaperRow(outbox_keys.paper(who.brand, paper), HEAD))
                together.delete(own, condition=OpsRow.pk.exists())
                for place in list_places(known) if known is not None else ():
                    if place.pk != own.pk:
                        together.delete(place)
            yield 1

    def count_left(self, who: Leaver) -> int:
        """Returns how many notes and drafts are there."""
        return sum(1 for _ in self._theirs(who))

    def _theirs(self, who: Leaver) -> Iterator[tuple[str, int]]:
        back = who.came_back(self._vault)
        for paper, at in self._papers.list_of_person(who.brand, who.person):
            if not (back and at > who.erased_at):
                yield paper, at
