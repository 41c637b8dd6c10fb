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
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model

from aws import settings


class _Named:
    """A table's name, read when it is first used: a function has the names of its own tables only."""

    def __init__(self, read: Callable[[], str]) -> None:
        self._read = read

    def __get__(self, instance: object, owner: type) -> str:
        return self._read()


class _Meta:
    # A Lambda that waits longer than this has lost its caller anyway.
    connect_timeout_seconds = 1
    read_timeout_seconds = 2
    max_retry_attempts = 2


class CoreMeta(_Meta):
    """Where the long-lived rows are."""

    table_name = _Named(settings.table_core)


class FeedMeta(_Meta):
    """Where the interactions are."""

    table_name = _Named(settings.table_feed)


class OpsMeta(_Meta):
    """Where the short-lived rows are."""

    table_name = _Named(settings.table_ops)


class KeysMeta(_Meta):
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


class FeedRow(Model):
    """One interaction. `sealed` is the only personal attribute; times are epoch ms, `expires_at` epoch s."""

    class Meta(FeedMeta):
        """PynamoDB reads this."""

    pk = UnicodeAttribute(hash_key=True)
    rev = NumberAttribute()
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
    created_at = NumberAttribute(null=True)
    seen_at = NumberAttribute(null=True)
    received_at = NumberAttribute()
    language = UnicodeAttribute(null=True)
    expires_at = NumberAttribute()
    sealed = BinaryAttribute(null=True, legacy_encoding=False)
    content_order = UnicodeAttribute(null=True)
    deleted_order = UnicodeAttribute(null=True)
    restored_order = UnicodeAttribute(null=True)
    thread_pk = UnicodeAttribute(null=True)
    thread_sk = UnicodeAttribute(null=True)
    person_pk = UnicodeAttribute(null=True)
    person_sk = UnicodeAttribute(null=True)
    label_of = UnicodeAttribute(null=True)
    labels = JSONAttribute(null=True)
    counted_by = UnicodeAttribute(null=True)
    counted_as = UnicodeAttribute(null=True)
    thread: ClassVar[ThreadIndex] = ThreadIndex()
    person: ClassVar[PersonIndex] = PersonIndex()


class InboxIndex(GlobalSecondaryIndex["ConversationRow"]):
    """Open conversations by assignee, then status, priority and last activity."""

    class Meta:
        """PynamoDB reads this."""

        index_name = "inbox"
        projection = KeysOnlyProjection()

    inbox_pk = UnicodeAttribute(hash_key=True)
    inbox_sk = UnicodeAttribute(range_key=True)


