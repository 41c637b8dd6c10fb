"""Rows that are about nobody: what the register of processing says of each, and why no class of items needs it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ownerless:
    """Says of rows what the register calls them, what they hold, and why no class of items needs them."""

    title: str
    holds: str
    reason: str


NOT_OF_A_PERSON: Mapping[str, Ownerless] = {
    "AccountRow": Ownerless(
        "accounts",
        "the company's own presences; names sealed, of a revoked one the native id only",
        "a brand's own connected account",
    ),
    "PublicNameRow": Ownerless(
        "public names",
        "what a brand's own account shows to everybody; nobody's data",
        "what a brand's own account shows to everybody",
    ),
    "SendingRow": Ownerless(
        "account states",
        "whether what an account sends with is good; nobody's data",
        "whether an account's own tokens are good",
    ),
    "AccessRow": Ownerless(
        "access tokens",
        "what an account sends with for a time; sealed",
        "an account's own token for a time, sealed under the account's key",
    ),
    "PollRow": Ownerless(
        "polls",
        "how far an account was asked, and when it is asked next; where to go on is sealed",
        "how far an account was asked; where to go on is sealed under the account's key",
    ),
    "ImportRow": Ownerless(
        "imports",
        "how far a file was imported, and who announced it; how it is read is sealed",
        "how far a file was imported; how it is read is sealed under the account's key",
    ),
    "LeaseRow": Ownerless(
        "leases",
        "which function does something alone for a minute; nobody's data",
        "which function does something alone at the moment",
    ),
    "CheckRow": Ownerless(
        "checks",
        "which items are looked at again and when, sealed under the account's key",
        "which items are looked at again: their native ids sealed under the account's key, for 32 days",
    ),
    "LimitRow": Ownerless(
        "platform limits",
        "how many requests a platform still takes; nobody's data",
        "how many requests a platform still takes of an account",
    ),
    "GrantRow": Ownerless(
        "consents asked for",
        "which employee asked a platform for access, by opaque id; minutes",
        "a consent that an employee asked a platform for, by their opaque id, for minutes",
    ),
    "AgentRow": Ownerless(
        "agents",
        "people and tools who work for the brand: role, scopes, hashed secrets",
        "an employee; they leave by another way (docs/privacy.md)",
    ),
    "FlowRow": Ownerless(
        "moves in segments",
        "how many people entered and left on a day; nobody's data",
        "how many people entered and left a segment on a day",
    ),
    "SegmentRow": Ownerless(
        "segments", "rules; nobody's data", "a rule and its title; who is a member stands in PointerRow"
    ),
    "ReceiptRow": Ownerless(
        "receipts", "counts and opaque ids; nobody's data", "counts, times and opaque ids, for auditors"
    ),
    "TaskRow": Ownerless(
        "privacy requests",
        "what was asked for and how far it got; what was said is sealed",
        "the request itself: it forgets the person when it is done, and its key is destroyed",
    ),
    "SaltRow": Ownerless(
        "keys",
        "random bytes; tombstones by opaque id, which are pseudonymous personal data; wrapped keys of brands",
        "the key: destroying it is the erasure",
    ),
    "BrandRow": Ownerless("brands", "set-up; nobody's data", "a brand and the periods it chose"),
    "AttemptRow": Ownerless(
        "tries",
        "how often a delivery was tried, by its message's id; nobody's data",
        "how often a message of a queue was tried, by the queue's own id",
    ),
    "GoneRow": Ownerless(
        "deletions",
        "which item was deleted where no trace may stay, by opaque id; a day",
        "that something was deleted where no trace may stay, by the item's opaque id; a day",
    ),
    "WordWalkRow": Ownerless(
        "people looked at",
        "how far people were looked at for their names; an opaque id",
        "how far a brand's people were looked at for their names: a day, and the opaque id of the last",
    ),
    "RateRow": Ownerless(
        "request counts",
        "how often an employee or their tool asked in a minute; ten minutes",
        "how many requests an employee or their tool made in a minute, for ten minutes",
    ),
    "SettingsRow": Ownerless("settings", "a brand's choices; nobody's data", "how a brand wants things done"),
    "ReadMarkRow": Ownerless(
        "read marks",
        "up to when an employee read a conversation, by opaque ids; 90 days",
        "up to when an employee read a conversation, by opaque ids; 90 days",
    ),
    "ChangesRow": Ownerless(
        "changes",
        "which conversations changed, by opaque ids; an hour",
        "which conversations changed, by opaque ids; an hour",
    ),
    "AudienceRow": Ownerless(
        "followed changes",
        "whether somebody follows them; nobody's data",
        "whether somebody follows a brand's changes",
    ),
    "PresenceRow": Ownerless(
        "presence",
        "at which conversation an employee is, by opaque ids; half a minute",
        "at which conversation an employee is, by opaque ids; half a minute",
    ),
    "TallyRow": Ownerless(
        "tallies",
        "how many conversations stand in which queue; nobody's data",
        "how many conversations stand in which queue",
    ),
    "DeskRow": Ownerless(
        "agents' desks",
        "how an employee wants the console to be, and the filters they saved",
        "how an employee wants the console to be, and filters they saved",
    ),
    "BroadcastRow": Ownerless(
        "broadcasts",
        "a brand's own words to a segment, and counts; nobody's data",
        "a brand's own words to a segment, with variables; who got it stands in RecipientRow",
    ),
    "LaterCountsRow": Ownerless(
        "later counts",
        "how many of a broadcast's recipients got and read it; nobody's data",
        "counts of a broadcast's recipients by state",
    ),
    "PostRow": Ownerless(
        "public posts",
        "what became of a brand's own post on each account; nobody's data",
        "what became of a brand's own public post, by account",
    ),
    "TermRow": Ownerless(
        "search terms",
        "words that a brand looks for elsewhere; nobody's data",
        "what a brand looks for elsewhere, and through which accounts",
    ),
    "CannedRow": Ownerless(
        "canned replies and macros",
        "a brand's own words, with places for names; nobody's data",
        "a brand's own words, with variables in the place of anybody's name",
    ),
    "HoldRow": Ownerless(
        "holds", "legal holds; the reason is sealed", "a legal hold, which is what an erasure is refused for"
    ),
    "AlertRow": Ownerless(
        "alerts",
        "counts by channel and post that were far from usual, and which agents decided about them; their notes sealed",
        "counts by channel and post, promises broken in opaque conversations, agents' decisions; sealed notes",
    ),
    "PromiseRow": Ownerless(
        "promises, rows of",
        "as below",
        "when an opaque conversation is due; gone with the next run of the schedule once its head is",
    ),
    "MovedPlaceRow": Ownerless(
        "moved groups",
        "in which conversation a group goes on that got another id; opaque ids",
        "which conversation goes on in a group that got another id, by opaque ids",
    ),
    "DueRow": Ownerless(
        "idle",
        "what remains of an identity until its key goes",
        "another view of IdentityRow and ConversationRow, without attributes of its own",
    ),
    "CoreRow": Ownerless("", "what the rows of a table share", "what the rows of a table share"),
    "ShortLivedRow": Ownerless("", "what the rows of a table share", "what the rows of a table share"),
}
"""Models that no class needs."""
