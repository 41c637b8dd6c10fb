"""The sweep with the real queues, bucket and tables, as far as moto has them."""

import pytest

from aws import clients, kms, objects, queues, settings
from ingest import sweep
from model.messages import Envelope
from store.interactions.parked import EXHAUSTED
from store.stores import Stores

NOW_MS = int(Stores(kms).clock() * 1000)


class Context:
    def get_remaining_time_in_millis(self) -> int:
        return 60_000


@pytest.fixture
def stores(tables: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Stores:
    sqs, s3 = clients.client("sqs"), clients.client("s3")
    monkeypatch.setattr(queues, "WAIT_S", 0)
    monkeypatch.setenv("RAPPORT_QUEUE_DELIVERIES", sqs.create_queue(QueueName="deliveries")["QueueUrl"])
    monkeypatch.setenv("RAPPORT_QUEUE_DELIVERIES_DLQ", sqs.create_queue(QueueName="dead")["QueueUrl"])
    s3.create_bucket(
        Bucket="rapport-test-fallback", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    monkeypatch.setenv("RAPPORT_KMS_KEY_ID", clients.client("kms").create_key()["KeyMetadata"]["KeyId"])
    sweep._sweep.cache_clear()
    made = Stores(kms)
    made.create_brand("acme")
    return made


def test_fallback_to_the_queue_and_dead_letters_to_parked_rows(stores: Stores) -> None:
    fell_back = Envelope("slack", "e", "acme", NOW_MS, {}, b"fell back")
    died = Envelope("slack", "e", "acme", NOW_MS, {}, b"died")
    objects.put(f"fallback/2025-11-25/{NOW_MS}-1.json", fell_back.to_json().encode())
    queues.send(settings.queue_deliveries_dlq(), died.to_json())

    sweep.handler({}, Context())

    (message,) = queues.receive(settings.queue_deliveries())
    assert Envelope.from_json(message.body) == fell_back
    assert list(objects.pages("fallback/")) == [[]]
    (parked,) = stores.parked.list_parked("acme", NOW_MS)
    assert parked.message == died.to_json()
    assert parked.reason == EXHAUSTED
    attributes = clients.client("sqs").get_queue_attributes(
        QueueUrl=settings.queue_deliveries_dlq(), AttributeNames=["All"]
    )["Attributes"]
    assert attributes["ApproximateNumberOfMessagesNotVisible"] == "0"
