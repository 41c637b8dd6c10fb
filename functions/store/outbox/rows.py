"""The shape of a reply's row.

Indexes, TTL and backups are defined once, in template.yaml; a test compares them with these models.
"""

from pynamodb.attributes import (
    BinaryAttribute,
    BooleanAttribute,
    JSONAttribute,
    ListAttribute,
    UnicodeAttribute,
)

from store.dynamo.row import Whole
from store.dynamo.rows import ShortLivedRow


class ReplyRow(ShortLivedRow):
    """Keeps one reply. `sealed` is the only personal attribute; times are epoch ms, `expires_at` epoch s."""

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
    about = UnicodeAttribute(null=True)
    after = UnicodeAttribute(null=True)
    messages = Whole(null=True)
    gone_at = Whole(null=True)
    unfinished = BooleanAttribute(null=True)
    sealed = BinaryAttribute(null=True, legacy_encoding=False)


class UploadRow(ShortLivedRow):
    """Keeps one uploaded file, whose parts lie in the bucket. `sealed` is its name; `expires_at` is epoch s."""

    platform = UnicodeAttribute(null=True)
    account = UnicodeAttribute(null=True)
    person = UnicodeAttribute(null=True)
    agent = UnicodeAttribute(null=True)
    mime = UnicodeAttribute(null=True)
    size = Whole(null=True)
    created_at = Whole(null=True)
    sealed = BinaryAttribute(null=True, legacy_encoding=False)


class PaperRow(ShortLivedRow):
    """Keeps one note or draft. `sealed` is the only personal attribute; times are epoch ms, `expires_at` epoch s."""

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
    received_at = Whole(null=True)
    version = Whole(null=True)
    decision = UnicodeAttribute(null=True)
    decided_by = UnicodeAttribute(null=True)
    mentions = ListAttribute(of=UnicodeAttribute, null=True)
    dropped = BooleanAttribute(null=True)
    sealed = BinaryAttribute(null=True, legacy_encoding=False)


class BroadcastRow(ShortLivedRow):
    """Keeps one broadcast: the brand's own text, and how far it got."""

    rev = Whole(null=True)
    platform = UnicodeAttribute(null=True)
    account = UnicodeAttribute(null=True)
    segment = UnicodeAttribute(null=True)
    title = UnicodeAttribute(null=True)
    text = UnicodeAttribute(null=True)
    state = UnicodeAttribute(null=True)
    created_at = Whole(null=True)
    created_by = UnicodeAttribute(null=True)
    approved_by = UnicodeAttribute(null=True)
    due_at = Whole(null=True)
    cleared_at = Whole(null=True)
    place = UnicodeAttribute(null=True)
    counts = JSONAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    posts = JSONAttribute(null=True)


class PostRow(ShortLivedRow):
    """Keeps one account's post of a public broadcast: the brand's own, nobody else's."""

    rev = Whole(null=True)
    platform = UnicodeAttribute(null=True)
    state = UnicodeAttribute(null=True)
    code = UnicodeAttribute(null=True)
    at = Whole(null=True)
    attempts = Whole(null=True)
    attempt_at = Whole(null=True)
    prepared = UnicodeAttribute(null=True)
    native_id = UnicodeAttribute(null=True)


class LaterCountsRow(ShortLivedRow):
    """Keeps how many recipients of a shard the platform told another state of later: added to what the walk counted."""

    unknown = Whole(null=True)
    sent = Whole(null=True)
    delivered = Whole(null=True)
    read = Whole(null=True)
    failed = Whole(null=True)


class RecipientRow(ShortLivedRow):
    """Keeps one person of a broadcast.

    `sealed` is the only personal attribute; times are epoch ms, `expires_at` epoch s.
    """

    rev = Whole(null=True)
    platform = UnicodeAttribute(null=True)
    account = UnicodeAttribute(null=True)
    conversation = UnicodeAttribute(null=True)
    state = UnicodeAttribute(null=True)
    code = UnicodeAttribute(null=True)
    at = Whole(null=True)
    attempts = Whole(null=True)
    attempt_at = Whole(null=True)
    counted = UnicodeAttribute(null=True)
    sealed = BinaryAttribute(null=True, legacy_encoding=False)
