"""Compares a restored table with its template: DynamoDB keeps rows, keys and indexes, and forgets the rest.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html
"""

from collections.abc import Iterator, Mapping
from typing import Any

from aws import clients
from infra import template

SECONDS = 20.0


def differences(tables: Mapping[str, str]) -> Iterator[str]:
    """Yields, in words, what `{"feed": its name}` lacks of what template.yaml gives the table. Raises Unavailable."""
    for short, name in tables.items():
        wanted = template.load()["Resources"][f"{short.title()}Table"]["Properties"]
        for missing in _missing(name, wanted):
            yield f"{short} ({name}): {missing}"


def _missing(name: str, wanted: Mapping[str, Any]) -> Iterator[str]:
    table = _asked("describe_table", name)["Table"]
    if wanted.get("DeletionProtectionEnabled") and not table.get("DeletionProtectionEnabled"):
        yield "deletion protection is off"
    there = {each["IndexName"] for each in table.get("GlobalSecondaryIndexes", ())}
    for index in wanted.get("GlobalSecondaryIndexes", ()):
        if index["IndexName"] not in there:
            yield f"the index {index['IndexName']} is missing"
    if ttl := wanted.get("TimeToLiveSpecification"):
        found = _asked("describe_time_to_live", name)["TimeToLiveDescription"]
        enabled = found.get("TimeToLiveStatus") in ("ENABLED", "ENABLING")
        if not enabled or found.get("AttributeName") != ttl["AttributeName"]:
            yield f"time to live on {ttl['AttributeName']} is off"
    if wanted.get("PointInTimeRecoverySpecification"):
        backups = _asked("describe_continuous_backups", name)["ContinuousBackupsDescription"]
        if backups.get("PointInTimeRecoveryDescription", {}).get("PointInTimeRecoveryStatus") != "ENABLED":
            yield "point-in-time recovery is off"


def _asked(operation: str, name: str) -> dict[str, Any]:
    answer: dict[str, Any] = clients.call("dynamodb", operation, seconds=SECONDS, TableName=name)
    return answer
