"""Steps from a head to the head that also tells of interactions which came."""

from collections.abc import Iterable, Mapping

from model.conversation import (
    Conversation,
    add_interaction,
    begin_conversation,
    measure_answer,
    opens_conversation,
)
from model.event import Mode
from model.filed import Filed
from model.history import add_filed
from model.interaction import Interaction
from model.response_time import AnsweredIn

NOTHING = Filed()


class Noting:
    """Adds interactions to a head. It remembers what the last try came to, because only that was written."""

    def __init__(self, items: list[Interaction]) -> None:
        self._items = sorted(items, key=lambda item: (item.occurred_at, item.id))
        self.answers: list[AnsweredIn] = []
        self.others: dict[str, int] = {}
        """Who else is in a private conversation, and since when: to each of them it has to be found."""

    def __call__(self, head: Conversation | None) -> Conversation | None:
        self.answers = []
        head = self._noted(head)
        theirs = None if head is None else head.customer
        self.others = {
            item.customer: item.occurred_at
            for item in reversed(self._items)
            if item.mode is Mode.PRIVATE and item.customer not in (None, theirs)
        }
        return head

    def _noted(self, head: Conversation | None) -> Conversation | None:
        for item in self._items:
            if head is not None:
                answer = measure_answer(head, item)
                self.answers += [] if answer is None else [answer]
                head = add_interaction(head, item)
            elif opens_conversation(item):
                head = begin_conversation(item)
        return head


class Remembering:
    """Adds imported interactions to a head, in the order in which they were written."""

    def __init__(self, items: list[Interaction], filed: Mapping[str, Filed]) -> None:
        self._items = sorted(items, key=lambda item: (item.occurred_at, item.id))
        self._filed = filed

    def __call__(self, head: Conversation | None) -> Conversation | None:
        for item in self._items:
            head = add_filed(head, item, self._filed.get(item.id, NOTHING))
        return head


def group_by_conversation(items: Iterable[Interaction]) -> dict[str, list[Interaction]]:
    """Returns the interactions that stand in a conversation, by its id."""
    found: dict[str, list[Interaction]] = {}
    for item in items:
        # An edit whose creation is not here yet does not tell when the item was made.
        if item.conversation is not None and item.kind is not None and not item.deleted:
            found.setdefault(item.conversation, []).append(item)
    return found
