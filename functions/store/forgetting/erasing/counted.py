"""All-or-nothing deletions that are counted under the task they are for: never twice, never not."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol

from pynamodb.transactions import TransactWrite

from model.errors import Conflict
from store.dynamo.rows import CoreRow, ShortLivedRow
from store.dynamo.writes import attempt
from store.forgetting import tasks

AT_ONCE = 50
"""Rows deleted in one transaction."""


class Leaving(Protocol):
    """Names what is to go, and the task it is counted under: a person, or an account."""

    @property
    def brand(self) -> str: ...

    @property
    def task(self) -> str:
        """Returns the task's id; empty where what goes is counted nowhere."""
        ...


@contextmanager
def counted(who: Leaving, **numbers: int) -> Iterator[TransactWrite]:
    """Yields a transaction that counts so many items of these classes. Raises Conflict when somebody was faster."""
    with attempt() as together:
        yield together
        for item_class, number in numbers.items():
            if number and who.task:
                tasks.count(together, who.brand, who.task, item_class, number)
    if not together.done:
        raise Conflict("what is to be deleted was changed by somebody else")


def delete_counted(who: Leaving, rows: Iterable[CoreRow | ShortLivedRow], item_class: str) -> Iterator[int]:
    """Deletes rows part by part; yields how many went with each. Raises Conflict."""
    found = list(rows)
    for start in range(0, len(found), AT_ONCE):
        part = found[start : start + AT_ONCE]
        with counted(who, **{item_class: len(part)}) as together:
            for row in part:
                together.delete(row, condition=type(row).pk.exists())
        yield len(part)
