"""What we wrote to a person and is on its way, or went out: called back by being deleted, with what leads to it."""

from collections.abc import Iterator

from model.reply import ReplyState
from store.dynamo.rows import OpsRow
from store.forgetting.erasing.counted import counted
from store.forgetting.erasing.eraser import Eraser
from store.forgetting.erasing.leaver import Leaver
from store.outbox import keys as outbox_keys
from store.outbox.outbox import APPROVALS, HEAD, Outbox
from store.outbox.rows import ReplyRow
from store.vault.vault import Vault


class Replies(Eraser):
    """The replies that a person's key seals."""

    def __init__(self, vault: Vault, outbox: Outbox) -> None:
        self._vault = vault
        self._outbox = outbox

    def erase_items(self, who: Leaver) -> Iterator[int]:
        """Deletes them one by one; not those from after the person came back. What is deleted is not sent."""
        for reply, at in self._theirs(who):
            position = outbox_keys.listed(at, reply)
            known = self._outbox.find_reply(who.brand, reply)
            with counted(who, replies=1) as together:
                together.delete(ReplyRow(outbox_keys.reply(who.brand, reply), HEAD))
                together.delete(
                    OpsRow(outbox_keys.outbox(who.brand, who.person), position), condition=OpsRow.pk.exists()
                )
                if known is not None:
                    together.delete(OpsRow(outbox_keys.replies(who.brand, known.conversation), position))
                    if known.state is ReplyState.AWAITING_APPROVAL:
                        together.delete(APPROVALS.wakeup_row(who.brand, reply, known.created_at))
            yield 1

    def count_left(self, who: Leaver) -> int:
        """Returns how many replies are there."""
        return sum(1 for _ in self._theirs(who))

    def _theirs(self, who: Leaver) -> Iterator[tuple[str, int]]:
        back = who.came_back(self._vault)
        for reply, at in self._outbox.list_of_person(who.brand, who.person):
            if not (back and at > who.erased_at):
                yield reply, at
