"""The shape of a reply's row.

Indexes, TTL and backups are defined once, in template.yaml; a test compares them with these models.
"""

from pynamodb.attributes import BinaryAttribute, JSONAttribute, ListAttribute, UnicodeAttribute
from pynamodb.models import Model

from store.dynamo.row import Row, Whole
from store.dynamo.rows import OpsMeta


class ReplyRow(Row, Model):
    """One reply. `sealed` is the only personal attribute; times are epoch ms, `expires_at` epoch s."""

    class Meta(OpsMeta):
        """PynamoDB reads this."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    rev = Whole(null=True)
    platform = UnicodeAttribute(null=True)
    account = UnicodeAttribute(null=True)
    conversation = UnicodeAttribute(null=True)
    item = UnicodeAttribute(null=True)
    person = UnicodeAttribute(null=True)
    mode = UnicodeAttribute(null=True)
    operation = UnicodeAttribute(null=True)
    agent = UnicodeAttribute(null=True)
    created_at = Whole(null=True)
    due_at = Whole(null=True)
    state = UnicodeAttribute(null=True)
    tag = UnicodeAttribute(null=True)
    then = UnicodeAttribute(null=True)
    fingerprint = UnicodeAttribute(null=True)
    attempts = Whole(null=True)
    attempt_at = Whole(null=True)
    passages = JSONAttribute(null=True)
    expires_at = Whole(null=True)
    sealed = BinaryAttribute(null=True, legacy_encoding=False)


class PaperRow(Row, Model):
    """One note or draft. `sealed` is the only personal attribute; times are epoch ms, `expires_at` epoch s."""

    class Meta(OpsMeta):
        """PynamoDB reads this."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    rev = Whole(null=True)
    kind = UnicodeAttribute(null=True)
    platform = UnicodeAttribute(null=True)
    account = UnicodeAttribute(null=True)
    conversation = UnicodeAttribute(null=True)
    item = UnicodeAttribute(null=True)
    person = UnicodeAttribute(null=True)
    mode = UnicodeAttribute(null=True)
    agent = UnicodeAttribute(null=True)
    created_at = Whole(null=True)
    changed_at = Whole(null=True)
    version = Whole(null=True)
    decision = UnicodeAttribute(null=True)
    decided_by = UnicodeAttribute(null=True)
    mentions = ListAttribute(of=UnicodeAttribute, null=True)
    expires_at = Whole(null=True)
    sealed = BinaryAttribute(null=True, legacy_encoding=False)
