"""Ways to send open and close as the platforms' rules say."""

from dataclasses import replace

import pytest

from platforms.sending.registry import find_sender
from platforms.sending.ways import DAY_MS, HOUR_MS, SendOption, Situation, list_options

NOW = 1_794_996_000_000
FRESH = Situation(NOW, "private", "message", last_in_at=NOW - HOUR_MS, item_at=NOW - HOUR_MS)


def only(name: str, situation: Situation, operation: str) -> SendOption:
    found = [
        each for each in list_options(find_sender(name).ways, situation) if each.way.operation == operation
    ]
    assert len(found) == 1
    return found[0]


def test_messenger_opens_a_day_and_a_week_for_people() -> None:
    first = only("messenger", FRESH, "message")
    assert (first.open, first.until, first.tag) == (True, FRESH.last_in_at + DAY_MS, "")
    late = replace(FRESH, last_in_at=NOW - 2 * DAY_MS)
    second = only("messenger", late, "message")
    assert (second.open, second.until, second.tag) == (True, late.last_in_at + 7 * DAY_MS, "human_agent")
    assert only("messenger", replace(late, machine=True), "message").reason == "window_closed"
    gone = only("messenger", replace(FRESH, last_in_at=NOW - 7 * DAY_MS), "message")
    assert (gone.open, gone.reason) == (False, "window_closed")


def test_whatsapp_names_what_may_be_sent_afterwards() -> None:
    closed = only("whatsapp", replace(FRESH, last_in_at=NOW - DAY_MS), "message")
    assert (closed.open, closed.reason, closed.way.outside) == (False, "window_closed", "template")


@pytest.mark.parametrize("name", ["facebook", "instagram"])
def test_a_comment_is_answered_in_private_once_within_a_week(name: str) -> None:
    comment = replace(FRESH, mode="public", kind="comment", last_in_at=0)
    assert only(name, comment, "private_reply").until == comment.item_at + 7 * DAY_MS
    assert only(name, replace(comment, answered_once=True), "private_reply").reason == "answered_once"
    assert not only(name, replace(comment, item_at=NOW - 7 * DAY_MS), "private_reply").open
    mention = list_options(find_sender(name).ways, replace(comment, kind="mention"))
    assert [each.way.operation for each in mention] == ["reply"]


def test_x_is_answered_where_it_spoke_to_us() -> None:
    post = replace(FRESH, mode="public", kind="post")
    assert only("x", post, "reply").reason == "not_summoned"
    assert only("x", replace(post, addressed=True), "reply").open


def test_line_answers_by_token_once_and_else_pushes() -> None:
    token = replace(FRESH, has_handle=True, handle_until=NOW + 60_000)
    assert only("line", token, "reply").until == NOW + 60_000
    assert only("line", FRESH, "reply").reason == "no_reply_token"
    assert only("line", FRESH, "message").open


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"connected": False}, "account_disconnected"),
        ({"has_token": False}, "no_token"),
        ({"restricted": True}, "restricted"),
        ({"opted_out": True}, "opted_out"),
    ],
)
def test_what_closes_every_way(change: dict[str, bool], reason: str) -> None:
    for option in list_options(find_sender("telegram").ways, replace(FRESH, **change)):  # type: ignore[arg-type]  # names of flags
        assert (option.open, option.reason) == (False, reason)
