"""Partial batch failures: the failing message alone comes back (F28)."""

from typing import Any

import pytest

from aws import batch
from aws.queues import Message


def event(*bodies: str) -> dict[str, Any]:
    return {
        "Records": [
            {
                "messageId": f"m{number}",
                "receiptHandle": f"r{number}",
                "body": body,
                "attributes": {"ApproximateReceiveCount": "3", "SentTimestamp": "1764072000000"},
                "messageAttributes": {},
                "md5OfBody": "",
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:deliveries",
                "awsRegion": "eu-central-1",
            }
            for number, body in enumerate(bodies)
        ]
    }


def test_each_message_is_handed_over_whole() -> None:
    seen: list[Message] = []

    assert batch.process(event("a", "b"), seen.append) == {"batchItemFailures": []}
    assert seen[1] == Message("m1", "b", "r1", receives=3, sent_at=1_764_072_000_000)


def test_f28_one_poison_in_ten_the_other_nine_are_done() -> None:
    done = []

    def handle(message: Message) -> None:
        if message.body == "poison":
            raise ValueError
        done.append(message.body)

    bodies = ["a", "b", "c", "poison", "d", "e", "f", "g", "h", "i"]
    assert batch.process(event(*bodies), handle) == {"batchItemFailures": [{"itemIdentifier": "m3"}]}
    assert len(done) == 9


def test_all_failing_is_an_answer_not_a_crash() -> None:
    def handle(_message: Message) -> None:
        raise RuntimeError

    failures = batch.process(event("a", "b"), handle)["batchItemFailures"]
    assert failures == [{"itemIdentifier": "m0"}, {"itemIdentifier": "m1"}]


def test_a_second_batch_of_a_warm_function_starts_clean() -> None:
    def handle(message: Message) -> None:
        if message.body == "poison":
            raise ValueError

    assert len(batch.process(event("poison"), handle)["batchItemFailures"]) == 1
    assert batch.process(event("fine"), handle) == {"batchItemFailures": []}


def test_a_failure_is_logged_without_its_text(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    def handle(_message: Message) -> None:
        raise ValueError("the text of a person")

    caplog.set_level("DEBUG")
    batch.process(event("the body of a person"), handle)

    out = capsys.readouterr().out
    assert '"error":"ValueError"' in out
    assert '"receives":3' in out
    assert "person" not in out + caplog.text
