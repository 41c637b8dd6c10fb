"""The stores of conversations and of what agents do at them, wired once; `store.stores` adds the others."""

from collections.abc import Callable
from functools import cached_property

from store.contacts.wakeups import SNOOZES, Wakeups
from store.conversations.conversations import Conversations
from store.conversations.moved_places import MovedPlaces
from store.conversations.presence import Presence
from store.conversations.promises import PromiseBoard
from store.conversations.read_marks import ReadMarks
from store.conversations.tallies import TallyBoard
from store.journal.changes import ChangeJournal


class ConversationStores:
    """Makes what is needed when it is first asked for."""

    clock: Callable[[], float]
    """Epoch seconds."""

    def now_ms(self) -> int:
        """Returns epoch milliseconds."""
        return int(self.clock() * 1000)

    @cached_property
    def conversations(self) -> Conversations:
        """Returns conversation heads and the inbox."""
        return Conversations(self.changes)

    @cached_property
    def changes(self) -> ChangeJournal:
        """Returns the journal of what changed in conversations."""
        return ChangeJournal(self.now_ms)

    @cached_property
    def snoozes(self) -> Wakeups:
        """Returns the wakeups of conversations that open again."""
        return SNOOZES

    @cached_property
    def presence(self) -> Presence:
        """Returns at which conversations agents are."""
        return Presence(self.clock)

    @cached_property
    def tallies(self) -> TallyBoard:
        """Returns how many conversations stand in which queue."""
        return TallyBoard(self.conversations, self.now_ms)

    @cached_property
    def promises(self) -> PromiseBoard:
        """Returns which conversations are due soon or overdue."""
        return PromiseBoard()

    @cached_property
    def read_marks(self) -> ReadMarks:
        """Returns up to when agents read conversations."""
        return ReadMarks(self.clock)

    @cached_property
    def moved_places(self) -> MovedPlaces:
        """Returns the store of places that go on under another id."""
        return MovedPlaces()
