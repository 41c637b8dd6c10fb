"""Contacts: who somebody is, what is known of them and why, and everything they wrote."""

from collections.abc import Mapping
from typing import Any

from model.contact import Contact, Facts
from model.conversation import Conversation
from respond import reading, timeline, views
from respond.access import DPO
from respond.call import AT, PAGING, Call, Reply
from respond.fields import Fields
from respond.problems import not_found, restricted
from store.history import Change

RECENT = 25
"""How many of a contact's conversations are shown with it; the timeline has them all."""

FILTERS: Fields = PAGING


HISTORY: Fields = PAGING
CHANGE = r"\d{13}#\d{9,12}"
"""The shape of positions in a history."""


def etag(contact: Contact) -> str:
    """Of what agents enter: it does not move with what the contact writes."""
    return f'"{contact.edits}"'


def one(call: Call) -> Reply:
    """GET /contacts/{id}"""
    contact = _contact(call)
    call.note("read contact", contact.id)
    profiles = reading.profiles(call, [contact.id])
    entered = call.stores.edits.read(call.brand, contact.id)
    return Reply(
        {
            **(views.person(contact.id, profiles) or {}),
            "platform": contact.platform,
            "stage": contact.stage,
            "stage_reason": entered.stage_reason or None,
            "stage_since": views.iso(contact.stage_at),
            "no_contact": contact.no_contact,
            "win_back_offer": entered.win_back_offer or None,
            "tags": sorted(contact.tags),
            "attributes": dict(entered.attributes),
            "segments": _segments(call, contact),
            "facts": _facts(contact.facts),
            "conversations": [_brief(head) for head in _conversations(call, contact.id)],
        },
        headers={"ETag": etag(contact)},
    )


def history(call: Call) -> Reply:
    """GET /contacts/{id}/history: segments entered and left and stages, with their reasons, newest first."""
    contact = _contact(call)
    changes, following = call.stores.history.page(call.brand, contact.id, call.position(CHANGE), call.limit)
    call.note("read history", contact.id)
    reasons = call.stores.edits.read(call.brand, contact.id).reasons
    return call.page([_change(each, reasons) for each in changes], following)


def _change(change: Change, reasons: Mapping[str, str]) -> views.View:
    stage = None
    if change.stage:
        stage = {
            "from": change.was_stage,
            "to": change.stage,
            "reason": reasons.get(change.position),
            "by": change.by,
        }
    return {
        "at": views.iso(change.at),
        "entered": [{"segment": name, "evidence": why} for name, why in sorted(change.entered.items())],
        "left": list(change.left),
        "stage": stage,
    }


def entries(call: Call) -> Reply:
    """GET /contacts/{id}/timeline: all channels, newest first."""
    contact = _contact(call)
    items, following = timeline.page(call.stores, call.brand, contact.id, call.position(AT), call.limit)
    call.note("read timeline", contact.id)
    return call.page(reading.interactions(call, items), following)


def _contact(call: Call) -> Contact:
    contact = call.stores.contacts.read(call.brand, [call.id], consistent=True).get(call.id)
    if contact is None:
        raise not_found()
    if contact.restricted and call.caller.role != DPO:
        raise restricted()
    return contact


def _segments(call: Call, contact: Contact) -> list[views.View]:
    """Each with the rule and the values that put the contact there."""
    memberships = call.stores.segments.memberships(call.brand, contact.id, sorted(contact.segments))
    return [
        {"id": segment, "since": views.iso(member.since), "evidence": member.evidence}
        for segment, member in sorted(memberships.items())
    ]


def _facts(facts: Facts) -> dict[str, Any]:
    return {
        "interactions": facts.interactions,
        "negative": facts.negative,
        "positive": facts.positive,
        "questions": facts.questions,
        "complaints": facts.complaints,
        "cancellations": facts.cancellations,
        "first_at": views.iso(facts.first_at),
        "last_at": views.iso(facts.last_at),
        "last_kind": facts.last_kind or None,
        "last_mode": facts.last_mode or None,
        "last_sentiment": facts.last_sentiment or None,
        "last_intent": facts.last_intent.split(),
        "last_language": facts.last_language or None,
        "last_urgency": facts.last_urgency,
        "last_offensive": facts.last_offensive,
        "unhappy_at": views.iso(facts.unhappy_at),
        "happy_at": views.iso(facts.happy_at),
    }


def _conversations(call: Call, person: str) -> list[Conversation]:
    """The latest ones, private and public; the public ones are those of the person's latest rows."""
    stores = call.stores
    ids, _ = stores.feed.person_page(call.brand, person, None, RECENT)
    rows = stores.feed.headers(call.brand, stores.feed.read(call.brand, ids).values())
    wanted = [row.conversation for row in rows if row.conversation is not None]
    wanted += stores.conversations.private_threads(call.brand, person)
    heads = stores.conversations.read(call.brand, wanted).values()
    return sorted(heads, key=lambda head: (head.last_at, head.id), reverse=True)[:RECENT]


def _brief(head: Conversation) -> views.View:
    return {
        "id": head.id,
        "platform": head.platform,
        "mode": head.mode,
        "status": head.status,
        "priority": head.priority,
        "assignee": head.assignee,
        "last_at": views.iso(head.last_at),
    }
