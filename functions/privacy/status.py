"""The public page of a confirmation code: what became of a request, for whoever has the code. Nothing personal.

https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback
"""

import html
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from aws import gateway, observe
from model import confirmation, deadline
from model.http import Answer, Request
from model.privacy_task import REASONS, Ask, State, Task
from privacy import backups
from store.forgetting.tasks import Tasks

WORDS = {
    State.PROPOSED: "Received. It waits for a responsible person's confirmation.",
    State.RECEIVED: "Received. We have not begun yet.",
    State.VERIFIED: "In progress. We know which data it is about.",
    State.GATED: "In progress. Nothing new is kept and nothing is sent any more.",
    State.SHREDDED: "In progress. The key to the data is destroyed: nobody can read them any more.",
    State.DELETED: "In progress. The data are deleted; we look once more for what was just arriving.",
    State.SWEPT: "Almost done. Everything is deleted; the receipt is being written.",
    State.DONE: "Done.",
    State.REFUSED: "Refused.",
}
ERASED = (
    "Done. The data are deleted, and the key to all copies is destroyed. Until {until} a technical backup could "
    "still bring the key back, or your name in what others wrote; after that nothing can."
)
REVOKED = (
    "Done. The keys to everything that came through the account are destroyed. Until {until} a technical backup "
    "could still bring them back; after that nothing can."
)
UNKNOWN = (
    "We do not know this code. A request shows up here a few minutes after it was sent; afterwards it can be "
    "looked up for about a year."
)
DONE_WORDS = {Ask.ERASE: ERASED, Ask.REVOKE: REVOKED}

PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Your request</title></head>
<body>
<h1>Your request</h1>
<p>Code: <code>{code}</code></p>
<p>{words}</p>
{more}
</body>
</html>
"""


class StatusPage:
    """Answers for codes."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks

    def answer(self, code: str, request: Request) -> Answer:
        """The state of a request as a page, or as JSON for whoever accepts that rather."""
        task = self._task(code)
        record = _record(code, task)
        status = 200 if task is not None else 404
        if "application/json" in request.headers.get("accept", ""):
            return Answer.json(record, status)
        return Answer(status, _page(record), "text/html; charset=utf-8")

    def _task(self, code: str) -> Task | None:
        if not re.fullmatch(confirmation.SHAPE, code):
            return None
        brand = self._tasks.find_brand(code)
        return None if brand is None else self._tasks.find_task(brand, code)


def _record(code: str, task: Task | None) -> dict[str, Any]:
    if task is None:
        return {"code": code if re.fullmatch(confirmation.SHAPE, code) else None, "words": UNKNOWN}
    received = deadline.day_of(task.received_at)
    due = deadline.extended(received) if task.extended_at else deadline.due(received)
    return {
        "code": code,
        "request": task.ask.value,
        "state": task.state.value,
        "words": _words(task),
        "received_on": received.isoformat(),
        "due_on": due.isoformat(),
        "receipt": task.receipt or None,
    }


def _words(task: Task) -> str:
    if task.state is State.DONE and task.ask in DONE_WORDS:
        days = backups.person_days() if task.ask is Ask.ERASE else backups.KEYS_DAYS
        until = datetime.fromtimestamp(task.erased_at / 1000 + days * 86_400, UTC).date()
        return DONE_WORDS[task.ask].format(until=until.isoformat())
    return f"{WORDS[task.state]} {REASONS.get(task.reason, '')}".strip()


def _page(record: Mapping[str, Any]) -> str:
    names = {"request": "Request", "received_on": "Received on", "due_on": "Answered at the latest on",
             "receipt": "Receipt"}  # fmt: skip
    more = "".join(
        f"<p>{label}: {html.escape(str(record[name]))}</p>\n"
        for name, label in names.items()
        if record.get(name)
    )
    return PAGE.format(code=html.escape(record["code"] or "-"), words=html.escape(record["words"]), more=more)


@cache
def _status() -> StatusPage:
    # What was asked is sealed and not shown: this function has no key to anything.
    return StatusPage(Tasks(None))


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Lambda entry: `GET /privacy/status/{code}` of the public HTTP API."""
    try:
        answer = _status().answer(gateway.path_parameter(event, "code"), gateway.request(event))
    except gateway.BadRequest:
        answer = Answer(400)
    except Exception as error:  # noqa: BLE001 - the runtime would log the exception's text
        observe.failure("status_failed", error)
        answer = Answer(503)
    return gateway.response(answer)
