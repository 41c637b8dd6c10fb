"""One botocore session, one client per service and patience. No boto3: it costs more and adds nothing."""

from functools import cache
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from model.errors import Unavailable

CONNECT_S = 1.0
READ_S = 2.0
ATTEMPTS = 2

ERRORS = (BotoCoreError, ClientError)
"""Everything a client raises."""


class CallFailed(Unavailable):
    """A call to AWS that did not succeed. `reason` is the service's error code, or botocore's class of error.

    Nothing else is kept: a service's message may quote what it was given.
    """

    def __init__(self, service: str, error: Exception) -> None:
        self.reason = _reason(error)
        super().__init__(f"{service}: {self.reason}")


@cache
def _session() -> Any:
    return botocore.session.get_session()


@cache
def client(service: str, seconds: float | None = None) -> Any:
    """The client of a service: connect within 1 s, read within 2 s, two attempts (botocore's own is 60 s).

    With `seconds` a call makes one attempt and gives up after that long, connecting included: callers with a
    budget repeat it themselves. Honours `AWS_ENDPOINT_URL` as botocore does.
    """
    connect, read, attempts = CONNECT_S, READ_S, ATTEMPTS
    if seconds is not None:
        connect, read, attempts = seconds * 0.3, seconds * 0.7, 1
    config = Config(
        connect_timeout=connect,
        read_timeout=read,
        retries={"mode": "standard", "total_max_attempts": attempts},
    )
    return _session().create_client(service, config=config)


def call(service: str, operation: str, *, seconds: float | None = None, **arguments: Any) -> dict[str, Any]:
    """The answer of one operation, `seconds` as for `client`. Raises CallFailed."""
    try:
        answer: dict[str, Any] = getattr(client(service, seconds), operation)(**arguments)
    except ERRORS as error:
        raise CallFailed(service, error) from error
    return answer


def _reason(error: Exception) -> str:
    if isinstance(error, ClientError):
        return str(error.response.get("Error", {}).get("Code", "ClientError"))
    return type(error).__name__
