"""Asks ministack's own Query and the one that keeps partitions in order the same things; run by ministack's Python.

Prints how many answers were compared and how many had rows, and how many rows each Query looked at in a page of 21
out of 10,000.
"""

import json
import random
import sys
from importlib import import_module
from typing import Any

from infra.local.ordered_queries import OrderedQueries

Json = dict[str, Any]
TABLES = {
    "words": ("S", "ranked"), "numbers": ("N", "ranked"), "alone": (None, "ranked"), "bytes": ("B", "ranked"),
}  # fmt: skip
RANGES = (
    "#s = :a",
    "#s < :a",
    "#s <= :a",
    "#s > :a",
    "#s >= :a",
    "#s BETWEEN :a AND :b",
    "begins_with(#s, :a)",
)
ODD: tuple[Json, ...] = (
    {}, {"TableName": "none"}, {"Limit": 0}, {"Limit": "x"}, {"IndexName": "none"}, {"ExclusiveStartKey": "x"},
    {"KeyConditionExpression": "pk = :p AND"}, {"KeyConditionExpression": "NOT pk = :p"},
    {"KeyConditionExpression": "pk = :p OR sk = :p"}, {"KeyConditionExpression": ":p = pk"},
    {"KeyConditionExpression": "pk <> :p"}, {"KeyConditionExpression": 5}, {"KeyConditionExpression": "#no = :p"},
    {"ExpressionAttributeValues": {":p": {"N": "1"}}}, {"ExpressionAttributeValues": {":p": "a"}},
    {"ExpressionAttributeValues": {}}, {"Select": "COUNT"}, {"ConsistentRead": True}, {"ProjectionExpression": "x"},
    {"KeyConditionExpression": None, "KeyConditions": {
        "pk": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "a"}]}}},
)  # fmt: skip


