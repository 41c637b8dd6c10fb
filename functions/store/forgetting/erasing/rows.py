"""A person's own interactions, and replies to them: deleted together with what they were counted as."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from model.errors import Conflict
from model.fields import INDEX, KEY, ORDER, list_exported, list_withheld
from store.conversations.conversations import Conversations
from store.conversations.rows import ConversationRow
from store.dynamo import keys as row_keys
from store.dynamo.writes import retrying
from store.forgetting.erasing.counted import counted
from store.forgetting.erasing.eraser import Eraser
from store.forgetting.erasing.heads import HeadSettler
from store.forgetting.erasing.item_class import EMPLOYEE, RETENTION, ItemClass, Turn
from store.forgetting.erasing.leaver import Leaver
from store.insights import rollups
from store.insights.places import take_back_standings
from store.interactions import corrections
from store.interactions import keys as interaction_keys
from store.interactions.counting import find_count, find_standing
from store.interactions.feed import Feed
from store.interactions.rows import FeedRow
from store.vault.vault import Vault

ROWS = 20
"""In one transaction: with as many corrections, counters, posts and the task's count at most 81 parts of 100."""


class OwnRows(Eraser):
    """Finds and deletes rows whose key is the person's."""

    def __init__(self, vault: Vault, feed: Feed, conversations: Conversations) -> None:
        self._vault = vault
        self._feed = feed
        self._conversations = conversations
        self._heads = HeadSettler(vault, feed)

    def erase_items(self, who: Leaver) -> Iterator[int]:
        """Deletes them all, so many at each step. Whoever stops may begin again."""
        # HeadSettler come first: while the rows are there, it can still be found out which heads they belong to.
        who, settled = self._with_threads(who), set[str]()
        self._conversations.changes.note_gone(who.brand, [who.person])
        for ids in self._pages(who):
            rows = self._theirs(who, ids)
            for conversation in sorted({row.conversation for row in rows if row.conversation} - settled):
                settled.add(conversation)
                yield self._settle(who, conversation)
            if rows:
                yield self._delete(who, rows)
        for thread in self._conversations.list_private_threads(who.brand, who.person):
            if thread not in settled:
                yield self._settle(who, thread)

    def _settle(self, who: Leaver, conversation: str) -> int:
        """Settles a head; what is seen of its conversation is another, also where the head stays."""
        done = self._heads.settle(who, conversation)
        self._conversations.changes.note_erased(who.brand, [conversation])
        return done

    def count_left(self, who: Leaver) -> int:
        """Returns how many rows are there."""
        who = self._with_threads(who)
        return sum(len(self._theirs(who, ids)) for ids in self._pages(who))

    def leaving_ids(self, who: Leaver) -> Iterator[list[str]]:
        """Yields, page by page, which of the person's rows are to go."""
        who = self._with_threads(who)
        for ids in self._pages(who):
            yield [row_keys.item_of(row.pk) for row in self._theirs(who, ids)]

    def ids(self, who: Leaver) -> Iterator[list[str]]:
        """Yields all of the person's rows, page by page."""
        who = self._with_threads(who)
        for ids in self._pages(who):
            yield [row_keys.item_of(row.pk) for row in self._owned(who, ids)]

    def _with_threads(self, who: Leaver) -> Leaver:
        """Returns `who` with their private conversations; one whose head is gone was settled before."""
        threads = self._conversations.list_private_threads(who.brand, who.person)
        heads = self._conversations.read_conversations(who.brand, threads, consistent=True)
        theirs = (each for each in threads if each not in heads or heads[each].customer == who.person)
        return replace(who, threads=frozenset(theirs))

    def _pages(self, who: Leaver) -> Iterator[list[str]]:
        before: str | None = None
        while True:
            ids, before = self._feed.page_person(who.brand, who.person, before, ROWS)
            yield ids
            if before is None:
                break
        for thread in self._conversations.list_private_threads(who.brand, who.person):
            while True:
                ids, before = self._feed.page_listing(
                    interaction_keys.listed_under(who.brand, thread), before, ROWS
                )
                yield ids
                if before is None:
                    break

    def _owned(self, who: Leaver, ids: Sequence[str]) -> list[FeedRow]:
        wanted = [interaction_keys.interaction(who.brand, item) for item in dict.fromkeys(ids)]
        rows = FeedRow.batch_get(wanted, consistent_read=True) if wanted else ()
        return [row for row in rows if who.owns(row)]

    def _theirs(self, who: Leaver, ids: Sequence[str]) -> list[FeedRow]:
        return [row for row in self._owned(who, ids) if who.takes(row, self._vault)]

    def _delete(self, who: Leaver, rows: list[FeedRow]) -> int:
        again = retrying("the person's rows")
        while again():
            if not rows:
                return 0
            try:
                self._feed.texts.delete_of_rows(rows)
                self._delete_together(who, rows)
            except Conflict:
                rows = self._theirs(who, [row_keys.item_of(row.pk) for row in rows])
            else:
                return len(rows)

    def _delete_together(self, who: Leaver, rows: Sequence[FeedRow]) -> None:
        counts = [(row, find_count(row)) for row in rows if row.counted_as is not None]
        standings = [find_standing(row, count) for row, count in counts]
        places = {each.place for each in standings if each is not None}
        # The counts of their own posts are gone already.
        own = {row_keys.item_of(row.pk) for row in self._owned(who, sorted(places))} if places else set()
        with counted(who, interactions=len(rows)) as together:
            for row in rows:
                together.delete(row, condition=FeedRow.rev == row.rev)
            corrections.forget_correction(together, who.brand, rows)
            if not who.keeps_statistics:
                rollups.take_back(together, who.brand, [count for _, count in counts])
                left = [each for each in standings if each is not None and each.place not in own]
                take_back_standings(together, who.brand, left, who.erased_at // 1000)


INTERACTIONS = ItemClass(
    "interactions",
    Turn.WRITTEN,
    (FeedRow,),
    ("interactions", "conversations"),
    lambda context: OwnRows(context.stores.vault, context.stores.feed, context.stores.conversations),
    exported=list_exported(),
    withheld=list_withheld(),
    register={
        "FeedRow": (
            "interactions",
            "what people wrote and did, native ids; sealed. In the clear: times, kind, labels",
        ),
    },
    families={
        "corrections": (
            "corrections",
            "what agents said instead of the engine: labels, ids of interaction and agent",
        ),
        "rollup": (
            "counts",
            "by platform, hour, mood, intent and language, and how long people waited; nobody's data",
        ),
    },
)


CONVERSATIONS = ItemClass(
    "conversations",
    Turn.WRITTEN,
    (ConversationRow,),
    ("conversations",),
    lambda context: OwnRows(context.stores.vault, context.stores.feed, context.stores.conversations),
    exported=frozenset(
        "platform account mode status priority reasons tags handler first_at last_at last_in_at last_out_at "
        "waiting_since closed_at surveyed_at".split()
    ),
    withheld={
        "pk": KEY,
        "sk": KEY,
        "rev": ORDER,
        "brand": "the company itself",
        "customer": "the person themselves",
        "assignee": EMPLOYEE,
        "post": "the id of a post; it is exported where it is the person's",
        "turns": "how long they waited since it was opened; the times of what was written are exported",
        "last_item": "an interaction's id; the interaction is exported",
        "prioritised_at": ORDER,
        "chosen_priority": "an employee's setting; the priority that stands is exported",
        "listed_at": INDEX,
        "snoozed_until": "an employee's reminder to themselves",
        "paused_until": "until when no machine answers",
        "handover_reason": "an employee's word for why; who answers is exported",
        "inbox_pk": INDEX,
        "inbox_sk": INDEX,
        "due_pk": RETENTION,
        "due_sk": RETENTION,
    },
    register={
        "ConversationRow": ("conversations", "ids, states and times"),
    },
    families={
        "snooze": ("snoozes", "when a conversation that was put aside opens again, by opaque id"),
    },
)
