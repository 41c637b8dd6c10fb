"""The shape of every row, as PynamoDB models; all in one module so that no query misses a class.

Indexes, TTL and backups are defined once, in template.yaml; a test compares them with these models.
"""

from collections.abc import Callable
from typing import ClassVar

from pynamodb.attributes import (
    BinaryAttribute,
    BooleanAttribute,
    JSONAttribute,
    ListAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model

from aws import settings
from store.row import Row, Whole


class _Named:
    """A table's name, read when it is first used: a function has the names of its own tables only."""

    def __init__(self, read: Callable[[], str]) -> None:
        self._read = read

    def __get__(self, instance: object, owner: type) -> str:
        return self._read()


class CoreMeta:
    """Where the long-lived rows are."""

    table_name = _Named(settings.table_core)


class FeedMeta:
    """Where the interactions are."""

    table_name = _Named(settings.table_feed)


class OpsMeta:
    """Where the short-lived rows are."""

    table_name = _Named(settings.table_ops)


class KeysMeta:
    """Where the salts are."""

    table_name = _Named(settings.table_keys)


class ThreadIndex(GlobalSecondaryIndex["FeedRow"]):
    """What is listed under a conversation, a post, or an item (its reactions)."""

    class Meta:
        """PynamoDB reads this."""

        index_name = "thread"
        projection = KeysOnlyProjection()

    thread_pk = UnicodeAttribute(hash_key=True)
    thread_sk = UnicodeAttribute(range_key=True)


class PersonIndex(GlobalSecondaryIndex["FeedRow"]):
    """An owner's rows outside their private threads."""

    class Meta:
        """PynamoDB reads this."""

        index_name = "person"
        projection = KeysOnlyProjection()

    person_pk = UnicodeAttribute(hash_key=True)
    person_sk = UnicodeAttribute(range_key=True)


class ExpiryIndex(GlobalSecondaryIndex["FeedRow"]):
    """Rows of platforms that allow no trace, by retention bucket: they are deleted, not only unreadable."""

    class Meta:
        """PynamoDB reads this."""

        index_name = "expiry"
        projection = KeysOnlyProjection()

    expiry_pk = UnicodeAttribute(hash_key=True)
    expiry_sk = UnicodeAttribute(range_key=True)


class FeedRow(Row, Model):
    """One interaction. `sealed` is the only personal attribute; times are epoch ms, `expires_at` epoch s.

    Under a legal `hold` a row has no `expires_at` but `due_at`, the time at which it would have gone (epoch s).
    """

    class Meta(FeedMeta):
        """PynamoDB reads this."""

    pk = UnicodeAttribute(hash_key=True)
    rev = Whole()
    platform = UnicodeAttribute()
    account = UnicodeAttribute()
    kind = UnicodeAttribute(null=True)
    mode = UnicodeAttribute()
    direction = UnicodeAttribute()
    author = UnicodeAttribute(null=True)
    customer = UnicodeAttribute(null=True)
    answered = UnicodeAttribute(null=True)
    conversation = UnicodeAttribute(null=True)
    people = UnicodeSetAttribute(null=True)
    created_at = Whole(null=True)
    seen_at = Whole(null=True)
    received_at = Whole()
    language = UnicodeAttribute(null=True)
    expires_at = Whole(null=True)
    due_at = Whole(null=True)
    hold = UnicodeAttribute(null=True)
    sealed = BinaryAttribute(null=True, legacy_encoding=False)
    content_order = UnicodeAttribute(null=True)
    deleted_order = UnicodeAttribute(null=True)
    restored_order = UnicodeAttribute(null=True)
    thread_pk = UnicodeAttribute(null=True)
    thread_sk = UnicodeAttribute(null=True)
    person_pk = UnicodeAttribute(null=True)
    person_sk = UnicodeAttribute(null=True)
    expiry_pk = UnicodeAttribute(null=True)
    expiry_sk = UnicodeAttribute(null=True)
    label_of = UnicodeAttribute(null=True)
    labels = JSONAttribute(null=True)
    counted_by = UnicodeAttribute(null=True)
    counted_as = UnicodeAttribute(null=True)
    thread: ClassVar[ThreadIndex] = ThreadIndex()
    person: ClassVar[PersonIndex] = PersonIndex()
    expiry: ClassVar[ExpiryIndex] = ExpiryIndex()


class InboxIndex(GlobalSecondaryIndex["ConversationRow"]):
    """Open conversations by assignee, then status, priority and last activity."""

    class Meta:
        """PynamoDB reads this."""

        index_name = "inbox"
        projection = KeysOnlyProjection()

    inbox_pk = UnicodeAttribute(hash_key=True)
    inbox_sk = UnicodeAttribute(range_key=True)


class CoreRow(Row, Model):
    """What all rows of `core` share."""

    class Meta(CoreMeta):
        """PynamoDB reads this."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    rev = Whole(null=True)


class ConversationRow(CoreRow):
    """A conversation head: ids, times and states only."""

    brand = UnicodeAttribute(null=True)
    platform = UnicodeAttribute(null=True)
    account = UnicodeAttribute(null=True)
    mode = UnicodeAttribute(null=True)
    customer = UnicodeAttribute(null=True)
    status = UnicodeAttribute(null=True)
    priority = Whole(null=True)
    reasons = ListAttribute(of=UnicodeAttribute, null=True)
    assignee = UnicodeAttribute(null=True)
    first_at = Whole(null=True)
    last_at = Whole(null=True)
    last_in_at = Whole(null=True)
    last_out_at = Whole(null=True)
    waiting_since = Whole(null=True)
    last_item = UnicodeAttribute(null=True)
    closed_at = Whole(null=True)
    prioritised_at = Whole(null=True)
    listed_at = Whole(null=True)
    snoozed_until = Whole(null=True)
    inbox_pk = UnicodeAttribute(null=True)
    inbox_sk = UnicodeAttribute(null=True)
    due_pk = UnicodeAttribute(null=True)
    due_sk = UnicodeAttribute(null=True)
    inbox: ClassVar[InboxIndex] = InboxIndex()


class IdentityRow(CoreRow):
    """One user of one platform; until a merge it is the contact too, with stage, segments and counts."""

    platform = UnicodeAttribute(null=True)
    sealed = BinaryAttribute(null=True, legacy_encoding=False)
    sealed_day = UnicodeAttribute(null=True)
    contact = UnicodeAttribute(null=True)
    first_at = Whole(null=True)
    last_at = Whole(null=True)
    stage = UnicodeAttribute(null=True)
    stage_at = Whole(null=True)
    tags = UnicodeSetAttribute(null=True)
    no_contact = BooleanAttribute(null=True)
    edits = Whole(null=True)
    flip_at = Whole(null=True)
    segments = UnicodeSetAttribute(null=True)
    facts = JSONAttribute(null=True)
    counted_batches = ListAttribute(of=UnicodeAttribute, null=True)
    due_pk = UnicodeAttribute(null=True)
    due_sk = UnicodeAttribute(null=True)
    hold = UnicodeAttribute(null=True)
    restricted_at = Whole(null=True)
    objections = UnicodeSetAttribute(null=True)


class DueIndex(GlobalSecondaryIndex["DueRow"]):
    """Identities and heads by brand, kind and platform, then by the day since which nothing happened."""

    class Meta:
        """PynamoDB reads this."""

        index_name = "due"
        projection = KeysOnlyProjection()

    due_pk = UnicodeAttribute(hash_key=True)
    due_sk = UnicodeAttribute(range_key=True)


class DueRow(CoreRow):
    """Any row that goes when it is idle: an identity, a conversation head, what is left of an identity."""

    due_pk = UnicodeAttribute(null=True)
    due_sk = UnicodeAttribute(null=True)
    hold = UnicodeAttribute(null=True)
    due: ClassVar[DueIndex] = DueIndex()


class BrandRow(CoreRow):
    """A brand that was set up, and the periods it shortened, by platform."""

    created_at = Whole(null=True)
    shorter = JSONAttribute(null=True)


class SettingsRow(CoreRow):
    """How a brand wants things done."""

    values = JSONAttribute(null=True)
    at = Whole(null=True)
    by = UnicodeAttribute(null=True)


class HoldRow(CoreRow):
    """A legal hold on a person, or a brand's gate: while a hold is `pending`, no key of the brand is destroyed."""

    hold = UnicodeAttribute(null=True)
    state = UnicodeAttribute(null=True)
    ends_at = Whole(null=True)
    asked_by = UnicodeAttribute(null=True)
    asked_role = UnicodeAttribute(null=True)
    agreed_by = UnicodeAttribute(null=True)
    at = Whole(null=True)
    agreed_at = Whole(null=True)
    told_at = Whole(null=True)
    sealed = BinaryAttribute(null=True, legacy_encoding=False)
    pending = UnicodeSetAttribute(null=True)


class PointerRow(CoreRow):
    """A pointer, an edge, or a membership: its keys say it all but for a time and what makes it expire.

    Under legal `holds` a row has no `until` but `due_at`, the time at which it would have gone (epoch s).
    """

    at = Whole(null=True)
    until = Whole(null=True)
    due_at = Whole(null=True)
    holds = UnicodeSetAttribute(null=True)
    reason = JSONAttribute(null=True)


class HistoryRow(CoreRow):
    """A change in a contact's segments (`entered` with the evidence, `left`) or in their stage.

    `until`, `due_at` and `holds` as in `PointerRow`.
    """

    at = Whole(null=True)
    until = Whole(null=True)
    due_at = Whole(null=True)
    holds = UnicodeSetAttribute(null=True)
    entered = JSONAttribute(null=True)
    left = ListAttribute(of=UnicodeAttribute, null=True)
    stage = UnicodeAttribute(null=True)
    was_stage = UnicodeAttribute(null=True)
    by = UnicodeAttribute(null=True)


class AccountRow(CoreRow):
    """A connected account, found by its native id's hid, or listed under its endpoint."""

    account = UnicodeAttribute(null=True)
    brand = UnicodeAttribute(null=True)
    platform = UnicodeAttribute(null=True)
    endpoint = UnicodeAttribute(null=True)
    state = UnicodeAttribute(null=True)
    created_at = Whole(null=True)
    connected_at = Whole(null=True)
    sealed = BinaryAttribute(null=True, legacy_encoding=False)


class AgentRow(CoreRow):
    """A human or AI who may work for a brand, and their tokens."""

    brand = UnicodeAttribute(null=True)
    agent = UnicodeAttribute(null=True)
    role = UnicodeAttribute(null=True)
    state = UnicodeAttribute(null=True)
    scopes = UnicodeSetAttribute(null=True)
    secret_hash = BinaryAttribute(null=True, legacy_encoding=False)
    expires_at = Whole(null=True)
    created_at = Whole(null=True)


class SegmentRow(CoreRow):
    """A segment: its rule, and what happens on entry."""

    title = UnicodeAttribute(null=True)
    rule = JSONAttribute(null=True)
    offer = UnicodeAttribute(null=True)
    action = UnicodeAttribute(null=True)
    builtin = BooleanAttribute(null=True)
    created_at = Whole(null=True)
    created_by = UnicodeAttribute(null=True)
    state = UnicodeAttribute(null=True)
    walk = UnicodeAttribute(null=True)
    step = Whole(null=True)
    place = UnicodeAttribute(null=True)
    seen = Whole(null=True)
    walked_at = Whole(null=True)


class ReceiptRow(CoreRow):
    """A receipt: signed, bound to the one before it, never changed."""

    receipt = UnicodeAttribute(null=True)
    kind = UnicodeAttribute(null=True)
    at = Whole(null=True)
    code = UnicodeAttribute(null=True)
    previous = UnicodeAttribute(null=True)
    body = JSONAttribute(null=True)
    signature = BinaryAttribute(null=True, legacy_encoding=False)


class ConsentRow(CoreRow):
    """One line of a person's consent log: given or withdrawn. Lines are only ever put."""

    at = Whole(null=True)
    purpose = UnicodeAttribute(null=True)
    given = BooleanAttribute(null=True)
    wording = UnicodeAttribute(null=True)
    channel = UnicodeAttribute(null=True)
    agent = UnicodeAttribute(null=True)


class OpsRow(Row, Model):
    """A short-lived row: mark, parked delivery, counts, or an audit entry."""

    class Meta(OpsMeta):
        """PynamoDB reads this."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    at = Whole(null=True)
    expires_at = Whole(null=True)
    reason = UnicodeAttribute(null=True)
    platform = UnicodeAttribute(null=True)
    endpoint = UnicodeAttribute(null=True)
    bucket = UnicodeAttribute(null=True)
    claim = UnicodeAttribute(null=True)
    sealed = BinaryAttribute(null=True, legacy_encoding=False)
    entry = JSONAttribute(null=True)


class RateRow(Row, Model):
    """How many requests an agent, or a brand, made in a minute."""

    class Meta(OpsMeta):
        """PynamoDB reads this."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    n = Whole(null=True)
    functions = Whole(null=True)
    expires_at = Whole(null=True)


class AttemptRow(Row, Model):
    """How often a delivery was tried alone."""

    class Meta(OpsMeta):
        """PynamoDB reads this."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    n = Whole(null=True)
    expires_at = Whole(null=True)


class TaskRow(Row, Model):
    """A request about somebody's data and how far it got (`#`), or how much of one class it did (`count#…`)."""

    class Meta(OpsMeta):
        """PynamoDB reads this."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    rev = Whole(null=True)
    ask = UnicodeAttribute(null=True)
    state = UnicodeAttribute(null=True)
    person = UnicodeAttribute(null=True)
    account = UnicodeAttribute(null=True)
    item = UnicodeAttribute(null=True)
    people = ListAttribute(of=UnicodeAttribute, null=True)
    platform = UnicodeAttribute(null=True)
    source = UnicodeAttribute(null=True)
    by = UnicodeAttribute(null=True)
    approved_by = UnicodeAttribute(null=True)
    received_at = Whole(null=True)
    extended_at = Whole(null=True)
    keeps_statistics = BooleanAttribute(null=True)
    erased_at = Whole(null=True)
    not_before = Whole(null=True)
    passes = Whole(null=True)
    reason = UnicodeAttribute(null=True)
    receipt = UnicodeAttribute(null=True)
    copy = UnicodeAttribute(null=True)
    fingerprint = UnicodeAttribute(null=True)
    sealed = BinaryAttribute(null=True, legacy_encoding=False)
    brand = UnicodeAttribute(null=True)
    n = Whole(null=True)
    expires_at = Whole(null=True)


class SaltRow(Row, Model):
    """A salt, its tombstone, or a brand's wrapped keys."""

    class Meta(KeysMeta):
        """PynamoDB reads this."""

    pk = UnicodeAttribute(hash_key=True)
    salt = BinaryAttribute(null=True, legacy_encoding=False)
    erased_at = Whole(null=True)
    closing_at = Whole(null=True)
    restricted_at = Whole(null=True)
    hold = UnicodeAttribute(null=True)
    due = Whole(null=True)
    until = Whole(null=True)
    wrapped = BinaryAttribute(null=True, legacy_encoding=False)
    version = Whole(null=True)
    created_at = Whole(null=True)
    emptied_at = Whole(null=True)
