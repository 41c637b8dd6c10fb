"""Every answer of `answers.jsonl`, each with the page it is documented on, means what its row says.

The rows' bodies are made up in the shapes of those pages; `source` is where the code or shape is told.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from model.http import Outcome, Result
from platforms.sending.answer import SendAnswer
from platforms.sending.registry import SENDERS, find_sender
from platforms.sending.sender import PlatformSender

ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parent / "answers.jsonl").read_text().splitlines()
]
NOW = 1_794_996_000.0


def judge(row: dict[str, Any]) -> Outcome:
    body = row["body"] if isinstance(row["body"], str) else json.dumps(row["body"])
    answer = SendAnswer.from_http(row["operation"], row["status"], row["headers"], body.encode(), NOW)
    return find_sender(row["platform"]).judge(answer)


def _name(row: dict[str, Any]) -> str:
    return f"{row['platform']}-{row['operation']}-{row['status']}-{row['outcome']}"


@pytest.mark.parametrize("row", ROWS, ids=_name)
def test_an_answer_means_what_the_platform_documents(row: dict[str, Any]) -> None:
    found = judge(row)
    assert str(found.result) == row["outcome"]
    if row["outcome"] == "sent":
        assert row["native_id"] in (None, found.native_id)
    if row["retry_after_s"] is not None:
        assert found.retry_after_s == pytest.approx(row["retry_after_s"], abs=0.01)


def test_every_platform_has_its_answers_and_sources() -> None:
    counted = Counter(row["platform"] for row in ROWS)
    assert set(counted) == set(SENDERS)
    assert min(counted.values()) >= 6
    assert all(row["source"].startswith("https://") for row in ROWS)
    for name in SENDERS:
        sender = find_sender(name)
        assert sender.name == name
        assert sender.sources


CREATES = ("reply", "private_reply", "message", "publish")


@pytest.mark.parametrize("name", SENDERS)
@pytest.mark.parametrize("operation", CREATES)
def test_what_may_have_been_done_is_repeated_only_with_a_key(name: str, operation: str) -> None:
    sender = find_sender(name)
    for status, body in ((0, b""), (500, b"<html>Bad Gateway</html>"), (408, b""), (200, b'{"id": "12')):
        found = sender.judge(SendAnswer.from_http(operation, status, {}, body, NOW))
        if operation in sender.keyed:
            assert found.result in (Result.RETRY, Result.SENT)
        else:
            assert found.result is Result.UNKNOWN


@pytest.mark.parametrize("name", SENDERS)
@pytest.mark.parametrize("operation", ["edit", "delete", "hide", "react"])
def test_what_can_be_done_twice_is_repeated(name: str, operation: str) -> None:
    for status in (0, 500, 408):
        found = find_sender(name).judge(SendAnswer.from_http(operation, status, {}, b"", NOW))
        assert found.result is Result.RETRY


@pytest.mark.parametrize("name", SENDERS)
def test_a_page_in_between_is_judged_by_its_status(name: str) -> None:
    sender: PlatformSender = find_sender(name)
    for status, usual in ((401, Result.TOKEN_DEAD), (403, Result.REFUSED), (429, Result.RETRY)):
        page = SendAnswer.from_http("reply", status, {"Retry-After": "9"}, b"<html>no</html>", NOW)
        found = sender.judge(page)
        # Servers of ActivityPub repeat a 401.
        wanted = Result.RETRY if (name, status) == ("activitypub", 401) else usual
        assert found.result is wanted
        assert found.retry_after_s == (9 if wanted is Result.RETRY else None)


def test_nobody_waits_longer_than_a_day() -> None:
    page = SendAnswer.from_http("reply", 429, {"retry-after": "86401"}, b"", NOW)
    assert find_sender("slack").judge(page).result is Result.REFUSED


def test_a_date_is_a_time_to_wait_for() -> None:
    headers = {
        "Retry-After": "Wed, 18 Nov 2026 10:00:40 GMT",
        "Date": "Wed, 18 Nov 2026 10:00:00 GMT",
    }
    assert find_sender("x").judge(SendAnswer.from_http("reply", 429, headers, b"", 0)).retry_after_s == 40


def test_nothing_is_sent_where_no_sender_is() -> None:
    with pytest.raises(KeyError):
        find_sender("feeds")
