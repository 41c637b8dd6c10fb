"""Its webhook: Chalice, pydantic, boto3, Powertools."""

import hashlib
import hmac
import os
import time
from typing import Any

import boto3
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from chalice.app import Chalice, Response
from pydantic import ValidationError

from bench.obvious.payload import Envelope

app = Chalice(app_name="obvious-api")
logger = Logger(service="obvious", level="INFO")
metrics = Metrics(namespace="Obvious", service="obvious")
sqs = boto3.client("sqs")


@app.route("/webhooks/slack", methods=["POST"], content_types=["application/json"])
def slack() -> Response:
    request = app.current_request
    if request is None or not _genuine(request.raw_body, request.headers):
        return Response("", status_code=401)
    try:
        envelope = Envelope.model_validate_json(request.raw_body)
    except ValidationError:
        return Response("", status_code=400)
    sqs.send_message(QueueUrl=os.environ["RAPPORT_QUEUE_DELIVERIES"], MessageBody=envelope.model_dump_json())
    metrics.add_metric(name="accepted", unit=MetricUnit.Count, value=1)
    logger.info("accepted", extra={"event_id": envelope.event_id})
    return Response("", status_code=200)


def _genuine(body: Any, headers: Any) -> bool:
    stamp = headers.get("x-slack-request-timestamp", "")
    if not stamp.isdigit() or abs(time.time() - int(stamp)) > 300:
        return False
    signed = b"v0:" + stamp.encode() + b":" + body
    wanted = "v0=" + hmac.new(os.environ["SLACK_SECRET"].encode(), signed, hashlib.sha256).hexdigest()
    return hmac.compare_digest(wanted, headers.get("x-slack-signature", ""))


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    answer: dict[str, Any] = app(event, context)
    return answer
