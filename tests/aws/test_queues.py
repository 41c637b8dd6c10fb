"""Queues: what is sent arrives, what fails is sent again, what SQS refuses never leaves (F10, L4)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from aws import clients, queues
from aws.queues import Message
from model.errors import Unavailable
from model.messages import QUEUE_LIMIT


def no_sleep(_seconds: float) -> None:
    pass


def drain(queue_url: str) -> list[Message]:
    found: list[Message] = []
    while messages := queues.receive(queue_url):
        found += messages
        queues.delete(queue_url, messages)
    return found


@contextmanager
def on_answer(operation: str, change: Any) -> Iterator[None]:
    """Change what an operation's answers say."""
    events = clients.client("sqs").meta.events
    events.register(f"after-call.sqs.{operation}", change)
    try:
        yield
    finally:
        events.unregister(f"after-call.sqs.{operation}", change)


def test_a_message_arrives_as_it_was_sent(queue_url: str) -> None:
    queues.send(queue_url, '{"id": 1}', group="acme")

    (message,) = queues.receive(queue_url)
    assert message.body == '{"id": 1}'
    assert message.receives == 1
    assert message.sent_at > 0


def test_many_messages_arrive_in_calls_of_ten(queue_url: str) -> None:
    calls = []

    def count(**_answer: object) -> None:
        calls.append(1)

    with on_answer("SendMessageBatch", count):
        queues.send_many(queue_url, (str(number) for number in range(25)), group="acme")

    assert len(calls) == 3
    assert sorted(int(message.body) for message in drain(queue_url)) == list(range(25))


def test_no_message_makes_no_call(queue_url: str) -> None:
    def fail(**_answer: object) -> None:
        pytest.fail("nothing was to be sent")

    with on_answer("SendMessageBatch", fail):
        queues.send_many(queue_url, [])


def test_a_batch_is_no_larger_than_a_message_may_be(queue_url: str) -> None:
    sizes = []

    def measure(params: dict[str, Any], **_more: object) -> None:
        sizes.append(sum(len(entry["MessageBody"]) for entry in params["Entries"]))

    events = clients.client("sqs").meta.events
    events.register("provide-client-params.sqs.SendMessageBatch", measure)
    try:
        queues.send_many(queue_url, ["a" * (QUEUE_LIMIT // 3)] * 7)
    finally:
        events.unregister("provide-client-params.sqs.SendMessageBatch", measure)

    assert len(sizes) == 3
    assert max(sizes) <= QUEUE_LIMIT
    assert len(drain(queue_url)) == 7


def test_f10_three_of_ten_failed_are_sent_again(queue_url: str) -> None:
    refused = {"2", "5", "7"}
    sizes = []

    def refuse_once(params: dict[str, Any], **_more: object) -> None:
        sizes.append(len(params["Entries"]))
        # The three never reach the queue in the first call.
        if len(params["Entries"]) == 10:
            params["Entries"] = [entry for entry in params["Entries"] if entry["Id"] not in refused]

    def tell(parsed: dict[str, Any], **_more: object) -> None:
        if len(parsed["Successful"]) == 7:
            parsed["Failed"] = [
                {"Id": name, "Code": "InternalError", "SenderFault": False} for name in refused
            ]

    events = clients.client("sqs").meta.events
    events.register("provide-client-params.sqs.SendMessageBatch", refuse_once)
    try:
        with on_answer("SendMessageBatch", tell):
            queues.send_many(queue_url, [str(number) for number in range(10)], sleep=no_sleep)
    finally:
        events.unregister("provide-client-params.sqs.SendMessageBatch", refuse_once)

    assert sizes == [10, 3]
    assert sorted(int(message.body) for message in drain(queue_url)) == list(range(10))


def test_what_keeps_failing_is_an_error(queue_url: str) -> None:
    def tell(parsed: dict[str, Any], **_more: object) -> None:
        parsed["Failed"] = [{"Id": "1", "Code": "InternalError", "SenderFault": False}]

    waited: list[float] = []
    with on_answer("SendMessageBatch", tell), pytest.raises(Unavailable, match="1 of 3"):
        queues.send_many(queue_url, ["a", "b", "c"], sleep=waited.append)
    assert len(waited) == queues.ROUNDS - 1


@pytest.mark.parametrize("body", ["", "grüße", "\x00", "a\x0bb", "\ufffe"])
def test_what_sqs_would_refuse_never_leaves(queue_url: str, body: str) -> None:
    with pytest.raises(ValueError, match="ASCII"):
        queues.send(queue_url, body)
    with pytest.raises(ValueError, match="ASCII"):
        queues.send_many(queue_url, ["fine", body])
    assert queues.receive(queue_url) == []


def test_a_queue_that_is_not_there_is_unavailable(queue_url: str) -> None:
    with pytest.raises(Unavailable):
        queues.send(queue_url + "-not", "a", seconds=1.0)
    with pytest.raises(Unavailable):
        queues.receive(queue_url + "-not")


def test_a_received_message_is_hidden_and_a_deleted_one_gone(queue_url: str) -> None:
    queues.send_many(queue_url, [str(number) for number in range(15)])
    messages = queues.receive(queue_url) + queues.receive(queue_url)
    assert len(messages) == 15
    assert queues.receive(queue_url) == []

    queues.delete(queue_url, messages)
    client = clients.client("sqs")
    left = client.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["All"])["Attributes"]
    assert left["ApproximateNumberOfMessagesNotVisible"] == "0"


def test_a_message_that_was_not_deleted_is_an_error(queue_url: str) -> None:
    queues.send(queue_url, "a")
    messages = queues.receive(queue_url)

    def tell(parsed: dict[str, Any], **_more: object) -> None:
        parsed["Failed"] = [{"Id": "0", "Code": "InternalError", "SenderFault": False}]

    with on_answer("DeleteMessageBatch", tell), pytest.raises(Unavailable, match="1 of 1"):
        queues.delete(queue_url, messages)
