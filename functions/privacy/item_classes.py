"""Every kind of item that may be about a person, in the order in which it is erased: the one registry.

What comes later plugs in here: a row of a room of `store` that no class names and that `NOT_OF_A_PERSON` does not
excuse fails the tests, and so does a class without eraser or without a word on what is exported of it.
"""

from collections.abc import Mapping

from model.fields import INDEX, KEY, ORDER, list_exported, list_withheld
from privacy.item_class import RETENTION, ErasureContext, ItemClass
from privacy.written_classes import WRITTEN
from store.contacts.rows import ConsentRow, HistoryRow, IdentityRow, PointerRow
from store.conversations.rows import ConversationRow
from store.dynamo.rows import OpsRow
from store.forgetting.erasing.associations import Associations
from store.forgetting.erasing.copies import Copies
from store.forgetting.erasing.history import Changes
from store.forgetting.erasing.identity import ConsentEraser, ProfileEraser, ThreadEraser
from store.forgetting.erasing.parked import ParkedNaming
from store.forgetting.erasing.posts import OwnPosts
from store.forgetting.erasing.rows import OwnRows
from store.insights.rows import PlaceRow
from store.interactions.rows import FeedRow

__all__ = ["CLASSES", "ErasureContext", "ItemClass"]

CLASSES = (
    *WRITTEN,
    ItemClass(
        "posts",
        (PlaceRow,),
        ("posts",),
        lambda context: OwnPosts(
            OwnRows(context.stores.vault, context.stores.feed, context.stores.conversations)
        ),
        exported=frozenset("comments reactions shares told".split()),
        withheld={
            "pk": KEY,
            "sk": KEY,
            "rev": ORDER,
            "platform": "stands with the post, which is exported",
            "account": "as platform",
            "members": "counted of groups, which are nobody's; who joined is an interaction",
            "told_at": ORDER,
            "history": "what was told before what is exported",
            "sealed": "a group's name, under the account's key",
            "negative": "what the texts of others were counted as",
            "due_pk": RETENTION,
            "due_sk": RETENTION,
        },
    ),
    ItemClass(
        "interactions",
        (FeedRow,),
        ("interactions", "conversations"),
        lambda context: OwnRows(context.stores.vault, context.stores.feed, context.stores.conversations),
        exported=list_exported(),
        withheld=list_withheld(),
        families=("corrections", "rollup"),
    ),
    ItemClass(
        "conversations",
        (ConversationRow,),
        ("conversations",),
        lambda context: OwnRows(context.stores.vault, context.stores.feed, context.stores.conversations),
        exported=frozenset(
            "platform account mode status priority reasons tags handler first_at last_at last_in_at last_out_at "
            "waiting_since closed_at surveyed_at".split()
        ),
        withheld={
            "pk": KEY,
            "sk": KEY,
            "rev": ORDER,
            "brand": "the company itself",
            "customer": "the person themselves",
            "assignee": "an employee's id",
            "post": "the id of a post; it is exported where it is the person's",
            "turns": "how long they waited since it was opened; the times of what was written are exported",
            "last_item": "an interaction's id; the interaction is exported",
            "prioritised_at": ORDER,
            "chosen_priority": "an employee's setting; the priority that stands is exported",
            "listed_at": INDEX,
            "snoozed_until": "an employee's reminder to themselves",
            "paused_until": "until when no machine answers",
            "handover_reason": "an employee's word for why; who answers is exported",
            "inbox_pk": INDEX,
            "inbox_sk": INDEX,
            "due_pk": RETENTION,
            "due_sk": RETENTION,
        },
        families=("snooze",),
    ),
    ItemClass(
        "associations",
        (PointerRow,),
        ("associations", "mentions"),
        lambda context: Associations(context.stores.vault),
        exported=frozenset({"at", "reason", "sk"}),
        withheld={
            "pk": KEY,
            "rev": ORDER,
            "until": RETENTION,
            "due_at": RETENTION,
            "holds": "legal holds on somebody in it",
        },
    ),
    ItemClass(
        "parked",
        (OpsRow,),
        ("parked",),
        lambda context: ParkedNaming(context.stores.parked, context.objects, context.stores.now_ms),
        withheld=dict.fromkeys(
            "pk sk at expires_at reason platform endpoint bucket claim sealed entry folded".split(),
            "a delivery nobody could read yet: whose data it holds is not known, and it is gone in a week",
        ),
        families=("parked",),
    ),
    ItemClass(
        "exports",
        (),
        ("exports",),
        lambda context: Copies(context.objects),
    ),
    ItemClass(
        "consents",
        (ConsentRow,),
        ("consents",),
        lambda _: ConsentEraser(),
        exported=frozenset("at purpose given wording channel source".split()),
        withheld={"pk": KEY, "sk": KEY, "rev": ORDER, "agent": "an employee's id"},
    ),
    ItemClass(
        "profile",
        (IdentityRow,),
        ("profiles", "memberships"),
        lambda context: ProfileEraser(context.stores.vault),
        exported=frozenset(
            "platform sealed first_at last_at stage stage_at segments facts objections tags no_contact "
            "restricted_at".split()
        ),
        withheld={
            "pk": KEY,
            "sk": KEY,
            "rev": ORDER,
            "sealed_day": ORDER,
            "contact": "set by a merge, which does not exist yet",
            "edits": ORDER,
            "notice_at": "when they were sent the link to the privacy notice",
            "flip_at": "when to look at the segments' rules again, which are exported",
            "counted_batches": ORDER,
            "due_pk": RETENTION,
            "due_sk": RETENTION,
            "hold": "under a legal hold no copy is made",
        },
        families=("flip",),
    ),
    ItemClass(
        "history",
        (HistoryRow,),
        ("changes",),
        lambda context: Changes(context.stores.vault),
        exported=frozenset("at entered left stage was_stage".split()),
        withheld={
            "pk": KEY,
            "sk": KEY,
            "rev": ORDER,
            "until": RETENTION,
            "due_at": RETENTION,
            "holds": "under a legal hold no copy is made",
            "by": "an employee's id",
        },
    ),
    ItemClass("threads", (), ("threads",), lambda context: ThreadEraser(context.stores.vault)),
)
"""Private threads come last: until then they are how the person's messages are found."""

