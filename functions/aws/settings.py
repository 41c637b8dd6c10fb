"""The settings a function is started with: the only reader of the environment.

Each accessor reads its variable when it is called, so importing a module never needs a deployed environment.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass


class MissingSetting(RuntimeError):
    """Says that a variable the template should have set is absent or empty."""


def _required(variable: str) -> Callable[[], str]:
    def read() -> str:
        value = os.environ.get(variable)
        if not value:
            raise MissingSetting(f"the environment variable {variable} is not set")
        return value

    return read


stage = _required("RAPPORT_STAGE")

table_core = _required("RAPPORT_TABLE_CORE")
table_feed = _required("RAPPORT_TABLE_FEED")
table_ops = _required("RAPPORT_TABLE_OPS")
table_keys = _required("RAPPORT_TABLE_KEYS")

queue_deliveries = _required("RAPPORT_QUEUE_DELIVERIES")
queue_deliveries_dlq = _required("RAPPORT_QUEUE_DELIVERIES_DLQ")
queue_sentiment = _required("RAPPORT_QUEUE_SENTIMENT")
queue_sentiment_dlq = _required("RAPPORT_QUEUE_SENTIMENT_DLQ")
queue_segments = _required("RAPPORT_QUEUE_SEGMENTS")
queue_segments_dlq = _required("RAPPORT_QUEUE_SEGMENTS_DLQ")
queue_fetches = _required("RAPPORT_QUEUE_FETCHES")
queue_fetches_dlq = _required("RAPPORT_QUEUE_FETCHES_DLQ")
queue_outbox = _required("RAPPORT_QUEUE_OUTBOX")
queue_imports = _required("RAPPORT_QUEUE_IMPORTS")
queue_privacy = _required("RAPPORT_QUEUE_PRIVACY")
queue_privacy_dlq = _required("RAPPORT_QUEUE_PRIVACY_DLQ")
"""Queues are given as URLs."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Tells where a queue and its dead letters are."""

    alive: Callable[[], str]
    dead: Callable[[], str]


REPLAYED: Mapping[str, Addresses] = {
    "deliveries": Addresses(queue_deliveries, queue_deliveries_dlq),
    "sentiment": Addresses(queue_sentiment, queue_sentiment_dlq),
    "fetches": Addresses(queue_fetches, queue_fetches_dlq),
    "segments": Addresses(queue_segments, queue_segments_dlq),
    "privacy": Addresses(queue_privacy, queue_privacy_dlq),
}
"""Queues whose messages name a brand, which may have its dead letters handed over again."""

function_webhook = _required("RAPPORT_FUNCTION_WEBHOOK")
function_media = _required("RAPPORT_FUNCTION_MEDIA")
function_search = _required("RAPPORT_FUNCTION_SEARCH")
logs_webhook = _required("RAPPORT_LOGS_WEBHOOK")
"""Names of functions that others call, and of the webhook's log group."""

console_api = _required("RAPPORT_CONSOLE_API")
"""Where the console's page finds the agents' API, as an address or relative to its own."""

console_url = _required("RAPPORT_CONSOLE_URL")
cognito_url = _required("RAPPORT_COGNITO_URL")
"""The page's own address, with a slash at the end, and where people are asked who they are, without one."""

bucket_fallback = _required("RAPPORT_BUCKET_FALLBACK")
kms_key_id = _required("RAPPORT_KMS_KEY_ID")
secrets_prefix = _required("RAPPORT_SECRETS_PREFIX")
"""What every secret's name begins with, without a slash at the end: `rapport/{stage}`."""


def endpoint_key() -> bytes:
    """Returns the key with which endpoint ids are checked; made once for an installation."""
    return bytes.fromhex(_endpoint_key())


_endpoint_key = _required("RAPPORT_ENDPOINT_KEY")

user_pool_id = _required("RAPPORT_USER_POOL_ID")
user_pool_client_id = _required("RAPPORT_USER_POOL_CLIENT_ID")

webhook_url = _required("RAPPORT_WEBHOOK_URL")
"""The public base of all webhooks, without a slash at the end."""


def console_origin() -> str | None:
    """Returns the one origin whose pages may read the agent API's answers; None when there is none."""
    return os.environ.get("RAPPORT_CONSOLE_ORIGIN") or None


def simulated_web() -> str | None:
    """Returns where simulated platforms live (`web.simulated`); only the local stack sets it, nothing that deploys."""
    return os.environ.get("RAPPORT_SIMULATED_WEB") or None


def log_level() -> str:
    """Returns `DEBUG`, `INFO` (the default), `WARNING` or `ERROR`."""
    return os.environ.get("RAPPORT_LOG_LEVEL") or "INFO"


def feed_pitr_days() -> int:
    """Returns for how many days `feed` can be restored; 7 unless said otherwise."""
    return int(os.environ.get("RAPPORT_FEED_PITR_DAYS") or 7)


def plain_requests() -> bool:
    """Tells whether plain requests to AWS are sent without botocore: `on` or, as everywhere but the webhook, not."""
    return os.environ.get("RAPPORT_PLAIN_REQUESTS") == "on"


def on_lambda() -> bool:
    """Tells whether this process is a Lambda function's."""
    return "AWS_LAMBDA_FUNCTION_NAME" in os.environ


def environment() -> Mapping[str, str]:
    """Returns what Lambda itself sets: region, credentials, addresses."""
    return os.environ


def console_sign_in() -> list[str]:
    """Returns the ways in which people may sign in to the console's page; none closes it."""
    return os.environ.get("RAPPORT_CONSOLE_SIGN_IN", "").split()
