"""The fast stand-in for DynamoDB answers as moto does, and the path's own tests pass on it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import given, settings
from hypothesis import strategies as st
from moto import mock_aws

from tests.ingest import test_intake
from tests.proof.tablefake import LARGEST_ROW, Table, TableFake, answering
from tests.segment import test_path
from tests.tables import create_tables, make_client

path = test_intake.path
"""The fixture of the tests that run again here."""


@pytest.fixture
def tables() -> Iterator[dict[str, str]]:
    """What the path's tests ask for, from the stand-in."""
    with mock_aws(), answering(TableFake()) as fake:
        yield create_tables(make_client("dynamodb"))
    assert fake.calls["CreateTable"] == 4


class _OnTheFake:
    """Tests of another module, found here as well."""


def _again(module: Any) -> type:
    found = {name: staticmethod(test) for name, test in vars(module).items() if name.startswith("test_")}
    assert len(found) > 10
    return type("OnTheFake", (_OnTheFake,), found)


TestIntakeOnTheFake = pytest.mark.usefixtures("tables")(_again(test_intake))
TestPathOnTheFake = pytest.mark.usefixtures("tables")(_again(test_path))

KEYS = st.sampled_from(["a", "b", "c"])
TEXTS = st.sampled_from(["x", "y", "yy"])
NUMBERS = st.integers(-3, 12)
CONDITIONS: tuple[tuple[str, str], ...] = (
    ("", ""),
    ("attribute_not_exists (#p)", ""),
    ("attribute_exists (#p)", ""),
    ("#r = :n", "n"),
    ("#r < :n", "n"),
    ("#r <> :n", "n"),
    ("#r BETWEEN :n AND :m", "nm"),
    ("(attribute_not_exists (#r) OR #r >= :n)", "n"),
    ("NOT #t = :t", "t"),
    ("(begins_with (#t, :t) AND attribute_exists (#r))", "t"),
    ("#t IN (:t, :u)", "tu"),
    ("contains (#s, :t)", "t"),
)
UPDATES: tuple[tuple[str, str], ...] = (
    ("SET #r = :n, #t = :t", "nt"),
    ("SET #r = if_not_exists (#r, :n)", "n"),
    ("SET #t = :t REMOVE #r", "t"),
    ("SET #i = :t, #j = :u", "tu"),
    ("REMOVE #i, #t", ""),
    ("ADD #r :n", "n"),
    ("ADD #r :n, #s :ss", "ns"),
    ("DELETE #s :ss", "s"),
)
NAMES = {"#p": "pk", "#r": "rev", "#t": "status", "#s": "segments", "#i": "inbox_pk", "#j": "inbox_sk"}


def _filled(params: dict[str, Any], draw: Callable[..., Any]) -> dict[str, Any]:
    """The names and values its expressions use, no more: the service refuses what is not used."""
    text = " ".join(str(value) for name, value in params.items() if name.endswith("Expression"))
    number = {":n": draw(NUMBERS), ":m": draw(NUMBERS)}
    values: dict[str, Any] = {name: {"N": str(value)} for name, value in number.items()}
    values |= {":t": {"S": draw(TEXTS)}, ":u": {"S": draw(TEXTS)}, ":ss": {"SS": ["x", draw(TEXTS) + "z"]}}
    tokens = set(text.replace("(", " ").replace(")", " ").replace(",", " ").split())
    params["ExpressionAttributeNames"] = {k: v for k, v in NAMES.items() if k in tokens}
    params["ExpressionAttributeValues"] = {k: v for k, v in values.items() if k in tokens}
    return {name: value for name, value in params.items() if value != {}}


@st.composite
def _write(draw: Any, verbs: tuple[str, ...] = ("Put", "Update", "Delete")) -> tuple[str, dict[str, Any]]:
    verb = draw(st.sampled_from(verbs))
    key = {"pk": {"S": draw(KEYS)}, "sk": {"S": draw(KEYS)}}
    params: dict[str, Any] = {"TableName": "t", "Item" if verb == "Put" else "Key": key}
    if verb == "Put":
        more = {
            "rev": {"N": "1"},
            "inbox_pk": {"S": "q"},
            "inbox_sk": {"S": draw(TEXTS)},
            "segments": {"SS": ["x"]},
        }
        params["Item"] = key | {name: value for name, value in more.items() if draw(st.booleans())}
    if verb == "Update":
        params["UpdateExpression"] = draw(st.sampled_from(UPDATES))[0]
    guard = draw(st.sampled_from(CONDITIONS))[0] or (
        "attribute_exists (#p)" if verb == "ConditionCheck" else ""
    )
    if guard:
        params["ConditionExpression"] = guard
    return verb, _filled(params, draw)


