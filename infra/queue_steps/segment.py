"""Declares the steps behind queues that label and sort what came in."""

from infra.queue_steps.shared_rights import APPLY_LABELS, TELL_CHANGES
from infra.queue_steps.step import QueueStep
from infra.step_rights import Asks, Hands, Lists, Opens, Rows

SENTIMENT = QueueStep(
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
        TELL_CHANGES,
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
        Lists("Lists", "Feed/thread Feed/person"),
        *APPLY_LABELS,
        # Only for brands that chose it; the service knows no resources to name.
        Asks(
            "ManagedAnalysis",
            "comprehend:BatchDetectSentiment comprehend:BatchDetectDominantLanguage",
            '"*"',
        ),
        Opens("root person bucket", "root"),
    ),
)

ASSIGN = QueueStep(
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
        # Deleted are rows of platforms that allow no trace, when nothing is counted by them any more.
        Rows("Feed", "Feed", "get get_many delete", "I"),
        # A person's latest interactions, after a correction; everybody, after a new rule.
        Lists("Lists", "Core/due Feed/thread Feed/person"),
        TELL_CHANGES,
        Rows("Count", "Ops", "put update", "done rollup"),
        *APPLY_LABELS,
    ),
)

SEGMENT_STEPS = (SENTIMENT, ASSIGN)
