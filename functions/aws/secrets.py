"""The endpoints' records in Secrets Manager: `{prefix}/in/{platform}/{endpoint}`; the prefix holds the stage.

Only inbound secrets are read here. Sending tokens live under `{prefix}/out/`, which the webhook may not read.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from aws import clients, settings
from model.endpoint import Endpoint
from model.errors import Conflict

_GONE = frozenset({"ResourceNotFoundException", "InvalidRequestException"})
"""No such secret, or one that is marked for deletion."""


class Address(NamedTuple):
    """Where an endpoint is found."""

    platform: str
    endpoint: str


def read(platform: str, endpoint: str, seconds: float | None = None) -> Endpoint | None:
    """An endpoint's record, None when there is none. Raises Unavailable, and Malformed for a broken one."""
    try:
        answer = _call("get_secret_value", seconds, SecretId=_name(platform, endpoint))
    except clients.CallFailed as error:
        if error.reason in _GONE:
            return None
        raise
    return Endpoint.from_json(answer.get("SecretString", ""))


def create(platform: str, endpoint: str, record: Endpoint) -> None:
    """Keep a new endpoint's record. Raises Conflict when the endpoint exists, else Unavailable."""
    try:
        _call("create_secret", Name=_name(platform, endpoint), SecretString=record.to_json())
    except clients.CallFailed as error:
        if error.reason == "ResourceExistsException":
            raise Conflict("the endpoint exists") from None
        raise


def put(platform: str, endpoint: str, record: Endpoint) -> None:
    """Replace an endpoint's record; functions see it within their cache time. Raises Unavailable."""
    _call("put_secret_value", SecretId=_name(platform, endpoint), SecretString=record.to_json())


def addresses(platform: str | None = None) -> Iterator[Address]:
    """All endpoints, or those of one platform. Raises Unavailable."""
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
