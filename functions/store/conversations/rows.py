"""The shapes of a conversation head, and of what points to one.

Indexes, TTL and backups are defined once, in template.yaml; a test compares them with these models.
"""

from typing import ClassVar

from pynamodb.attributes import JSONAttribute, ListAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from store.dynamo.row import Whole
from store.dynamo.rows import CoreRow, ShortLivedRow


class InboxIndex(GlobalSecondaryIndex["ConversationRow"]):
    """Lists open conversations by assignee, then status, priority and last activity."""

    class Meta:
        """Names the table or index to PynamoDB."""

        index_name = "inbox"
        projection = KeysOnlyProjection()

    inbox_pk = UnicodeAttribute(hash_key=True)
    inbox_sk = UnicodeAttribute(range_key=True)


class ConversationRow(CoreRow):
    """Keeps a conversation head: ids, times and states only."""

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
    post = UnicodeAttribute(null=True)
    closed_at = Whole(null=True)
    prioritised_at = Whole(null=True)
    chosen_priority = Whole(null=True)
    listed_at = Whole(null=True)
    snoozed_until = Whole(null=True)
    surveyed_at = Whole(null=True)
    turns = ListAttribute(of=NumberAttribute, null=True)
    tags = ListAttribute(of=UnicodeAttribute, null=True)
    handler = UnicodeAttribute(null=True)
    paused_until = Whole(null=True)
    handover_reason = UnicodeAttribute(null=True)
    inbox_pk = UnicodeAttribute(null=True)
    inbox_sk = UnicodeAttribute(null=True)
    due_pk = UnicodeAttribute(null=True)
    due_sk = UnicodeAttribute(null=True)
    inbox: ClassVar[InboxIndex] = InboxIndex()


class ReadMarkRow(ShortLivedRow):
    """Keeps up to when an agent read a conversation."""

    until = Whole(null=True)


class PresenceRow(ShortLivedRow):
    """Keeps at which conversation an agent is, and whether they type."""

    conversation = UnicodeAttribute(null=True)
    state = UnicodeAttribute(null=True)


class TallyRow(ShortLivedRow):
    """Keeps how many conversations stand in which queue."""

    at = Whole(null=True)
    queues = JSONAttribute(null=True)


class PromiseRow(ShortLivedRow):
    """Keeps when a conversation is due, and of which of its breaches an alert tells."""

    told = UnicodeAttribute(null=True)


class MovedPlaceRow(CoreRow):
    """Keeps which conversation goes on in the place whose conversation would have the key `pk`."""

    former = UnicodeAttribute(null=True)
    until = Whole(null=True)
