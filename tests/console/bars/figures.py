"""What the bars have in common: how a figure is told, how answers are changed, and which screens there are."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from respond.access import list_scopes
from tests.console.desks import fill_desk
from tests.console.samples import (
    make_conversation,
    make_message,
    make_note,
    make_page,
    make_post,
    make_reply,
)
from tests.console.stage import Stage, make_me
from tests.console.test_conversation import DRAFT as PROPOSED
from tests.console.test_rooms import ROOMS, fill_rooms

SCREENS = ["#/inbox/all", "#/c/c1", *ROOMS]


def print_figure(bar: str, figure: str) -> None:
    print(f"\n{bar}: {figure}", end="")  # noqa: T201


def fill_everything(stage: Stage, **desk: Any) -> None:
    """Tells the stage what every screen needs."""
    fill_rooms(stage)
    fill_desk(stage, **desk)


def fill_richly(stage: Stage) -> None:
    """Tells the stage of all that may stand in and beside a conversation: proposals, notes, failures, files, views."""
    fill_everything(stage)
    note = make_note("look", "anna")
    failed = make_reply("r1", "Dear", state="failed", code="x_1", detail="Too long", agent="ben")
    waiting = make_reply("r2", "Dear", state="awaiting_approval", agent="ben")
    saved = {"id": "a" * 32, "title": "Press", "filters": {}, "shared": True, "mine": True, "version": 1,
             "changed_at": None}  # fmt: skip
    message = make_message(
        "i1", "Where is my parcel?!", media=[{"type": "image/png", "name": "a.png"}], language="de"
    )
    me = make_me("admin", sorted(list_scopes("admin")))
    me["brand"]["translates"] = ["x"]
    for route, answer in {
        "GET /me": me,
        "GET /conversations/{id}/notes": make_page([note]),
        "GET /conversations/{id}/replies": make_page([failed, waiting]),
        "GET /conversations/{id}/drafts": make_page([PROPOSED]),
        "GET /conversations/{id}/interactions": make_page([message]),
        "POST /interactions/{id}/translation": {
            "id": "i1", "text": "Where is it?", "language": "de", "to": "en", "complete": True,
        },
        "GET /mentions": make_page([note]),
        "GET /approvals": make_page([waiting]),
        "GET /views": make_page([saved]),
        "GET /posts/{id}": make_post(),
        "GET /posts/{id}/conversations": make_page([]),
        "GET /conversations/{id}": make_conversation(1, post_id="p9", tags=["vip"], offers=["A voucher"]),
    }.items():  # fmt: skip
        stage.tell(route, answer)


def go_to(page: Page, address: str) -> None:
    """Opens another screen of the page that is open, and waits until it shows something."""
    page.evaluate("address => { location.hash = address; }", address)
    page.wait_for_timeout(150)
    page.wait_for_selector("body[data-ready=true]", timeout=15_000)
    page.wait_for_timeout(100)


def change_texts(data: Any, change: Callable[[str, str], str], name: str = "") -> Any:
    """Returns the same answer with other texts: `change` is asked with the name of a field and what stands in it."""
    if isinstance(data, dict):
        return {key: change_texts(value, change, key) for key, value in data.items()}
    if isinstance(data, list):
        return [change_texts(each, change, name) for each in data]
    return change(name, data) if isinstance(data, str) else data


def change_answers(stage: Stage, change: Callable[[str, str], str]) -> None:
    """Changes the texts of every answer that the stage gives from now on."""

    def wrap(answer: Any) -> Any:
        if callable(answer):
            return lambda asked: change_texts(answer(asked), change)
        return change_texts(answer, change) if isinstance(answer, dict) else answer

    for route, answer in list(stage.answers.items()):
        stage.tell(route, wrap(answer))


def is_moment(text: str) -> bool:
    return re.fullmatch(r"\d{4}-\d\d-\d\d(T[\d:.]+Z)?", text) is not None
