"""Applies what labelled rows mean: stage, segments and facts of who wrote them, priority of where they stand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from aws import observe
from model.contact import Contact, count_interactions, loses_mood, renew_moods
from model.event import Direction
from model.interaction import Interaction
from model.messages import Rows
from model.policy import rule_for
from model.segment_evaluator import SegmentEvaluator
from segment.attention import Attention
from store.insights.counts import Count
from store.insights.ratings import Rated
from store.interactions import keys as interaction_keys
from store.interactions.stored import StoredInteraction
from store.stores import Stores

Known = Mapping[str, StoredInteraction] | None
"""Rows by their ids, as they are now; None: they are read."""

LATEST = 100
"""Of a person's interactions: what their moods are found anew from after a correction."""


class Consequences:
    """Follows labelled rows in the stores. Doing so again changes nothing."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self._attention = Attention(stores)

    def apply_rows(self, named: Rows, message_id: str, known: Known = None) -> None:
        """Changes contacts and heads as the named rows want it, and removes what may leave no trace.

        `known` are the rows of whoever has just written them.
        """
        found = known
        if found is None:
            found = self._stores.feed.read_stored(named.brand, named.ids, consistent=True)
        if len(found) < len(named.ids):
            observe.metric("assigned_row_missing", len(named.ids) - len(found))
        items = [each.header for each in found.values()]
        fresh = frozenset(item for item, each in found.items() if each.counted_by == named.batch)
        firsts = {
            item: Count.from_text(each.counted_as).said for item, each in found.items() if each.counted_as
        }
        count = partial(count_interactions, fresh=fresh, batch=named.batch or message_id, firsts=firsts)
        self._contacts(named.brand, items, fresh, count)
        self._attention.follow(named.brand, items, fresh)
        self._stores.feed.remove_deleted(named.brand, found.values())

    def _contacts(
        self,
        brand: str,
        items: Sequence[Interaction],
        fresh: frozenset[str],
        count: Callable[[Contact, list[Interaction]], Contact],
    ) -> None:
        by_person: dict[str, list[Interaction]] = {}
        for item in items:
            if item.author is not None and item.direction is Direction.IN:
                by_person.setdefault(item.author, []).append(item)
        rules = {each.id: each.rule for each in self._stores.segments.list_rules(brand)}
        evaluator = SegmentEvaluator(rules, self._stores.now_ms())
        rated = dict[str, Rated]()
        steps = {
            person: self._step(brand, person, theirs, fresh, evaluator, count, rated)
            for person, theirs in by_person.items()
        }
        self._stores.contacts.change_contacts(brand, steps, evaluator.list_evidence)
        self._stores.ratings.add_ratings(brand, rated.values(), int(self._stores.clock()))

    def _step(
        self,
        brand: str,
        person: str,
        items: list[Interaction],
        fresh: frozenset[str],
        evaluator: SegmentEvaluator,
        count: Callable[[Contact, list[Interaction]], Contact],
        rated: dict[str, Rated],
    ) -> Callable[[Contact], Contact]:
        # No mood rests yet on what is seen for the first time.
        known = [item for item in items if item.id not in fresh]

        def step(contact: Contact) -> Contact:
            if contact.restricted:
                return evaluator.place_contact(contact)
            after = count(contact, items)
            moved = after.facts.recounts != contact.facts.recounts
            if moved or any(loses_mood(after.facts, item) for item in known):
                after = replace(after, facts=renew_moods(after.facts, self._latest(brand, person)))
            after = evaluator.place_contact(after)
            rated.pop(person, None)
            if after.facts.csat_at > contact.facts.csat_at and rule_for(contact.platform).allows("analytics"):
                facts = after.facts
                rated[person] = Rated(contact.platform, facts.csat_at, facts.csat, after.segments)
            return after

        return step

    def _latest(self, brand: str, person: str) -> list[Interaction]:
        """Returns a person's latest interactions, public and private, nothing of them opened."""
        stores = self._stores
        ids, _ = stores.feed.page_person(brand, person, None, LATEST)
        for thread in stores.conversations.list_private_threads(brand, person):
            more, _ = stores.feed.page_listing(interaction_keys.listed_under(brand, thread), None, LATEST)
            ids += more
        headers = stores.feed.read_headers(brand, ids, consistent=True).values()
        return [item for item in headers if item.author == person]
