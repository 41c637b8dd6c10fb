"""All-or-nothing writes, and how to tell a lost race from a failure."""

from functools import cache

from pynamodb.connection import Connection
from pynamodb.exceptions import PynamoDBException, TransactWriteError
from pynamodb.transactions import TransactWrite

from aws import clients

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
    return error.cause_response_code in ("ConditionalCheckFailedException", "TransactionConflictException")
