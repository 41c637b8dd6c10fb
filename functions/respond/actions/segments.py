"""Lists and changes segments: named sets of contacts by a rule, and who is in them since when and why."""

import base64
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec

from aws import queues, settings
from model import membership, rule
from model.messages import SegmentWalk
from respond.action import Asked, Caller, Revised, action
from respond.actions import reading
from respond.actions.given import list_given, take_given
from respond.denied import deny_conflict, deny_impossible, deny_missing
from respond.paging import HID, cut_page, make_page, read_position
from respond.shapes.page import Page, PageQuery
from respond.shapes.rule import read_rule
from respond.shapes.segment import (
    SLUG,
    MemberView,
    NewSegment,
    SegmentChange,
    SegmentEndView,
    SegmentsQuery,
    SegmentView,
    show_member,
    show_segment,
)
from respond.shown import NOTHING, PROFILES
from store.contacts.backfill import LEAVING, Backfill
from store.contacts.segments import Segment

PREVIEW, VOCABULARY = "preview", "vocabulary"
"""No segments' ids: the routes of these names are not one segment's."""
MOST = 200
"""Segments of a brand: each of their rules is looked at for every interaction."""

COUNTED, COUNTED_ALONE = 1_000, 10_000
"""Members of a segment that are counted: in a list of segments, and of one that is looked at."""
FLOW_DAYS = 30
"""Days of which it is told who entered and left."""

RULES_KNOWN_S = 90
"""A rule is known everywhere after so long; only then everybody is looked at, so that nobody slips through."""


@action(scope="segments:read", audit=None)
def list_segments(caller: Caller, asked: Asked[SegmentsQuery]) -> Page[SegmentView]:
    """Lists the built-in segments and the brand's own, by id, each with how many are in it where that is wanted."""
    after = read_position(caller, asked, SLUG) or ""
    segments = sorted(caller.stores.segments.list_segments(caller.brand), key=lambda segment: segment.id)
    shown, last = cut_page([each for each in segments if each.id > after], asked.wanted.limit)
    count = caller.stores.segments.count_members
    rows = [
        show_segment(each, count(caller.brand, each.id, COUNTED) if asked.wanted.members else None, COUNTED)
        for each in shown
    ]
    return make_page(caller, asked, rows, last.id if last else None)


@action(scope="segments:read", audit=None)
def get_segment(caller: Caller, asked: Asked[None]) -> Revised[SegmentView]:
    """Returns one segment with who moved lately, and the revision that a change needs."""
    return _show(caller, _read_segment(caller, asked.id))


@action(scope="segments:write", audit="add segment", shows=NOTHING)
def add_segment(caller: Caller, asked: Asked[NewSegment]) -> Revised[SegmentView]:
    """Adds a segment; contacts who are there already follow in some minutes, as `backfill` tells."""
    wanted = asked.wanted
    known = caller.stores.segments.list_segments(caller.brand)
    segment = Segment(
        id=wanted.id or base64.b32encode(secrets.token_bytes(10)).decode().lower(),
        brand=caller.brand,
        title=wanted.title,
        rule=read_rule(wanted.rule),
        offer=wanted.offer or "",
        action=wanted.action or "",
        walk=_new_walk(),
        created_at=caller.stores.now_ms(),
        created_by=caller.agent,
    )
    if segment.id in {PREVIEW, VOCABULARY, *(each.id for each in known)}:
        raise deny_conflict("exists", "A segment of this id exists.")
    if len(known) >= MOST:
        raise deny_conflict("too_many", f"A brand has at most {MOST} segments.")
    check_rules(segment.id, segment.rule, {each.id: each.rule for each in known})
    caller.stores.segments.add_segment(segment)
    caller.note(segment.id)
    _begin_walk(segment)
    return _show(caller, replace(segment, rev=1))


