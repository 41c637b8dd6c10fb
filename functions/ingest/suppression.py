"""Keeps out deliveries of or about people who were erased after those were written.

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
from model.privacy_task import UNSETTLED_S
from model.redaction import remove_people
from store.forgetting.erasing.heads import HeadSettler
from store.forgetting.erasing.leaver import Leaver
from store.interactions.feed import Feed
from store.vault.vault import Vault

REPEATED_S = 7 * 86_400
"""How long after an erasure an event without a time of its own may be a repetition of something older.

No sender retries for longer, and nothing is parked for longer.
"""


class Suppression:
    """Lets in what may be kept."""

    def __init__(self, vault: Vault, feed: Feed, now_ms: Callable[[], int]) -> None:
        self._vault = vault
        self._feed = feed
        self._now_ms = now_ms
        self._heads = HeadSettler(vault, feed)

    def drop_forgotten(self, brand: str, arrivals: Sequence[Arrival]) -> list[Arrival]:
        """Returns those that may be kept, without the ids and names of erased people; the keys of all are there."""
        kept = [arrival for arrival in arrivals if not self._is_suppressed(brand, arrival)]
        people = {person for arrival in kept for person in arrival.interaction.people}
        if not people:
            return kept
        erased = self._vault.find_erased(brand, people)
        # Until the second pass their edges stay: they lead it to names that the payload does not tell.
        before = self._now_ms() - UNSETTLED_S * 1000
        settled = frozenset(person for person, erased_at in erased.items() if erased_at < before)
        return [_unlisted(_unnamed(arrival, frozenset(erased)), settled) for arrival in kept]

    def _is_suppressed(self, brand: str, arrival: Arrival) -> bool:
        item = arrival.interaction
        salt = self._vault.read_salt(brand, item.owner)
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
        """Returns whether something later than the erasure is kept: only private words, once they began it."""
        if item.mode is not Mode.PRIVATE:
            return False
        if came_back:
            # Of an older message even an edit or a deletion would bring something back.
            return item.kind is not None or item.id in self._feed.read_headers(
                item.brand, [item.id], consistent=True
            )
        if item.direction is Direction.OUT or item.kind is None or item.deleted:
            return False
        self._vault.renew_key(item.brand, item.owner, erased_at)
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


def _unnamed(arrival: Arrival, gone: frozenset[str]) -> Arrival:
    """Returns the arrival without the words and ids by which it names erased people."""
    item = arrival.interaction
    if gone.isdisjoint(item.people):
        return arrival
    if item.answered in gone:
        item = replace(item, natives=naming.remove_id(item.natives, item.natives.answered_id))
    item = replace(item, natives=replace(item.natives, permalink=None))  # may be made of their name
    if item.content is not None:
        item = replace(item, content=remove_people(item.content, gone))
    return replace(arrival, interaction=item)


def _unlisted(arrival: Arrival, gone: frozenset[str]) -> Arrival:
    """Returns the arrival without the opaque ids of erased people."""
    item = arrival.interaction
    if gone.isdisjoint(item.people):
        return arrival
    answered = None if item.answered in gone else item.answered
    return replace(arrival, interaction=replace(item, answered=answered, people=item.people - gone))
