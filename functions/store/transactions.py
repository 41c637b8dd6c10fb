"""All-or-nothing writes, and how to tell a lost race from a failure."""

from functools import cache

from pynamodb.connection import Connection
from pynamodb.exceptions import PynamoDBException, TransactWriteError
from pynamodb.transactions import TransactWrite

from aws import clients

CONDITION = "ConditionalCheckFailedException"
_RACES = {"ConditionalCheckFailed", "TransactionConflict", "None"}


def connection() -> Connection:
    """The plain connection, where no model fits."""
    made = _connection()
    made._client = clients.client("dynamodb")  # noqa: SLF001 - as in `store.tables`
    return made


@cache
def _connection() -> Connection:
    return Connection()


def transaction() -> TransactWrite:
    """A transaction to be filled in a `with` block."""
    return TransactWrite(connection=connection())


def lost_race(error: PynamoDBException) -> bool:
    """Whether a write was refused only because somebody else was faster."""
    if isinstance(error, TransactWriteError):
        codes = {reason.code for reason in error.cancellation_reasons if reason is not None}
        return bool(codes) and codes <= _RACES
    return code_of(error) in (CONDITION, "TransactionConflictException")


def code_of(error: PynamoDBException) -> str | None:
    """The service's word for what was wrong; None where there was no answer, at which PynamoDB's own way stumbles."""
    response = getattr(error.cause, "response", None) or {}
    code: str | None = response.get("Error", {}).get("Code")
    return code
