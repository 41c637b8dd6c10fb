"""Declares each step behind a queue: the one place that says how its queue, alarms and event source are.

`make steps` writes what follows from it into template.yaml; see `infra.step_writer`.
"""

from dataclasses import dataclass


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
    """Environment of a new function: names of settings with what they refer to, such as `TABLE_CORE: CoreTable`."""
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
        reads=(
            "TABLE_CORE: CoreTable",
            "TABLE_FEED: FeedTable",
            "TABLE_OPS: OpsTable",
            "TABLE_KEYS: KeysTable",
            "QUEUE_IMPORTS: ImportsQueue",
            "QUEUE_DELIVERIES: DeliveriesQueue",
            "BUCKET_FALLBACK: FallbackBucket",
            "KMS_KEY_ID: RootKey",
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
