"""What a person's copy says of the replies that were sent to them, or are to be."""

from collections.abc import Iterator
from typing import Any

from model.moments import iso
from store.forgetting.erasing.leaver import Leaver
from store.outbox.outbox import Outbox


def copy_replies(outbox: Outbox, who: Leaver) -> Iterator[dict[str, Any]]:
    """Yields what we wrote to the person and sent, or mean to send."""
    ids = [reply for reply, _ in outbox.list_of_person(who.brand, who.person)]
    for reply in outbox.read_replies(who.brand, ids).values():
        yield {
            "id": reply.id,
            "platform": reply.platform,
            "account": reply.account,
            "mode": reply.mode,
            "state": reply.state.value,
            "accepted_at": iso(reply.created_at),
            "native_id": reply.native_id or None,
            "text": reply.text or None,
        }
