"""Declares the step behind the queue of requests about somebody's data."""

from infra.queue_steps.shared_rights import TELL_CHANGES
from infra.queue_steps.step import QueueStep
from infra.step_rights import Files, Hands, Lists, Opens, Rows, Secrets

FULFIL = QueueStep(
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
    rights=(
        # Its own next pages, and what a platform has hidden: that is counted and raises alarms no more.
        Hands("Privacy Sentiment"),
        Files("Files", "list delete", "files links"),
        Files("Copies", "put delete", "exports"),
        # Contents too long for a row or a message.
        Files("Texts", "get delete", "claims texts"),
        # One statement with the holds: an erasure looks at them in the transaction in which it forgets, and notes
        # there what a hold keeps it from.
        Rows(
            "Core",
            "Core",
            "get get_many query put update delete check",
            "identity contact conversation place edge members consent account endpoint holds withheld",
        ),
        Rows("ReadRules", "Core", "get query check", "segments settings"),
        Rows("Receipts", "Core", "put query", "receipts"),
        Lists("Lists", "Core/due Feed/thread Feed/person Feed/expiry"),
        Rows("Feed", "Feed", "get get_many update delete", "I"),
        TELL_CHANGES,
        Rows(
            "Ops",
            "Ops",
            "get get_many query put update delete",
            "task status parked rollup buckets corrections flip snooze waiting reply replies outbox approval "
            "paper papers papered mentioned upload uploads recipient received word",
        ),
        # What an account sent with goes when it withdraws our access.
        Secrets("DropTokens", "delete", "out"),
        Rows("AccountStates", "Core", "query delete", "sending"),
        Rows("DropAccess", "Ops", "delete", "access"),
        Rows("Shred", "Keys", "put update delete", "person bucket"),
        Rows("ShredByStatement", "Keys", "insert_by_statement", "person bucket"),
        Opens("root index signing person bucket", "root index receipts"),
    ),
)

PRIVACY_STEPS = (FULFIL,)
