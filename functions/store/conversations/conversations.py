"""Conversation heads: one row each in `core`, in the inbox index while they are open."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from model.conversation import (
    LETTERS,
    Conversation,
    Status,
    place_in_inbox,
)
from model.event import Mode
from model.filed import Filed
from model.interaction import Interaction
from model.response_time import AnsweredIn
from store.contacts import keys as contact_keys
from store.contacts.rows import PointerRow
from store.contacts.wakeups import SNOOZES
from store.conversations import keys as conversation_keys
from store.conversations.mapping import HEAD, changed_values, from_conversation_row, key_row, write_statement
from store.conversations.noting import Noting, Remembering, group_by_conversation
from store.conversations.rows import ConversationRow
from store.dynamo import batches
from store.dynamo import keys as row_keys
from store.dynamo.writes import retrying
from store.journal.changes import ChangeJournal, HeadChange, compare_heads

Step = Callable[[Conversation | None], Conversation | None]
"""From a head (None: there is none) to the head as it is to be."""


class Conversations:
    """Reads and changes heads. Every change is conditional on nobody else having been faster; the journal is told."""

    def __init__(self, changes: ChangeJournal) -> None:
        self.changes = changes

    def read_conversations(
        self, brand: str, ids: Iterable[str], consistent: bool = False
    ) -> dict[str, Conversation]:
        """Returns the heads that exist."""
        wanted = [(conversation_keys.conversation(brand, each), HEAD) for each in dict.fromkeys(ids)]
        rows = ConversationRow.batch_get(wanted, consistent_read=consistent) if wanted else ()
        return {head.id: head for head in map(from_conversation_row, rows)}

    def note_interactions(self, brand: str, items: Iterable[Interaction]) -> list[AnsweredIn]:
        """Makes the heads reflect these interactions: begun, reopened, moved. Repeating it changes nothing.

        The answers among them to somebody who waited are answered once.
        """
        steps = {each: Noting(its) for each, its in group_by_conversation(items).items()}
        self.change_heads(brand, steps)
        for conversation, step in steps.items():
            for person, at in step.others.items():
                _pointer(brand, person, conversation, at).save()
        return [answer for step in steps.values() for answer in step.answers]

    def note_history(self, brand: str, items: Iterable[Interaction], filed: Mapping[str, Filed]) -> None:
        """Tells the heads of imported interactions, which open only what was open. Repeating it changes nothing.

        `filed` is what a helpdesk filed about the conversation of an interaction, by the interaction's id.
        """
        steps = {each: Remembering(its, filed) for each, its in group_by_conversation(items).items()}
        self.change_heads(brand, steps)

    def change_head(self, brand: str, conversation: str, step: Step, by: str = "") -> Conversation | None:
        """Applies `step` to the head as it is and keeps the outcome; None from `step` means there is none.

        `by` is the agent who changes it, if one does. Raises Conflict when others keep changing it.
        """
        noted = list[HeadChange]()
        after = self._change(brand, conversation, step, self._now(brand, conversation), noted)
        self.changes.note_changes(brand, [replace(each, by=by) for each in noted])
        return after

    def change_heads(
        self, brand: str, steps: Mapping[str, Step], what: str = "", calm: Collection[str] = ()
    ) -> None:
        """Does as `change_head` for many heads, which are read and written together. Raises Conflict.

        `what` is told of all of them, also where the head stays as it is. The `calm` ones stay so where an eventual
        read says that they would; of others that is asked again.
        """
        noted = list[HeadChange]()
        known = self.read_conversations(brand, steps)
        after = {each: step(known.get(each)) for each, step in steps.items()}
        # Nobody refuses what is not written: it may have been so before the last change alone, or not have been there.
        if same := [
            each
            for each, head in after.items()
            if head == known.get(each) and not (each in known and each in calm)
        ]:
            fresh = self.read_conversations(brand, same, consistent=True)
            known = {each: head for each, head in known.items() if each not in same} | fresh
            after |= {each: steps[each](known.get(each)) for each in same}
        moved = [
            (known.get(each), place_in_inbox(known.get(each), head))
            for each, head in after.items()
            if head is not None and head != known.get(each)
        ]
        batches.run_statements(
            [batches.insert_statement(row) for was, head in moved for row in _pointer_before(was, head)]
        )
        for was, head in moved:
            _arm(was, head)
        done = batches.run_statements([write_statement(was, head) for was, head in moved])
        lost = {head.id for (_, head), written in zip(moved, done, strict=True) if not written}
        for each, step in steps.items():
            if each in lost:
                self._change(brand, each, step, self._now(brand, each), noted)
        kept = (compare_heads(was, head) for was, head in moved if head.id not in lost)
        found = {each.conversation: each for each in (*noted, *kept) if each is not None}
        if what:
            unmoved = {each: HeadChange(each, 0, ()) for each, head in after.items() if head is not None}
            found = {
                each.conversation: replace(each, what=(*each.what, what))
                for each in (unmoved | found).values()
            }
        self.changes.note_changes(brand, found.values())

    def _change(
        self,
        brand: str,
        conversation: str,
        step: Step,
        known: Conversation | None,
        noted: list[HeadChange],
    ) -> Conversation | None:
        again = retrying("a conversation")
        while again():
            after = step(known)
            if after is not None and after == known:
                return after
            if after is None:
                return None
            after = place_in_inbox(known, after)
            if _write(known, after):
                change = compare_heads(known, after)
                noted += [] if change is None else [change]
                return replace(after, rev=after.rev + 1)
            known = self._now(brand, conversation)

    def _now(self, brand: str, conversation: str) -> Conversation | None:
        return self.read_conversations(brand, [conversation], consistent=True).get(conversation)

    def page_inbox(
        self, brand: str, queue: str, status: Status, before: str | None, limit: int
    ) -> list[tuple[str, str]]:
        """Returns up to `limit` (position, conversation id) of a queue, highest priority and newest first."""
        letter = status.value[0]
        condition = (
            ConversationRow.inbox_sk.startswith(letter)
            if before is None
            else ConversationRow.inbox_sk.between(letter, before)
        )
        index_key = conversation_keys.inbox(brand, queue)
        # `between` includes its upper end, which the caller has seen: one more row makes up for it.
        found = ConversationRow.inbox.query(index_key, condition, scan_index_forward=False, limit=limit + 1)
        entries = [(row.inbox_sk, row_keys.item_of(row.pk)) for row in found if row.inbox_sk != before]
        return entries[:limit]

    def count_open(self, brand: str, queues: Iterable[str]) -> dict[str, int]:
        """Returns how many conversations of these queues stand open, pending and snoozed, counted in the index."""
        return {
            status.value: sum(
                ConversationRow.inbox.count(
                    conversation_keys.inbox(brand, queue), ConversationRow.inbox_sk.startswith(letter)
                )
                for queue in queues
            )
            for status, letter in LETTERS.items()
        }

    def list_private_threads(self, brand: str, person: str) -> list[str]:
        """Returns the private conversations with a person."""
        prefix = contact_keys.thread_pointer("")
        rows = PointerRow.query(contact_keys.identity(brand, person), PointerRow.sk.startswith(prefix))
        return [row.sk.removeprefix(prefix) for row in rows]


def _write(known: Conversation | None, after: Conversation) -> bool:
    """Makes one write; False when others were faster."""
    for pointer in _pointer_before(known, after):
        pointer.save()
    _arm(known, after)
    return key_row(after).update_at(changed_values(known, after), known.rev if known else None)


def _arm(known: Conversation | None, after: Conversation) -> None:
    """Writes the wakeup before the head: a row too many is looked at in vain."""
    if after.wakes_at and (known is None or after.wakes_at != known.wakes_at):
        SNOOZES.arm_wakeup(after.brand, after.id, after.wakes_at)


def _pointer_before(known: Conversation | None, after: Conversation) -> Iterator[PointerRow]:
    """Yields what has to be there before the head: a repetition would not come here. Alone it points to nothing."""
    was = None if known is None else known.customer
    if after.mode is Mode.PRIVATE and after.customer is not None and after.customer != was:
        yield _pointer(after.brand, after.customer, after.id, after.first_at)


def _pointer(brand: str, person: str, conversation: str, at: int) -> PointerRow:
    return PointerRow(contact_keys.identity(brand, person), contact_keys.thread_pointer(conversation), at=at)
