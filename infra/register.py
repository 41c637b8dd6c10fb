"""The register of processing (GDPR Article 30), put together from the policy, the tables and the platforms."""

from typing import Any

from model import policy
from platforms import registry

CLASSES = {
    "FeedRow": (
        "interactions",
        "what people wrote and did, native ids; sealed. In the clear: times, kind, labels",
    ),
    "IdentityRow": ("identities", "name and handle; sealed. In the clear: stage, segments, counts, wishes"),
    "ConversationRow": ("conversations", "ids, states and times"),
    "PlaceRow": ("posts and groups", "how often people reacted, wrote, shared and joined; opaque ids"),
    "AlertRow": (
        "alerts",
        "counts by channel and post that were far from usual, and which agents decided about them; their notes sealed",
    ),
    "PointerRow": ("associations", "who was tagged or answered, segment members; opaque ids"),
    "HistoryRow": ("history", "segments entered and left, stages; opaque ids and counts"),
    "AccountRow": (
        "accounts",
        "the company's own presences; names sealed, of a revoked one the native id only",
    ),
    "PublicNameRow": ("public names", "what a brand's own account shows to everybody; nobody's data"),
    "SendingRow": ("account states", "whether what an account sends with is good; nobody's data"),
    "PollRow": ("polls", "how far an account was asked, and when it is asked next; where to go on is sealed"),
    "AccessRow": ("access tokens", "what an account sends with for a time; sealed"),
    "TermRow": ("search terms", "words that a brand looks for elsewhere; nobody's data"),
    "CheckRow": ("checks", "which items are looked at again and when, sealed under the account's key"),
    "ImportRow": ("imports", "how far a file was imported, and who announced it; how it is read is sealed"),
    "LeaseRow": ("leases", "which function does something alone for a minute; nobody's data"),
    "LimitRow": ("platform limits", "how many requests a platform still takes; nobody's data"),
    "GrantRow": ("consents asked for", "which employee asked a platform for access, by opaque id; minutes"),
    "MovedPlaceRow": (
        "moved groups",
        "in which conversation a group goes on that got another id; opaque ids",
    ),
    "AgentRow": ("agents", "people and tools who work for the brand: role, scopes, hashed secrets"),
    "ReadMarkRow": ("read marks", "up to when an employee read a conversation, by opaque ids; 90 days"),
    "ChangesRow": ("changes", "which conversations changed, by opaque ids; an hour"),
    "AudienceRow": ("followed changes", "whether somebody follows them; nobody's data"),
    "PresenceRow": ("presence", "at which conversation an employee is, by opaque ids; half a minute"),
    "PromiseRow": ("promises, rows of", "as below"),
    "TallyRow": ("tallies", "how many conversations stand in which queue; nobody's data"),
    "DeskRow": ("agents' desks", "how an employee wants the console to be, and the filters they saved"),
    "SegmentRow": ("segments", "rules; nobody's data"),
    "ReceiptRow": ("receipts", "counts and opaque ids; nobody's data"),
    "ReplyRow": ("replies", "what agents answer, sealed; in the clear: states, times, opaque ids"),
    "UploadRow": (
        "uploaded files",
        "what agents are to send along, sealed, in the bucket until it was sent, two days at most; its name sealed",
    ),
    "PaperRow": (
        "notes and drafts",
        "what agents write beside a conversation, sealed; states, times, opaque ids",
    ),
    "BroadcastRow": ("broadcasts", "a brand's own words to a segment, and counts; nobody's data"),
    "LaterCountsRow": ("later counts", "how many of a broadcast's recipients got and read it; nobody's data"),
    "PostRow": ("public posts", "what became of a brand's own post on each account; nobody's data"),
    "RecipientRow": ("recipients of broadcasts", "what became of one for each; what they got is sealed"),
    "CannedRow": ("canned replies and macros", "a brand's own words, with places for names; nobody's data"),
    "ConsentRow": ("consents", "who agreed to which purpose, when, and by which wording"),
    "HoldRow": ("holds", "legal holds; the reason is sealed"),
    "BrandRow": ("brands", "set-up; nobody's data"),
    "SettingsRow": ("settings", "a brand's choices; nobody's data"),
    "AttemptRow": ("tries", "how often a delivery was tried, by its message's id; nobody's data"),
    "GoneRow": ("deletions", "which item was deleted where no trace may stay, by opaque id; a day"),
    "WordRow": (
        "names to search in",
        "whose name has a word that begins with certain letters, by a keyed hash of them and opaque ids",
    ),
    "WordWalkRow": ("people looked at", "how far people were looked at for their names; an opaque id"),
    "RateRow": ("request counts", "how often an employee or their tool asked in a minute; ten minutes"),
    "OpsRow": ("operations", "short-lived rows of the families below"),
    "TaskRow": ("privacy requests", "what was asked for and how far it got; what was said is sealed"),
    "SaltRow": (
        "keys",
        "random bytes; tombstones by opaque id, which are pseudonymous personal data; wrapped keys of brands",
    ),
    "DueRow": ("idle", "what remains of an identity until its key goes"),
    "CoreRow": ("", "what the rows of a table share"),
    "ShortLivedRow": ("", "what the rows of a table share"),
}
"""Row class -> what the register calls it, and what it holds."""

