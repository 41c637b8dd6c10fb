"""A brand with twelve conversations, one of which can be answered in public, in private and by a note."""

from typing import Any

from tests.console.samples import (
    make_account,
    make_contact,
    make_conversation,
    make_message,
    make_note,
    make_option,
    make_page,
    make_reply,
    make_row,
    tell,
)
from tests.console.stage import Stage


def fill_desk(stage: Stage, rows: int = 12, text: str = "Where is my parcel?!") -> None:
    """Tells the stage what an inbox needs."""
    stage.tell("GET /conversations", make_page([make_row(each) for each in range(1, rows + 1)]))
    stage.tell("GET /accounts", make_page([make_account()]))
    state: dict[str, Any] = make_conversation(1)

    def change(request: dict[str, Any]) -> dict[str, Any]:
        number = int(request["path"].rpartition("/c")[2])
        state.update(make_conversation(number) if state["id"] != f"c{number}" else {})
        state.update(request["body"])
        return state

    def read(request: dict[str, Any]) -> dict[str, Any]:
        number = int(request["path"].rpartition("/c")[2])
        return state if state["id"] == f"c{number}" else make_conversation(number)

    stage.tell("GET /conversations/{id}", read)
    stage.tell("PATCH /conversations/{id}", change)
    messages = [make_message("i1", text), make_message("i0", "Hello", occurred_at=tell(-9))]
    stage.tell("GET /conversations/{id}/interactions", make_page(messages))
    options = [
        make_option("reply", "public"),
        make_option("private_reply", "private", open_until=tell(30), limit=1000, counting="bytes"),
    ]
    stage.tell("GET /conversations/{id}/send-options", {"interaction": "i1", "data": options, "deeds": []})
    stage.tell("GET /conversations/{id}/notes", make_page([]))
    stage.tell("GET /conversations/{id}/replies", make_page([]))
    stage.tell(
        "GET /conversations/{id}/draft", {"id": "d0", "version": 0, "text": None, "conversation": "c1"}
    )
    stage.tell("GET /conversations/{id}/drafts", make_page([]))
    stage.tell("PUT /conversations/{id}/draft", {"id": "d1", "version": 2, "text": "", "conversation": "c1"})
    stage.tell(
        "DELETE /conversations/{id}/draft", {"id": "d1", "version": 2, "text": "", "conversation": "c1"}
    )
    stage.tell("GET /contacts/{id}", make_contact())
    stage.tell("POST /conversations/{id}/replies", lambda asked: make_reply("r1", asked["body"]["text"]))
    stage.tell("DELETE /replies/{id}", make_reply("r1", "", state="cancelled"))

    def add_note(asked: dict[str, Any]) -> dict[str, Any]:
        note = make_note(asked["body"]["text"], agent="anna", at=tell(0))
        stage.tell("GET /conversations/{id}/notes", make_page([note]))
        return note

    stage.tell("POST /conversations/{id}/notes", add_note)


def let_many_change(stage: Stage) -> None:
    """Lets what is selected in the inbox be changed together, all of it."""
    stage.tell(
        "POST /bulk-actions",
        lambda asked: {
            "done": [{"id": each["id"], "version": 2, "before": {"status": "open"}} for each in asked["body"]["items"]],
            "failed": [],
        },
    )  # fmt: skip
