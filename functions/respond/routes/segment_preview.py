"""What a rule would mean: how many contacts it is true of now, and some of them, before it is saved."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from model import membership
from model.contact import Contact
from model.ruling import Ruling
from respond import reading, views
from respond.call import Call, Reply
from respond.fields import Field, Fields, thing
from respond.routes import segments
from store.people import PLATFORMS

BODY: Fields = {"rule": Field(thing, "the condition for membership", required=True)}

PAGE = 100
MOST_S = 5
"""So long contacts are looked at, the last heard of first; what came out by then is answered."""
SAMPLE = 10


def preview(call: Call) -> Reply:
    """POST /segments/preview: of all contacts, or of as many as can be looked at in a few seconds."""
    known = {each.id: each.rule for each in call.stores.segments.of_brand(call.brand)}
    rules = segments.checked(segments.PREVIEW, call.body["rule"], known)
    needed = {segments.PREVIEW} | membership.behind(rules, segments.PREVIEW)
    ruling = Ruling({name: rules[name] for name in needed}, call.stores.now_ms())
    until = call.stores.clock() + MOST_S
    total = seen = 0
    sample: dict[str, Any] = {}
    complete = True
    for contacts in _contacts(call):
        seen += len(contacts)
        for contact in contacts:
            values = _values(ruling, contact)
            total += values is not None
            if values is not None and len(sample) < SAMPLE:
                sample[contact.id] = values
        if call.stores.clock() > until:
            complete = False
            break
    if sample:
        call.note("preview segment", *sample)
    profiles = reading.profiles(call, sample)
    shown = [{"contact": views.person(each, profiles), "values": why} for each, why in sample.items()]
    return Reply({"total": total, "seen": seen, "complete": complete, "sample": shown})


def _contacts(call: Call) -> Iterator[list[Contact]]:
    """All contacts, page by page."""
    for platform in PLATFORMS:
        for people in call.stores.people.pages(call.brand, platform, PAGE):
            yield list(call.stores.contacts.read(call.brand, people).values())


def _values(ruling: Ruling, contact: Contact) -> dict[str, Any] | None:
    """The values that make the rule true; None when it is not."""
    after = ruling.applied(contact)
    if segments.PREVIEW not in after.segments:
        return None
    evidence = ruling.evidence(replace(contact, segments=frozenset()), after)
    values: dict[str, Any] = evidence[segments.PREVIEW]["values"]
    return values
