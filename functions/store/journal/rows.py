"""The shape of the journal of changes.

Indexes, TTL and backups are defined once, in template.yaml; a test compares them with these models.
"""

from pynamodb.attributes import JSONAttribute

from store.dynamo.row import Whole
from store.dynamo.rows import ShortLivedRow


class ChangesRow(ShortLivedRow):
    """Keeps what one batch changed in conversations, by opaque ids."""

    heads = JSONAttribute(null=True)
    gone = JSONAttribute(null=True)


class AudienceRow(ShortLivedRow):
    """Keeps since when and until when somebody follows a brand's changes."""

    since = Whole(null=True)
    until = Whole(null=True)
