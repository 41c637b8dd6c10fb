"""Tables, and the shapes that rows of several rooms share.

Indexes, TTL and backups are defined once, in template.yaml; a test compares them with these models.
"""

from collections.abc import Callable

from pynamodb.attributes import BinaryAttribute, BooleanAttribute, JSONAttribute, UnicodeAttribute
from pynamodb.models import Model

from aws import settings
from store.dynamo.row import Row, Whole


class _Named:
    """Reads a table's name when it is first used: a function has the names of its own tables only."""

    def __init__(self, read: Callable[[], str]) -> None:
        self._read = read

    def __get__(self, instance: object, owner: type) -> str:
        return self._read()


class CoreMeta:
    """Says where the long-lived rows are."""

    table_name = _Named(settings.table_core)


class FeedMeta:
    """Says where the interactions are."""

    table_name = _Named(settings.table_feed)


class OpsMeta:
    """Says where the short-lived rows are."""

    table_name = _Named(settings.table_ops)


class KeysMeta:
    """Says where the salts are."""

    table_name = _Named(settings.table_keys)


class CoreRow(Row, Model):
    """Keeps what all rows of `core` share."""

    class Meta(CoreMeta):
        """Names the table or index to PynamoDB."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    rev = Whole(null=True)


class ShortLivedRow(Row, Model):
    """Keeps what all rows of `ops` share: keys, and when they end."""

    class Meta(OpsMeta):
        """Names the table or index to PynamoDB."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    expires_at = Whole(null=True)


class OpsRow(ShortLivedRow):
    """Keeps a mark, parked delivery, counts, or an audit entry."""

    at = Whole(null=True)
    reason = UnicodeAttribute(null=True)
    platform = UnicodeAttribute(null=True)
    endpoint = UnicodeAttribute(null=True)
    bucket = UnicodeAttribute(null=True)
    claim = UnicodeAttribute(null=True)
    sealed = BinaryAttribute(null=True, legacy_encoding=False)
    entry = JSONAttribute(null=True)
    folded = BooleanAttribute(null=True)