class Pair:
    """One DynamoDB, asked both ways."""

    def __init__(self, seed: int) -> None:
        self.of: Any = import_module("ministack.services.dynamodb")
        self.plain = self.of._query
        OrderedQueries(self.of).install()
        self.chance = random.Random(seed)
        self.compared = self.with_rows = 0
        for name, (kind, index) in TABLES.items():
            self.create(name, kind, index)

    def create(self, name: str, kind: str | None, index: str) -> None:
        """Makes a table with an index whose rows have equal ranks."""
        keys = [("pk", "HASH", "S"), *([("sk", "RANGE", kind)] if kind else [])]
        schema = [{"AttributeName": each, "KeyType": role} for each, role, _ in keys]
        ranked = [
            {"AttributeName": "group", "KeyType": "HASH"},
            {"AttributeName": "rank", "KeyType": "RANGE"},
        ]
        kinds = {
            **{each: type_ for each, _, type_ in keys},
            "group": "S",
            "rank": "N" if kind == "S" else "S",
        }
        self.do("CreateTable", {
            "TableName": name, "KeySchema": schema, "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": a, "AttributeType": t} for a, t in kinds.items()],
            "GlobalSecondaryIndexes": [
                {"IndexName": index, "KeySchema": ranked, "Projection": {"ProjectionType": "KEYS_ONLY"}},
                {"IndexName": "grouped", "KeySchema": ranked[:1], "Projection": {"ProjectionType": "ALL"}},
            ],
        })  # fmt: skip

    def do(self, operation: str, request: Json) -> Any:
        """Asks for anything but a Query."""
        name = "".join(f"_{each.lower()}" if each.isupper() else each for each in operation)
        return getattr(self.of, name)(request)

    def choose(self, kind: str | None) -> Json:
        """Makes up a key; few enough that they meet."""
        number = self.chance.randint(-3, 40)
        return {"N": str(number)} if kind == "N" else {"B": "YWJj"[: 4 * (number % 2)] + "YQ=="} if kind == "B" else {
            "S": self.chance.choice("abé𝄞") + str(abs(number))
        }  # fmt: skip

    def write(self) -> None:
        """Puts, changes or deletes a row, one way or another."""
        name, (kind, _) = self.chance.choice(list(TABLES.items()))
        key = {"pk": {"S": self.chance.choice("ab")}} | ({"sk": self.choose(kind)} if kind else {})
        rank = self.choose("N" if kind == "S" else "S")
        item = key | {"x": {"S": "x" * self.chance.choice((1, 90_000))}}
        if self.chance.random() < 0.8:
            item["group"] = {"S": self.chance.choice("ab")}
        if self.chance.random() < 0.8:
            item["rank"] = rank
        named = {"#r": "rank"}
        update = {
            "TableName": name, "Key": key, "UpdateExpression": "SET #r = :r", "ExpressionAttributeNames": named,
            "ExpressionAttributeValues": {":r": rank},
        }  # fmt: skip
        statement = {"Statement": 'DELETE FROM "alone" WHERE pk = ?', "Parameters": [key["pk"]]}
        ways: list[tuple[str, Json]] = [
            ("PutItem", {"TableName": name, "Item": item}), ("DeleteItem", {"TableName": name, "Key": key}),
            ("UpdateItem", update),
            ("UpdateItem", {"TableName": name, "Key": key, "UpdateExpression": "REMOVE #r",
                            "ExpressionAttributeNames": named}),
            ("BatchWriteItem", {"RequestItems": {name: [{"PutRequest": {"Item": item}}]}}),
            ("TransactWriteItems", {"TransactItems": [{"Update": update}]}),
            ("TransactWriteItems", {"TransactItems": [{"Put": {"TableName": name, "Item": item}}]}),
            *([("ExecuteStatement", statement)] if name == "alone" else []),
        ]  # fmt: skip
        self.do(*self.chance.choice([ways[0], ways[4], *ways]))

    def ask(self) -> None:
        """Asks something both ways, page after page."""
        name, (kind, index) = self.chance.choice(list(TABLES.items()))
        of = self.chance.choice([None, None, index, "grouped"])
        hashed, ranged = ("pk", "sk") if of is None else ("group", "rank")
        request: Json = {
            "TableName": name, "ScanIndexForward": self.chance.random() < 0.5,
            "KeyConditionExpression": f"{hashed} = :p",
            "ExpressionAttributeValues": {":p": {"S": self.chance.choice("ab")}},
        }  # fmt: skip
        if of:
            request["IndexName"] = of
            request["ExpressionAttributeNames"] = {"#p": "group"}
            request["KeyConditionExpression"] = self.chance.choice(("(#p = :p", ":p = #p", "#p = :p"))
        if self.chance.random() < 0.7:
            of_kind = kind if of is None else "N" if kind == "S" else "S"
            condition = self.chance.choice(RANGES)
            request["ExpressionAttributeNames"] = request.get("ExpressionAttributeNames", {}) | {"#s": ranged}
            request["ExpressionAttributeValues"] |= {":a": self.choose(of_kind)} | (
                {":b": self.choose(of_kind)} if ":b" in condition else {}
            )
            request["KeyConditionExpression"] += f" AND {condition}"
        if request["KeyConditionExpression"].startswith("("):
            request["KeyConditionExpression"] += ")"
        if self.chance.random() < 0.7:
            request["Limit"] = self.chance.randint(1, 9)
        if self.chance.random() < 0.2:
            request |= {"FilterExpression": "attribute_exists(#r)"}
            request["ExpressionAttributeNames"] = request.get("ExpressionAttributeNames", {}) | {"#r": "rank"}
        if self.chance.random() < 0.2:
            request = {each: value for each, value in (request | self.chance.choice(ODD)).items() if value}
        for _ in range(5):
            answer = self.compare(request)
            if "LastEvaluatedKey" not in answer:
                break
            request = request | {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def compare(self, request: Json) -> Json:
        """Compares what both answer, or how both fail."""
        found = [self._answer(ask, request) for ask in (self.plain, self.of._query)]
        assert found[0] == found[1], (request, found)
        answer: Json = found[0][1] if isinstance(found[0][1], dict) else {}
        self.compared += 1
        self.with_rows += bool(answer.get("Count"))
        return answer

    def _answer(self, ask: Any, request: Json) -> tuple[Any, Any]:
        try:
            status, _, body = ask(json.loads(json.dumps(request)))
        except Exception as error:  # noqa: BLE001 - a request that ministack itself falls over
            return type(error).__name__, str(error)
        return status, json.loads(body)

    def count_looks(self, ask: Any) -> int:
        """Counts the rows whose key condition a page of 21 looks at."""
        looked, plain = [0], self.of._ExprEval.evaluate

        def counted(evaluated: Any) -> Any:
            looked[0] += 1
            return plain(evaluated)

        self.of._ExprEval.evaluate = counted
        try:
            ask({"TableName": "words", "IndexName": "ranked", "Limit": 21, "ScanIndexForward": False,
                 "KeyConditionExpression": "#g = :p AND #r > :a",
                 "ExpressionAttributeNames": {"#g": "group", "#r": "rank"},
                 "ExpressionAttributeValues": {":p": {"S": "many"}, ":a": {"N": "5"}}})  # fmt: skip
        finally:
            self.of._ExprEval.evaluate = plain
        return looked[0]


def main() -> None:
    """Writes and asks in turn."""
    pair = Pair(1)
    for _ in range(300):
        pair.write()
        pair.ask()
        pair.ask()
    for number in range(1000):
        pair.do("PutItem", {"TableName": "words", "Item": {
            "pk": {"S": f"p{number}"}, "sk": {"S": "#"},
            "group": {"S": "many"}, "rank": {"N": str(number)}}})  # fmt: skip
    looks = [pair.count_looks(ask) for ask in (pair.plain, pair.of._query)]
    json.dump({"compared": pair.compared, "with_rows": pair.with_rows, "looks": looks}, sys.stdout)


if __name__ == "__main__":
    main()
