"""Keeps where agents are, in `ops`: one row an agent, for half a minute after they were last heard of."""

from collections.abc import Callable
from dataclasses import dataclass

from store.conversations import keys as conversation_keys
from store.conversations.rows import PresenceRow

LASTS_S = 30
LEFT = "left"


@dataclass(frozen=True, slots=True)
class Present:
    """Holds an agent who looks at a conversation or types in it."""

    conversation: str
    agent: str
    state: str


class Presence:
    """Notes and lists who is where."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock

    def note_presence(self, brand: str, present: Present) -> None:
        """Notes where an agent is; `left` that they are nowhere."""
        row = PresenceRow(conversation_keys.presence(brand), present.agent)
        if present.state == LEFT:
            row.delete()
            return
        until = int(self._clock()) + LASTS_S
        row.conversation, row.state, row.expires_at = present.conversation, present.state, until
        row.save()

    def list_present(self, brand: str) -> list[Present]:
        """Returns who is where now."""
        now_s = self._clock()
        rows = PresenceRow.query(conversation_keys.presence(brand))
        return [
            Present(row.conversation, row.sk, row.state) for row in rows if int(row.expires_at or 0) > now_s
        ]
