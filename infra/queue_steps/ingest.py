"""Declares the steps behind queues that take in what platforms say."""

from infra.queue_steps.shared_rights import CREATE_SALTS, INSERT_INTERACTIONS, OPENS_AND_NAMES, TELL_CHANGES
from infra.queue_steps.step import QueueStep
from infra.step_rights import Files, Hands, Lists, Opens, Rows, Secrets

INTAKE = QueueStep(
    queue="Deliveries",
    function="Intake",
    handler="ingest.intake.handler",
    about="Turn deliveries into sealed interactions",
    visibility_s=300,
    timeout_s=30,
    batch=100,
    late_s=900,
    late="Deliveries wait longer than 15 minutes.",
    given_up="A message of the deliveries queue was given up. Our own fault; see docs/operate.md.",
    comment="The function counts tries of its own and parks after three: what tables refuse for hours comes again.",
    rights=(
        Hands("Sentiment Fetches Privacy"),
        Files("Claims", "list get delete", "claims"),
        # Contents too long for a row.
        Files("Texts", "put delete", "texts"),
        Rows(
            "Core",
            "Core",
            "get get_many query put update delete check",
            "endpoint account identity contact conversation place edge",
        ),
        Rows(
            "CoreByStatement",
            "Core",
            "insert_by_statement update_by_statement",
            "endpoint account identity contact conversation edge",
        ),
        Rows("Edges", "Core", "write_many", "edge"),
        # Names are asked for where an account has a token.
        Rows("AccountStates", "Core", "query", "sending"),
        # What is promised, to count whether it was kept.
        Rows("ReadSettings", "Core", "get_many", "settings"),
        # What is left of a conversation of which an erased person's words are kept no more.
        Lists("Thread", "Feed/thread"),
        TELL_CHANGES,
        Rows("Snooze", "Ops", "put delete", "snooze"),
        # What agents noted at a former helpdesk.
        Rows("Notes", "Ops", "get_many put update", "paper papers papered"),
        Rows("Feed", "Feed", "get get_many put update delete check", "I"),
        INSERT_INTERACTIONS,
        Rows("Ops", "Ops", "get put update", "parked attempt done rollup buckets heard named"),
        # A receipt moves a reply forward; one that proves it has the sender look at it.
        Rows("Receipts", "Ops", "get get_many query put update", "reply outbox reply_due recipient received"),
        # What was deleted where no trace may stay.
        Rows("Gone", "Ops", "get_many put", "gone"),
        *CREATE_SALTS,
        OPENS_AND_NAMES,
    ),
)

FETCH = QueueStep(
    queue="Fetches",
    function="Fetch",
    handler="ingest.fetch.handler",
    about="Ask platforms for what deliveries only point to",
    visibility_s=390,
    late_s=14_400,
    late="Something waits longer than four hours to be fetched from a platform.",
    given_up="A message of the queue of what is to be fetched was given up. Our own fault; see docs/operate.md.",
    rights=(
        Hands("Deliveries"),
        Files("Fallback", "put", "fallback claims"),
        # What accounts ask with: read, and replaced by what a platform gives for it.
        Secrets("Tokens", "get put", "out"),
        Rows("AccountStates", "Core", "query update", "sending"),
        Rows("Ops", "Ops", "get query put update delete", "parked access lease limit buckets"),
        *CREATE_SALTS,
        OPENS_AND_NAMES,
        # Keys that platforms publish, for the webhook, which asks nobody.
        Files("PublishedKeys", "get put", "keysets"),
    ),
)

UNPACK = QueueStep(
    queue="Imports",
    function="Unpack",
    handler="ingest.imports.handler",
    about="Take uploaded history apart into deliveries",
    visibility_s=1450,
    timeout_s=240,
    memory_mb=1024,
    batch=1,
    window_s=0,
    receives=20,
    dead_visibility_s=1450,
    late_s=14_400,
    late="A file of history waits longer than four hours to be imported.",
    given_up="An import was given up by its queue. Our own fault; see docs/operate.md.",
    rights=(
        Hands("Deliveries Imports"),
        Files("Uploads", "list get delete", "imports"),
        Files("KeepParts", "put", "claims fallback"),
        Rows("Imports", "Ops", "query update", "imports"),
        Rows("Accounts", "Core", "query", "endpoint"),
        # What is known already is counted, and not read.
        Rows("KnownPeople", "Core", "get_many", "identity"),
        Rows("KnownNotes", "Ops", "get_many", "paper"),
        Rows("Known", "Feed", "get_many", "I"),
        Opens(purposes="root index"),
    ),
)

INGEST_STEPS = (INTAKE, FETCH, UNPACK)
