"""Everything an installation stores, as bytes to look into: the one place that scans tables, on purpose."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from aws import clients
from infra.verify.scan import Piece
from model.errors import Erased, Purged
from store.insights.hour_keys import HourKeys, unlock
from store.vault.sealed import SealedPlace, Tampered
from store.vault.vault import Vault

SECONDS = 20.0
"""A page of a table takes longer than a function would wait."""


@dataclass(frozen=True, slots=True)
class Installation:
    """Names of what is to be looked into."""

    tables: tuple[str, ...] = ()
    buckets: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    """URLs, dead-letter queues included."""
    log_groups: tuple[str, ...] = ()
    restored: tuple[str, ...] = field(default=())
    """Tables restored from a backup."""


def of_stack(stack: str) -> Installation:
    """Returns the stores of a deployed stack. Raises Unavailable."""
    found: dict[str, list[str]] = {}
    more: dict[str, Any] = {}
    while True:
        page = clients.call(
            "cloudformation", "list_stack_resources", seconds=SECONDS, StackName=stack, **more
        )
        for each in page["StackResourceSummaries"]:
            found.setdefault(each["ResourceType"], []).append(each["PhysicalResourceId"])
        if "NextToken" not in page:
            break
        more = {"NextToken": page["NextToken"]}
    return Installation(
        tables=tuple(found.get("AWS::DynamoDB::Table", ())),
        buckets=tuple(found.get("AWS::S3::Bucket", ())),
        queues=tuple(found.get("AWS::SQS::Queue", ())),
        log_groups=tuple(found.get("AWS::Logs::LogGroup", ())),
    )


def pieces(of: Installation) -> Iterator[Piece]:
    """Yields all bytes of all stores. Messages in queues stay where they are. Raises Unavailable."""
    for table in (*of.tables, *of.restored):
        yield from table_pieces(table)
    for bucket in of.buckets:
        yield from bucket_pieces(bucket)
    for queue in of.queues:
        yield from queue_pieces(queue)
    for group in of.log_groups:
        yield from log_pieces(group)


def table_pieces(table: str) -> Iterator[Piece]:
    """Yields one piece for each attribute of each row."""
    for item in rows_of(table):
        place = "/".join(str(item[key].get("S")) for key in ("pk", "sk") if key in item)
        for name, value in item.items():
            for data in _leaves(value):
                yield Piece(table, f"{place} {name}", data)


def rows_of(table: str) -> Iterator[dict[str, Any]]:
    """Yields every row of a table, as DynamoDB has it."""
    more: dict[str, Any] = {}
    while True:
        page = clients.call("dynamodb", "scan", seconds=SECONDS, TableName=table, ConsistentRead=True, **more)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        more = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def _leaves(value: Any) -> Iterator[bytes]:
    """Yields every text and every binary in a typed attribute (`{"S": "…"}`), names in maps too."""
    if isinstance(value, bytes):
        yield value
    elif isinstance(value, str):
        yield value.encode("utf-8", "surrogatepass")
    elif isinstance(value, dict):
        for name, each in value.items():
            yield name.encode()
            yield from _leaves(each)
    elif isinstance(value, (list, tuple, set)):
        for each in value:
            yield from _leaves(each)


def bucket_pieces(bucket: str) -> Iterator[Piece]:
    """Names and contents of all objects, older versions too."""
    more: dict[str, Any] = {}
    while True:
        page = clients.call("s3", "list_object_versions", seconds=SECONDS, Bucket=bucket, **more)
        for each in page.get("Versions", ()):
            key, version = each["Key"], each["VersionId"]
            yield Piece(bucket, f"{key} name", key.encode())
            named = {} if version == "null" else {"VersionId": version}
            found = clients.call("s3", "get_object", seconds=SECONDS, Bucket=bucket, Key=key, **named)
            yield Piece(bucket, f"{key} {version}", found["Body"].read())
        if not page.get("IsTruncated"):
            return
        more = {"KeyMarker": page["NextKeyMarker"]}
        if page.get("NextVersionIdMarker"):
            more["VersionIdMarker"] = page["NextVersionIdMarker"]


def queue_pieces(queue_url: str) -> Iterator[Piece]:
    """Yields what waits in a queue now; it is hidden from its reader for a few seconds and counted as received once."""
    seen: set[str] = set()
    while True:
        answer = clients.call(
            "sqs",
            "receive_message",
            seconds=SECONDS,
            QueueUrl=queue_url,
            MaxNumberOfMessages=10,
            VisibilityTimeout=10,
            WaitTimeSeconds=1,
        )
        fresh = [each for each in answer.get("Messages", ()) if each["MessageId"] not in seen]
        for each in fresh:
            seen.add(each["MessageId"])
            yield Piece(queue_url.rsplit("/", 1)[1], each["MessageId"], each["Body"].encode())
        if not fresh:
            return


def log_pieces(group: str) -> Iterator[Piece]:
    """Yields every line of a log group."""
    more: dict[str, Any] = {}
    while True:
        page = clients.call("logs", "filter_log_events", seconds=SECONDS, logGroupName=group, **more)
        for each in page.get("events", ()):
            yield Piece(group, each.get("eventId", ""), each["message"].encode())
        if not page.get("nextToken"):
            return
        more = {"nextToken": page["nextToken"]}


def opened_pieces(vault: Vault, brand: str, tables: Mapping[str, str]) -> Iterator[Piece]:
    """Yields what the keys as they are now still open of the rows in `tables` (`{"feed": its name or a restored
    copy's}`).

    Everything is sealed at rest, so bytes alone show nothing of anybody: this is what shows that the others are
    there, and that nothing of the erased person opens, in the live tables or in a copy from before.
    """
    hours: dict[str, bytes | None] = {}
    """The keys of open hours, each asked for once; None once an hour is closed."""
    for short, table in tables.items():
        for item in rows_of(table):
            if "sealed" not in item or not is_of(item, brand):
                continue
            pk, sk = item["pk"]["S"], item.get("sk", {}).get("S", "")
            try:
                record = vault.unseal(brand, SealedPlace(short, pk, sk), item["sealed"]["B"])
            except (Erased, Purged, Tampered):
                continue
            if isinstance(record.get("terms"), str):  # of an hour that is open, below that hour's key as well
                hour = pk.rpartition("#")[2] + sk.partition("#")[0]
                key = hours[hour] = hours[hour] if hour in hours else HourKeys().find_key(brand, hour)
                record = {"terms": None if key is None else unlock(key, record["terms"])}
            yield Piece(table, f"{pk}/{sk} opened", json.dumps(record, ensure_ascii=False).encode())


def is_of(item: Mapping[str, Any], brand: str) -> bool:
    """Tells whether a row is a brand's."""
    named = item.get("brand", {}).get("S")
    return bool(named == brand if named is not None else item["pk"]["S"].split("#")[1:2] == [brand])
