"""The endpoints' records in Secrets Manager: `{prefix}/in/{platform}/{endpoint}`; the prefix holds the stage.

Only inbound secrets are read here. Sending tokens live under `{prefix}/out/`, which the webhook may not read.
"""

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from aws import clients, settings
from model.endpoint import Endpoint
from model.errors import Conflict, Malformed

FORMER = "AWSPREVIOUS"
"""The stage that Secrets Manager gives to the version before the current one."""

_GONE = frozenset({"ResourceNotFoundException", "InvalidRequestException"})
"""No such secret, or one that is marked for deletion."""


class Address(NamedTuple):
    """Says where an endpoint is found."""

    platform: str
    endpoint: str


def read_endpoint(platform: str, endpoint: str, seconds: float | None = None) -> Endpoint | None:
    """Returns an endpoint's record, None when there is none. Raises Unavailable, and Malformed for a broken one.

    Whoever changed the secrets could not read them: as long as the former ones are good, they are those of the version
    before.
    """
    record = _read_version(platform, endpoint, seconds)
    if record is None or record.previous is not None or (record.previous_until or 0) <= time.time():
        return record
    try:
        former = _read_version(platform, endpoint, seconds, VersionStage=FORMER)
    except Malformed:
        return record
    return record if former is None else replace(record, previous=former.current)


def _read_version(platform: str, endpoint: str, seconds: float | None, **stage: str) -> Endpoint | None:
    try:
        answer = _call("get_secret_value", seconds, SecretId=_name(platform, endpoint), **stage)
    except clients.CallFailed as error:
        if error.reason in _GONE:
            return None
        raise
    return Endpoint.from_secret_text(answer.get("SecretString", ""))


def create(platform: str, endpoint: str, record: Endpoint) -> None:
    """Keeps a new endpoint's record. Raises Conflict when the endpoint exists, else Unavailable."""
    try:
        _call("create_secret", Name=_name(platform, endpoint), SecretString=record.to_secret_text())
    except clients.CallFailed as error:
        if error.reason == "ResourceExistsException":
            raise Conflict("the endpoint exists") from None
        raise


def put(platform: str, endpoint: str, record: Endpoint) -> None:
    """Replaces an endpoint's record; functions see it within their cache time. Raises Unavailable."""
    _call("put_secret_value", SecretId=_name(platform, endpoint), SecretString=record.to_secret_text())


def addresses(platform: str | None = None) -> Iterator[Address]:
    """Yields all endpoints, or those of one platform. Raises Unavailable."""
    prefix = f"{settings.secrets_prefix()}/in/" + (f"{platform}/" if platform else "")
    more: dict[str, Any] = {}
    while True:
        page = _call("list_secrets", Filters=[{"Key": "name", "Values": [prefix]}], MaxResults=100, **more)
        for secret in page["SecretList"]:
            yield Address(*secret["Name"].split("/")[-2:])
        if "NextToken" not in page:
            return
        more = {"NextToken": page["NextToken"]}


def _call(operation: str, seconds: float | None = None, **arguments: Any) -> dict[str, Any]:
    return clients.call("secretsmanager", operation, seconds=seconds, **arguments)


def _name(platform: str, endpoint: str) -> str:
    return f"{settings.secrets_prefix()}/in/{platform}/{endpoint}"
