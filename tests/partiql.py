"""The two PartiQL statements that the stores send, as the plain conditional writes they stand for.

The fast stand-in is built on this. moto is told it too: its own INSERT overwrites what is there and knows no
parameters, its UPDATE does not say when nothing was found. The local AWS runs the statements as they are.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from moto.dynamodb.exceptions import ConditionalCheckFailed
from moto.dynamodb.models import DynamoDBBackend

Params = dict[str, Any]

INSERT = re.compile(r"INSERT INTO \"([\w.-]+)\" VALUE \{((?:'\w+': \?(?:, )?)+)\}")
UPDATE = re.compile(r"UPDATE \"([\w.-]+)\"((?: SET \"\w+\"=\?| REMOVE \"\w+\")+) WHERE (.+)")
CHANGE = re.compile(r"(SET|REMOVE) \"(\w+)\"")
TEST = re.compile(r"\"(\w+)\"(=\?| IS MISSING)")

MOST = 25
TAKEN, MISSED = "DuplicateItem", "ConditionalCheckFailed"


def plain(statement: Params) -> tuple[str, Params, str]:
    """Operation, its arguments, and the code of its refusal. Raises ValueError for another statement."""
    text, given = statement["Statement"], iter(statement["Parameters"])
    if found := INSERT.fullmatch(text):
        found_names = re.findall(r"'(\w+)'", found[2])
        item = {name: next(given) for name in found_names}
        made: Params = {"Item": item, "ConditionExpression": "attribute_not_exists(pk)"}
        answer = "PutItem", {"TableName": found[1], **made}, TAKEN
    elif found := UPDATE.fullmatch(text):
        answer = "UpdateItem", {"TableName": found[1], **_update(found[2], found[3], given)}, MISSED
    else:
        raise ValueError(f"not understood: {text}")
    if next(given, None) is not None:
        raise ValueError("more parameters than places")
    return answer


def _update(changes: str, where: str, given: Iterator[Params]) -> Params:
    names: dict[str, str] = {}
    values: Params = {}
    sets, removals, key = [], [], {}
    for number, (verb, name) in enumerate(CHANGE.findall(changes)):
        names[f"#{number}"] = name
        if verb == "SET":
            values[f":{number}"] = next(given)
            sets.append(f"#{number} = :{number}")
        else:
            removals.append(f"#{number}")
    tests = ["attribute_exists(pk)"]
    for part in where.split(" AND "):
        name, sign = _matched(TEST, part).groups()
        if name in ("pk", "sk"):
            key[name] = next(given)
        elif sign == "=?":
            names[f"#w{name}"], values[f":w{name}"] = name, next(given)
            tests.append(f"#w{name} = :w{name}")
        else:
            names[f"#w{name}"] = name
            tests.append(f"attribute_not_exists(#w{name})")
    parts = (("SET ", sets), ("REMOVE ", removals))
    return {
        "Key": key,
        "UpdateExpression": " ".join(verb + ", ".join(each) for verb, each in parts if each),
        "ConditionExpression": " AND ".join(tests),
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": values,
    }


def _matched(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    found = pattern.fullmatch(text)
    if found is None:
        raise ValueError(f"not understood: {text}")
    return found


def _by_moto(backend: Any, statements: list[Params]) -> list[Params]:
    return [_one(backend, *plain(each)) for each in statements]


def _one(backend: Any, operation: str, params: Params, refusal: str) -> Params:
    write: Callable[..., Any] = backend.put_item if operation == "PutItem" else backend.update_item
    more = {"item_attrs": params["Item"]} if operation == "PutItem" else {
        "key": params["Key"], "update_expression": params["UpdateExpression"],
    }  # fmt: skip
    try:
        write(
            params["TableName"],
            **more,
            condition_expression=params["ConditionExpression"],
            expression_attribute_names=params.get("ExpressionAttributeNames", {}),
            expression_attribute_values=params.get("ExpressionAttributeValues", {}),
        )
    except ConditionalCheckFailed:
        return {"Error": {"Code": refusal, "Message": refusal}}
    return {"TableName": params["TableName"]}


def teach_moto() -> None:
    """Have moto run these statements from now on."""
    DynamoDBBackend.batch_execute_statement = _by_moto  # type: ignore[assignment, method-assign]  # for all of this process
