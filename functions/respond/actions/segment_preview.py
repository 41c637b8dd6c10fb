"""Previews what a rule would mean: how many contacts it is true of now, and some of them, before it is saved."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from model import membership
from model.contact import Contact
from model.segment_evaluator import SegmentEvaluator
from respond.action import Asked, Caller, action
from respond.actions import reading, segments
from respond.shapes.people import show_person
from respond.shapes.rule import read_rule
from respond.shapes.segment import PreviewView, RuleToTry, SampleView
from respond.shown import PROFILES
from store.contacts.directory import PLATFORMS

PAGE = 100
MOST_S = 5
"""So long contacts are looked at, the last heard of first; what came out by then is answered."""
SAMPLE = 10


@action(scope="segments:write", audit="preview segment", shows=PROFILES)
def preview_segment(caller: Caller, asked: Asked[RuleToTry]) -> PreviewView:
    """Previews a rule over all contacts, or as many as can be looked at in a few seconds."""
    evaluator = _make_evaluator(caller, read_rule(asked.wanted.rule))
    until = caller.stores.clock() + MOST_S
    total = seen = 0
    sample: dict[str, Any] = {}
    complete = True
    for contacts in _read_contacts(caller):
        seen += len(contacts)
        for contact in contacts:
            values = _find_values(evaluator, contact)
            total += values is not None
            if values is not None and len(sample) < SAMPLE:
                sample[contact.id] = values
        if caller.stores.clock() > until:
            complete = False
            break
    caller.note(*sample)
    profiles = reading.read_profiles(caller, sample)
    shown = [SampleView(contact=show_person(each, profiles), values=why) for each, why in sample.items()]
    return PreviewView(total=total, seen=seen, complete=complete, sample=shown)


def _make_evaluator(caller: Caller, wanted: dict[str, Any]) -> SegmentEvaluator:
    known = {each.id: each.rule for each in caller.stores.segments.list_segments(caller.brand)}
    rules = segments.check_rules(segments.PREVIEW, wanted, known)
    needed = {segments.PREVIEW} | membership.behind(rules, segments.PREVIEW)
    return SegmentEvaluator({name: rules[name] for name in needed}, caller.stores.now_ms())


def _read_contacts(caller: Caller) -> Iterator[list[Contact]]:
    """Yields all contacts, page by page."""
    for platform in PLATFORMS:
        for people in caller.stores.directory.list_pages(caller.brand, platform, PAGE):
            yield list(caller.stores.contacts.read_contacts(caller.brand, people).values())


def _find_values(evaluator: SegmentEvaluator, contact: Contact) -> dict[str, Any] | None:
    """Returns the values that make the rule true; None when it is not."""
    after = evaluator.place_contact(contact)
    if segments.PREVIEW not in after.segments:
        return None
    evidence = evaluator.list_evidence(replace(contact, segments=frozenset()), after)
    values: dict[str, Any] = evidence[segments.PREVIEW]["values"]
    return values
