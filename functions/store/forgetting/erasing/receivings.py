"""Erases what a person got of broadcasts, with what leads to it. A broadcast that runs finds nobody there."""

from collections.abc import Iterator
from typing import TypedDict

from model.fields import KEY, ORDER
from model.moments import IsoTime, iso
from store.dynamo.rows import OpsRow
from store.forgetting.erasing.counted import counted
from store.forgetting.erasing.item_class import OURS, RETENTION, TRIED, TRIES, Copied, ItemClass, Turn
from store.forgetting.erasing.leaver import Leaver
from store.forgetting.erasing.listed_writings import ListedEraser
from store.outbox import keys as outbox_keys
from store.outbox.broadcasts import Broadcasts
from store.outbox.rows import RecipientRow


class Receivings(ListedEraser[Broadcasts]):
    """Erases the broadcasts that a person got, or was left out of."""

    def erase_items(self, who: Leaver) -> Iterator[int]:
        """Deletes them one by one; not those from after the person came back."""
        for broadcast, at in list(self._theirs(who)):
            shard = outbox_keys.recipients(who.brand, broadcast, who.person[:1])
            pointer = OpsRow(outbox_keys.received(who.brand, who.person), outbox_keys.listed(at, broadcast))
            with counted(who, recipients=1) as together:
                together.delete(RecipientRow(shard, who.person))
                together.delete(pointer, condition=OpsRow.pk.exists())
            yield 1


class CopiedReceived(TypedDict):
    """Shows what the person got of a broadcast."""

    id: str
    platform: str
    account: str
    state: str
    at: IsoTime
    native_id: str | None
    text: str | None


def copy_received(broadcasts: Broadcasts, who: Leaver) -> Iterator[CopiedReceived]:
    """Yields what the person got of broadcasts, and which they were left out of."""
    ids = [broadcast for broadcast, _ in broadcasts.list_of_person(who.brand, who.person)]
    for received in broadcasts.read_received(who.brand, who.person, ids):
        yield {
            "id": received.broadcast,
            "platform": received.platform,
            "account": received.account,
            "state": received.state.value,
            "at": iso(received.at),
            "native_id": received.native_id or None,
            "text": received.text or None,
        }


RECIPIENTS = ItemClass(
    "recipients",
    Turn.SENT,
    (RecipientRow,),
    ("recipients",),
    lambda context: Receivings(context.stores.vault, context.stores.broadcasts),
    exported=frozenset("platform account state at sealed".split()),
    withheld={
        "pk": KEY,
        "sk": KEY,
        "rev": ORDER,
        "conversation": OURS,
        "expires_at": RETENTION,
        "attempts": TRIES,
        "attempt_at": TRIED,
        "code": "the platform's code, or why they were left out",
        "counted": "the state before the one that is exported",
    },
    register={
        "RecipientRow": ("recipients of broadcasts", "what became of one for each; what they got is sealed"),
    },
    families={
        "recipient": (
            "recipients of a broadcast",
            "what became of it for each, by opaque id; what they got is sealed",
        ),
        "received": ("broadcasts to a person", "which there were, by opaque id"),
    },
    copied=Copied(
        "broadcasts",
        CopiedReceived,
        lambda context, who: copy_received(context.stores.broadcasts, who),
        "What you got of messages that went to many.",
    ),
)