NOT_OF_A_PERSON: Mapping[str, str] = {
    "AccountRow": "a brand's own connected account",
    "PublicNameRow": "what a brand's own account shows to everybody",
    "SendingRow": "whether an account's own tokens are good",
    "AccessRow": "an account's own token for a time, sealed under the account's key",
    "PollRow": "how far an account was asked; where to go on is sealed under the account's key",
    "ImportRow": "how far a file was imported; how it is read is sealed under the account's key",
    "LeaseRow": "which function does something alone at the moment",
    "CheckRow": "which items are looked at again: their native ids sealed under the account's key, for 32 days",
    "LimitRow": "how many requests a platform still takes of an account",
    "GrantRow": "a consent that an employee asked a platform for, by their opaque id, for minutes",
    "AgentRow": "an employee; they leave by another way (docs/privacy.md)",
    "SegmentRow": "a rule and its title; who is a member stands in PointerRow",
    "ReceiptRow": "counts, times and opaque ids, for auditors",
    "TaskRow": "the request itself: it forgets the person when it is done, and its key is destroyed",
    "SaltRow": "the key: destroying it is the erasure",
    "BrandRow": "a brand and the periods it chose",
    "AttemptRow": "how often a message of a queue was tried, by the queue's own id",
    "GoneRow": "that something was deleted where no trace may stay, by the item's opaque id; a day",
    "RateRow": "how many requests an employee or their tool made in a minute, for ten minutes",
    "SettingsRow": "how a brand wants things done",
    "ReadMarkRow": "up to when an employee read a conversation, by opaque ids; 90 days",
    "ChangesRow": "which conversations changed, by opaque ids; an hour",
    "AudienceRow": "whether somebody follows a brand's changes",
    "PresenceRow": "at which conversation an employee is, by opaque ids; half a minute",
    "TallyRow": "how many conversations stand in which queue",
    "DeskRow": "how an employee wants the console to be, and filters they saved",
    "BroadcastRow": "a brand's own words to a segment, with variables; who got it stands in RecipientRow",
    "LaterCountsRow": "counts of a broadcast's recipients by state",
    "PostRow": "what became of a brand's own public post, by account",
    "TermRow": "what a brand looks for elsewhere, and through which accounts",
    "CannedRow": "a brand's own words, with variables in the place of anybody's name",
    "HoldRow": "a legal hold, which is what an erasure is refused for",
    "AlertRow": "counts by channel and post, promises broken in opaque conversations, and what agents decided",
    "PromiseRow": "when an opaque conversation is due; gone with the next run of the schedule once its head is",
    "MovedPlaceRow": "which conversation goes on in a group that got another id, by opaque ids",
    "DueRow": "another view of IdentityRow and ConversationRow, without attributes of its own",
    **dict.fromkeys(("CoreRow", "ShortLivedRow"), "what the rows of a table share"),
}
"""Models that no class needs, each with its reason."""

FAMILIES_NOT_OF_A_PERSON: Mapping[str, str] = {
    "attempt": "as AttemptRow",
    "gone": "as GoneRow",
    "done": "that a batch was counted",
    "pulse": "words of an open hour, under the channel's key and one that ends with the hour; a batch's counts",
    "hourkey": "32 random bytes for each open hour, under which the words above lie; gone when it is closed",
    "topics": "what several people said, never one: counts and words, sealed under the channel's key and its period",
    "alerts": "as AlertRow",
    "watch": "since when a channel or post is unusual, a day; which promise was told of in which opaque conversation",
    "promised": "as PromiseRow",
    "spent": "units of a budget",
    "named": "that the platform was asked for somebody's name, by opaque id; a day",
    "rate": "as RateRow",
    "heard": "when an account was last heard of, and of nobody",
    "access": "as AccessRow",
    "poll": "as PollRow and CheckRow, and when each account is asked next",
    "search": "as PollRow: how far a term was looked for through an account",
    "imports": "as ImportRow; the file itself is deleted when it is imported, or after two days",
    **{name: f"as {name.title()}Row" for name in ("lease", "limit", "grant", "changes", "presence", "tally")},
    "read": "as ReadMarkRow",
    "broadcast": "as BroadcastRow, and when to go on with each",
    "posted": "as PostRow",
    "audit": "what employees did, kept to prove it: whom they looked at stands there by opaque id",
    "task": "as TaskRow",
    "waiting": "which TaskRow waits for a person's confirmation, by its id",
    "status": "which brand a confirmation code is of",
    "buckets": "days and platforms that have a key",
    "purge": "how far the purge got",
}
"""Families of rows of `ops` that no class needs, each with its reason."""
