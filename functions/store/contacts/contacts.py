"""Identities in `core`: a sealed profile, and the facts that segments look at."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from model.contact import Contact, Stage
from model.facts import Facts
from store.contacts import history, wakeups
from store.contacts import keys as contact_keys
from store.contacts.mapping import (
    PROFILE,
    actions_of,
)
from store.contacts.moves import CountMoves, Move, group_moves, limit_moves
from store.contacts.rows import HistoryRow, IdentityRow, PointerRow
from store.dynamo import batches
from store.dynamo import keys as row_keys
from store.dynamo.writes import Attempt, attempt, retrying
from store.vault.vault import Vault


class Contacts:
    """Reads and changes identities of one brand at a time."""

    def __init__(self, vault: Vault, now_ms: Callable[[], int], count_moves: CountMoves) -> None:
        """Takes `count_moves`, which is told of the segments entered and left once the members are moved."""
        self._vault = vault
        self._now_ms = now_ms
        self._count_moves = count_moves

    def read_contacts(
        self, brand: str, people: Iterable[str], consistent: bool = False
    ) -> dict[str, Contact]:
        """Returns what is known of these people without opening anything sealed."""
        wanted = [(contact_keys.identity(brand, person), PROFILE) for person in dict.fromkeys(people)]
        rows = IdentityRow.batch_get(wanted, consistent_read=consistent) if wanted else ()
        return {contact.id: contact for contact in (from_row(brand, row) for row in rows)}

    def change_contact(
        self,
        brand: str,
        person: str,
        step: Callable[[Contact], Contact],
        memberships: Callable[[Contact, Contact], Mapping[str, Any]] | None = None,
        known: Contact | None = None,
    ) -> Contact | None:
        """Applies `step`; member rows and history of segments entered and left change in the same transaction.

        `memberships(before, after)` gives the evidence for each segment entered. None when there is nobody. `known`
        spares a read; when it is behind, a change of it is refused and repeated, but that there is none is believed:
        it has to be of a consistent read.
        `step` must come to the same when it is applied again.
        """
        again = retrying("a contact")
        while True:
            known = known or self.read_contacts(brand, [person], consistent=True).get(person)
            if known is None:
                return None
            after = step(known)
            if after == known:
                return after
            part = limit_moves(known, after)
            if not self._written([Move(known, part, memberships(known, part) if memberships else {})]):
                again()
            elif part.segments == after.segments:
                return replace(after, rev=known.rev + 1)
            known = None

    def change_contacts(
        self,
        brand: str,
        steps: Mapping[str, Callable[[Contact], Contact]],
        memberships: Callable[[Contact, Contact], Mapping[str, Any]],
    ) -> None:
        """Does as `change_contact` for many, read together and written together.

        Who stays in their segments is written by statements, who moves by transactions of several; when somebody
        is faster with one of these, each of its contacts is changed alone.
        """
        known = self.read_contacts(brand, steps)
        after = {person: steps[person](contact) for person, contact in known.items()}
        if same := [person for person, contact in after.items() if contact == known[person]]:
            # Nobody refuses what is not written: it may have been so before the last change alone.
            fresh = self.read_contacts(brand, same, consistent=True)
            known |= fresh
            after |= {person: steps[person](contact) for person, contact in fresh.items()}
        done = {person for person, contact in after.items() if contact == known[person]}
        plain = [person for person, contact in after.items() if _stays(known[person], contact)]
        written = batches.run_statements([_statement(known[each], after[each]) for each in plain])
        done |= {person for person, was_written in zip(plain, written, strict=True) if was_written}
        parts = {person: limit_moves(known[person], after[person]) for person in after}
        moves = [
            Move(known[person], part, memberships(known[person], part))
            for person, part in parts.items()
            if part.segments != known[person].segments
        ]
        for together in group_moves(moves):
            if self._written(together):
                done |= {
                    each.after.id for each in together if each.after.segments == after[each.after.id].segments
                }
        tried = {*plain, *(each.after.id for each in moves)}
        for person, step in steps.items():
            if person not in done:
                seen = None if person in tried else known.get(person)
                self.change_contact(brand, person, step, memberships, seen)

    def _written(self, moves: Sequence[Move]) -> bool:
        """Keeps the changes unless somebody was faster; the next wakeup is noted before, the last goes after."""
        moved = [each for each in moves if each.after.flip_at != each.known.flip_at]
        for each in moved:
            if each.after.flip_at:
                wakeups.SEGMENT_WAKEUPS.arm_wakeup(each.after.brand, each.after.id, each.after.flip_at)
        if not _write(moves, self._now_ms()):
            return False
        for each in moved:
            if each.known.flip_at:
                wakeups.SEGMENT_WAKEUPS.disarm_wakeup(each.after.brand, each.after.id, each.known.flip_at)
        # All of one call are of one brand.
        entered, left = chain(*(each.entered for each in moves)), chain(*(each.left for each in moves))
        self._count_moves(moves[0].after.brand, entered, left)
        return True

    def relate_people(self, brand: str, edges: Iterable[tuple[str, str, str, int, int]]) -> None:
        """Keeps association edges `(author, person, item, at ms, until epoch s)`, both ways."""
        # A creation and its edit tell of the same edge, and a batch must not name a key twice.
        newest = {(author, person, item): (at, until) for author, person, item, at, until in sorted(edges)}
        holds = (
            self._vault.find_holds(brand, {each for edge in newest for each in edge[:2]}) if newest else {}
        )
        with PointerRow.batch_write() as batch:
            for (author, person, item), (at, until) in newest.items():
                held = {holds[each] for each in (author, person) if each in holds}
                values = {"at": at, **history.ending(until, held)}
                batch.save(
                    PointerRow(
                        contact_keys.edge(brand, person), contact_keys.edge_out(author, item), **values
                    )
                )
                batch.save(
                    PointerRow(contact_keys.edge(brand, author), contact_keys.edge_in(person, item), **values)
                )


def _stays(known: Contact, after: Contact) -> bool:
    """Tells whether the change is one of the contact's own row and of nothing else."""
    same = known.segments == after.segments and known.flip_at == after.flip_at
    return same and known != after


