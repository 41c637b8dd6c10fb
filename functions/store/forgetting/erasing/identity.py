"""An identity's own rows: the profile with what was derived, memberships, pointers."""

from collections.abc import Iterator

from pynamodb.exceptions import DoesNotExist
from pynamodb.expressions.update import Action

from model.errors import Conflict, Erased, Purged
from model.fields import KEY, ORDER
from store.contacts import keys as contact_keys
from store.contacts.mapping import PROFILE
from store.contacts.rows import DueRow, IdentityRow, PointerRow
from store.contacts.wakeups import SEGMENT_WAKEUPS
from store.dynamo.writes import retrying
from store.forgetting.erasing.counted import counted, delete_counted
from store.forgetting.erasing.eraser import Eraser
from store.forgetting.erasing.item_class import RETENTION, ItemClass, Turn
from store.forgetting.erasing.leaver import Leaver
from store.forgetting.idle import STUB
from store.vault.sealed import SealedPlace, Tampered
from store.vault.vault import Vault

SEGMENTS = 90
"""Memberships in one transaction of 100 parts."""

DERIVED = (
    "facts", "counted_batches", "segments", "stage", "stage_at", "tags", "no_contact", "edits", "flip_at",
    "contact", "objections", "notice_at",
)  # fmt: skip
"""What a profile from before holds beside the sealed names; a person who comes back begins without it."""


class ProfileEraser(Eraser):
    """Erases the profile and everything counted in it, with the memberships it names."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def erase_items(self, who: Leaver) -> Iterator[int]:
        """Deletes the profile, or of somebody who came back what is from before."""
        again = retrying("a profile")
        while (row := self._row(who)) is not None and not self._is_new(who, row):
            try:
                self._delete(who, row)
            except Conflict:
                again()
            else:
                yield 1
        # What an idle identity left until its salt goes; of somebody who came back it means nothing.
        DueRow(contact_keys.identity(who.brand, who.person), STUB).delete()

    def count_left(self, who: Leaver) -> int:
        """Returns 1 while the profile is there."""
        row = self._row(who)
        return 0 if row is None or self._is_new(who, row) else 1

    def _row(self, who: Leaver) -> IdentityRow | None:
        try:
            return IdentityRow.get(
                contact_keys.identity(who.brand, who.person), PROFILE, consistent_read=True
            )
        except DoesNotExist:
            return None

    def _is_new(self, who: Leaver, row: IdentityRow) -> bool:
        """Tells whether it began after the person came back."""
        return self._opens(who, row) and int(row.first_at or 0) > who.erased_at

    def _opens(self, who: Leaver, row: IdentityRow) -> bool:
        if not row.sealed or not who.came_back(self._vault):
            return False
        try:
            self._vault.unseal(who.brand, SealedPlace("core", row.pk, PROFILE), bytes(row.sealed))
        except (Erased, Purged, Tampered):
            return False
        return True

    def _delete(self, who: Leaver, row: IdentityRow) -> None:
        """Deletes the profile with its memberships. Of very many memberships some at first, and then again."""
        segments = sorted(row.segments or ())
        now, later = segments[:SEGMENTS], segments[SEGMENTS:]
        guard = IdentityRow.rev == row.rev if row.rev is not None else IdentityRow.rev.does_not_exist()
        with counted(who, profiles=int(not later), memberships=len(now)) as together:
            if later:
                rest: list[Action] = [
                    IdentityRow.segments.set(set(later)),
                    IdentityRow.rev.set(int(row.rev or 0) + 1),
                ]
                together.update(row, rest, condition=guard)
            elif self._opens(who, row):
                together.update(row, _begun_anew(row), condition=guard)
            else:
                together.delete(row, condition=guard)
            if row.flip_at and not later:
                together.delete(SEGMENT_WAKEUPS.wakeup_row(who.brand, who.person, int(row.flip_at)))
            for segment in now:
                together.delete(PointerRow(contact_keys.members(who.brand, segment), who.person))


def _begun_anew(row: IdentityRow) -> list[Action]:
    actions: list[Action] = [getattr(IdentityRow, name).remove() for name in DERIVED]
    return [*actions, IdentityRow.first_at.set(row.last_at), IdentityRow.rev.set(int(row.rev or 0) + 1)]


class ThreadEraser(Eraser):
    """Erases pointers from the person to their private conversations."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def erase_items(self, who: Leaver) -> Iterator[int]:
        """Deletes them; not those from after the person came back."""
        yield from delete_counted(who, self._rows(who), "threads")

    def count_left(self, who: Leaver) -> int:
        """Returns how many are there."""
        return sum(1 for _ in self._rows(who))

    def _rows(self, who: Leaver) -> Iterator[PointerRow]:
        back = who.came_back(self._vault)
        pk, prefix = contact_keys.identity(who.brand, who.person), contact_keys.thread_pointer("")
        for row in PointerRow.query(pk, PointerRow.sk.startswith(prefix), consistent_read=True):
            if not (back and (row.at or 0) > who.erased_at):
                yield row


PROFILE_CLASS = ItemClass(
    "profile",
    Turn.KEPT,
    (IdentityRow,),
    ("profiles", "memberships"),
    lambda context: ProfileEraser(context.stores.vault),
    exported=frozenset(
        "platform sealed first_at last_at stage stage_at segments facts objections tags no_contact "
        "restricted_at".split()
    ),
    withheld={
        "pk": KEY,
        "sk": KEY,
        "rev": ORDER,
        "sealed_day": ORDER,
        "contact": "set by a merge, which does not exist yet",
        "edits": ORDER,
        "notice_at": "when they were sent the link to the privacy notice",
        "flip_at": "when to look at the segments' rules again, which are exported",
        "counted_batches": ORDER,
        "due_pk": RETENTION,
        "due_sk": RETENTION,
        "hold": "under a legal hold no copy is made",
    },
    register={
        "IdentityRow": (
            "identities",
            "name and handle; sealed. In the clear: stage, segments, counts, wishes",
        ),
    },
    families={
        "flip": ("wakeups", "when time alone may change somebody's segments, by opaque id"),
    },
)


THREADS = ItemClass(
    "threads",
    Turn.LEADING,
    (),
    ("threads",),
    lambda context: ThreadEraser(context.stores.vault),
)
