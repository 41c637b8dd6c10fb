"""What every test may use: settings of a function that runs nowhere, and the tables of the template in moto."""

import os
from collections.abc import Iterator

SETTINGS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "RAPPORT_STAGE": "test",
    "RAPPORT_TABLE_CORE": "rapport-test-core",
    "RAPPORT_TABLE_FEED": "rapport-test-feed",
    "RAPPORT_TABLE_OPS": "rapport-test-ops",
    "RAPPORT_TABLE_KEYS": "rapport-test-keys",
    "RAPPORT_QUEUE_DELIVERIES": "https://sqs.eu-central-1.amazonaws.com/123456789012/deliveries",
    "RAPPORT_QUEUE_DELIVERIES_DLQ": "https://sqs.eu-central-1.amazonaws.com/123456789012/deliveries-dlq",
    "RAPPORT_QUEUE_FETCHES": "https://sqs.eu-central-1.amazonaws.com/123456789012/fetches",
    "RAPPORT_QUEUE_FETCHES_DLQ": "https://sqs.eu-central-1.amazonaws.com/123456789012/fetches-dlq",
    "RAPPORT_QUEUE_SENTIMENT": "https://sqs.eu-central-1.amazonaws.com/123456789012/sentiment",
    "RAPPORT_QUEUE_SENTIMENT_DLQ": "https://sqs.eu-central-1.amazonaws.com/123456789012/sentiment-dlq",
    "RAPPORT_QUEUE_SEGMENTS": "https://sqs.eu-central-1.amazonaws.com/123456789012/segments",
    "RAPPORT_QUEUE_SEGMENTS_DLQ": "https://sqs.eu-central-1.amazonaws.com/123456789012/segments-dlq",
    "RAPPORT_QUEUE_OUTBOX": "https://sqs.eu-central-1.amazonaws.com/123456789012/outbox.fifo",
    "RAPPORT_QUEUE_PRIVACY": "https://sqs.eu-central-1.amazonaws.com/123456789012/privacy",
    "RAPPORT_QUEUE_PRIVACY_DLQ": "https://sqs.eu-central-1.amazonaws.com/123456789012/privacy-dlq",
    "RAPPORT_FUNCTION_WEBHOOK": "rapport-test-webhook",
    "RAPPORT_FUNCTION_MEDIA": "rapport-test-media",
    "RAPPORT_FUNCTION_SEARCH": "rapport-test-search",
    "RAPPORT_LOGS_WEBHOOK": "/rapport/test/webhook",
    "RAPPORT_BUCKET_FALLBACK": "rapport-test-fallback",
    "RAPPORT_KMS_KEY_ID": "alias/rapport-test",
    "RAPPORT_SECRETS_PREFIX": "rapport/test",
    "RAPPORT_USER_POOL_ID": "eu-central-1_test",
    "RAPPORT_USER_POOL_CLIENT_ID": "testclient",
    "RAPPORT_WEBHOOK_URL": "https://hooks.example",
    "RAPPORT_ENDPOINT_KEY": "5e" * 32,
    "RAPPORT_CONSOLE_API": "api",
    "RAPPORT_CONSOLE_SIGN_IN": "token",
    "RAPPORT_CONSOLE_URL": "https://console.example/",
    "RAPPORT_COGNITO_URL": "https://sign-in.example",
}
os.environ.update(SETTINGS)
os.environ.pop("AWS_ENDPOINT_URL", None)

import pytest  # noqa: E402
from moto import mock_aws  # noqa: E402

from tests.partiql import teach_moto  # noqa: E402
from tests.quick_moto import quicken_moto  # noqa: E402
from tests.scheduling import pytest_xdist_make_scheduler  # noqa: E402, F401 - a hook
from tests.tables import create_tables, make_client  # noqa: E402

teach_moto()
quicken_moto()


@pytest.fixture
def tables() -> Iterator[dict[str, str]]:
    """The four tables, empty."""
    with mock_aws():
        yield create_tables(make_client("dynamodb"))
