"""The shape of an interaction's row, with its indexes.

Indexes, TTL and backups are defined once, in template.yaml; a test compares them with these models.
"""

from typing import ClassVar

from pynamodb.attributes import BinaryAttribute, JSONAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model

from model.fields import PLAIN
from store.dynamo.row import Row, Whole
from store.dynamo.rows import FeedMeta, ShortLivedRow


class ThreadIndex(GlobalSecondaryIndex["FeedRow"]):
    """Lists what stands under a conversation, a post, or an item (its reactions)."""

    class Meta:
        """Names the table or index to PynamoDB."""

        index_name = "thread"
        projection = KeysOnlyProjection()

    thread_pk = UnicodeAttribute(hash_key=True)
    thread_sk = UnicodeAttribute(range_key=True)


class PersonIndex(GlobalSecondaryIndex["FeedRow"]):
    """Lists an owner's rows outside their private threads."""

    class Meta:
        """Names the table or index to PynamoDB."""

        index_name = "person"
        projection = KeysOnlyProjection()

    person_pk = UnicodeAttribute(hash_key=True)
    person_sk = UnicodeAttribute(range_key=True)


class ExpiryIndex(GlobalSecondaryIndex["FeedRow"]):
    """Lists rows of platforms that allow no trace, by retention bucket: they are deleted, not only unreadable."""

    class Meta:
        """Names the table or index to PynamoDB."""

        index_name = "expiry"
        projection = KeysOnlyProjection()

    expiry_pk = UnicodeAttribute(hash_key=True)
    expiry_sk = UnicodeAttribute(range_key=True)


class FeedRow(Row, Model):
    """Keeps one interaction. `sealed` is the only personal attribute; times are epoch ms, `expires_at` epoch s.

    Under a legal `hold` a row has no `expires_at` but `due_at`, the time at which it would have gone (epoch s).
    """

    class Meta(FeedMeta):
        """Names the table or index to PynamoDB."""

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
    # The names in a class body are a dictionary: a plain field needs no line here.
    vars().update({name: UnicodeAttribute(null=True) for name in PLAIN})
    people = UnicodeSetAttribute(null=True)
    created_at = Whole(null=True)
    seen_at = Whole(null=True)
    received_at = Whole()
    expires_at = Whole(null=True)
    due_at = Whole(null=True)
    hold = UnicodeAttribute(null=True)
    sealed = BinaryAttribute(null=True, legacy_encoding=False)
    kept_at = UnicodeAttribute(null=True)
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
    counts_as = UnicodeAttribute(null=True)
    hidden_at = Whole(null=True)
    thread: ClassVar[ThreadIndex] = ThreadIndex()
    person: ClassVar[PersonIndex] = PersonIndex()
    expiry: ClassVar[ExpiryIndex] = ExpiryIndex()


class AttemptRow(ShortLivedRow):
    """Keeps how often a delivery was tried alone."""

    n = Whole(null=True)


class GoneRow(ShortLivedRow):
    """Keeps the latest deletion of an interaction of which no trace may stay: its place among the
    versions, for a day.
    """

    deleted_order = UnicodeAttribute(null=True)