def _statement(known: Contact, after: Contact) -> batches.Statement:
    return batches.update_statement(_row(after), _values(after), known.rev or None)


def _write(moves: Sequence[Move], now_ms: int) -> bool:
    if len(moves) == 1 and moves[0].after.segments == moves[0].known.segments:
        known, after = moves[0].known, moves[0].after
        return _row(after).update_at(_values(after), known.rev or None)
    with attempt() as together:
        for each in moves:
            _add(together, each, now_ms)
    return together.done


def _add(together: Attempt, move: Move, now_ms: int) -> None:
    known, after, evidence = move.known, move.after, move.evidence
    guard = IdentityRow.rev == known.rev if known.rev else IdentityRow.rev.does_not_exist()
    together.update(_row(after), actions_of(_values(after)), condition=guard)
    together.save(_history(after, {each: evidence.get(each, {}) for each in move.entered}, move.left, now_ms))
    for segment in move.entered:
        together.save(_member(after, segment, evidence.get(segment), now_ms))
    for segment in move.left:
        together.delete(_member(after, segment, None, now_ms))


def _row(contact: Contact) -> IdentityRow:
    return IdentityRow(contact_keys.identity(contact.brand, contact.id), PROFILE)


def _history(after: Contact, entered: Mapping[str, Any], left: Iterable[str], now_ms: int) -> HistoryRow:
    return history.row_of(after, now_ms, entered=dict(entered), left=sorted(left))


def _member(contact: Contact, segment: str, evidence: Any, now_ms: int) -> PointerRow:
    return PointerRow(
        contact_keys.members(contact.brand, segment), contact.id, at=now_ms, reason=evidence or {}
    )


def _values(after: Contact) -> dict[str, Any]:
    """Returns what a change keeps, by attribute; None for nothing."""
    return {
        "rev": after.rev + 1,
        "facts": after.facts.to_record(),
        "stage": after.stage.value,
        "counted_batches": list(after.counted_batches) or None,
        "segments": set(after.segments) or None,
        "stage_at": after.stage_at or None,
        "flip_at": after.flip_at or None,
    }


def from_row(brand: str, row: IdentityRow) -> Contact:
    return Contact(
        id=row_keys.item_of(row.pk),
        brand=brand,
        platform=row.platform,
        stage=Stage(row.stage or Stage.PROSPECT),
        stage_at=int(row.stage_at or 0),
        tags=frozenset(row.tags or ()),
        no_contact=bool(row.no_contact),
        edits=int(row.edits or 0),
        flip_at=int(row.flip_at or 0),
        segments=frozenset(row.segments or ()),
        facts=Facts(**(row.facts or {})),
        counted_batches=tuple(str(each) for each in row.counted_batches or ()),
        restricted=row.restricted_at is not None,
        objections=frozenset(row.objections or ()),
        notice_at=int(row.notice_at or 0),
        hold=row.hold,
        rev=int(row.rev or 0),
    )
