"""Our own private answers belong to whom they are for, where the platform names the conversation only."""

from collections.abc import Iterable
from typing import Any

import pytest

from ingest.arrival import Arrival
from ingest.private_recipients import add_private_recipients
from model.conversation import Conversation, begin_conversation
from model.event import Direction, Kind, Mode
from model.interaction import Interaction


class Heads:
    """Conversations that have begun; counts how often they are read."""

    def __init__(self, *items: Interaction) -> None:
        self._heads = {head.id: head for head in map(begin_conversation, items)}
        self.reads = 0

    def read_conversations(self, brand: str, ids: Iterable[str]) -> dict[str, Conversation]:
        """See `Conversations`."""
        assert brand == "acme"
        self.reads += 1
        return {each: self._heads[each] for each in ids if each in self._heads}


def said(item: str, by: str | None, conversation: str = "chat", mode: Mode = Mode.PRIVATE) -> Arrival:
    direction = Direction.IN if by else Direction.OUT
    made = Interaction(
        item, "acme", "slack", "acc", kind=Kind.MESSAGE, mode=mode, direction=direction, author=by, customer=by,
        conversation=conversation, under=conversation, created_at=1, seen_at=1,
    )  # fmt: skip
    return Arrival(made, None)


def customers(heads: Any, *arrivals: Arrival) -> list[str | None]:
    return [each.interaction.customer for each in add_private_recipients(heads, "acme", arrivals)]


def test_an_answer_beside_the_question_needs_no_read() -> None:
    heads = Heads()
    assert customers(heads, said("a", None), said("q", "mara")) == ["mara", "mara"]
    assert heads.reads == 0


def test_many_answers_to_conversations_that_began_before_need_one_read() -> None:
    heads = Heads(said("q", "mara").interaction, said("r", "tom", "other").interaction)
    answers = [said("a", None), said("b", None, "other"), said("c", None, "unknown")]
    assert customers(heads, *answers) == ["mara", "tom", None]
    assert heads.reads == 1


@pytest.mark.parametrize("arrival", [said("q", "mara"), said("a", None, mode=Mode.PUBLIC)])
def test_nobody_is_looked_for_where_nobody_is_missing(arrival: Arrival) -> None:
    heads = Heads(said("q", "tom").interaction)
    assert customers(heads, arrival) == [arrival.interaction.customer]
    assert heads.reads == 0
