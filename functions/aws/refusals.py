"""Whether what AWS answered is over soon: throttling, a server's fault, no answer in time.

Asked when something was raised, of whatever was: PynamoDB and our own errors keep botocore's as their cause.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
"""

from collections.abc import Iterator
from typing import Any

THROTTLES = frozenset(
    {
        "LimitExceededException",
        "ProvisionedThroughputExceeded",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ThrottledException",
        "Throttling",
        "ThrottlingError",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionInProgressException",
    }
)
"""Error codes, and codes of the parts of a transaction that was cancelled."""

DEEPEST = 8


def passes(error: BaseException) -> bool:
    """Whether the same call may succeed in a moment."""
    return any(_passes(each) for each in _causes(error))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(DEEPEST):
        if error is None:
            return
        yield error
        error = error.__cause__ or getattr(error, "cause", None)


def _passes(error: BaseException) -> bool:
    response = getattr(error, "response", None)
    return _refused(response) if isinstance(response, dict) else _unheard(error)


def _refused(response: dict[str, Any]) -> bool:
    codes = {reason.get("Code") for reason in response.get("CancellationReasons") or ()}
    codes.add(response.get("Error", {}).get("Code"))
    return bool(codes & THROTTLES) or response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) >= 500


def _unheard(error: BaseException) -> bool:
    from botocore.exceptions import ConnectionError as NotConnected
    from botocore.exceptions import HTTPClientError

    return isinstance(error, (HTTPClientError, NotConnected))
