"""Moves the rows and the counts of a broadcast when the platform, or a person who looked, tells of its recipients
later.

The walk over a segment counts each recipient once, as it found them. What is told afterwards is counted apart, in the
same transaction as the row, and added when somebody looks: no receipt waits for the walk, and none is counted twice.
"""

from pynamodb.expressions.update import Action

from model import policy
from model.broadcast import TOLD_MOVES, Recipient, RecipientState
from store.dynamo.writes import attempt
from store.outbox import keys as outbox_keys
from store.outbox.broadcasts import KEPT_DAYS
from store.outbox.rows import LaterCountsRow, RecipientRow


def move_recipient(known: Recipient, state: RecipientState, code: str = "") -> bool:
    """Moves a recipient forward, and the counts along; False where there is no such move, or others were faster."""
    if state not in TOLD_MOVES.get(known.state, ()):
        return False
    shard = known.person[:1]
    row = RecipientRow(outbox_keys.recipients(known.brand, known.broadcast, shard), known.person)
    actions: list[Action] = [
        RecipientRow.state.set(state.value),
        RecipientRow.rev.set(known.rev + 1),
        RecipientRow.code.set(code) if code else RecipientRow.code.remove(),
    ]
    counted = known.state is not RecipientState.SENDING
    if counted:
        actions.append(RecipientRow.counted.set(known.counts_as.value))
    with attempt() as together:
        together.update(row, actions, condition=RecipientRow.rev == known.rev)
        if counted:
            until = known.at // 1000 + KEPT_DAYS * policy.DAY_S
            moved: list[Action] = [
                getattr(LaterCountsRow, known.state.value).add(-1),
                getattr(LaterCountsRow, state.value).add(1),
                LaterCountsRow.expires_at.set(until),
            ]
            together.update(LaterCountsRow(_counts(known.brand, known.broadcast), shard), moved)
    return together.done


def count_moves(brand: str, broadcast: str) -> dict[str, int]:
    """Returns by how many each state differs from what the walk counted."""
    found: dict[str, int] = {}
    for row in LaterCountsRow.query(_counts(brand, broadcast), consistent_read=True):
        for state in (each.value for each in (*TOLD_MOVES, RecipientState.READ, RecipientState.FAILED)):
            found[state] = found.get(state, 0) + int(getattr(row, state, 0) or 0)
    return found


def _counts(brand: str, broadcast: str) -> str:
    return outbox_keys.recipients(brand, broadcast, "counts")
