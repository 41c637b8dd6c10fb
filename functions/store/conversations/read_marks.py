"""Up to when each agent read which conversation, in `ops`: opaque ids and times, for 90 days."""

from collections.abc import Callable, Iterable

from store.conversations import keys as conversation_keys
from store.conversations.rows import ReadMarkRow

KEPT_S = 90 * 86_400


class ReadMarks:
    """Reads and keeps marks."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock

    def read_marks(self, brand: str, agent: str, conversations: Iterable[str]) -> dict[str, int]:
        """Returns up to when (epoch ms) the agent read these conversations, as far as they did."""
        pk = conversation_keys.read_marks(brand, agent)
        wanted = [(pk, each) for each in dict.fromkeys(conversations)]
        rows = ReadMarkRow.batch_get(wanted) if wanted else ()
        return {row.sk: int(row.until or 0) for row in rows}

    def mark_read(self, brand: str, agent: str, conversation: str, until: int) -> None:
        """Keeps that the agent read a conversation up to `until` (epoch ms), earlier than before or later."""
        ends = int(self._clock()) + KEPT_S
        pk = conversation_keys.read_marks(brand, agent)
        ReadMarkRow(pk, conversation, until=until, expires_at=ends).save()
