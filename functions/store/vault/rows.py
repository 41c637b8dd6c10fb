"""Shapes of salts and holds.

Indexes, TTL and backups are defined once, in template.yaml; a test compares them with these models.
"""

from pynamodb.attributes import BinaryAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.models import Model

from store.dynamo.row import Row, Whole
from store.dynamo.rows import CoreRow, KeysMeta


class HoldRow(CoreRow):
    """Keeps a legal hold on a person, or a brand's gate: while a hold is `pending`, no key of the brand is
    destroyed.
    """

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


class SaltRow(Row, Model):
    """Keeps a salt, its tombstone, or a brand's wrapped keys."""

    class Meta(KeysMeta):
        """Names the table or index to PynamoDB."""

    pk = UnicodeAttribute(hash_key=True)
    salt = BinaryAttribute(null=True, legacy_encoding=False)
    erased_at = Whole(null=True)
    closing_at = Whole(null=True)
    restricted_at = Whole(null=True)
    objected_at = Whole(null=True)
    hold = UnicodeAttribute(null=True)
    due = Whole(null=True)
    wrapped = BinaryAttribute(null=True, legacy_encoding=False)
    version = Whole(null=True)
    created_at = Whole(null=True)
    emptied_at = Whole(null=True)
