"""Its worker: one message an invoke; Powertools, pydantic, VADER, PynamoDB."""

from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist, PutError
from pynamodb.models import Model
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from bench.obvious.payload import Envelope

logger = Logger(service="obvious", level="INFO")
metrics = Metrics(namespace="Obvious", service="obvious")
processor = BatchProcessor(EventType.SQS)
analyzer = SentimentIntensityAnalyzer()


class MessageRow(Model):
    class Meta:
        table_name = "obvious-messages"

    pk = UnicodeAttribute(hash_key=True)
    team = UnicodeAttribute()
    user = UnicodeAttribute()
    channel = UnicodeAttribute()
    conversation = UnicodeAttribute()
    text = UnicodeAttribute()
    sentiment = UnicodeAttribute()
    score = NumberAttribute()
    at = UnicodeAttribute()
    received_at = UnicodeAttribute()


class ContactRow(Model):
    class Meta:
        table_name = "obvious-contacts"

    pk = UnicodeAttribute(hash_key=True)
    messages = NumberAttribute(default=0)
    negative = NumberAttribute(default=0)
    last_at = UnicodeAttribute(null=True)
    last_sentiment = UnicodeAttribute(null=True)


class ConversationRow(Model):
    class Meta:
        table_name = "obvious-conversations"

    pk = UnicodeAttribute(hash_key=True)
    contact = UnicodeAttribute()
    status = UnicodeAttribute()
    last_at = UnicodeAttribute()
    last_message = UnicodeAttribute()


class CounterRow(Model):
    class Meta:
        table_name = "obvious-counters"

    pk = UnicodeAttribute(hash_key=True)
    n = NumberAttribute(default=0)


def keep(record: SQSRecord) -> None:
    envelope = Envelope.model_validate_json(record.body)
    message = envelope.event
    score = analyzer.polarity_scores(message.text)["compound"]
    sentiment = "positive" if score >= 0.05 else "negative" if score <= -0.05 else "neutral"
    at = datetime.fromtimestamp(float(message.ts), UTC).isoformat()
    person, conversation = (
        f"{envelope.team_id}#{message.user}",
        f"{message.channel}#{message.thread_ts or ''}",
    )
    row = MessageRow(
        f"{message.channel}#{message.ts}", team=envelope.team_id, user=message.user, channel=message.channel,
        conversation=conversation, text=message.text, sentiment=sentiment, score=score, at=at,
        received_at=datetime.now(UTC).isoformat(),
    )  # fmt: skip
    try:
        row.save(MessageRow.pk.does_not_exist())
    except PutError as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            return
        raise
    _touch_contact(person, sentiment, at)
    ConversationRow(conversation).update(
        [
            ConversationRow.contact.set(person),
            ConversationRow.status.set("open"),
            ConversationRow.last_at.set(at),
            ConversationRow.last_message.set(row.pk),
        ]
    )
    CounterRow(f"{at[:13]}#{sentiment}").update([CounterRow.n.add(1)])
    metrics.add_metric(name="kept", unit=MetricUnit.Count, value=1)
    logger.info("kept", extra={"event_id": envelope.event_id, "sentiment": sentiment})


def _touch_contact(person: str, sentiment: str, at: str) -> None:
    try:
        known = ContactRow.get(person)
    except DoesNotExist:
        known = ContactRow(person)
    if known.last_sentiment == sentiment == "negative":
        logger.info("unhappy")
    known.update(
        [
            ContactRow.messages.add(1),
            ContactRow.negative.add(int(sentiment == "negative")),
            ContactRow.last_at.set(at),
            ContactRow.last_sentiment.set(sentiment),
        ]
    )


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return dict(process_partial_response(event, keep, processor, context))
