"""Keeps the tokens that accounts send with in Secrets Manager: `{prefix}/out/{platform}/{account}`. The webhook may
not read it.
"""

from typing import Any

from aws import clients, settings
from model.credentials import Credentials

_GONE = frozenset({"ResourceNotFoundException", "InvalidRequestException"})
"""No such secret, or one that is marked for deletion."""


def read_credentials(platform: str, account: str) -> Credentials | None:
    """Returns an account's record, None when there is none. Raises Unavailable, and Malformed for a broken one."""
    try:
        answer = _call("get_secret_value", SecretId=_name(platform, account))
    except clients.CallFailed as error:
        if error.reason in _GONE:
            return None
        raise
    return Credentials.from_credentials_text(answer.get("SecretString", ""))


def keep_credentials(platform: str, account: str, record: Credentials) -> None:
    """Keeps an account's record in the place of the one before. Raises Unavailable."""
    name, text = _name(platform, account), record.to_credentials_text()
    try:
        _call("put_secret_value", SecretId=name, SecretString=text)
    except clients.CallFailed as error:
        if error.reason not in _GONE:
            raise
        _create(name, text)


def drop_credentials(platform: str, account: str) -> None:
    """Deletes an account's record for good; does nothing where there is none. Raises Unavailable."""
    try:
        _call("delete_secret", SecretId=_name(platform, account), ForceDeleteWithoutRecovery=True)
    except clients.CallFailed as error:
        if error.reason not in _GONE:
            raise


def _create(name: str, text: str) -> None:
    try:
        _call("create_secret", Name=name, SecretString=text)
    except clients.CallFailed as error:
        if error.reason != "ResourceExistsException":
            raise
        _call("put_secret_value", SecretId=name, SecretString=text)  # somebody made it meanwhile


def _call(operation: str, **arguments: Any) -> dict[str, Any]:
    return clients.call("secretsmanager", operation, **arguments)


def _name(platform: str, account: str) -> str:
    return f"{settings.secrets_prefix()}/out/{platform}/{account}"