FAMILIES = {
    "parked": ("parked deliveries", "what could not be read yet; sealed"),
    "rollup": (
        "counts",
        "by platform, hour, mood, intent and language, and how long people waited; nobody's data",
    ),
    "corrections": (
        "corrections",
        "what agents said instead of the engine: labels, ids of interaction and agent",
    ),
    "reply": ("replies", "what agents send to people and what became of it; the text is sealed"),
    "replies": ("replies of a conversation", "which stand in it, by opaque id"),
    "outbox": ("replies to a person", "which there are, by opaque id"),
    "reply_due": ("replies that are due", "when to look at which, by opaque id"),
    "broadcast": ("broadcasts", "a brand's own words to a segment, and counts; nobody's data"),
    "posted": ("public posts", "what became of a brand's own post on each account; nobody's data"),
    "recipient": (
        "recipients of a broadcast",
        "what became of it for each, by opaque id; what they got is sealed",
    ),
    "received": ("broadcasts to a person", "which there were, by opaque id"),
    "approval": ("approvals", "which replies wait for one, by opaque id"),
    "paper": ("notes and drafts", "what agents write beside a conversation; the text is sealed"),
    "upload": ("uploaded files, rows of", "as above"),
    "uploads": ("uploaded files for a person", "which there are, by opaque id"),
    "papers": ("notes and drafts of a conversation", "which there are, by opaque id"),
    "papered": ("notes and drafts about a person", "which there are, by opaque id"),
    "mentioned": ("mentions", "which notes name an agent, by opaque id"),
    "flip": ("wakeups", "when time alone may change somebody's segments, by opaque id"),
    "snooze": ("snoozes", "when a conversation that was put aside opens again, by opaque id"),
    "promised": ("promises", "when a conversation is due, by opaque id"),
    "pulse": (
        "open hours",
        "words of an hour, sealed, gone with the hour's key; what a batch counted",
    ),
    "hourkey": ("keys of open hours", "random bytes; gone when the hour is closed"),
    "topics": ("topics", "what several people talked about in an hour; sealed"),
    "alerts": ("alerts, rows of", "as above"),
    "watch": ("watches", "since when that is, a day; which broken promises were told of, by opaque id"),
    "spent": ("budgets", "units used; nobody's data"),
    "heard": ("silences", "when something last came for an account, and how long nothing did; nobody's data"),
    "rate": ("request counts, rows of", "as above"),
    "poll": (
        "polls, rows of",
        "as above, and when each account is asked next; which items are looked at again",
    ),
    "word": (
        "names to search in",
        "whose name begins with certain letters: a keyed hash of them and an opaque id; as long as the name",
    ),
    "wordwalk": ("people looked at", "how far people were looked at for their names"),
    "named": ("names asked for", "whose name a platform was asked for, by opaque id; a day"),
    "access": ("access tokens, rows of", "as above"),
    "search": ("searches", "how far each term was looked for; where to go on is sealed"),
    "imports": (
        "imports, rows of",
        "as above; the file itself lies in the bucket until it is imported, two days at most",
    ),
    "lease": ("leases, rows of", "as above"),
    "limit": ("platform limits, rows of", "as above"),
    "grant": ("consents asked for, rows of", "as above"),
    "read": ("read marks, rows of", "as above"),
    "changes": ("changes, rows of", "as above"),
    "presence": ("presence, rows of", "as above"),
    "tally": ("tallies, rows of", "as above"),
    "audit": ("audit log", "who read or changed what, of whom by opaque id"),
    "task": ("privacy requests, rows of", "progress and counts, as above"),
    "waiting": ("unconfirmed requests", "which of them wait for a person's confirmation; nobody's data"),
    "status": ("confirmation codes", "which brand they are of; nobody's data"),
    "attempt": ("tries, rows of", "as above"),
    "gone": ("deletions, rows of", "as above"),
    "done": ("marks", "batches that were counted; nobody's data"),
    "buckets": ("open periods", "days and platforms; nobody's data"),
    "purge": ("purge", "how far it got; nobody's data"),
}
"""What the keys of short-lived rows begin with -> what the register calls them, and what they hold."""

