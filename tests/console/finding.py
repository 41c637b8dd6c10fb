"""What the API answers to whoever looks for people or for anything."""

from typing import Any

from tests.console.samples import make_page, tell
from tests.console.stage import Stage


def fill_finding(stage: Stage) -> None:
    """Tells the stage of two people."""
    people = make_page([make_found_person(each) for each in (1, 2)])
    stage.tell("GET /contacts", {**people, "looked_at": 2, "complete": True})


def make_found_person(number: int = 1, **more: Any) -> dict[str, Any]:
    """Returns a contact in a list."""
    return {
        "id": f"p{number}", "name": f"Mara Number{number}", "handle": None, "platform": "x", "stage": "customer",
        "tags": ["vip"], "segments": [], "no_contact": False, "interactions": 3, "last_at": tell(-30), **more,
    }  # fmt: skip


def make_search(*passages: str, **more: Any) -> dict[str, Any]:
    """Returns what a search finds: these passages, each by its first word."""
    texts = [
        {"interaction_id": f"i{number}", "conversation_id": f"c{number + 1}", "platform": "x", "mode": "public",
         "direction": "in", "author": {"id": "p1", "name": "Mara", "handle": None}, "occurred_at": tell(-number),
         "passage": each, "start": 0, "length": len(each.split()[0])}
        for number, each in enumerate(passages)
    ]  # fmt: skip
    return {"people": [], "people_complete": True, "segments": [], "texts": texts, "looked_at": 40,
            "looked_back_to": tell(-900), "next_cursor": None, "has_more": False, **more}  # fmt: skip
