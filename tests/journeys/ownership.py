"""What the stack's owner does behind the public faces: tokens, copies of tables, shorter periods.

Each function runs in a process of its own: clients and tables stay bound to the stack that they first saw.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, ParamSpec, TypeVar

from infra.local.stack import Stack

Given = ParamSpec("Given")
Result = TypeVar("Result")

COPIED = ("core", "feed", "ops")
AT_ONCE = 25
DAY_S = 86_400


def elsewhere(work: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
    """What `work` answers in a new process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(work, *given, **named).result()


def token_of(deployed: Stack, brand: str, agent: str) -> str:
    """A new token of an agent."""
    os.environ.update(deployed.environment())
    from aws import kms
    from model import api_token
    from store.brand.agents import Token
    from store.stores import Stores

    made = api_token.new(os.urandom(api_token.ID_BYTES), os.urandom(api_token.SECRET_BYTES))
    token = Token(made.id, brand, agent, made.secret_hash, expires_at=int(time.time()) + DAY_S)
    Stores(kms).agents.keep_token(token)
    return made.text


def shorten(deployed: Stack, brand: str, platform: str, periods: Mapping[str, float]) -> None:
    """Have shorter periods for a platform."""
    os.environ.update(deployed.environment())
    from store.brand.brands import Brands

    Brands().shorten_periods(brand, platform, periods)


def copied(deployed: Stack) -> dict[str, str]:
    """Copies of the tables as new tables, as a restored backup is one; their names by the originals' short ones."""
    dynamodb = deployed.client("dynamodb")
    copies = {}
    for short in COPIED:
        original = deployed.outputs[f"Table{short.capitalize()}"]
        copies[short] = f"restored-{short}-{time.time_ns()}"
        keys = dynamodb.describe_table(TableName=original)["Table"]["KeySchema"]
        names = [{"AttributeName": each["AttributeName"], "AttributeType": "S"} for each in keys]
        dynamodb.create_table(
            TableName=copies[short], KeySchema=keys, AttributeDefinitions=names, BillingMode="PAY_PER_REQUEST"
        )
        _fill(dynamodb, copies[short], list(_rows(dynamodb, original)))
    return copies


def _rows(dynamodb: Any, table: str) -> Iterator[dict[str, Any]]:
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
        yield from page["Items"]


def _fill(dynamodb: Any, table: str, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), AT_ONCE):
        puts = [{"PutRequest": {"Item": row}} for row in rows[start : start + AT_ONCE]]
        answer = dynamodb.batch_write_item(RequestItems={table: puts})
        assert not answer.get("UnprocessedItems")


def opened(
    deployed: Stack, brand: str, tables: Mapping[str, str], gone: Iterable[str], kept: Iterable[str]
) -> dict[str, object]:
    """The verdict over what the keys as they are now open of these tables."""
    os.environ.update(deployed.environment())
    from aws import kms
    from infra.verify.scan import Scanner, verdict
    from infra.verify.stores import opened_pieces
    from store.stores import Stores

    gone, kept = list(gone), list(kept)
    pieces = opened_pieces(Stores(kms).vault, brand, tables)
    return verdict(Scanner([*gone, *kept]).scan(pieces), gone, kept)
