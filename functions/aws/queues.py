"""SQS: send one, send many, receive, delete. Bodies are ASCII.

SQS refuses most control characters, and some stand-ins for it do not, so they are refused here.
"""

import random
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aws import clients
from model.errors import Unavailable
from model.messages import QUEUE_LIMIT

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

BATCH = 10
"""Messages in one batch call."""

ROUNDS = 4
"""How often the failed part of a batch is tried."""

HIDDEN_S = 60
"""How long a received message stays hidden from others."""

WAIT_S = 1
"""Without waiting SQS asks only some of its machines, and may see nothing in a queue that holds something."""


@dataclass(frozen=True, slots=True)
class Message:
    """Holds a received message. `receives` counts this receive too; `sent_at` is epoch milliseconds."""

    id: str
    body: str
    receipt: str
    receives: int = 1
    sent_at: int = 0


DELAY_LIMIT_S = 900
"""https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-delay-queues.html"""


def send(
    queue_url: str,
    body: str,
    *,
    group: str | None = None,
    seconds: float | None = None,
    delay_s: int = 0,
) -> None:
    """Queues one message. `group` shares a standard queue fairly between tenants: give the brand.

    Nobody gets it before `delay_s` are over (at most `DELAY_LIMIT_S`).

    Raises Unavailable when SQS did not confirm it within `seconds` (it may have it all the same), and
    ValueError for a body that SQS would refuse.
    """
    _check(body)
    later = {"DelaySeconds": delay_s} if delay_s else {}
    clients.call(
        "sqs",
        "send_message",
        seconds=seconds,
        QueueUrl=queue_url,
        MessageBody=body,
        **later,
        **_grouped(group),
    )


def send_many(
    queue_url: str,
    bodies: Iterable[str],
    *,
    group: str | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Queues many messages, ten at a time. What SQS reports as failed is sent again.

    Raises Unavailable when some are still failing; the others are queued, and the caller may repeat all.
    """
    for batch in _batches(bodies):
        _send_batch(queue_url, batch, group, sleep)


def receive(queue_url: str) -> list[Message]:
    """Returns up to ten messages, hidden from others for a minute. Raises Unavailable."""
    answer = clients.call(
        "sqs",
        "receive_message",
        QueueUrl=queue_url,
        MaxNumberOfMessages=BATCH,
        VisibilityTimeout=HIDDEN_S,
        WaitTimeSeconds=WAIT_S,
        MessageSystemAttributeNames=["ApproximateReceiveCount", "SentTimestamp"],
    )
    return [_received(record) for record in answer.get("Messages", [])]


def read_event(event: Mapping[str, Any]) -> list[Message]:
    """Returns the messages of an event as Lambda hands it to a function behind a queue.

    https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
    """
    return [
        Message(
            record["messageId"],
            record["body"],
            record["receiptHandle"],
            int(record["attributes"]["ApproximateReceiveCount"]),
            int(record["attributes"]["SentTimestamp"]),
        )
        for record in event["Records"]
    ]


def delete(queue_url: str, messages: Sequence[Message]) -> None:
    """Forgets received messages, ten at a time. Raises Unavailable when some are still there."""
    for start in range(0, len(messages), BATCH):
        part = messages[start : start + BATCH]
        entries = [{"Id": str(number), "ReceiptHandle": each.receipt} for number, each in enumerate(part)]
        answer = clients.call("sqs", "delete_message_batch", QueueUrl=queue_url, Entries=entries)
        if failed := answer.get("Failed"):
            raise Unavailable(f"sqs: {len(failed)} of {len(part)} messages not deleted")


def release(queue_url: str, messages: Sequence[Message]) -> None:
    """Shows received messages to others again at once. Raises Unavailable."""
    for each in messages:
        clients.call(
            "sqs",
            "change_message_visibility",
            QueueUrl=queue_url,
            ReceiptHandle=each.receipt,
            VisibilityTimeout=0,
        )


@dataclass(frozen=True, slots=True)
class Waiting:
    """Holds about how many messages a queue has: to be received, being worked on, and not due yet."""

    visible: int
    in_flight: int
    delayed: int


def count_waiting(queue_url: str) -> Waiting:
    """Returns how many messages a queue has, as far as SQS knows. Raises Unavailable."""
    answer = clients.call("sqs", "get_queue_attributes", QueueUrl=queue_url, AttributeNames=list(_COUNTS))
    return Waiting(*(int(answer["Attributes"][name]) for name in _COUNTS))


_COUNTS = (
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
)


def _send_batch(
    queue_url: str, bodies: Sequence[str], group: str | None, sleep: Callable[[float], None]
) -> None:
    left = [{"Id": str(number), "MessageBody": body, **_grouped(group)} for number, body in enumerate(bodies)]
    for past in range(ROUNDS):
        if past:
            sleep(random.uniform(0.05, 0.1) * 2**past)  # noqa: S311 - jitter
        answer = clients.call("sqs", "send_message_batch", QueueUrl=queue_url, Entries=left)
        failed = {entry["Id"] for entry in answer.get("Failed", [])}
        left = [entry for entry in left if entry["Id"] in failed]
        if not left:
            return
    raise Unavailable(f"sqs: {len(left)} of {len(bodies)} messages not queued")


def _batches(bodies: Iterable[str]) -> Iterator[list[str]]:
    """Yields parts of at most ten messages, together no more than one message may have."""
    batch: list[str] = []
    size = 0
    for body in bodies:
        _check(body)
        if batch and (len(batch) == BATCH or size + len(body) > QUEUE_LIMIT):
            yield batch
            batch, size = [], 0
        batch.append(body)
        size += len(body)
    if batch:
        yield batch


def _received(record: dict[str, Any]) -> Message:
    attributes = record["Attributes"]
    return Message(
        record["MessageId"],
        record["Body"],
        record["ReceiptHandle"],
        int(attributes["ApproximateReceiveCount"]),
        int(attributes["SentTimestamp"]),
    )


def _grouped(group: str | None) -> dict[str, str]:
    return {"MessageGroupId": group} if group else {}


def _check(body: str) -> None:
    if not body or not body.isascii() or _CONTROL.search(body):
        raise ValueError("a message must be non-empty ASCII without control characters")
