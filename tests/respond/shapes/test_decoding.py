"""What does not fit a shape is refused at its place, in words that hold nothing of what was sent.

Tests of: `respond.shapes.scalars`.
"""

import os
import subprocess
import sys
from typing import Annotated, Any

import pytest
from msgspec import UNSET, Meta, Struct, UnsetType

from respond.routes.table import ROUTES
from respond.shapes.contact import ContactChange
from respond.shapes.conversation_change import ConversationChange
from respond.shapes.conversation_filters import ConversationsQuery
from respond.shapes.correction import LabelsWanted
from respond.shapes.decoding import Misfit, decode_query, decode_shape
from respond.shapes.page import PageQuery
from respond.shapes.privacy_task import NewPrivacyTask
from respond.shapes.segment import NewSegment

SECRET = "Zebrafinch"
RULE = {"attribute": "unhappy", "is": True}


class Few(Struct, forbid_unknown_fields=True):
    """Two numbers."""

    few: Annotated[list[Annotated[int, Meta(ge=1)]], Meta(min_length=2)] | UnsetType = UNSET


@pytest.mark.parametrize(
    ("shape", "sent", "pointer", "says"),
    [
        (ContactChange, {SECRET: 1}, "", "Unknown field; known are stage, reason,"),
        (ContactChange, {"stage": SECRET}, "/stage", "must be one of customer, former, prospect"),
        (ContactChange, {"stage": 7}, "/stage", "must be a text"),
        (ContactChange, {"tags": ["vip", "No Tag"]}, "/tags/1", "it has to match ^[a-z0-9]"),
        (ContactChange, {"tags": ["vip", None]}, "/tags/1", "must be a text"),
        (ContactChange, {"tags": ["a"] * 21}, "/tags", "must have at most 20 items"),
        (ContactChange, {"attributes": {SECRET: "x"}}, "/attributes", "must have other names"),
        (ContactChange, {"attributes": {"vip": 7}}, "/attributes", "must be a text or null"),
        (ContactChange, {"reason": "two\nlines"}, "/reason", "must have other characters"),
        (ContactChange, {"reason": "one line\n"}, "/reason", "must have other characters"),
        (ContactChange, {"reason": ""}, "/reason", "must have at least 1 characters"),
        (ContactChange, {"no_contact": "yes"}, "/no_contact", "must be true or false"),
        (ConversationChange, {"priority": SECRET}, "/priority", "must be 1 to 4 or one of low"),
        (ConversationChange, {"priority": True}, "/priority", "must be 1 to 4 or one of low"),
        (ConversationChange, {"snoozed_until": SECRET}, "/snoozed_until", "must be an ISO 8601 time"),
        (ConversationChange, {"snoozed_until": "2030-01-01T00:00:00"}, "/snoozed_until", "offset from UTC"),
        (LabelsWanted, {"intent": ["question", SECRET]}, "/intent/1", "must be one of cancellation,"),
        (NewPrivacyTask, {"kind": "erase", "contacts": ["a" * 32, SECRET]}, "/contacts/1", "has to match ^[a-z2-7]"),
        (NewPrivacyTask, {"kind": "rectify", "fields": {SECRET: "x"}}, "/fields", "known are name, handle"),
        (NewPrivacyTask, {}, "", "Missing: kind"),
        (NewSegment, {"title": "T"}, "", "Missing: rule"),
        (NewSegment, {"title": "T", "rule": {"all": [RULE, {"not": {"in": [1]}}]}}, "/rule/all/1/not/in/0", "text"),
        (NewSegment, {"title": "T", "rule": {"within_days": 91}}, "/rule/within_days", "must be at most 90"),
        (Few, {"few": [1]}, "/few", "must have at least 2 items"),
        (Few, {"few": [1, 0]}, "/few/1", "must be at least 1"),
    ],
)  # fmt: skip
def test_the_wrong_element_is_named_and_nothing_is_quoted(
    shape: Any, sent: Any, pointer: str, says: str
) -> None:
    with pytest.raises(Misfit) as misfit:
        decode_shape(sent, shape)
    assert misfit.value.pointer == pointer
    assert says in misfit.value.detail
    assert SECRET not in misfit.value.detail


def test_what_nests_without_end_is_a_misfit_too() -> None:
    rule: Any = RULE
    for _ in range(5000):
        rule = {"not": rule}
    with pytest.raises(Misfit, match="nested too deeply"):
        decode_shape({"title": "T", "rule": rule}, NewSegment)


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({"limit": ["0"]}, "/limit"), ({"limit": ["101"]}, "/limit"), ({"limit": ["1.0"]}, "/limit"),
        ({"limit": ["+5"]}, "/limit"), ({"limit": ["٣"]}, "/limit"), ({"limit": ["5", "6"]}, "/limit"),
        ({"limit": [""]}, "/limit"), ({SECRET: ["1", "2"]}, ""), ({SECRET: ["1"]}, ""),
        ({"sort": ["sla", "newest"]}, "/sort"), ({"status": [SECRET]}, "/status"),
        ({"status": ["open", SECRET]}, "/status/1"), ({"window": ["4", "0"]}, "/window/1"),
        ({"unread": ["true", SECRET]}, "/unread/1"), ({"priority": ["high", SECRET]}, "/priority"),
        ({"priority": ["1"] * 21}, "/priority"), ({"tag": ["a"] * 21}, "/tag"),
    ],
)  # fmt: skip
def test_a_filter_that_makes_no_sense_is_named(sent: Any, pointer: str) -> None:
    with pytest.raises(Misfit) as misfit:
        decode_query(sent, PageQuery if "limit" in sent else ConversationsQuery)
    assert misfit.value.pointer == pointer
    assert SECRET not in misfit.value.detail


def test_filters_are_read_as_what_they_are() -> None:
    query = decode_query({"limit": ["7"], "priority": ["high"], "status": ["snoozed"]}, ConversationsQuery)
    assert (query.limit, query.priority, query.status) == (7, 3, "snoozed")
    assert decode_query({"priority": ["2"]}, ConversationsQuery).priority == 2
    several = {"window": ["4", "24"], "unread": ["true", "false"], "status": ["open", "closed"]}
    query = decode_query({**several, "priority": ["high", "2"], "tag": ["7"]}, ConversationsQuery)
    assert (query.window, query.unread, query.status) == ([4, 24], [True, False], ["open", "closed"])
    assert (query.priority, query.tag) == (2, "7")


@pytest.mark.parametrize("route", [each for each in ROUTES if each.body], ids=lambda route: str(route.path))
@pytest.mark.parametrize("sent", [{}, {SECRET: SECRET}, {"rule": SECRET, "kind": SECRET, "platform": SECRET}])
def test_no_route_quotes_what_was_sent(route: Any, sent: Any) -> None:
    said = ""
    try:
        decode_shape(sent, route.body)
    except Misfit as misfit:
        said = misfit.detail + misfit.pointer
    assert said or not sent, "an unknown field was taken"
    assert SECRET not in said


COLLECTED = """
import gc
from respond.shapes.conversation_filters import ConversationsQuery
from respond.shapes.decoding import decode_shape
decode_shape({"platform": ["x"], "assignee": "me"}, ConversationsQuery)
gc.collect()
"""


def test_shapes_are_collected_without_a_fault_of_memory() -> None:
    """Before msgspec 0.23 a text with a pattern or a list of them was walked beyond its end, and some exits crashed."""
    done = subprocess.run(
        [sys.executable, "-c", COLLECTED],
        env={**os.environ, "PYTHONMALLOC": "debug", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=False,
        text=True,
        errors="replace",
    )
    assert done.returncode == 0, done.stderr[-2000:]
