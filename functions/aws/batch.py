"""Partial batch failures for the queue workers, by Powertools.

Only workers import this: it costs 40 ms of cold start, which nobody waits for behind a queue.
"""

from collections.abc import Callable, Mapping
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.base import FailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from aws import observe
from aws.queues import Message


def process(event: Mapping[str, Any], handle: Callable[[Message], None]) -> dict[str, Any]:
    """Hands each message of an SQS event to `handle`; the answer names those whose handling raised.

    Only the failing message alone comes back to the queue, also when every one of them fails.
    """

    def record_handler(record: SQSRecord) -> None:
        handle(_message(record))

    processor = _Processor(EventType.SQS, raise_on_entire_batch_failure=False)
    return dict(process_partial_response(dict(event), record_handler, processor))


class _Processor(BatchProcessor):
    """Logs a failure without the exception's text, which may quote a message."""

    def failure_handler(self, record: Any, exception: Any) -> FailureResponse:
        error = exception[1] or RuntimeError()
        observe.failure("message_failed", error, receives=_message(record).receives)
        self.exceptions.append(exception)
        self.fail_messages.append(record)
        return "fail", type(error).__name__, record


def _message(record: SQSRecord) -> Message:
    attributes = record.attributes
    return Message(
        record.message_id,
        record.body,
        record.receipt_handle,
        int(attributes.approximate_receive_count),
        int(attributes.sent_timestamp),
    )