@st.composite
def _operation(draw: Any) -> tuple[str, dict[str, Any]]:
    kind = draw(
        st.sampled_from(["write", "write", "write", "transact", "batch", "read", "get", "query", "index"])
    )
    if kind == "write":
        verb, params = draw(_write())
        return f"{verb}Item", params
    if kind == "transact":
        writes = draw(st.lists(_write(("Put", "Update", "Delete", "ConditionCheck")), min_size=1, max_size=4,
                               unique_by=_key_of))  # fmt: skip
        return "TransactWriteItems", {"TransactItems": [{verb: params} for verb, params in writes]}
    keys = draw(st.lists(st.tuples(KEYS, KEYS), min_size=1, max_size=4, unique=True))
    wanted = [{"pk": {"S": pk}, "sk": {"S": sk}} for pk, sk in keys]
    if kind == "batch":
        requests = [{"PutRequest": {"Item": key | {"rev": {"N": "5"}}}} if draw(st.booleans())
                    else {"DeleteRequest": {"Key": key}} for key in wanted]  # fmt: skip
        return "BatchWriteItem", {"RequestItems": {"t": requests}}
    if kind == "read":
        return "BatchGetItem", {"RequestItems": {"t": {"Keys": wanted, "ConsistentRead": True}}}
    if kind == "get":
        return "GetItem", {"TableName": "t", "Key": wanted[0], "ConsistentRead": True}
    return "Query", draw(_query(kind == "index"))


def _key_of(write: tuple[str, dict[str, Any]]) -> tuple[str, str]:
    item = write[1].get("Key") or write[1]["Item"]
    return item["pk"]["S"], item["sk"]["S"]


@st.composite
def _query(draw: Any, index: bool) -> dict[str, Any]:
    hash_name, range_name = ("inbox_pk", "inbox_sk") if index else ("pk", "sk")
    text = draw(st.sampled_from(["", " AND #k < :k", " AND #k > :k", " AND begins_with (#k, :k)",
                                 " AND #k BETWEEN :k AND :l"]))  # fmt: skip
    values = {
        ":h": {"S": "q" if index else draw(KEYS)},
        ":k": {"S": draw(TEXTS if index else KEYS)},
        ":l": {"S": "y"},
    }
    tokens = text.replace("(", " ").replace(")", " ").replace(",", " ").split()
    params: dict[str, Any] = {
        "TableName": "t",
        "KeyConditionExpression": f"(#h = :h{text})",
        "ExpressionAttributeNames": {"#h": hash_name} | ({"#k": range_name} if "#k" in tokens else {}),
        "ExpressionAttributeValues": {k: v for k, v in values.items() if k == ":h" or k in tokens},
        "ScanIndexForward": draw(st.booleans()),
    }
    if index:
        params["IndexName"] = "inbox"
    if draw(st.booleans()):
        # Where to go on need not be the key of a row that is there.
        start = {"pk": values[":h"]["S"], "sk": draw(KEYS)}
        if index:
            start |= {
                "pk": draw(KEYS),
                "inbox_pk": "q",
                "inbox_sk": draw(TEXTS) + draw(st.sampled_from(["", "~"])),
            }
        params["ExclusiveStartKey"] = {name: {"S": value} for name, value in start.items()}
    if draw(st.booleans()):
        params["Select"] = "COUNT"
    elif draw(st.booleans()):
        params["Limit"] = draw(st.integers(1, 3))
    return params


SHAPE: dict[str, Any] = {
    "TableName": "t",
    "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [
        {"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk", "inbox_pk", "inbox_sk")
    ],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "inbox",
            "KeySchema": [
                {"AttributeName": "inbox_pk", "KeyType": "HASH"},
                {"AttributeName": "inbox_sk", "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }
    ],
}


IGNORED = frozenset(
    {"ResponseMetadata", "LastEvaluatedKey", "ScannedCount", "UnprocessedKeys", "UnprocessedItems", "ConsumedCapacity",
     "ItemCollectionMetrics"}
)  # fmt: skip


