"""A role's own DynamoDB statements, enforced in front of tables that, like the local AWS, look at no leading keys."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fnmatch import fnmatchcase
from functools import partial
from typing import Any

from pynamodb.models import Model

from infra import template
from store.dynamo.rows import CoreRow
from store.dynamo.writes import connection
from tests import partiql
from tests.rows import MODELS
from tests.store.world import FakeWrapping
from tests.template.reading import actions, leading_keys, resources, statements

PARTS = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
}


class Denied(AssertionError):
    """The function's role does not allow this."""


def clients() -> list[Any]:
    """Every botocore client the stores have now."""
    models = list(MODELS.values())
    # A base class asked first would give its connection, without their indexes, to all its models.
    bare = (Model, CoreRow)
    connections = [each._get_connection().connection for each in models if each not in bare]
    made = [each.client for each in [*connections, connection()]]
    return list({id(client): client for client in made}.values())


@contextmanager
def as_function(name: str) -> Iterator[set[tuple[str, str, str]]]:
    """Run as the function `name`; yields what was asked for: (action, table, key's prefix)."""
    allowed = statements(template.load(), name)
    asked: set[tuple[str, str, str]] = set()

    def check(params: dict[str, Any], model: Any, **_: Any) -> None:
        for action, table, key, index in _requests(model.name, params):
            asked.add((action, table, "index" if index else key.split("#")[0]))
            if not any(_allows(each, action, table, key, index) for each in allowed):
                raise Denied(f"{name} may not {action} {key!r} in {table}{' by an index' if index else ''}")
        if model.name == "TransactWriteItems":
            _check_together(name, allowed, list(_requests(model.name, params)))

    found = clients()
    FakeWrapping.watched = partial(_check_context, name, allowed)
    for client in found:
        client.meta.events.register_first("provide-client-params.dynamodb.*", check, unique_id="role")
    try:
        yield asked
    finally:
        FakeWrapping.watched = None
        for client in found:
            client.meta.events.unregister("provide-client-params.dynamodb.*", unique_id="role")


def _check_together(
    name: str, allowed: list[dict[str, Any]], parts: list[tuple[str, str, str, bool]]
) -> None:
    """Nobody documents whether AWS shows a condition the keys of one part of a transaction or of all of them, so that
    one statement allows all that a transaction does in a table.
    """
    for table in {part[1] for part in parts}:
        asked = [part for part in parts if part[1] == table]
        if not any(all(_allows(each, *part) for part in asked) for each in allowed):
            what = sorted({f"{action} {key.split('#')[0]}#" for action, _, key, _ in asked})
            raise Denied(f"no statement lets {name} do all of a transaction in {table}: {what}")


def _allows(statement: dict[str, Any], action: str, table: str, key: str, index: bool) -> bool:
    if f"dynamodb:{action}" not in actions(statement):
        return False
    places = [one for one in resources(statement) if ("/index/" in one) is index]
    if not any(one.lower().removeprefix("${").startswith(f"{table}table") for one in places):
        return False
    prefixes = leading_keys(statement)
    return index or not prefixes or any(fnmatchcase(key, prefix) for prefix in prefixes)


def _check_context(name: str, allowed: list[dict[str, Any]], context: Mapping[str, str]) -> None:
    """Holds IAM's conditions about the encryption context, at which neither moto nor the local AWS looks."""
    unwrapping = [each["Condition"] for each in allowed if "kms:Decrypt" in actions(each)]
    if not any(_met(condition, context) for condition in unwrapping):
        raise Denied(f"{name} may not unwrap {dict(context)}")


def _met(condition: dict[str, dict[str, Any]], context: Mapping[str, str]) -> bool:
    known = set(condition["ForAllValues:StringEquals"]["kms:EncryptionContextKeys"])
    wanted = {**condition["StringEquals"], **condition["StringLike"]}
    return set(context) <= known and all(
        any(fnmatchcase(context.get(key.rpartition(":")[2], ""), each) for each in values)
        for key, values in ((key, [v] if isinstance(v, str) else v) for key, v in wanted.items())
    )


def _requests(operation: str, params: dict[str, Any]) -> Iterator[tuple[str, str, str, bool]]:
    """(action, table, partition key, whether by an index) of all that one call asks for."""
    if operation == "TransactWriteItems":
        for part in params["TransactItems"]:
            for verb, one in part.items():
                yield PARTS[verb], _table(one), _key(one.get("Key") or one["Item"]), False
    elif operation == "BatchExecuteStatement":
        for statement in params["Statements"]:
            verb, one, _ = partiql.plain(statement)
            action = {"PutItem": "PartiQLInsert", "UpdateItem": "PartiQLUpdate"}[verb]
            yield action, _table(one), _key(one.get("Key") or one["Item"]), False
    elif operation in ("BatchGetItem", "BatchWriteItem"):
        for table, request in params["RequestItems"].items():
            for key in _batch_keys(request):
                yield operation, _short(table), key, False
    elif operation in ("Query", "Scan"):
        values = params.get("ExpressionAttributeValues", {})
        named = re.search(r"(:\w+)", params.get("KeyConditionExpression", ""))
        key = values[named.group(1)]["S"] if named else ""
        yield operation, _table(params), key, "IndexName" in params
    else:
        yield operation, _table(params), _key(params.get("Key") or params["Item"]), False


def _batch_keys(request: Any) -> Iterator[str]:
    if isinstance(request, dict):
        yield from (_key(key) for key in request["Keys"])
        return
    for each in request:
        yield _key(each["PutRequest"]["Item"] if "PutRequest" in each else each["DeleteRequest"]["Key"])


def _key(item: dict[str, Any]) -> str:
    key = item["pk"]["S"]
    assert isinstance(key, str)
    return key


def _table(params: dict[str, Any]) -> str:
    return _short(params["TableName"])


def _short(name: str) -> str:
    return name.rsplit("-", 1)[1]
