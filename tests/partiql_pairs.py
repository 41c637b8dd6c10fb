"""What DynamoDB documents of the two PartiQL statements that the stores send, as pairs of request and answer.

Whatever the other tests run on (`tests.partiql`, which moto and the fast stand-in are built on, and the local AWS) is
held to these. None is a recording: each expectation is a sentence of the documentation,
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.html (insert, update) and
https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchStatementError.html (codes).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Value = dict[str, Any]
Item = Mapping[str, Value]
DONE, TAKEN, MISSED = "", "DuplicateItem", "ConditionalCheckFailed"


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement without its key, what is there before, the code of the answer, and what is there after it.

    Items are without their key, None where there is none. `after` is that of `before` where it is left out.
    """

    name: str
    before: Item | None
    statement: str
    given: Sequence[Value]
    code: str = DONE
    after: Item | None = None
    table: str = "core"

    def write_statement(self, table: str, key: Mapping[str, Value]) -> dict[str, Any]:
        """Returns the statement for the item that has this key in the table of this name."""
        names = list(key)
        if self.statement.startswith("INSERT"):
            fields = ", ".join(f"'{name}': ?" for name in (*names, *self.statement.split()[1:]))
            return {
                "Statement": f'INSERT INTO "{table}" VALUE {{{fields}}}',
                "Parameters": [*key.values(), *self.given],
            }
        changes, _, tests = self.statement.removeprefix("UPDATE ").partition(" IF ")
        where = " AND ".join((*(f'"{name}"=?' for name in names), *(tests.split(" AND ") if tests else ())))
        before = changes.count("?")
        return {
            "Statement": f'UPDATE "{table}" {changes} WHERE {where}',
            "Parameters": [*self.given[:before], *key.values(), *self.given[before:]],
        }


def _n(number: int) -> Value:
    return {"N": str(number)}


