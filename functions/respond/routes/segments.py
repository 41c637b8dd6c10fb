"""Segments: named sets of contacts by a rule, and who is in them since when and why."""

import base64
import secrets
from dataclasses import replace
from typing import Any

from aws import queues, settings
from model import membership, rule
from model.messages import SegmentWalk
from respond import reading, views
from respond.call import HID, PAGING, Call, Reply
from respond.fields import Field, Fields, or_null, text, thing
from respond.problems import Problem, invalid, not_found
from store.segments import Member, Segment
from store.walks import LEAVING, Walk

SLUG = r"[a-z0-9][a-z0-9_-]{0,62}"
PREVIEW = "preview"
"""No segment's id: the route of this name is not one segment's."""
MOST = 200
"""Segments of a brand: each of their rules is looked at for every interaction."""

FILTERS: Fields = PAGING

BODY: Fields = {
    "id": Field(text(63, shape=SLUG), "a short name for programs; made up unless given"),
    "title": Field(text(120), "what agents call it", required=True),
    "rule": Field(thing, "the condition for membership", required=True),
    "offer": Field(text(500), "what agents may propose to those who enter"),
    "action": Field(text(500), "what agents should do about those who enter"),
}

CHANGES: Fields = {
    "title": Field(text(120), "what agents call it"),
    "rule": Field(thing, "the condition for membership; everybody is looked at again"),
    "offer": Field(or_null(text(500)), "what agents may propose to those who enter"),
    "action": Field(or_null(text(500)), "what agents should do about those who enter"),
}

RULES_KNOWN_S = 90
"""A rule is known everywhere after so long; only then everybody is looked at, so that nobody slips through."""


def listed(call: Call) -> Reply:
    """GET /segments: the built-in ones and the brand's own, by id."""
    after = call.position(SLUG) or ""
    segments = sorted(call.stores.segments.of_brand(call.brand), key=lambda segment: segment.id)
    waiting = [segment for segment in segments if segment.id > after]
    shown = waiting[: call.limit]
    following = shown[-1].id if len(waiting) > len(shown) else None
    return call.page([_view(segment) for segment in shown], following)


def one(call: Call) -> Reply:
    """GET /segments/{id}: with the ETag that a change needs."""
    return _answer(_known(call))


def add(call: Call) -> Reply:
    """POST /segments: contacts who are there already follow in some minutes, as `backfill` tells."""
    body, segments = call.body, call.stores.segments
    known = segments.of_brand(call.brand)
    segment = Segment(
        id=body.get("id") or base64.b32encode(secrets.token_bytes(10)).decode().lower(),
        brand=call.brand,
        title=body["title"],
        rule=body["rule"],
        offer=body.get("offer", ""),
        action=body.get("action", ""),
        walk=_new_walk(),
        created_at=call.stores.now_ms(),
        created_by=call.caller.agent,
    )
    if segment.id in {PREVIEW, *(each.id for each in known)}:
        raise Problem(409, "exists", "A segment of this id exists.")
    if len(known) >= MOST:
        raise Problem(409, "too_many", f"A brand has at most {MOST} segments.")
    checked(segment.id, segment.rule, {each.id: each.rule for each in known})
    segments.add(segment)
    call.note("add segment", segment.id)
    _begin(segment)
    return _answer(replace(segment, rev=1), 201)


def change(call: Call) -> Reply:
    """PATCH /segments/{id}: needs If-Match with the ETag of what the agent saw."""
    seen = call.seen()
    before = _own(call)
    seen(_etag(before))
    if not call.body:
        raise invalid(f"Nothing to change; known are {', '.join(CHANGES)}.")
    values: dict[str, Any] = {name: value or "" for name, value in call.body.items()}
    after = replace(before, **values)
    anew = after.rule != before.rule
    if anew:
        checked(after.id, after.rule, _rules(call))
        after = replace(after, walk=_new_walk())
    call.note(f"change segment {' '.join(sorted(call.body))}", before.id)
    after = call.stores.segments.change(before, after)
    if anew:
        _begin(after)
    return _answer(after)


def end(call: Call) -> Reply:
    """DELETE /segments/{id}: its members leave it in the next minutes."""
    segment = _own(call)
    others = (each for name, each in _rules(call).items() if name != segment.id)
    if any(segment.id in rule.references(each) for each in others):
        raise Problem(409, "in_use", "Another segment's rule looks at this one.")
    call.note("delete segment", segment.id)
    leaving = replace(segment, walk=replace(_new_walk(), state=LEAVING))
    _begin(call.stores.segments.change(segment, leaving))
    return Reply({"id": segment.id, "deleted": True}, 202)


def _known(call: Call) -> Segment:
    segment = call.stores.segments.one(call.brand, call.id)
    if segment is None:
        raise not_found()
    return segment


def _own(call: Call) -> Segment:
    segment = _known(call)
    if segment.built_in:
        raise Problem(409, "built_in", "A built-in segment cannot be changed.")
    return segment


def checked(segment: str, wanted: dict[str, Any], known: membership.Rules) -> membership.Rules:
    """All rules with this one. Raises Problem 422 when it cannot be evaluated."""
    rules = {**known, segment: wanted}
    try:
        rule.check(wanted, rules)
    except rule.BadRule as error:
        raise invalid(f"`rule`: {error}.", error.code) from None
    if segment in membership.behind(rules, segment):
        raise invalid("`rule`: it leads back to this segment.", rule.BadRule.code)
    return rules


def _rules(call: Call) -> membership.Rules:
    return {each.id: each.rule for each in call.stores.segments.of_brand(call.brand)}


def _new_walk() -> Walk:
    return Walk(secrets.token_hex(8))


def _begin(segment: Segment) -> None:
    assert segment.walk is not None  # noqa: S101 - it was just made
    first = SegmentWalk(segment.brand, segment.id, segment.walk.id)
    queues.send(settings.queue_segments(), first.to_json(), delay_s=RULES_KNOWN_S)


def _etag(segment: Segment) -> str:
    return f'"{segment.rev}"'


def _answer(segment: Segment, status: int = 200) -> Reply:
    return Reply(_view(segment), status, {"ETag": _etag(segment)})


def members(call: Call) -> Reply:
    """GET /segments/{id}/members: in a stable order, each with the values that made the rule true."""
    _known(call)
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
        "action": segment.action or None,
        "backfill": _backfill(segment),
        "built_in": segment.built_in,
        "created_at": views.iso(segment.created_at),
        "created_by": segment.created_by or None,
    }


def _backfill(segment: Segment) -> views.View | None:
    """How far contacts who were there before the rule have been looked at."""
    walk = segment.walk
    if walk is None:
        return None
    return {"state": walk.state, "contacts": walk.seen, "ended_at": views.iso(walk.ended_at)}


def _member(member: Member, profiles: views.Profiles) -> dict[str, Any]:
    return {
        "contact": views.person(member.contact, profiles),
        "since": views.iso(member.since),
        "evidence": member.evidence,
    }
