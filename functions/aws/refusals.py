"""Tells whether a refusal of AWS is over soon: throttling, a server's fault, or no answer in time.

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

OF_THE_CONTENT = frozenset({"ValidationException", "TransactionCanceledException"})
"""Codes that can mean that a row is too large, or breaks another rule."""

DEEPEST = 8


def passes(error: BaseException) -> bool:
    """Tells whether the same call may succeed in a moment."""
    return any(_passes(each) for each in _causes(error))


def names_service(error: BaseException) -> bool:
    """Tells whether AWS refused for a reason of its own or of our set-up, not because of what we handed over.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
    """
    codes = {
        response.get("Error", {}).get("Code")
        for each in _causes(error)
        if isinstance(response := getattr(each, "response", None), dict)
    }
    return bool(codes) and not codes & OF_THE_CONTENT


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