def _plain(value: Any) -> Any:
    """Values without what may differ: the order of sets and batches, how a number is written, what is metadata."""
    if isinstance(value, dict):
        if set(value) == {"SS"}:
            return sorted(value["SS"])
        if set(value) == {"N"}:
            return float(value["N"])
        return {name: _plain(each) for name, each in value.items() if name not in IGNORED}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def _told(client: Any, operation: str, params: dict[str, Any]) -> Any:
    try:
        answer = client._make_api_call(operation, params)
    except ClientError as error:
        reasons = [reason["Code"] for reason in error.response.get("CancellationReasons", ())]
        return error.response["Error"]["Code"], reasons
    if operation == "BatchGetItem":
        return sorted(map(repr, _plain(answer["Responses"].get("t", []))))
    return _plain(answer)


@settings(max_examples=25, deadline=None)
@given(operations=st.lists(_operation(), min_size=1, max_size=14))
def test_whatever_is_asked_it_answers_as_moto_does(operations: list[tuple[str, dict[str, Any]]]) -> None:
    with mock_aws():
        client = make_client("dynamodb")
        client.create_table(**SHAPE)
        operations.append(("Scan", {"TableName": "t"}))
        theirs = [_told(client, *each) for each in operations]
        with answering(TableFake()):
            client.create_table(**SHAPE)
            ours = [_told(client, *each) for each in operations]
    theirs[-1]["Items"], ours[-1]["Items"] = (sorted(map(repr, each[-1]["Items"])) for each in (theirs, ours))
    for operation, one, other in zip(operations, ours, theirs, strict=True):
        assert one == other, operation


TOO_MANY = [{"pk": {"S": "a"}, "sk": {"S": str(number)}} for number in range(101)]


@pytest.mark.parametrize(
    ("operation", "params"),
    [
        ("BatchGetItem", {"RequestItems": {"t": {"Keys": TOO_MANY}}}),
        ("BatchGetItem", {"RequestItems": {"t": {"Keys": [{"pk": {"S": "a"}, "sk": {"S": "a"}}] * 2}}}),
        ("PutItem", {"TableName": "t", "Item": {"pk": {"S": "a"}, "sk": {"S": ""}}}),
        ("PutItem", {"TableName": "t", "Item": {"pk": {"S": "a"}, "sk": {"S": "b"}, "x": {"S": "x" * LARGEST_ROW}}}),
        ("Query", {"TableName": "t", "IndexName": "inbox", "ConsistentRead": True,
                   "KeyConditionExpression": "inbox_pk = :q", "ExpressionAttributeValues": {":q": {"S": "q"}}}),
    ],
)  # fmt: skip
def test_what_the_service_refuses_is_refused(operation: str, params: dict[str, Any]) -> None:
    with answering(TableFake()):
        client = make_client("dynamodb")
        client.create_table(**SHAPE)
        assert _told(client, operation, params) == ("ValidationException", [])


def test_an_eventual_read_may_be_one_write_late_and_a_consistent_one_never() -> None:
    with answering(TableFake(stale=lambda: True)):
        client = make_client("dynamodb")
        client.create_table(**SHAPE)
        key = {"pk": {"S": "a"}, "sk": {"S": "b"}}
        client.put_item(TableName="t", Item=key)
        assert "Item" not in client.get_item(TableName="t", Key=key)
        assert client.get_item(TableName="t", Key=key, ConsistentRead=True)["Item"] == key


def test_whoever_follows_a_clients_events_sees_what_is_asked_and_may_refuse_it() -> None:
    asked = list[str]()

    def follow(model: Any, **_: Any) -> None:
        asked.append(model.name)
        raise ClientError({"Error": {"Code": "Throttled"}}, model.name)

    with answering(TableFake()):
        client = make_client("dynamodb")
        client.create_table(**SHAPE)
        client.meta.events.register("provide-client-params.dynamodb.*", follow, unique_id="follow")
        try:
            assert _told(client, "Scan", {"TableName": "t"}) == ("Throttled", [])
        finally:
            client.meta.events.unregister("provide-client-params.dynamodb.*", unique_id="follow")
        assert asked == ["Scan"]
        assert _told(client, "Scan", {"TableName": "t"})["Count"] == 0


def test_rows_leave_an_index_with_what_put_them_there() -> None:
    table = Table.of(SHAPE)
    row = {"pk": {"S": "a"}, "sk": {"S": "b"}, "inbox_pk": {"S": "q"}, "inbox_sk": {"S": "1"}}
    table.write(("a", "b"), row)
    assert table.listed["inbox"] == {"q": [("1", ("a", "b"))]}
    table.write(("a", "b"), {"pk": {"S": "a"}, "sk": {"S": "b"}})
    assert table.listed["inbox"] == {"q": []}