class CoreRow(Model):
    """What all rows of `core` share."""

    class Meta(CoreMeta):
        """PynamoDB reads this."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    rev = NumberAttribute(null=True)


class ConversationRow(CoreRow):
    """A conversation head: ids, times and states only."""

    brand = UnicodeAttribute(null=True)
    platform = UnicodeAttribute(null=True)
    account = UnicodeAttribute(null=True)
    mode = UnicodeAttribute(null=True)
    customer = UnicodeAttribute(null=True)
    status = UnicodeAttribute(null=True)
    priority = NumberAttribute(null=True)
    reasons = ListAttribute(of=UnicodeAttribute, null=True)
    assignee = UnicodeAttribute(null=True)
    first_at = NumberAttribute(null=True)
    last_at = NumberAttribute(null=True)
    last_in_at = NumberAttribute(null=True)
    last_out_at = NumberAttribute(null=True)
    last_item = UnicodeAttribute(null=True)
    closed_at = NumberAttribute(null=True)
    prioritised_at = NumberAttribute(null=True)
    listed_at = NumberAttribute(null=True)
    snoozed_until = NumberAttribute(null=True)
    inbox_pk = UnicodeAttribute(null=True)
    inbox_sk = UnicodeAttribute(null=True)
    inbox: ClassVar[InboxIndex] = InboxIndex()


class IdentityRow(CoreRow):
    """One user of one platform; until a merge it is the contact too, with stage, segments and counts."""

    platform = UnicodeAttribute(null=True)
    sealed = BinaryAttribute(null=True, legacy_encoding=False)
    sealed_day = UnicodeAttribute(null=True)
    contact = UnicodeAttribute(null=True)
    first_at = NumberAttribute(null=True)
    last_at = NumberAttribute(null=True)
    stage = UnicodeAttribute(null=True)
    stage_reason = UnicodeAttribute(null=True)
    stage_at = NumberAttribute(null=True)
    segments = UnicodeSetAttribute(null=True)
    facts = JSONAttribute(null=True)
    counted_batches = ListAttribute(of=UnicodeAttribute, null=True)
    due_pk = UnicodeAttribute(null=True)
    due_sk = UnicodeAttribute(null=True)


class PointerRow(CoreRow):
    """A pointer, an edge, or a membership: its keys say it all but for a time and what makes it expire."""

    at = NumberAttribute(null=True)
    until = NumberAttribute(null=True)
    reason = JSONAttribute(null=True)


class AccountRow(CoreRow):
    """A connected account, found by its native id's hid, or listed under its endpoint."""

    account = UnicodeAttribute(null=True)
    brand = UnicodeAttribute(null=True)
    platform = UnicodeAttribute(null=True)
    endpoint = UnicodeAttribute(null=True)
    state = UnicodeAttribute(null=True)
    created_at = NumberAttribute(null=True)
    sealed = BinaryAttribute(null=True, legacy_encoding=False)


class AgentRow(CoreRow):
    """A human or AI who may work for a brand, and their tokens."""

    brand = UnicodeAttribute(null=True)
    agent = UnicodeAttribute(null=True)
    role = UnicodeAttribute(null=True)
    state = UnicodeAttribute(null=True)
    scopes = UnicodeSetAttribute(null=True)
    secret_hash = BinaryAttribute(null=True, legacy_encoding=False)
    expires_at = NumberAttribute(null=True)
    created_at = NumberAttribute(null=True)


class SegmentRow(CoreRow):
    """A segment: its rule, and what happens on entry."""

    title = UnicodeAttribute(null=True)
    rule = JSONAttribute(null=True)
    offer = UnicodeAttribute(null=True)
    builtin = BooleanAttribute(null=True)
    created_at = NumberAttribute(null=True)
    created_by = UnicodeAttribute(null=True)


class ReceiptRow(CoreRow):
    """A receipt: signed, bound to the one before it, never changed."""

    receipt = UnicodeAttribute(null=True)
    kind = UnicodeAttribute(null=True)
    at = NumberAttribute(null=True)
    code = UnicodeAttribute(null=True)
    previous = UnicodeAttribute(null=True)
    body = JSONAttribute(null=True)
    signature = BinaryAttribute(null=True, legacy_encoding=False)


class OpsRow(Model):
    """A short-lived row: mark, parked delivery, counts, or an audit entry."""

    class Meta(OpsMeta):
        """PynamoDB reads this."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    at = NumberAttribute(null=True)
    expires_at = NumberAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    platform = UnicodeAttribute(null=True)
    endpoint = UnicodeAttribute(null=True)
    bucket = UnicodeAttribute(null=True)
    claim = UnicodeAttribute(null=True)
    sealed = BinaryAttribute(null=True, legacy_encoding=False)
    entry = JSONAttribute(null=True)


class SaltRow(Model):
    """A salt, its tombstone, or a brand's wrapped keys."""

    class Meta(KeysMeta):
        """PynamoDB reads this."""

    pk = UnicodeAttribute(hash_key=True)
    salt = BinaryAttribute(null=True, legacy_encoding=False)
    erased_at = NumberAttribute(null=True)
    due = NumberAttribute(null=True)
    wrapped = BinaryAttribute(null=True, legacy_encoding=False)
    version = NumberAttribute(null=True)
    created_at = NumberAttribute(null=True)
