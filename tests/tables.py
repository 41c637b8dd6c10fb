"""The tables of template.yaml, made in moto or on the local stack: their definitions live only there."""

from functools import cache
from typing import Any, cast

import boto3
from botocore.config import Config

from infra import template

NAMES = ("core", "feed", "ops", "keys")
_CREATED_WITH = ("AttributeDefinitions", "KeySchema", "BillingMode", "GlobalSecondaryIndexes")


@cache
def make_client(service: str) -> Any:
    """One client of moto's service for all tests: to make one costs more than to make tables with it."""
    return boto3.client(service, config=Config(ignore_configured_endpoint_urls=True))


def table_properties(name: str) -> dict[str, Any]:
    """Properties of the table `core`, `feed`, `ops` or `keys` as the template writes them."""
    return cast(dict[str, Any], template.load()["Resources"][f"{name.title()}Table"]["Properties"])


def create_tables(dynamodb_client: Any, prefix: str = "rapport-test") -> dict[str, str]:
    """Create the four tables with keys, indexes and TTL; answers `{"core": "rapport-test-core", …}`."""
    created = {}
    for name in NAMES:
        properties = table_properties(name)
        created[name] = f"{prefix}-{name}"
        dynamodb_client.create_table(
            TableName=created[name], **{key: properties[key] for key in _CREATED_WITH if key in properties}
        )
        if ttl := properties.get("TimeToLiveSpecification"):
            dynamodb_client.update_time_to_live(TableName=created[name], TimeToLiveSpecification=ttl)
    return created


def create_queues(sqs: Any) -> None:
    """Make the queues of all steps, as the settings of tests name them."""
    for name in ("deliveries", "sentiment", "fetches", "segments", "privacy"):
        sqs.create_queue(QueueName=name)
        sqs.create_queue(QueueName=f"{name}-dlq")
    fifo = {"FifoQueue": "true", "ContentBasedDeduplication": "true"}
    sqs.create_queue(QueueName="outbox.fifo", Attributes=fifo)
