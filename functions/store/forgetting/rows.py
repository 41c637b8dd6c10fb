"""Shapes of requests about people's data.

Indexes, TTL and backups are defined once, in template.yaml; a test compares them with these models.
"""

from pynamodb.attributes import BinaryAttribute, BooleanAttribute, ListAttribute, UnicodeAttribute

from store.dynamo.row import Whole
from store.dynamo.rows import ShortLivedRow


class TaskRow(ShortLivedRow):
    """Keeps a request about somebody's data and how far it got (`#`), or how much of one class it did (`count#…`)."""

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
