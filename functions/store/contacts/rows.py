"""Shapes of identities, and of what stands with them.

Indexes, TTL and backups are defined once, in template.yaml; a test compares them with these models.
"""

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

from store.dynamo.row import Whole
from store.dynamo.rows import CoreRow, ShortLivedRow


class IdentityRow(CoreRow):
    """Keeps one user of one platform; until a merge it is the contact too, with stage, segments and counts."""

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
    notice_at = Whole(null=True)


class DueIndex(GlobalSecondaryIndex["DueRow"]):
    """Lists identities and heads by brand, kind and platform, then by the day since which nothing happened."""

    class Meta:
        """Names the table or index to PynamoDB."""

        index_name = "due"
        projection = KeysOnlyProjection()

    due_pk = UnicodeAttribute(hash_key=True)
    due_sk = UnicodeAttribute(range_key=True)


class DueRow(CoreRow):
    """Keeps any row that goes when it is idle: an identity, a conversation head, what is left of an identity."""

    due_pk = UnicodeAttribute(null=True)
    due_sk = UnicodeAttribute(null=True)
    hold = UnicodeAttribute(null=True)
    due: ClassVar[DueIndex] = DueIndex()


class PointerRow(CoreRow):
    """Keeps a pointer, an edge, or a membership: its keys say it all but for a time and what makes it expire.

    Under legal `holds` a row has no `until` but `due_at`, the time at which it would have gone (epoch s).
    """

    at = Whole(null=True)
    until = Whole(null=True)
    due_at = Whole(null=True)
    holds = UnicodeSetAttribute(null=True)
    reason = JSONAttribute(null=True)


class HistoryRow(CoreRow):
    """Keeps a change in a contact's segments (`entered` with the evidence, `left`) or in their stage.

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


class SegmentRow(CoreRow):
    """Keeps a segment: its rule, and what happens on entry."""

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


class ConsentRow(CoreRow):
    """Keeps one line of a person's consent log: given or withdrawn. Lines are only ever put."""

    at = Whole(null=True)
    purpose = UnicodeAttribute(null=True)
    given = BooleanAttribute(null=True)
    wording = UnicodeAttribute(null=True)
    channel = UnicodeAttribute(null=True)
    source = UnicodeAttribute(null=True)
    agent = UnicodeAttribute(null=True)


class WordRow(ShortLivedRow):
    """Says that somebody's name has a word that begins as the partition key's hash says. Its sort key is the person."""


class WordWalkRow(ShortLivedRow):
    """Keeps how far a brand's people were looked at for their names: where the walk is, on which day it began, if it
    ended.

    `floor` is the day down to which this one goes, `at` (epoch ms) when it began.
    """

    at = Whole(null=True)
    began = UnicodeAttribute(null=True)
    floor = UnicodeAttribute(null=True)
    place = UnicodeAttribute(null=True)
    done = BooleanAttribute(null=True)
