"""Counts how many conversations stand in which queue, in one row a brand: counted anew at most every half minute."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pynamodb.exceptions import DoesNotExist

from store.conversations import keys as conversation_keys
from store.conversations.conversations import Conversations
from store.conversations.rows import TallyRow
from store.dynamo.writes import put_if

FRESH_MS = 30_000
KEPT_S = 86_400

Tallies = Mapping[str, Mapping[str, int]]
"""Queue -> status -> how many."""


class TallyBoard:
    """Counts and remembers."""

    def __init__(self, conversations: Conversations, now_ms: Callable[[], int]) -> None:
        self._conversations = conversations
        self._now_ms = now_ms

    def read_tallies(self, brand: str, list_queues: Callable[[], Iterable[str]]) -> Tallies:
        """Returns the counts of at most half a minute ago; whoever finds them older counts for all."""
        now_ms = self._now_ms()
        known = self._known(brand)
        if known is not None and now_ms - int(known.at or 0) < FRESH_MS:
            return _read(known)
        # Others go on with what is there while one counts.
        claim = TallyRow.pk.does_not_exist() if known is None else TallyRow.at == int(known.at or 0)
        before = {} if known is None else _read(known)
        if not self._kept(brand, before, now_ms, claim):
            return before
        counted = {each: self._conversations.count_open(brand, [each]) for each in list_queues()}
        self._kept(brand, counted, now_ms, TallyRow.at == now_ms)
        return counted

    def _known(self, brand: str) -> TallyRow | None:
        try:
            return TallyRow.get(conversation_keys.tallies(brand), "#")
        except DoesNotExist:
            return None

    def _kept(self, brand: str, counted: Tallies, at: int, condition: Any) -> bool:
        ends = at // 1000 + KEPT_S
        row = TallyRow(conversation_keys.tallies(brand), "#", at=at, queues={**counted}, expires_at=ends)
        return put_if(row, condition)


def _read(row: TallyRow) -> Tallies:
    return {queue: dict(found) for queue, found in (row.queues or {}).items()}
