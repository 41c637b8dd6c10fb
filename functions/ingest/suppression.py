"""What must not come back: deliveries of or about people who were erased since they were written.

The tombstone that stands where a person's salt was is the suppression entry: the read that brings the salt brings
it too.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from aws import observe
from ingest.arrival import Arrival
from model import naming
from model.event import Direction, Mode
from model.interaction import Interaction
from model.privacy_task import SECOND_PASS_S
from model.redaction import redacted
from store.forgetting.erasing.heads import Heads
from store.forgetting.erasing.leaver import Leaver
from store.interactions.feed import Feed
from store.vault.vault import Vault

REPEATED_S = 7 * 86_400
"""How long after an erasure an event without a time of its own may be a repetition of something older.

No sender retries for longer, and nothing is parked for longer.
"""

MARGIN_S = 90
"""Longer than storing takes: what is kept of them until then is there when the second pass looks."""


class Suppression:
    """Lets in what may be kept."""

    def __init__(self, vault: Vault, feed: Feed, now_ms: Callable[[], int]) -> None:
        self._vault = vault
        self._feed = feed
        self._now_ms = now_ms
        self._heads = Heads(vault, feed)

    def welcome(self, brand: str, arrivals: Sequence[Arrival]) -> list[Arrival]:
        """Those that may be kept, without the ids and names of erased people; the keys of all are there."""
        kept = [arrival for arrival in arrivals if not self._is_suppressed(brand, arrival)]
        named = {person for arrival in kept for person in arrival.interaction.people}
        # Until the second pass their edges stay: they lead it to names that the payload does not tell. Those that
        # it does are sealed with a key that is gone.
        settled = self._now_ms() - (SECOND_PASS_S - MARGIN_S) * 1000
        gone = self._vault.erased(brand, named, settled) if named else frozenset()
        return [_without(arrival, gone) for arrival in kept]

    def _is_suppressed(self, brand: str, arrival: Arrival) -> bool:
        item = arrival.interaction
        salt = self._vault.salt(brand, item.owner)
        if salt is None or salt.erased_at is None:
            return False
        since = _earliest_return(arrival, salt.erased_at)
        if item.seen_at > since and self._comes_back(item, salt.value is not None, salt.erased_at):
            return False
        observe.metric("event_of_erased_person", platform=item.platform)
        if item.conversation is not None:
            # Who kept it a moment ago, with a key it remembered, may have named them in its conversation's head.
            leaver = Leaver(brand, item.owner, item.platform, salt.erased_at, task="")
            self._heads.settle(leaver, item.conversation)
        return True

    def _comes_back(self, item: Interaction, came_back: bool, erased_at: int) -> bool:
        """Whether something later than the erasure is kept: only what is said in private, once they began it."""
        if item.mode is not Mode.PRIVATE:
            return False
        if came_back:
            # Of an older message even an edit or a deletion would bring something back.
            return item.kind is not None or item.id in self._feed.read(item.brand, [item.id], consistent=True)
        if item.direction is Direction.OUT or item.kind is None or item.deleted:
            return False
        self._vault.renew(item.brand, item.owner, erased_at)
        return True


def _earliest_return(arrival: Arrival, erased_at: int) -> int:
    """Returns the moment behind which an event is of later than the erasure; counts those that cannot tell."""
    item = arrival.interaction
    if arrival.dated or item.mode is not Mode.PRIVATE:
        return erased_at
    until = erased_at + REPEATED_S * 1000
    if erased_at < item.seen_at <= until:
        observe.metric("event_without_time_after_erasure", platform=item.platform)
    return until


def _without(arrival: Arrival, gone: frozenset[str]) -> Arrival:
    item = arrival.interaction
    if gone.isdisjoint(item.people):
        return arrival
    if item.answered in gone:
        natives = naming.without(item.natives, item.natives.answered_id)
        item = replace(item, answered=None, natives=natives)
    if item.content is not None:
        words = [word for each in item.content.named if each.id in gone for word in each.words]
        item = replace(item, content=redacted(item.content, words))
    return replace(arrival, interaction=replace(item, people=item.people - gone))
