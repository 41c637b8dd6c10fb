"""Reads what Zammad's API answers: tickets with articles or beside them, their tags, and users.

https://docs.zammad.org/en/latest/api/ticket/index.html and https://docs.zammad.org/en/latest/api/ticket/articles.html
with `expand=true`, so that states have names; https://docs.zammad.org/en/latest/api/ticket/tags.html, whose answer is
put into the ticket as `tags`; https://docs.zammad.org/en/latest/api/user.html. Where it shows a ticket:
https://github.com/zammad/zammad/blob/develop/app/views/mailer/ticket_update/en.html.erb.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.helpdesks import (
    ACTIVITY,
    NO_CONVERSATION,
    NO_ID,
    NO_WORDS,
    Case,
    Documents,
    Found,
    Helpdesk,
    NotImported,
    clean_tags,
    flatten,
)
from platforms.reading.paths import id_at
from platforms.reading.payload import Json, obj, objects, text

CLOSED = frozenset({"closed", "merged", "removed"})
REMINDER = "pending reminder"
NOBODY = "1"
"""The owner of what nobody looks after."""
FACTS = ("phone", "mobile", "web", "organization", "department", "street", "zip", "city", "country", "vip")


@dataclass(slots=True)
class _Export:
    """Holds what an export has besides articles, by id."""

    tickets: dict[str, Json] = field(default_factory=dict)
    users: dict[str, Json] = field(default_factory=dict)

    def find_user(self, native: str | None) -> Json:
        """Returns somebody as a person, with no more than their id where they are not in the export."""
        user = self.users.get(native or "", {})
        name = " ".join(filter(None, (text(user.get("firstname")), text(user.get("lastname")))))
        known = {"id": native, "name": name or None, "email": text(user.get("email"))}
        return {key: value for key, value in known.items() if value}


def read_zammad(
    documents: Documents, site: str | None = None, agents: Mapping[str, str] | None = None
) -> Iterator[Found]:
    """Yields records of people, articles and notes, of which tickets and users may stand anywhere in the export."""
    desk, export = Helpdesk("zammad", "user", agents or {}), _Export()
    for each in _list_objects(documents()):
        _survey(export, each)
    cases = {native: _case(export, native, ticket, site) for native, ticket in export.tickets.items()}
    of_person = {str(id_at(case.customer, "id")): case for case in cases.values()}
    for native, user in export.users.items():
        facts = {name: user.get(name) for name in FACTS if user.get(name) is not False}
        if native in of_person or "Customer" in (user.get("roles") or ()):
            yield from desk.write_contact(export.find_user(native), (), facts)
        if words := _words({"content_type": "text/html", "body": user.get("note") or ""}):
            of = of_person.get(native)
            yield desk.write_note(of, f"user:{native}", words, {}) if of else NotImported(NO_CONVERSATION)
    for case in cases.values():
        yield from desk.write_assignee(case)
    for each in _list_objects(documents()):
        for article in objects(each.get("articles")) or ([each] if _is_article(each) else []):
            native = str(id_at(article, "ticket_id") or id_at(each, "id"))
            yield _article(desk, export, cases.get(native) or Case(native, "closed"), article)


def _list_objects(documents: Iterable[Any]) -> Iterator[Json]:
    for each in flatten(documents, ("tickets", "articles", "users"), lambda one: "id" in one):
        ticket = obj(each.get("ticket"))
        yield {**ticket, "articles": each.get("articles")} if ticket else each


def _is_article(each: Json) -> bool:
    return id_at(each, "ticket_id") is not None


def _survey(export: _Export, each: Json) -> None:
    native = id_at(each, "id")
    if native is None or _is_article(each):
        return
    held = export.users if "login" in each or "firstname" in each else export.tickets
    held[native] = {name: value for name, value in each.items() if name != "articles"}


def _case(export: _Export, native: str, ticket: Json, site: str | None) -> Case:
    state = str(obj(ticket.get("state")).get("name") or ticket.get("state")).lower()
    until = ticket.get("pending_time") if state == REMINDER else None
    status = "closed" if state in CLOSED else "snoozed" if until else "open"
    tags, owner = ticket.get("tags"), id_at(ticket, "owner_id")
    assignee = export.find_user(owner) if owner not in (None, NOBODY) else {}
    written = text(ticket.get("owner"))  # with `expand=true` the owner's login, most often an address
    if owner not in (None, NOBODY) and written and "email" not in assignee and "@" in written:
        assignee = {**assignee, "email": written}
    return Case(
        native,
        "pending" if state.startswith("pending") and status == "open" else status,
        until,
        tuple(clean_tags(tags if isinstance(tags, list) else ())),
        export.find_user(id_at(ticket, "customer_id")),
        assignee,
        f"{site.rstrip('/')}/#ticket/zoom/{native}" if site else None,
    )


def _article(desk: Helpdesk, export: _Export, case: Case, article: Json) -> Found:
    native, words = id_at(article, "id"), _words(article)
    told = id_at(article, "origin_by_id", "created_by_id")
    who = {"name": text(article.get("from")), **export.find_user(told)}
    if str(article.get("sender")) == "System":
        return NotImported(ACTIVITY)
    if words is None or native is None:
        return NotImported(NO_WORDS if native else NO_ID)
    if article.get("internal") is True:
        return desk.write_note(case, native, words, who, article.get("created_at"))
    ticket = export.tickets.get(case.id, {})
    return desk.write_message(
        case,
        {
            "id": f"zammad:{native}",
            "author": {"id": desk.name_person(who), "name": who.get("name"), "handle": who.get("email")},
            "title": text(article.get("subject")) or text(ticket.get("title")),
            "text": words,
            "at": article.get("created_at"),
            "direction": "in" if str(article.get("sender")) == "Customer" else "out",
            "open": case.status != "closed",
        },
    )


def _words(article: Json) -> str | None:
    from platforms.reading.markup import read_text

    body = article.get("body")
    return read_text(body) if "html" in str(article.get("content_type")) else text(body)
