"""A conversation of which something was deleted is counted again."""

from collections.abc import Sequence
from dataclasses import replace

from model.conversation import Conversation
from model.event import Direction
from model.interaction import Interaction


def recount_conversation(head: Conversation, items: Sequence[Interaction], floor: int = 0) -> Conversation:
    """Returns `head` with the times and the last item of what stands in it, some of which was deleted.

    `items` are all that are newer than `floor` (epoch ms); the head is believed about what is older.
    """
    standing = sorted(
        (each for each in items if each.kind is not None and not each.deleted),
        key=lambda each: (each.occurred_at, each.id),
    )
    incoming = [each.occurred_at for each in standing if each.direction is Direction.IN]
    outgoing = [each.occurred_at for each in standing if each.direction is Direction.OUT]
    last_in, last_out = (
        max(found) if found else known if known < floor else 0
        for found, known in ((incoming, head.last_in_at), (outgoing, head.last_out_at))
    )
    seen_to = max(last_out, head.closed_at)
    waiting = [at for at in incoming if at > seen_to]
    if seen_to < head.waiting_since < floor:
        waiting.append(head.waiting_since)
    return replace(
        head,
        last_in_at=last_in,
        last_out_at=last_out,
        waiting_since=min(waiting, default=0),
        last_item=standing[-1].id if standing else head.last_item,
        last_at=standing[-1].occurred_at if standing else head.last_at,
    )
