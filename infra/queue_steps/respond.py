"""Declares the step behind the queue of what is to be sent."""

from infra.queue_steps.shared_rights import CREATE_SALTS, INSERT_INTERACTIONS, OPENS_AND_NAMES, TELL_CHANGES
from infra.queue_steps.step import QueueStep
from infra.step_rights import Files, Hands, Lists, Rows, Secrets

SEND = QueueStep(
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
    rights=(
        # What is due, and what is to be looked at again.
        Hands("Outbox"),
        Rows(
            "Core",
            "Core",
            "get get_many query",
            "brands account identity conversation sending settings members",
        ),
        # What was sent moves its conversation; a dead token turns its account red.
        Rows("Move", "Core", "put update", "identity conversation sending"),
        Rows("MoveByStatement", "Core", "insert_by_statement update_by_statement", "identity conversation"),
        Rows("Feed", "Feed", "get get_many put update", "I"),
        INSERT_INTERACTIONS,
        Lists("Lists", "Feed/thread"),
        TELL_CHANGES,
        Rows(
            "Outbox",
            "Ops",
            "get get_many query put update delete",
            "reply replies outbox reply_due approval broadcast posted recipient received access lease limit snooze "
            "upload uploads",
        ),
        # How many were asked how content they are.
        Rows("CountAsked", "Ops", "update", "rollup"),
        Rows("Buckets", "Ops", "put", "buckets"),
        # A severe alert stops a broadcast.
        Rows("ReadAlerts", "Ops", "query", "alerts"),
        *CREATE_SALTS,
        OPENS_AND_NAMES,
        Files("Texts", "get put", "texts"),
        # What goes along; it is gone once it was sent.
        Files("Files", "list get delete", "files"),
        Files("Links", "get put delete", "links"),
        # What accounts send with; never what verifies deliveries.
        Secrets("SendingSecrets", "get put", "out"),
    ),
)

RESPOND_STEPS = (SEND,)
