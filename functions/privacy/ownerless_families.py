"""Short-lived rows that are about nobody, by what their keys begin with: see `privacy.ownerless_rows`."""

from collections.abc import Mapping

from privacy.ownerless_rows import Ownerless

FAMILIES_NOT_OF_A_PERSON: Mapping[str, Ownerless] = {
    "attempt": Ownerless("tries, rows of", "as above", "as AttemptRow"),
    "gone": Ownerless("deletions, rows of", "as above", "as GoneRow"),
    "done": Ownerless("marks", "batches that were counted; nobody's data", "that a batch was counted"),
    "pulse": Ownerless(
        "open hours",
        "words of an hour, sealed, gone with the hour's key; what a batch counted",
        "words of an open hour, under the channel's key and one that ends with the hour; a batch's counts",
    ),
    "hourkey": Ownerless(
        "keys of open hours",
        "random bytes; gone when the hour is closed",
        "32 random bytes for each open hour, under which the words above lie; gone when it is closed",
    ),
    "topics": Ownerless(
        "topics",
        "what several people talked about in an hour; sealed",
        "what several people said, never one: counts and words, sealed under the channel's key and its period",
    ),
    "alerts": Ownerless("alerts, rows of", "as above", "as AlertRow"),
    "watch": Ownerless(
        "watches",
        "since when that is, a day; which broken promises were told of, by opaque id",
        "since when a channel or post is unusual, a day; which promise was told of in which opaque conversation",
    ),
    "promised": Ownerless("promises", "when a conversation is due, by opaque id", "as PromiseRow"),
    "spent": Ownerless("budgets", "units used; nobody's data", "units of a budget"),
    "wordwalk": Ownerless(
        "people looked at", "how far people were looked at for their names", "as WordWalkRow"
    ),
    "named": Ownerless(
        "names asked for",
        "whose name a platform was asked for, by opaque id; a day",
        "that the platform was asked for somebody's name, by opaque id; a day",
    ),
    "rate": Ownerless("request counts, rows of", "as above", "as RateRow"),
    "heard": Ownerless(
        "silences",
        "when something last came for an account, and how long nothing did; nobody's data",
        "when an account was last heard of, and of nobody",
    ),
    "access": Ownerless("access tokens, rows of", "as above", "as AccessRow"),
    "poll": Ownerless(
        "polls, rows of",
        "as above, and when each account is asked next; which items are looked at again",
        "as PollRow and CheckRow, and when each account is asked next",
    ),
    "search": Ownerless(
        "searches",
        "how far each term was looked for; where to go on is sealed",
        "as PollRow: how far a term was looked for through an account",
    ),
    "imports": Ownerless(
        "imports, rows of",
        "as above; the file itself lies in the bucket until it is imported, two days at most",
        "as ImportRow; the file itself is deleted when it is imported, or after two days",
    ),
    "lease": Ownerless("leases, rows of", "as above", "as LeaseRow"),
    "limit": Ownerless("platform limits, rows of", "as above", "as LimitRow"),
    "grant": Ownerless("consents asked for, rows of", "as above", "as GrantRow"),
    "changes": Ownerless("changes, rows of", "as above", "as ChangesRow"),
    "presence": Ownerless("presence, rows of", "as above", "as PresenceRow"),
    "tally": Ownerless("tallies, rows of", "as above", "as TallyRow"),
    "read": Ownerless("read marks, rows of", "as above", "as ReadMarkRow"),
    "broadcast": Ownerless(
        "broadcasts",
        "a brand's own words to a segment, and counts; nobody's data",
        "as BroadcastRow, and when to go on with each",
    ),
    "posted": Ownerless(
        "public posts", "what became of a brand's own post on each account; nobody's data", "as PostRow"
    ),
    "audit": Ownerless(
        "audit log",
        "who read or changed what, of whom by opaque id",
        "what employees did, kept to prove it: whom they looked at stands there by opaque id",
    ),
    "task": Ownerless("privacy requests, rows of", "progress and counts, as above", "as TaskRow"),
    "waiting": Ownerless(
        "unconfirmed requests",
        "which of them wait for a person's confirmation; nobody's data",
        "which TaskRow waits for a person's confirmation, by its id",
    ),
    "status": Ownerless(
        "confirmation codes",
        "which brand they are of; nobody's data",
        "which brand a confirmation code is of",
    ),
    "buckets": Ownerless(
        "open periods", "days and platforms; nobody's data", "days and platforms that have a key"
    ),
    "purge": Ownerless("purge", "how far it got; nobody's data", "how far the purge got"),
}