A, B = {"S": "a"}, {"S": "b"}
PAIRS = (
    Pair("insert: a new item is there", None, "INSERT one", [A], after={"one": A}),
    Pair("insert: a key alone is an item", None, "INSERT", [], after={}),
    Pair("insert: a taken key is refused", {"one": A}, "INSERT one", [B], TAKEN, {"one": A}),
    Pair("insert: a taken key is refused whatever differs", {"one": A}, "INSERT two", [B], TAKEN, {"one": A}),
    Pair("insert: numbers", None, "INSERT one two", [_n(0), _n(-7)], after={"one": _n(0), "two": _n(-7)}),
    Pair("insert: bytes", None, "INSERT one", [{"B": b"\x00\xff"}], after={"one": {"B": b"\x00\xff"}}),
    Pair("insert: an empty text", None, "INSERT one", [{"S": ""}], after={"one": {"S": ""}}),
    Pair("insert: any letters", None, "INSERT one", [{"S": "ü 'x' ?"}], after={"one": {"S": "ü 'x' ?"}}),
    Pair("insert: a set", None, "INSERT one", [{"SS": ["x", "y"]}], after={"one": {"SS": ["x", "y"]}}),
    Pair("insert: yes and no", None, "INSERT one", [{"BOOL": False}], after={"one": {"BOOL": False}}),
    Pair("insert: null is a value", None, "INSERT one", [{"NULL": True}], after={"one": {"NULL": True}}),
    Pair(
        "insert: lists and maps",
        None,
        "INSERT one",
        [{"L": [A, {"M": {"x": B}}]}],
        after={"one": {"L": [A, {"M": {"x": B}}]}},
    ),
    Pair("insert: without a sort key", None, "INSERT one", [A], after={"one": A}, table="feed"),
    Pair("insert: taken without a sort key", {}, "INSERT one", [A], TAKEN, {}, table="feed"),
    Pair("update: nothing is made", None, 'UPDATE SET "one"=?', [A], MISSED),
    Pair("update: an item is changed", {"one": A}, 'UPDATE SET "one"=?', [B], after={"one": B}),
    Pair("update: others stay", {"one": A}, 'UPDATE SET "two"=?', [B], after={"one": A, "two": B}),
    Pair("update: a value of another type", {"one": A}, 'UPDATE SET "one"=?', [_n(1)], after={"one": _n(1)}),
    Pair("update: an attribute goes", {"one": A, "two": B}, 'UPDATE REMOVE "one"', [], after={"two": B}),
    Pair("update: what is not there may go", {"two": B}, 'UPDATE REMOVE "one"', [], after={"two": B}),
    Pair("update: set and remove", {"one": A}, 'UPDATE SET "two"=? REMOVE "one"', [B], after={"two": B}),
    Pair(
        "update: what it tests it may set",
        {"rev": _n(1)},
        'UPDATE SET "rev"=? IF "rev"=?',
        [_n(2), _n(1)],
        after={"rev": _n(2)},
    ),
    Pair(
        "update: another value is refused",
        {"rev": _n(1)},
        'UPDATE SET "rev"=? IF "rev"=?',
        [_n(3), _n(2)],
        MISSED,
        {"rev": _n(1)},
    ),
    Pair(
        "update: another type is another value",
        {"rev": _n(1)},
        'UPDATE SET "one"=? IF "rev"=?',
        [A, {"S": "1"}],
        MISSED,
        {"rev": _n(1)},
    ),
    Pair(
        "update: what is missing equals nothing", {}, 'UPDATE SET "one"=? IF "rev"=?', [A, _n(1)], MISSED, {}
    ),
    Pair("update: missing as tested", {}, 'UPDATE SET "one"=? IF "rev" IS MISSING', [A], after={"one": A}),
    Pair(
        "update: there though tested to be missing",
        {"rev": _n(1)},
        'UPDATE SET "one"=? IF "rev" IS MISSING',
        [A],
        MISSED,
        {"rev": _n(1)},
    ),
    Pair(
        "update: null is not missing",
        {"rev": {"NULL": True}},
        'UPDATE SET "one"=? IF "rev" IS MISSING',
        [A],
        MISSED,
        {"rev": {"NULL": True}},
    ),
    Pair(
        "update: no item is not made by a test", None, 'UPDATE SET "one"=? IF "rev" IS MISSING', [A], MISSED
    ),
    Pair(
        "update: every test must hold",
        {"rev": _n(1), "one": A},
        'UPDATE SET "two"=? IF "rev"=? AND "one"=?',
        [B, _n(1), B],
        MISSED,
        {"rev": _n(1), "one": A},
    ),
    Pair(
        "update: bytes are equal byte by byte",
        {"one": {"B": b"\x00"}},
        'UPDATE REMOVE "one" IF "one"=?',
        [{"B": b"\x00"}],
        after={},
    ),
    Pair("update: without a sort key", {}, 'UPDATE SET "one"=?', [A], after={"one": A}, table="feed"),
)


def replay_pairs(client: Any, tables: Mapping[str, str]) -> dict[str, tuple[str, Item | None]]:
    """Has a client of DynamoDB answer every pair; returns code and item for each by its name, and leaves none."""
    keys = {}
    for number, pair in enumerate(PAIRS):
        keys[pair.name] = {"pk": {"S": f"pair#{number}"}} | (
            {"sk": {"S": "#"}} if pair.table == "core" else {}
        )
        if pair.before is not None:
            client.put_item(TableName=tables[pair.table], Item={**keys[pair.name], **pair.before})
    told: dict[str, tuple[str, Item | None]] = {}
    for few in (PAIRS[:16], PAIRS[16:]):
        asked = [each.write_statement(tables[each.table], keys[each.name]) for each in few]
        answers = client.batch_execute_statement(Statements=asked)["Responses"]
        for pair, answer in zip(few, answers, strict=True):
            found = client.get_item(
                TableName=tables[pair.table], Key=keys[pair.name], ConsistentRead=True
            ).get("Item")
            item = found and {
                name: _in_order(each) for name, each in found.items() if name not in ("pk", "sk")
            }
            told[pair.name] = answer.get("Error", {}).get("Code", DONE), item
            client.delete_item(TableName=tables[pair.table], Key=keys[pair.name])
    return told


def list_expected() -> dict[str, tuple[str, Item | None]]:
    """Returns what the documentation says of each."""
    return {each.name: (each.code, each.after) for each in PAIRS}


def _in_order(value: Value) -> Value:
    return {"SS": sorted(value["SS"])} if "SS" in value else value
