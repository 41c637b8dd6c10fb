"""Declares each step behind a queue: the one place that says how its queue, alarms and event source are.

`make steps` writes what follows from it into template.yaml; see `infra.step_writer`.
"""

from dataclasses import dataclass

from infra.step_rights import Asks, Files, Hands, Lists, Opens, Right, Rows, Secrets


@dataclass(frozen=True, slots=True)
class QueueStep:
    """Declares a step: which queue it reads, as what function, and who is called when it stands still.

    `visibility_s` is at least six times `timeout_s`; `late_s` is the age of a message that calls somebody.
    """

    queue: str
    function: str
    handler: str
    about: str
    visibility_s: int
    late_s: int
    late: str
    given_up: str
    timeout_s: int = 60
    memory_mb: int = 512
    batch: int = 10
    window_s: int = 1
    receives: int = 100
    dead_visibility_s: int = 720
    reads: tuple[str, ...] = ()
    """Environment of a new function beyond that of its rights: settings with what they refer to."""
    rights: tuple[Right, ...] = ()
    """What its role may do beyond reading its queue and writing its log; where empty, template.yaml says it."""
    fifo: bool = False
    """Handed out in the order of arrival, group by group, and each message once."""
    comment: str = ""
    """Why `receives` is what it is."""


STEPS = (
    QueueStep(
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
    ),
    QueueStep(
        queue="Sentiment",
        function="Sentiment",
        handler="segment.sentiment.handler",
        about="Label interactions with sentiment, language and intent",
        visibility_s=390,
        late_s=900,
        late="Interactions wait longer than 15 minutes for their labels.",
        given_up="A message of the sentiment queue was given up. Our own fault; see docs/operate.md.",
        rights=(
            Hands("Segments"),
            Rows("Feed", "Feed", "get get_many update delete check", "I"),
            Rows("FeedByStatement", "Feed", "update_by_statement", "I"),
            # What changes is told to open pages, while there are any.
            Rows("TellChanges", "Ops", "get put", "changes"),
            Rows("Count", "Ops", "put update", "done rollup pulse hourkey spent"),
            Rows("HourKey", "Ops", "get_many", "hourkey"),
            Rows("ReadSettings", "Core", "get", "settings"),
            # What few rows mean is applied at once: as in the role of assign, without walks over everybody.
            Rows(
                "Core",
                "Core",
                "get get_many query put update delete check",
                "identity contact conversation place segments members",
            ),
            Rows(
                "CoreByStatement",
                "Core",
                "update_by_statement",
                "identity contact conversation segments members",
            ),
            Lists("Lists", "Feed/thread Feed/person"),
            Rows("Flips", "Ops", "put delete", "flip"),
            # Only for brands that chose it; the service knows no resources to name.
            Asks(
                "ManagedAnalysis",
                "comprehend:BatchDetectSentiment comprehend:BatchDetectDominantLanguage",
                '"*"',
            ),
            Opens("root person bucket", "root"),
        ),
    ),
    QueueStep(
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
            Rows("CreateSalts", "Keys", "put", "person bucket"),
            Rows("CreateSaltsByStatement", "Keys", "insert_by_statement", "person bucket"),
            Opens("root index person bucket", "root index"),
            # Keys that platforms publish, for the webhook, which asks nobody.
            Files("PublishedKeys", "get put", "keysets"),
        ),
    ),
    QueueStep(
        queue="Segments",
        function="Assign",
        handler="segment.assign.handler",
        about="Keep stages, segments and priorities",
        visibility_s=390,
        late_s=1800,
        late="Counts, segments and facts are more than half an hour behind.",
        given_up="A message of the segments queue was given up. Our own fault; see docs/operate.md.",
        rights=(
            # The next pages of a walk over all contacts.
            Hands("Segments"),
            Rows(
                "Core",
                "Core",
                "get get_many query put update delete check",
                "identity contact conversation segments members",
            ),
            Rows(
                "CoreByStatement",
                "Core",
                "update_by_statement",
                "identity contact conversation segments members",
            ),
            # Deleted are rows of platforms that allow no trace, when nothing is counted by them any more.
            Rows("Feed", "Feed", "get get_many delete", "I"),
            # A person's latest interactions, after a correction; everybody, after a new rule.
            Lists("Lists", "Core/due Feed/thread Feed/person"),
            # What changes is told to open pages, while there are any.
            Rows("TellChanges", "Ops", "get put", "changes"),
            Rows("Count", "Ops", "put update", "done rollup"),
            Rows("Flips", "Ops", "put delete", "flip"),
        ),
    ),
    QueueStep(
        queue="Privacy",
        function="Fulfil",
        handler="privacy.fulfil.handler",
        about="Erase, copy, restrict and correct what is kept of a person, or through an account",
        visibility_s=730,
        timeout_s=120,
        batch=1,
        window_s=0,
        receives=50,
        dead_visibility_s=730,
        late_s=7200,
        late="Requests about somebody's data wait longer than two hours; they have a legal deadline.",
        given_up="A request about somebody's data was given up; it has a legal deadline. See docs/operate.md.",
    ),
    QueueStep(
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
    ),
    QueueStep(
        queue="Outbox",
        function="Send",
        handler="respond.send.handler",
        about="Send replies, each once, and find out what became of them",
        fifo=True,
        visibility_s=360,
        batch=1,
        window_s=0,
        late_s=1800,
        late="Replies wait longer than half an hour.",
        given_up="A reply was given up by its queue. Our own fault; see docs/operate.md.",
    ),
)
