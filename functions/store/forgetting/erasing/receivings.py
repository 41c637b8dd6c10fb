"""What a person got of broadcasts: deleted with what leads to it. A broadcast that runs finds nobody there."""

from collections.abc import Iterator

from store.dynamo.rows import OpsRow
from store.forgetting.erasing.counted import counted
from store.forgetting.erasing.eraser import Eraser
from store.forgetting.erasing.leaver import Leaver
from store.outbox import keys as outbox_keys
from store.outbox.broadcasts import Broadcasts
from store.outbox.rows import RecipientRow
from store.vault.vault import Vault


class Receivings(Eraser):
    """The broadcasts that a person got, or was left out of."""

    def __init__(self, vault: Vault, broadcasts: Broadcasts) -> None:
        self._vault = vault
        self._broadcasts = broadcasts

    def erase_items(self, who: Leaver) -> Iterator[int]:
        """Deletes them one by one; not those from after the person came back."""
        for broadcast, at in list(self._theirs(who)):
            shard = outbox_keys.recipients(who.brand, broadcast, who.person[:1])
            pointer = OpsRow(outbox_keys.received(who.brand, who.person), outbox_keys.listed(at, broadcast))
            with counted(who, recipients=1) as together:
                together.delete(RecipientRow(shard, who.person))
                together.delete(pointer, condition=OpsRow.pk.exists())
            yield 1

    def count_left(self, who: Leaver) -> int:
        """Returns how many are there."""
        return sum(1 for _ in self._theirs(who))

    def _theirs(self, who: Leaver) -> Iterator[tuple[str, int]]:
        back = who.came_back(self._vault)
        for broadcast, at in self._broadcasts.list_of_person(who.brand, who.person):
            if not (back and at > who.erased_at):
                yield broadcast, at
