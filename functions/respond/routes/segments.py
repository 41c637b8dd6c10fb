"""Segments: named sets of contacts by a rule, and who is in them since when and why."""

import base64
import secrets
from typing import Any

from model import rule
from respond import reading, views
from respond.call import HID, PAGING, Call, Reply
from respond.fields import Field, Fields, text, thing
from respond.problems import Problem, invalid, not_found
from store.segments import Member, Segment

SLUG = r"[a-z0-9][a-z0-9_-]{0,62}"
MOST = 200
"""Segments of a brand: each of their rules is looked at for every interaction."""

FILTERS: Fields = PAGING

BODY: Fields = {
    "id": Field(text(63, shape=SLUG), "a short name for programs; made up unless given"),
    "title": Field(text(120), "what agents call it", required=True),
    "rule": Field(thing, "the condition for membership", required=True),
    "offer": Field(text(500), "what agents may propose to those who enter"),
}


def listed(call: Call) -> Reply:
    """GET /segments: the built-in ones and the brand's own, by id."""
    after = call.position(SLUG) or ""
    segments = sorted(call.stores.segments.of_brand(call.brand), key=lambda segment: segment.id)
    waiting = [segment for segment in segments if segment.id > after]
    shown = waiting[: call.limit]
    following = shown[-1].id if len(waiting) > len(shown) else None
    return call.page([_view(segment) for segment in shown], following)


def add(call: Call) -> Reply:
    """POST /segments"""
    body, segments = call.body, call.stores.segments
    try:
        rule.check(body["rule"])
    except rule.BadRule as error:
        raise invalid(f"`rule`: {error}.", error.code) from None
    known = segments.of_brand(call.brand)
    segment = Segment(
        id=body.get("id") or base64.b32encode(secrets.token_bytes(10)).decode().lower(),
        brand=call.brand,
        title=body["title"],
        rule=body["rule"],
        offer=body.get("offer", ""),
        created_at=call.stores.now_ms(),
        created_by=call.caller.agent,
    )
    if segment.id in {each.id for each in known}:
        raise Problem(409, "exists", "A segment of this id exists.")
    if len(known) >= MOST:
        raise Problem(409, "too_many", f"A brand has at most {MOST} segments.")
    segments.add(segment)
    call.note("add segment", segment.id)
    return Reply(_view(segment), 201)


def members(call: Call) -> Reply:
    """GET /segments/{id}/members: in a stable order, each with the values that made the rule true."""
    if call.stores.segments.one(call.brand, call.id) is None:
        raise not_found()
    found, following = call.stores.segments.members(call.brand, call.id, call.position(HID), call.limit)
    if found:
        call.note(f"read members of {call.id}", *(member.contact for member in found))
    profiles = reading.profiles(call, (member.contact for member in found))
    return call.page([_member(member, profiles) for member in found], following)


def _view(segment: Segment) -> dict[str, Any]:
    return {
        "id": segment.id,
        "title": segment.title,
        "rule": segment.rule,
        "offer": segment.offer or None,
        "built_in": segment.built_in,
        "created_at": views.iso(segment.created_at),
        "created_by": segment.created_by or None,
    }


def _member(member: Member, profiles: views.Profiles) -> dict[str, Any]:
    return {
        "contact": views.person(member.contact, profiles),
        "since": views.iso(member.since),
        "evidence": member.evidence,
    }
