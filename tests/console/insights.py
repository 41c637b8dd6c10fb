"""What the API answers about promises, backlog, load and share of voice."""

from typing import Any

from tests.console.samples import make_page
from tests.console.stage import Stage

KEPT = {"promised": 10, "kept": 9, "kept_share": 0.9}
AGES = {
    "count": 12, "nobody_waits": 2,
    "groups": [{"up_to_s": 3600, "count": 7}, {"up_to_s": None, "count": 3}],
}  # fmt: skip


def fill_insights(stage: Stage, span: dict[str, str], days: list[dict[str, str]]) -> None:
    """Tells the stage what trends need beside volume, moods, response times and topics."""
    both = {"first_answer": KEPT, "next_answer": KEPT, "solution": KEPT}
    stage.tell("GET /insights/sla", {**span, "data": [{**day, **both} for day in days], "total": both})
    said = {"answered": 4, "mean": 4.0, "content_share": 0.75, "by_value": [1, 0, 0, 1, 2]}
    stage.tell("GET /insights/csat", {
        **span, "total": {**said, "asked": 9}, "before_total": None, "days": [{**said, **days[0]}],
        "platforms": [{**said, "key": "x"}], "segments": [{**said, "key": "unhappy2"}],
    })  # fmt: skip
    ages = {"open": AGES, "pending": AGES, "snoozed": AGES}
    stage.tell(
        "GET /insights/backlog",
        {"looked_at": 500, "complete": False, "data": [{"platform": "x", **ages}], "total": ages},
    )
    stage.tell("GET /insights/agents", {
        "looked_at": 12, "complete": True, "nobody": 4, "mean": 2.5,
        "data": [{"agent": "anna", "open": 5, "waiting": 3}],
    })  # fmt: skip
    voice: dict[str, Any] = {"day": "2026-11-01", "negative": 2, "positive": 1}
    stage.tell("GET /insights/share-of-voice", {
        "from": span["from"], "to": span["to"], "left_out": ["reddit"],
        "data": [
            {**voice, "term_id": "t1", "kind": "own", "count": 30, "share": 0.75},
            {**voice, "term_id": "t2", "kind": "rival", "count": 10, "share": 0.25},
        ],
    })  # fmt: skip
    stage.tell("GET /terms", make_page([
        {"id": "t1", "kind": "own", "title": "Demo", "query": "demo", "accounts": [], "opens": True, "without": [],
         "created_at": None, "created_by": "anna"},
    ]))  # fmt: skip