PERIODS = {
    "interactions, conversations, associations": "as the platform's row says; replies go with their conversation",
    "posts and groups": "as long as the last interaction that was counted there",
    "identities": f"profile as the platform's row says; the rest {policy.IDLE_DAYS} days after the last sign of life",
    "raw deliveries (parked, fallback, claims)": "at most 7 days, and no longer than the platform allows",
    "exports": "at most 7 days, and no longer than the platform allows",
    "audit log, counts, privacy requests": "400 days",
    "receipts, consents": "as long as the brand; they say what was forgotten, or what was wished",
    "tombstones": "as long as the brand: the pseudonym of somebody who was erased, so that nothing new is kept of them "
    "(Article 17(3)(b)); who holds the brand's index key can tell whether a native id is among them",
    "logs": "30 days unless set otherwise; no personal data by construction",
    "backups": "core 14 days, feed 7 unless set (21 at most), keys 7: receipts name the later of the last two",
}

PURPOSES = {
    "care": "answering people who address the company (Article 6(1)(b) or (f))",
    "marketing": "offers by segment; ends at once on objection (Article 21)",
    "analytics": "sentiment, counts and trends",
    "linking": "one contact for one person on several platforms, by an agent's decision",
    "segmentation": "rules that name sets of contacts; shown with their inputs, never deciding alone",
    "export": "handing data to the person (Article 15, 20) or to another system",
    "training": "improving scoring from agents' corrections, by the operator's own export",
}

MEASURES = (
    "each person's and each period's data under keys of their own; forgetting destroys a key",
    "everything personal sealed before it is stored; KMS wraps each brand's own keys, apart by purpose",
    "least privilege by function, with prefixes of keys",
    "no personal data in logs, metrics, queues behind the first, addresses or error texts",
    "append-only audit log, signed every 15 minutes; receipts chained and signed",
    "two people for a legal hold; reads by permitted agents only, each noted",
)


def register() -> dict[str, Any]:
    """The register as JSON."""
    return {
        "purposes": PURPOSES,
        "people": "customers, prospects and others who write to or about the company; agents",
        "data": {name: holds for name, (_, holds) in CLASSES.items() if CLASSES[name][0]}
        | dict(FAMILIES.values()),
        "recipients": {name: registry.platform(name).docs_url for name in registry.names()},
        "processors": "Amazon Web Services, in the region the company chose",
        "transfers": "a reply goes to the platform it answers on; nothing else leaves the account",
        "periods": {name: period(policy.rule_for(name)) for name in registry.names()} | PERIODS,
        "measures": list(MEASURES),
    }


def period(rule: policy.Rule) -> str:
    """A platform's periods in words."""
    return f"interactions {_days(rule.interaction_days)}, profiles {_days(rule.profile_days)}"


def _days(days: float) -> str:
    return f"{days * 24:g} hours" if days <= 2 else f"{days:g} days"
