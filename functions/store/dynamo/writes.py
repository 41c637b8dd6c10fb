"""All-or-nothing writes, and how to tell a lost race from a failure."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from types import TracebackType
from typing import Any, Literal

from pynamodb.connection import Connection
from pynamodb.exceptions import DeleteError, PutError, PynamoDBException, TransactWriteError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from aws import clients
from model.errors import Conflict

CONDITION = "ConditionalCheckFailedException"
TRIES = 10
_RACES = {"ConditionalCheckFailed", "TransactionConflict", "None"}


def connection() -> Connection:
    """Returns the plain connection, where no model fits."""
    return use_shared_client(_connection())


@cache
def _connection() -> Connection:
    return Connection()


def use_shared_client(made: Connection) -> Connection:
    """Gives a connection the one client for all models: PynamoDB would make one for each, of 30 ms each."""
    made._client = clients.client("dynamodb")  # noqa: SLF001 - no public way; PynamoDB is pinned to one version
    return made


def transaction() -> TransactWrite:
    """Returns a transaction to be filled in a `with` block."""
    return TransactWrite(connection=connection())


class Attempt(TransactWrite):
    """Tries a transaction that somebody else may be faster than; `done` says afterwards whether it was written."""

    done = False
    refused: TransactWriteError | None = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Writes, unless the block raised. Raises TransactWriteError for any other failure than a lost race."""
        try:
            super().__exit__(kind, error, trace)
        except TransactWriteError as failure:
            if not lost_race(failure):
                raise
            self.refused = failure
        else:
            self.done = error is None


def attempt() -> Attempt:
    """Returns a transaction to be filled in a `with` block; see `Attempt`."""
    return Attempt(connection=connection())


@contextmanager
def write_together(lost: str) -> Iterator[TransactWrite]:
    """Yields a transaction. Raises Conflict with these words when somebody was faster."""
    with attempt() as together:
        yield together
    if not together.done:
        raise Conflict(lost)


def lost_race(error: PynamoDBException) -> bool:
    """Tells whether a write was refused only because somebody else was faster."""
    if isinstance(error, TransactWriteError):
        codes = {reason.code for reason in error.cancellation_reasons if reason is not None}
        return bool(codes) and codes <= _RACES
    return code_of(error) in (CONDITION, "TransactionConflictException")


def retrying(what: str, how: str = "changing under us") -> Callable[[], Literal[True]]:
    """Counts the tries of a change that others may be faster with.

    Returns the question to ask before each try, as in `while again():`. Its answer is True, until it raises Conflict.
    """
    left = iter(range(TRIES))

    def again() -> Literal[True]:
        if next(left, None) is None:
            raise Conflict(f"{what} kept {how}")
        return True

    return again


def update_if(row: Any, actions: Iterable[Action], condition: Condition) -> bool:
    """Changes a row if the condition holds and returns whether it did. Raises UpdateError for any other failure."""
    try:
        row.update(list(actions), condition=condition)
    except UpdateError as error:
        if lost_race(error):
            return False
        raise
    return True


def put_if(row: Any, condition: Condition) -> bool:
    """Puts a row if the condition holds and returns whether it did. Raises PutError for any other failure."""
    try:
        row.save(condition)
    except PutError as error:
        if lost_race(error):
            return False
        raise
    return True


def delete_if(row: Any, condition: Condition) -> bool:
    """Deletes a row if the condition holds and returns whether it did. Raises DeleteError for any other failure."""
    try:
        row.delete(condition)
    except DeleteError as error:
        if lost_race(error):
            return False
        raise
    return True


def code_of(error: PynamoDBException) -> str | None:
    """Returns the service's word for what was wrong.

    None where there was no answer, at which PynamoDB's own way stumbles.
    """
    response = getattr(error.cause, "response", None) or {}
    code: str | None = response.get("Error", {}).get("Code")
    return code
