"""The public page of a confirmation code: what became of a request, for whoever has the code. Nothing personal.

https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback
"""

import html
import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from aws import gateway, observe
from model import confirmation, deadline
from model.brand_settings import Settings
from model.http import Answer, Request
from model.privacy_task import Ask, State, Task
from privacy import backups
from privacy.status_words import ENGLISH, LANGUAGES, StatusWords
from store.brand.brand_settings import BrandSettings
from store.forgetting.tasks import Tasks

PAGE = """<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title></head>
<body>
{brand}<p>Code: <code>{code}</code></p>
{sections}</body>
</html>
"""
SECTION = """<section lang="{language}">
<h1>{heading}</h1>
<p>{words}</p>
{more}</section>
"""


class StatusPage:
    """Answers for codes."""

    def __init__(self, tasks: Tasks, settings: Callable[[str], Settings] = lambda _: Settings()) -> None:
        """Takes `settings`, which tells how a brand wants to be shown."""
        self._tasks = tasks
        self._settings = settings

    def answer(self, code: str, request: Request) -> Answer:
        """Returns the state of a request as a page, or as JSON for whoever accepts that rather."""
        brand = self._tasks.find_brand(code) if re.fullmatch(confirmation.SHAPE, code) else None
        task = None if brand is None else self._tasks.find_task(brand, code)
        shown = Settings() if brand is None else self._settings(brand)
        status = 200 if task is not None else 404
        if "application/json" in request.headers.get("accept", ""):
            return Answer.json(_record(code, task, shown), status)
        return Answer(status, _page(code, task, shown), "text/html; charset=utf-8")


def _record(code: str, task: Task | None, shown: Settings) -> dict[str, Any]:
    known = code if re.fullmatch(confirmation.SHAPE, code) else None
    told = {"code": known, "words": _words(task, ENGLISH)}
    if task is None:
        return told
    return {
        **told,
        "request": task.ask.value,
        "state": task.state.value,
        **_facts(task),
        "receipt": task.receipt or None,
        "brand": shown.public_name or None,
        "contact": shown.privacy_contact or None,
    }


def _facts(task: Task) -> dict[str, str]:
    received = deadline.day_of(task.received_at)
    due = deadline.extended(received) if task.extended_at else deadline.due(received)
    return {"received_on": received.isoformat(), "due_on": due.isoformat()}


def _words(task: Task | None, words: StatusWords) -> str:
    """Returns how far a request got, in one language."""
    if task is None:
        return words.unknown
    ended = {Ask.ERASE: words.erased, Ask.REVOKE: words.revoked}
    if task.state is State.DONE and task.ask in ended:
        days = backups.person_days() if task.ask is Ask.ERASE else backups.KEYS_DAYS
        until = datetime.fromtimestamp(task.erased_at / 1000 + days * 86_400, UTC).date()
        return ended[task.ask].format(until=until.isoformat())
    return f"{words.states[task.state]} {words.reasons.get(task.reason, '')}".strip()


def _page(code: str, task: Task | None, shown: Settings) -> str:
    known = code if re.fullmatch(confirmation.SHAPE, code) else "-"
    chosen = [each for each in shown.page_languages if each in LANGUAGES] or ["en"]
    return PAGE.format(
        language=chosen[0],
        title=html.escape(LANGUAGES[chosen[0]].heading),
        brand=f"<p><b>{html.escape(shown.public_name)}</b></p>\n" if shown.public_name else "",
        code=html.escape(known),
        sections="".join(_section(each, task, shown) for each in chosen),
    )


def _section(language: str, task: Task | None, shown: Settings) -> str:
    words = LANGUAGES[language]
    facts = {} if task is None else {"request": task.ask.value, **_facts(task), "receipt": task.receipt}
    lines = [f"{words.labels[name]}: {value}" for name, value in facts.items() if value]
    lines += [words.contact.format(contact=shown.privacy_contact)] if shown.privacy_contact else []
    more = "".join(f"<p>{html.escape(line)}</p>\n" for line in lines)
    told = html.escape(_words(task, words))
    return SECTION.format(language=language, heading=html.escape(words.heading), words=told, more=more)


@cache
def _status() -> StatusPage:
    # What was asked is sealed and not shown: this function has no key to anything.
    return StatusPage(Tasks(None), BrandSettings(time.time).read_settings)


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Answers `GET /privacy/status/{code}` of the public HTTP API: the function's entry."""
    try:
        answer = _status().answer(gateway.path_parameter(event, "code"), gateway.request(event))
    except gateway.BadRequest:
        answer = Answer(400)
    except Exception as error:  # noqa: BLE001 - the runtime would log the exception's text
        observe.failure("status_failed", error)
        answer = Answer(503)
    return gateway.response(answer)
