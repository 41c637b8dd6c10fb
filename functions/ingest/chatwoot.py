"""Reads what Chatwoot's API answers: conversations with messages, pages of messages, contacts and their notes.

https://developers.chatwoot.com/api-reference/messages/get-messages (a message's type is 0 from the customer, 1 from an
agent, 2 activity, 3 a template), https://developers.chatwoot.com/api-reference/contacts/list-contacts, and its source:
https://github.com/chatwoot/chatwoot/blob/develop/app/views/api/v1/conversations/partials/_conversation.json.jbuilder,
https://github.com/chatwoot/chatwoot/blob/develop/app/views/api/v1/models/_note.json.jbuilder; where it shows a
conversation: https://github.com/chatwoot/chatwoot/blob/develop/app/helpers/frontend_urls_helper.rb.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
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
from platforms.reading.payload import Json, obj, objects, text, whole

INCOMING, OUTGOING, TEMPLATE = 0, 1, 3
STATES = {"open": "open", "pending": "pending", "snoozed": "snoozed", "resolved": "closed"}
WRAPPERS = ("data", "payload")


def read_chatwoot(
    documents: Documents, site: str | None = None, agents: Mapping[str, str] | None = None
) -> Iterator[Found]:
    """Yields records of people, messages and notes. Reads all twice: how a case stands is needed before its messages.

    `site` is where the helpdesk was: without it nothing is known of where a conversation was shown.
    """
    desk = Helpdesk("chatwoot", "contact", agents or {})
    cases, people, latest = _survey(documents(), site)
    for person, tags in people.values():
        facts = {**obj(person.get("additional_attributes")), **obj(person.get("custom_attributes"))}
        told = {"phone_number": person.get("phone_number"), "identifier": person.get("identifier")}
        yield from desk.write_contact(person, tags, {**told, **facts})
    for case in cases.values():
        yield from desk.write_assignee(case)
    for each in _list_objects(documents()):
        if _is_note(each):
            of = cases.get(latest.get(str(id_at(each, "contact_id")), ""))
            yield _note(desk, of, each) if of else NotImported(NO_CONVERSATION)
        for message in objects(each.get("messages")):
            native = str(id_at(message, "conversation_id") or id_at(each, "id"))
            yield _message(desk, cases.get(native) or Case(native, "closed"), message)


def _survey(
    documents: Iterable[Any], site: str | None
) -> tuple[dict[str, Case], dict[str, tuple[Json, list[Any]]], dict[str, str]]:
    """Returns cases and people (with their labels) by id, and everybody's latest case."""
    cases: dict[str, Case] = {}
    people: dict[str, tuple[Json, list[Any]]] = {}
    latest: dict[str, str] = {}
    for each in _list_objects(documents):
        case = _case(each, site)
        told = case.customer if case is not None else each if _is_contact(each) else {}
        if case is not None:
            cases[case.id] = case
        if (native := id_at(told, "id")) is not None:
            known, tags = people.get(native, ({}, []))
            labels = told.get("labels")
            given = {name: value for name, value in told.items() if value not in (None, "", {}, [])}
            people[native] = {**known, **given}, labels if isinstance(labels, list) else tags
            if case is not None:
                latest[native] = case.id
    return cases, people, latest


def _list_objects(documents: Iterable[Any]) -> Iterator[Json]:
    for each in flatten(documents, WRAPPERS, lambda one: "id" in one and "messages" in one):
        yield {"messages": [each]} if "message_type" in each else each


def _is_contact(each: Json) -> bool:
    return "messages" not in each and "phone_number" in each


def _is_note(each: Json) -> bool:
    return "contact_id" in each and "content" in each


def _case(conversation: Json, site: str | None) -> Case | None:
    native, meta = id_at(conversation, "id"), obj(conversation.get("meta"))
    if native is None or "messages" not in conversation:
        return None
    labels, account = conversation.get("labels"), id_at(conversation, "account_id")
    told = [account, *(id_at(each, "account_id") for each in objects(conversation["messages"]))]
    of = next(filter(None, told), None)
    status = STATES.get(str(conversation.get("status")), "closed")
    until = conversation.get("snoozed_until")
    return Case(
        native,
        "pending" if status == "snoozed" and not until else status,
        until,
        tuple(clean_tags(labels if isinstance(labels, list) else ())),
        obj(meta.get("sender")) or obj(conversation.get("contact")),
        obj(meta.get("assignee")),
        f"{site.rstrip('/')}/app/accounts/{of}/conversations/{native}" if site and of else None,
    )


def _message(desk: Helpdesk, case: Case, message: Json) -> Found:
    kind, words = whole(message.get("message_type")), text(message.get("content"))
    native, sender = id_at(message, "id"), obj(message.get("sender"))
    if kind not in (INCOMING, OUTGOING, TEMPLATE):
        return NotImported(ACTIVITY)
    if native is None:
        return NotImported(NO_ID)
    if message.get("private") is True:
        at = message.get("created_at")
        return desk.write_note(case, native, words, sender, at) if words else NotImported(NO_WORDS)
    files = [
        {"type": text(each.get("file_type")), "url": text(each.get("data_url")), "id": id_at(each, "id")}
        for each in objects(message.get("attachments"))
    ]
    if not words and not files:
        return NotImported(NO_WORDS)
    incoming = kind == INCOMING
    who = sender or (case.customer if incoming else {})
    if not case.customer and incoming:
        case = replace(case, customer=who)
    return desk.write_message(
        case,
        {
            "id": f"chatwoot:{native}",
            "author": {
                "id": desk.name_person(who, "contact" if incoming else "agent"),
                "name": who.get("name"),
                "handle": who.get("email"),
            },
            "text": message.get("content"),
            "at": message.get("created_at"),
            "direction": "in" if incoming else "out",
            "open": case.status != "closed",
            "media": files,
        },
    )


def _note(desk: Helpdesk, case: Case, note: Json) -> Found:
    words, native = text(note.get("content")), id_at(note, "id")
    if not words or native is None:
        return NotImported(NO_WORDS if native else NO_ID)
    return desk.write_note(case, f"note:{native}", words, obj(note.get("user")), note.get("created_at"))
