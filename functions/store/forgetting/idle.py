"""Forgets what nobody was heard of for too long: identities, with their salts, and conversation heads.

A salt may be in use where it was read up to five minutes ago, and what we wrote to its person may be younger than
their last sign of life. So it goes when that is over since its identity went, and only if it was not used in between
(`Salts.create_salt` takes the announcement back).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from pynamodb.exceptions import DoesNotExist
from pynamodb.transactions import TransactWrite

from model import policy
from model.place import PlaceKind
from store.contacts import history
from store.contacts import keys as contact_keys
from store.contacts.directory import Place, due_page
from store.contacts.mapping import PROFILE
from store.contacts.rows import DueRow, IdentityRow, PointerRow
from store.contacts.wakeups import SEGMENT_WAKEUPS, SNOOZES
from store.conversations import keys as conversation_keys
from store.conversations.mapping import HEAD
from store.conversations.rows import ConversationRow
from store.dynamo import keys as row_keys
from store.dynamo.writes import attempt, delete_if, update_if
from store.insights import keys as insight_keys
from store.interactions import keys as interaction_keys
from store.interactions.rows import FeedRow
from store.vault import keys as vault_keys
from store.vault.rows import HoldRow
from store.vault.shredder import GATE, Also, Shredded, Shredder

CONVERSATION, GONE = "conversation", "gone"
"""Kinds in the index `due`. `gone` is what remains of an identity until its salt goes."""
PLACES = tuple(kind.value for kind in PlaceKind)
"""Kinds in the same index: what is counted of posts and groups."""

STUB = "~gone"
CLOSED_MS = 15 * 60_000
"""Longer than a cached salt and the longest function together."""
AGAIN_DAYS = 2
"""When to look again at an identity that still has rows; TTL takes up to two days for theirs."""
SEGMENTS = 90
PAGE = 100


@dataclass(frozen=True, slots=True)
class IdleItem:
    """Holds one thing of which nothing was heard for long; `row` is for the store alone."""

    row: DueRow = field(repr=False)

    @property
    def id(self) -> str:
        """Returns the id of the person or conversation."""
        return row_keys.item_of(self.row.pk)


class Idle:
    """Lists and deletes. Every deletion is conditional on nothing having happened since the listing."""

    def __init__(self, shredder: Shredder) -> None:
        self._shredder = shredder

    def list_idle(self, brand: str, kind: str, platform: str, last_day: str) -> Iterator[IdleItem]:
        """Returns what is listed as idle since that day (`YYYYMMDD`) or longer, the longest first."""
        listing = contact_keys.idle(brand, kind, platform)
        yield from map(IdleItem, DueRow.due.query(listing, DueRow.due_sk <= last_day))

    def page_idle(self, brand: str, kind: str, platform: str, after: Place | None) -> list[Place]:
        """Returns some of all that is listed, behind `after`; none when it ends there."""
        keys = {CONVERSATION: conversation_keys.conversation} | dict.fromkeys(PLACES, insight_keys.place)
        key_of = keys.get(kind, contact_keys.identity)
        return due_page(brand, kind, platform, after, PAGE, key_of=key_of)

    def forget_idle(self, brand: str, listed: IdleItem, days: float, now_ms: int) -> bool:
        """Deletes what was listed, whose period is `days`; False when it stays for now."""
        row = listed.row
        kind = row.due_pk.split("#")[1]
        if kind == CONVERSATION:
            return _head(brand, row, now_ms)
        if kind == GONE:
            return self._salt(brand, row, now_ms)
        if kind in PLACES:
            return _place(brand, row, now_ms)
        return self._identity(brand, row, days, now_ms)

    def _identity(self, brand: str, listed: DueRow, days: float, now_ms: int) -> bool:
        person = row_keys.item_of(listed.pk)
        if _has_rows(brand, person):
            _move(listed, _day(now_ms, AGAIN_DAYS - days))
            return False
        try:
            row = IdentityRow.get(listed.pk, PROFILE, consistent_read=True)
        except DoesNotExist:
            return False
        if row.hold is not None or row.restricted_at is not None or row.objections:
            # Their wish is written here: it would be forgotten with them.
            _move(listed, _day(now_ms))
            return False
        return self._left(brand, row, listed.due_sk, now_ms)

    def leave_identity(self, brand: str, row: IdentityRow, now_ms: int, also: Also | None = None) -> bool:
        """Deletes an identity that nothing is left of, as it was read. False when it stays (see `_leave_stub`)."""
        return row.due_sk is not None and self._left(brand, row, row.due_sk, now_ms, also)

    def _left(self, brand: str, row: IdentityRow, since: str, now_ms: int, also: Also | None = None) -> bool:
        if not _leave_stub(brand, row, since, _day(now_ms), also):
            return False
        # If this run ends here, they go by themselves.
        person = row_keys.item_of(row.pk)
        for change in history.read_history_rows(brand, person):
            change.delete()
        self._shredder.close_person(brand, person, now_ms)
        return True

    def _salt(self, brand: str, stub: DueRow, now_ms: int) -> bool:
        person = row_keys.item_of(stub.pk)
        outcome = self._shredder.forget_person(brand, person, now_ms - CLOSED_MS)
        if outcome is Shredded.HELD:
            return False
        if outcome is Shredded.ALREADY and not _is_back(stub.pk) and self._announced(brand, person, now_ms):
            # It was not before: the run that deleted the identity ended too early.
            _move(stub, _day(now_ms))
            return False
        DueRow(stub.pk, stub.sk).delete()
        return True

    def _announced(self, brand: str, person: str, now_ms: int) -> bool:
        return self._shredder.close_person(brand, person, now_ms) is Shredded.SHREDDED


def _day(now_ms: int, days: float = 0) -> str:
    return (datetime.fromtimestamp(now_ms / 1000, UTC) + timedelta(days=days)).strftime("%Y%m%d")


def _has_rows(brand: str, person: str) -> bool:
    """Tells whether anything is left that was sealed for this person; pointers to nothing are deleted."""
    for _ in FeedRow.person.query(interaction_keys.person_rows(brand, person), limit=1):
        return True
    prefix = contact_keys.thread_pointer("")
    pointers = list(PointerRow.query(contact_keys.identity(brand, person), PointerRow.sk.startswith(prefix)))
    heads = [(conversation_keys.conversation(brand, row.sk.removeprefix(prefix)), HEAD) for row in pointers]
    if heads and any(True for _ in ConversationRow.batch_get(heads, consistent_read=True)):
        return True
    for row in pointers:
        row.delete()
    return False


def _leave_stub(brand: str, row: IdentityRow, since: str, day: str, also: Also | None) -> bool:
    """Deletes identity and memberships. Not under a hold, and not of who is restricted or objected: it says so."""
    person = row_keys.item_of(row.pk)
    unmoved = (IdentityRow.due_sk == since) & IdentityRow.hold.does_not_exist()
    unmoved &= IdentityRow.sealed == row.sealed if row.sealed else IdentityRow.sealed.does_not_exist()
    free = IdentityRow.restricted_at.does_not_exist() & IdentityRow.objections.does_not_exist()
    stub = DueRow(row.pk, STUB, due_pk=contact_keys.idle(brand, GONE, row.platform), due_sk=day)
    with attempt() as together:
        together.delete(row, condition=unmoved & free)
        _open_gate(together, brand)
        together.save(stub)
        if row.flip_at:
            together.delete(SEGMENT_WAKEUPS.wakeup_row(brand, person, int(row.flip_at)))
        for segment in sorted(row.segments or ())[:SEGMENTS]:
            together.delete(PointerRow(contact_keys.members(brand, segment), person))
        if also is not None:
            also(together)
    return together.done


def _is_back(identity_key: str) -> bool:
    return any(
        True
        for _ in IdentityRow.query(identity_key, IdentityRow.sk == PROFILE, consistent_read=True, limit=1)
    )


def _move(row: DueRow, day: str) -> None:
    update_if(DueRow(row.pk, row.sk), [DueRow.due_sk.set(day)], DueRow.due_sk == row.due_sk)


def _open_gate(together: TransactWrite, brand: str) -> None:
    """Adds the condition that no legal hold is pending: it may be about this."""
    gate = HoldRow.pending.does_not_exist()
    together.condition_check(HoldRow, vault_keys.holds(brand), GATE, condition=gate)


def _held(brand: str, head: ConversationRow) -> bool:
    """Tells whether its customer is under a legal hold, or something in it; all else of it is gone by now.

    One that is agreed to from here on shuts the gate, and stays pending beyond this run.
    """
    if head.customer is not None and any(
        True for _ in HoldRow.batch_get([(vault_keys.holds(brand), head.customer)], consistent_read=True)
    ):
        return True
    root = row_keys.item_of(head.pk)
    listed = FeedRow.thread.query(interaction_keys.listed_under(brand, root))
    wanted = {interaction_keys.interaction(brand, root), *(row.pk for row in listed)}
    return any(row.hold is not None for row in FeedRow.batch_get(wanted, consistent_read=True))


def _head(brand: str, listed: DueRow, now_ms: int) -> bool:
    try:
        head = ConversationRow.get(listed.pk, HEAD, consistent_read=True)
    except DoesNotExist:
        return False
    if _held(brand, head):
        _move(listed, _day(now_ms))
        return False
    last_day = _day(int(head.last_at or 0))
    if last_day > listed.due_sk and not policy.rule_for(head.platform).residue:
        # Activity moves it in this list once a week, and its period is shorter than that.
        _move(listed, last_day)
        return False
    pointer = contact_keys.thread_pointer(row_keys.item_of(listed.pk))
    unmoved = (ConversationRow.due_sk == listed.due_sk) & (ConversationRow.rev == head.rev)
    with attempt() as together:
        together.delete(head, condition=unmoved)
        _open_gate(together, brand)
        if head.snoozed_until:
            together.delete(SNOOZES.wakeup_row(brand, row_keys.item_of(listed.pk), int(head.snoozed_until)))
        if head.customer is not None:
            together.delete(PointerRow(contact_keys.identity(brand, head.customer), pointer))
    return together.done


def _place(brand: str, listed: DueRow, now_ms: int) -> bool:
    """Deletes what is counted of a post or a group, unless that itself is under a legal hold."""
    item = interaction_keys.interaction(brand, row_keys.item_of(listed.pk))
    if any(row.hold is not None for row in FeedRow.batch_get([item], consistent_read=True)):
        _move(listed, _day(now_ms))
        return False
    return delete_if(DueRow(listed.pk, listed.sk), DueRow.due_sk == listed.due_sk)
