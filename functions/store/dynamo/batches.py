"""Conditional writes of many rows in few requests: PartiQL statements, 25 to a request, each as if it were alone.

A statement costs the units of the plain write it stands for, and a tenth of the request. There is no order among
those of one batch and no all-or-nothing: what has to be there before something else goes into a batch before it.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.multiplestatements.batching.html
"""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from model.errors import Unavailable
from store.dynamo.row import stored
from store.dynamo.writes import connection

MOST = 25
"""Statements of one request."""

LARGEST = 1_000_000
"""Sealed bytes of one request, if it is not a single row's: it has two seconds for its way there and back."""

ROUNDS = 4
"""How often those that were turned away are tried."""

LOST = frozenset({"DuplicateItem", "ConditionalCheckFailed", "TransactionConflict"})
"""Somebody was faster."""

BUSY = frozenset(
    {"ProvisionedThroughputExceeded", "RequestLimitExceeded", "ThrottlingError", "InternalServerError"}
)

Statement = dict[str, Any]


def insert_statement(row: Any) -> Statement:
    """Returns what puts a row unless its key is taken."""
    attributes = row.get_attributes()
    values = {
        name: stored(attributes[name], value)
        for name, value in row.attribute_values.items()
        if value is not None
    }
    fields = ", ".join(f"'{name}': ?" for name in values)
    return {
        "Statement": f'INSERT INTO "{row.Meta.table_name}" VALUE {{{fields}}}',
        "Parameters": list(values.values()),
    }


def update_statement(row: Any, values: Mapping[str, Any], rev: int | None) -> Statement:
    """Returns what sets attributes, or with None removes them, if the row is there and at `rev` (None: has none)."""
    attributes = row.get_attributes()
    parts, given = [], []
    for name, value in values.items():
        if value is None:
            parts.append(f'REMOVE "{name}"')
        else:
            parts.append(f'SET "{name}"=?')
            given.append(stored(attributes[name], value))
    where = []
    for name in ("pk", "sk"):
        if name in attributes:
            where.append(f'"{name}"=?')
            given.append({"S": getattr(row, name)})
    where.append('"rev" IS MISSING' if rev is None else '"rev"=?')
    given += [] if rev is None else [{"N": str(rev)}]
    return {
        "Statement": f'UPDATE "{row.Meta.table_name}" {" ".join(parts)} WHERE {" AND ".join(where)}',
        "Parameters": given,
    }


def run_statements(
    statements: Sequence[Statement], sleep: Callable[[float], None] = time.sleep
) -> list[bool]:
    """Tells whether each was done; not done are those of which somebody was faster. All have different keys.

    Raises Unavailable when DynamoDB kept being busy with some, and for what no repetition helps; others are done then.
    """
    return [was_done for batch in _batches(statements) for was_done in _batch(batch, sleep)]


def _batches(statements: Sequence[Statement]) -> Iterator[list[Statement]]:
    batch: list[Statement] = []
    size = 0
    for each in statements:
        sealed = sum(len(value["B"]) for value in each["Parameters"] if "B" in value)
        if batch and (len(batch) == MOST or size + sealed > LARGEST):
            yield batch
            batch, size = [], 0
        batch.append(each)
        size += sealed
    if batch:
        yield batch


def _batch(statements: Sequence[Statement], sleep: Callable[[float], None]) -> list[bool]:
    done: dict[int, bool] = {}
    left = list(range(len(statements)))
    for past in range(ROUNDS):
        if past:
            sleep(random.uniform(0.05, 0.1) * 2**past)  # noqa: S311 - jitter
        asked = [statements[number] for number in left]
        answer = connection().client.batch_execute_statement(Statements=asked)
        codes = [each.get("Error", {}).get("Code", "") for each in answer["Responses"]]
        if unexpected := set(codes) - LOST - BUSY - {""}:
            raise Unavailable(f"dynamodb: {' '.join(sorted(unexpected))}")
        done |= {number: not code for number, code in zip(left, codes, strict=True) if code not in BUSY}
        left = [number for number, code in zip(left, codes, strict=True) if code in BUSY]
        if not left:
            return [done[number] for number in range(len(statements))]
    raise Unavailable(f"dynamodb: {len(left)} of {len(statements)} rows not written")
