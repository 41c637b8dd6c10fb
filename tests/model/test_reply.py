"""The table of moves: what may follow what, and nothing else."""

import pytest

from model.errors import Conflict
from model.reply import ASKED_AGAIN, MOST_PASSAGES, MOVES, WAITING, Reply, ReplyState, move_reply

S = ReplyState
REPLY = Reply(
    "r", "acme", "x", "a", "c", "i", "p", "public", "reply", "ann", created_at=1_000, due_at=1_000
)  # fmt: skip

ALLOWED = {
    S.AWAITING_APPROVAL: "scheduled pending cancelled expired skipped failed refused",
    S.SCHEDULED: "pending sending cancelled expired skipped failed refused",
    S.PENDING: "sending sent delivered read cancelled expired skipped failed refused",
    S.SENDING: "sent delivered read pending failed refused unknown",
    S.UNKNOWN: "sent delivered read pending failed cancelled",
    S.SENT: "delivered read failed",
    S.DELIVERED: "read",
    S.FAILED: "pending",
    S.REFUSED: "pending",
}


@pytest.mark.parametrize("before", list(S))
@pytest.mark.parametrize("after", list(S))
def test_a_state_is_followed_by_those_of_the_table(before: ReplyState, after: ReplyState) -> None:
    reply = Reply(**{name: getattr(REPLY, name) for name in Reply.__slots__} | {"state": before})
    if after.value in ALLOWED.get(before, "").split():
        moved = move_reply(reply, after, 2_000, "131047", "closed")
        assert (moved.state, moved.code, moved.state_at, moved.words) == (after, "131047", 2_000, "closed")
    else:
        with pytest.raises(Conflict):
            move_reply(reply, after, 2_000)


def test_receipts_only_go_forward() -> None:
    order = (S.SENT, S.DELIVERED, S.READ)
    for number, state in enumerate(order):
        assert not MOVES[state] & set(order[: number + 1])


def test_what_is_asked_again_goes_out_again_and_nothing_else_can_be_called_back() -> None:
    assert all(S.PENDING in MOVES[state] for state in ASKED_AGAIN)
    assert all(S.CANCELLED in MOVES[state] for state in WAITING)
    assert S.CANCELLED not in MOVES[S.SENDING]


def test_a_long_story_keeps_its_beginning_and_its_end() -> None:
    reply = REPLY
    for number in range(60):
        reply = move_reply(reply, S.SENDING, number)
        reply = move_reply(reply, S.PENDING, number, str(number))
    assert len(reply.passages) == MOST_PASSAGES
    assert (reply.passages[0].at, reply.passages[-1].code) == (0, "59")
