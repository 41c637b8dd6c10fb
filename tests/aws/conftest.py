"""AWS inside the test process. The clients live as long as the process, the services only for one test."""

from collections.abc import Iterator

import pytest
from moto import mock_aws

from aws import clients, queues

REGION = "eu-central-1"


@pytest.fixture(autouse=True)
def _aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("RAPPORT_STAGE", "test")
    monkeypatch.setenv("RAPPORT_SECRETS_PREFIX", "rapport/test")
    monkeypatch.setattr(queues, "WAIT_S", 0)  # moto asks all of its machines
    with mock_aws():
        yield


@pytest.fixture
def queue_url() -> str:
    return str(clients.client("sqs").create_queue(QueueName="deliveries")["QueueUrl"])


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> str:
    place = {"LocationConstraint": REGION}
    clients.client("s3").create_bucket(Bucket="rapport-test-fallback", CreateBucketConfiguration=place)
    monkeypatch.setenv("RAPPORT_BUCKET_FALLBACK", "rapport-test-fallback")
    return "rapport-test-fallback"


@pytest.fixture
def kms_key(monkeypatch: pytest.MonkeyPatch) -> str:
    key = str(clients.client("kms").create_key()["KeyMetadata"]["KeyId"])
    monkeypatch.setenv("RAPPORT_KMS_KEY_ID", key)
    return key
