"""One botocore session, one client per service and patience. No boto3: it costs more and adds nothing."""

from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import Any

from aws import settings
from aws.places import place
from aws.wire import Wire
from model.errors import Unavailable

CONNECT_S = 1.0
READ_S = 2.0
ATTEMPTS = 2
DYNAMODB_ATTEMPTS = 3
"""PynamoDB's habit; what it sends is known to be well-formed, so botocore need not check it again."""


def errors() -> tuple[type[Exception], ...]:
    """Returns everything a client raises. Asked when something was raised: until then botocore may not be loaded."""
    from botocore.exceptions import BotoCoreError, ClientError

    return BotoCoreError, ClientError


class CallFailed(Unavailable):
    """Says that a call to AWS did not succeed. `reason` is the service's error code, or botocore's class of error.

    Nothing else is kept: a service's message may quote what it was given.
    """

    def __init__(self, service: str, error: Exception) -> None:
        self.reason = _reason(error)
        super().__init__(f"{service}: {self.reason}")


DATA = Path(__file__).with_name("data")
"""A copy of botocore's endpoints.json without its 1.2 MB of regions and services that nobody here calls.

Reading the whole costs a cold function 30 ms. What it leaves out follows from the partitions' patterns.
"""


@cache
def session() -> Any:
    """Returns the one botocore session; a second would cost as much as the first."""
    import botocore.session
    from botocore.loaders import Loader

    from aws.answers import ValueParserFactory

    made = botocore.session.get_session()
    made.register_component("data_loader", Loader(extra_search_paths=[str(DATA)]))
    made.register_component("response_parser_factory", ValueParserFactory())
    return made


def client(service: str, seconds: float | None = None) -> Any:
    """Returns the client of a service: it connects within 1 s, reads within 2 s and tries twice (botocore's own waits
    60 s).

    With `seconds` a call makes one attempt and gives up after that long, connecting included: callers with a
    budget repeat it themselves. Honours `AWS_ENDPOINT_URL` as botocore does.
    """
    return _client(service, seconds)


def warm_client(service: str, seconds: float | None = None) -> None:
    """Makes a client and opens its connection, which loads the trusted authorities, before anybody waits for it."""
    made = client(service, seconds)
    if isinstance(made, Wire):
        with suppress(OSError):  # the first call tries again, and tells
            made.open_connection()


@cache  # not on `client`: the cache would tell a default that is given from one that is not
def _client(service: str, seconds: float | None) -> Any:
    tables = service == "dynamodb"
    connect, read, attempts = CONNECT_S, READ_S, DYNAMODB_ATTEMPTS if tables else ATTEMPTS
    if seconds is not None:
        connect, read, attempts = seconds * 0.3, seconds * 0.7, 1
    careful = partial(_careful, service, connect, read, attempts)
    # A setting of the webhook, for which somebody waits: everywhere else botocore does it all.
    direct = place(service) if settings.plain_requests() else None
    if direct is None:
        return careful()
    return Wire(direct, careful, connect_s=connect, read_s=read, once=attempts == 1)


@cache
def _careful(service: str, connect: float, read: float, attempts: int) -> Any:
    from botocore import __version__
    from botocore.config import Config

    config = Config(
        # botocore's own word for itself is put together from the environment, twice a request.
        user_agent=f"rapport botocore/{__version__}",
        connect_timeout=connect,
        read_timeout=read,
        retries={"mode": "standard", "total_max_attempts": attempts},
        parameter_validation=service != "dynamodb",
    )
    return session().create_client(service, config=config)


def forget() -> None:
    """Forgets the clients: the next ones are made when asked for, which settles where they call."""
    _client.cache_clear()
    _careful.cache_clear()


def call(service: str, operation: str, *, seconds: float | None = None, **arguments: Any) -> dict[str, Any]:
    """Returns the answer of one operation, `seconds` as for `client`. Raises CallFailed."""
    try:
        answer: dict[str, Any] = getattr(client(service, seconds), operation)(**arguments)
    except errors() as error:
        raise CallFailed(service, error) from error
    return answer


def _reason(error: Exception) -> str:
    response = getattr(error, "response", None)
    code = response.get("Error", {}).get("Code") if isinstance(response, dict) else None
    return str(code or type(error).__name__)