@action(scope="segments:write", audit="change segment", shows=NOTHING)
def change_segment(caller: Caller, asked: Asked[SegmentChange]) -> Revised[SegmentView]:
    """Changes a segment that the caller saw."""
    before, wanted = _read_own(caller, asked.id), asked.wanted
    asked.seen.check(before.rev)
    after = replace(
        before,
        title=take_given(wanted.title, before.title),
        rule=before.rule if wanted.rule is msgspec.UNSET else read_rule(wanted.rule),
        offer=take_given(wanted.offer, before.offer) or "",
        action=take_given(wanted.action, before.action) or "",
    )
    anew = after.rule != before.rule
    if anew:
        check_rules(after.id, after.rule, _read_rules(caller))
        after = replace(after, walk=_new_walk())
    caller.note(before.id, about=" ".join(list_given(wanted)))
    after = caller.stores.segments.change_segment(before, after)
    if anew:
        _begin_walk(after)
    return _show(caller, after)


@action(scope="segments:write", audit="delete segment", shows=NOTHING)
def end_segment(caller: Caller, asked: Asked[None]) -> SegmentEndView:
    """Ends a segment; its members leave it in the next minutes."""
    segment = _read_own(caller, asked.id)
    others = (each for name, each in _read_rules(caller).items() if name != segment.id)
    if any(segment.id in rule.references(each) for each in others):
        raise deny_conflict("in_use", "Another segment's rule looks at this one.")
    caller.note(segment.id)
    leaving = replace(segment, walk=replace(_new_walk(), state=LEAVING))
    _begin_walk(caller.stores.segments.change_segment(segment, leaving))
    return SegmentEndView(id=segment.id, deleted=True)


@action(scope="contacts:read", audit="read members", shows=PROFILES)
def list_segment_members(caller: Caller, asked: Asked[PageQuery]) -> Page[MemberView]:
    """Lists members in a stable order, each with the values that made the rule true."""
    _read_segment(caller, asked.id)
    after = read_position(caller, asked, HID)
    found, following = caller.stores.segments.page_members(caller.brand, asked.id, after, asked.wanted.limit)
    people = [member.contact for member in found]
    caller.note(*people, about=f"of {asked.id}")
    profiles = reading.read_profiles(caller, people)
    return make_page(caller, asked, [show_member(member, profiles) for member in found], following)


def check_rules(segment: str, wanted: Mapping[str, Any], known: membership.Rules) -> membership.Rules:
    """Returns all rules with this one. Raises Denied when it cannot be evaluated."""
    rules = {**known, segment: dict(wanted)}
    try:
        rule.check(wanted, rules)
    except rule.BadRule as error:
        raise deny_impossible(f"`rule`: {error}.", error.code, f"/rule{error.pointer}") from None
    if segment in membership.behind(rules, segment):
        raise deny_impossible("`rule`: it leads back to this segment.", rule.BadRule.code, "/rule")
    return rules


def _read_segment(caller: Caller, name: str) -> Segment:
    segment = caller.stores.segments.find_segment(caller.brand, name)
    if segment is None:
        raise deny_missing()
    return segment


def _read_own(caller: Caller, name: str) -> Segment:
    segment = _read_segment(caller, name)
    if segment.built_in:
        raise deny_conflict("built_in", "A built-in segment cannot be changed.")
    return segment


def _read_rules(caller: Caller) -> membership.Rules:
    return {each.id: each.rule for each in caller.stores.segments.list_segments(caller.brand)}


def _new_walk() -> Backfill:
    return Backfill(secrets.token_hex(8))


def _begin_walk(segment: Segment) -> None:
    assert segment.walk is not None  # noqa: S101 - it was just made
    first = SegmentWalk(segment.brand, segment.id, segment.walk.id)
    queues.send(settings.queue_segments(), first.to_json(), delay_s=RULES_KNOWN_S)


def _show(caller: Caller, segment: Segment) -> Revised[SegmentView]:
    members = caller.stores.segments.count_members(caller.brand, segment.id, COUNTED_ALONE)
    flow = caller.stores.flows.read_flow(caller.brand, segment.id, FLOW_DAYS)
    return Revised(show_segment(segment, members, COUNTED_ALONE, flow), segment.rev)
