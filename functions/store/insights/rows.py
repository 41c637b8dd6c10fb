"""The shapes of what is counted by post and group, and of alerts.

Indexes, TTL and backups are defined once, in template.yaml; a test compares them with these models.
"""

from pynamodb.attributes import BinaryAttribute, BooleanAttribute, JSONAttribute, UnicodeAttribute

from store.dynamo.row import Whole
from store.dynamo.rows import CoreRow, OpsRow, ShortLivedRow


class PlaceRow(CoreRow):
    """Keeps a post's or a group's own counts, the platform's figures (`told`, by day `history`), a group's name
    (`sealed`).

    `due_sk` is the day on which something last happened there.
    """

    platform = UnicodeAttribute(null=True)
    account = UnicodeAttribute(null=True)
    comments = Whole(null=True)
    reactions = Whole(null=True)
    shares = Whole(null=True)
    members = Whole(null=True)
    negative = Whole(null=True)
    told = JSONAttribute(null=True)
    told_at = Whole(null=True)
    history = JSONAttribute(null=True)
    sealed = BinaryAttribute(null=True, legacy_encoding=False)
    due_pk = UnicodeAttribute(null=True)
    due_sk = UnicodeAttribute(null=True)


class AlertRow(OpsRow):
    """Keeps an alert, and what agents decided about it: `brake` is theirs alone, there once somebody set it.

    `sealed` is what one of them noted.
    """

    brake = BooleanAttribute(null=True)
    brake_by = UnicodeAttribute(null=True)
    brake_at = Whole(null=True)
    acknowledged_by = UnicodeAttribute(null=True)
    acknowledged_at = Whole(null=True)
    sealed = BinaryAttribute(null=True, legacy_encoding=False)
    noted_by = UnicodeAttribute(null=True)
    noted_at = Whole(null=True)


class FlowRow(ShortLivedRow):
    """Keeps how many people entered and left a segment on a day."""

    entered = Whole(null=True)
    left = Whole(null=True)
