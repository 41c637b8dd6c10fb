"""Shapes of a brand's own rows.

Indexes, TTL and backups are defined once, in template.yaml; a test compares them with these models.
"""

from pynamodb.attributes import (
    BinaryAttribute,
    BooleanAttribute,
    JSONAttribute,
    ListAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.models import Model

from store.dynamo.row import Row, Whole
from store.dynamo.rows import CoreRow, OpsMeta, ShortLivedRow


class BrandRow(CoreRow):
    """Keeps a brand that was set up, and the periods it shortened, by platform."""

    created_at = Whole(null=True)
    shorter = JSONAttribute(null=True)


class SettingsRow(CoreRow):
    """Keeps how a brand wants things done."""

    values = JSONAttribute(null=True)
    at = Whole(null=True)
    by = UnicodeAttribute(null=True)


class DeskRow(CoreRow):
    """Keeps how an agent set up their work: settings of the console, or a view they saved."""

    values = JSONAttribute(null=True)
    at = Whole(null=True)
    by = UnicodeAttribute(null=True)


class CannedRow(CoreRow):
    """Keeps a canned reply or a macro: a brand's own words, with variables in the place of anybody's name."""

    title = UnicodeAttribute(null=True)
    text = UnicodeAttribute(null=True)
    way = UnicodeAttribute(null=True)
    status = UnicodeAttribute(null=True)
    tags = ListAttribute(of=UnicodeAttribute, null=True)
    assignee = UnicodeAttribute(null=True)
    created_at = Whole(null=True)
    created_by = UnicodeAttribute(null=True)


class TermRow(CoreRow):
    """Keeps what a brand looks for where people write elsewhere, and through which accounts."""

    title = UnicodeAttribute(null=True)
    words = UnicodeAttribute(null=True)
    accounts = ListAttribute(of=UnicodeAttribute, null=True)
    opens = BooleanAttribute(null=True)
    without = ListAttribute(of=UnicodeAttribute, null=True)
    created_at = Whole(null=True)
    created_by = UnicodeAttribute(null=True)


class AccountRow(CoreRow):
    """Keeps a connected account, found by its native id's hid, or listed under its endpoint."""

    account = UnicodeAttribute(null=True)
    brand = UnicodeAttribute(null=True)
    platform = UnicodeAttribute(null=True)
    endpoint = UnicodeAttribute(null=True)
    state = UnicodeAttribute(null=True)
    created_at = Whole(null=True)
    connected_at = Whole(null=True)
    rev = Whole(null=True)
    sealed = BinaryAttribute(null=True, legacy_encoding=False)


class AgentRow(CoreRow):
    """Keeps a human or AI who may work for a brand, and their tokens."""

    brand = UnicodeAttribute(null=True)
    agent = UnicodeAttribute(null=True)
    role = UnicodeAttribute(null=True)
    state = UnicodeAttribute(null=True)
    scopes = UnicodeSetAttribute(null=True)
    secret_hash = BinaryAttribute(null=True, legacy_encoding=False)
    expires_at = Whole(null=True)
    created_at = Whole(null=True)
    created_by = UnicodeAttribute(null=True)
    title = UnicodeAttribute(null=True)
    used_at = Whole(null=True)
    rev = Whole(null=True)


class ReceiptRow(CoreRow):
    """Keeps a receipt: signed, bound to the one before it, never changed."""

    receipt = UnicodeAttribute(null=True)
    kind = UnicodeAttribute(null=True)
    at = Whole(null=True)
    code = UnicodeAttribute(null=True)
    previous = UnicodeAttribute(null=True)
    body = JSONAttribute(null=True)
    signature = BinaryAttribute(null=True, legacy_encoding=False)


class PublicNameRow(CoreRow):
    """Keeps a name under which an account is public, and its public key."""

    name = UnicodeAttribute(null=True)
    brand = UnicodeAttribute(null=True)
    account = UnicodeAttribute(null=True)
    native_id = UnicodeAttribute(null=True)
    inbox = UnicodeAttribute(null=True)
    title = UnicodeAttribute(null=True)
    public_key = UnicodeAttribute(null=True)


class SendingRow(CoreRow):
    """Keeps whether what an account sends with is good, and until when; never the tokens themselves."""

    state = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    at = Whole(null=True)
    good_until = Whole(null=True)


class AccessRow(ShortLivedRow):
    """Keeps what an account sends with for a time, sealed under the account's key."""

    good_until = Whole(null=True)
    sealed = BinaryAttribute(null=True, legacy_encoding=False)


class ImportRow(ShortLivedRow):
    """Keeps a file of history that is imported, and how far; how it is read is sealed under the account's key."""

    platform = UnicodeAttribute(null=True)
    account = UnicodeAttribute(null=True)
    endpoint = UnicodeAttribute(null=True)
    form = UnicodeAttribute(null=True)
    dry_run = BooleanAttribute(null=True)
    state = UnicodeAttribute(null=True)
    parts = Whole(null=True)
    new = Whole(null=True)
    known = Whole(null=True)
    refused = JSONAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    created_at = Whole(null=True)
    created_by = UnicodeAttribute(null=True)
    ended_at = Whole(null=True)
    leased_until = Whole(null=True)
    rev = Whole(null=True)
    sealed = BinaryAttribute(null=True, legacy_encoding=False)


class LeaseRow(ShortLivedRow):
    """Keeps who alone may do something until when."""

    holder = UnicodeAttribute(null=True)
    until = Whole(null=True)


class LimitRow(ShortLivedRow):
    """Keeps how many requests a platform still takes of an account, and when it counts anew."""

    remaining = Whole(null=True)
    until = Whole(null=True)


class GrantRow(ShortLivedRow):
    """Keeps a consent that was asked for and not given yet; the app's secret in it is sealed."""

    brand = UnicodeAttribute(null=True)
    platform = UnicodeAttribute(null=True)
    account = UnicodeAttribute(null=True)
    agent = UnicodeAttribute(null=True)
    sealed = BinaryAttribute(null=True, legacy_encoding=False)


class RateRow(ShortLivedRow):
    """Keeps how many requests an agent, or a brand, made in a minute."""

    n = Whole(null=True)
    functions = Whole(null=True)


class CheckRow(ShortLivedRow):
    """Keeps things of an account that are to be looked at again: `sealed` holds their native ids, links and digests."""

    written_at = Whole(null=True)
    until = Whole(null=True)
    sealed = BinaryAttribute(null=True, legacy_encoding=False)


class PollRow(Row, Model):
    """Keeps how far a polled account was read: `sealed` holds what the platform named places by."""

    class Meta(OpsMeta):
        """Names the table or index to PynamoDB."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    platform = UnicodeAttribute(null=True)
    account = UnicodeAttribute(null=True)
    endpoint = UnicodeAttribute(null=True)
    due_at = Whole(null=True)
    leased_until = Whole(null=True)
    mark = Whole(null=True)
    newest = Whole(null=True)
    failures = Whole(null=True)
    reason = UnicodeAttribute(null=True)
    read_at = Whole(null=True)
    began = Whole(null=True)
    pages = Whole(null=True)
    found = Whole(null=True)
    job = UnicodeAttribute(null=True)
    rev = Whole(null=True)
    sealed = BinaryAttribute(null=True, legacy_encoding=False)
