"""Writes of many rows in one request: each is done, or was lost to somebody faster, or is tried again.

Tests of: `store.dynamo.batches`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from moto import mock_aws

from model.errors import Unavailable
from store.contacts.rows import IdentityRow
from store.dynamo import batches
from store.dynamo.batches import MOST, run_statements
from store.dynamo.batches import insert_statement as inserted
from store.dynamo.batches import update_statement as altered
from store.interactions.rows import FeedRow
from tests.partiql import plain
from tests.partiql_pairs import PAIRS, list_expected, replay_pairs
from tests.proof.tablefake import TableFake, answering
from tests.tables import create_tables, make_client


@pytest.fixture(params=["moto", "stand-in"])
def tables(request: pytest.FixtureRequest) -> Iterator[None]:
    """Both of those that the other tests run on."""
    with mock_aws():
        if request.param == "moto":
            create_tables(make_client("dynamodb"))
            yield
            return
        with answering(TableFake()):
            create_tables(make_client("dynamodb"))
            yield


def identity(name: str, **more: Any) -> IdentityRow:
    return IdentityRow(f"identity#acme#{name}", "#", **more)


def found(name: str) -> dict[str, Any]:
    row: IdentityRow = IdentityRow.get(f"identity#acme#{name}", "#", consistent_read=True)
    return {key: value for key, value in row.attribute_values.items() if key not in ("pk", "sk")}


@pytest.mark.usefixtures("tables")
def test_each_stand_in_answers_as_the_documentation_says() -> None:
    told = replay_pairs(make_client("dynamodb"), {"core": "rapport-test-core", "feed": "rapport-test-feed"})
    assert told == list_expected()
    assert len(told) == len(PAIRS) >= 30


@pytest.mark.parametrize(
    "statement",
    [
        'DELETE FROM "core" WHERE "pk"=?',
        'SELECT * FROM "core"',
        'UPDATE "core" SET "one"="one"+? WHERE "pk"=?',
        'UPDATE "core" SET "one"=? WHERE "pk"=? OR "sk"=?',
        """INSERT INTO "core" VALUE {'pk': 'x'}""",
        'UPDATE "core" SET "one"=?',
    ],
)
def test_a_statement_that_the_stores_do_not_send_is_not_guessed_at(statement: str) -> None:
    with pytest.raises(ValueError, match="not understood"):
        plain({"Statement": statement, "Parameters": [{"S": "x"}] * 3})


@pytest.mark.usefixtures("tables")
def test_what_is_there_already_stays_and_the_others_are_put() -> None:
    assert run_statements([inserted(identity("a", rev=1, platform="slack"))]) == [True]
    again = [identity(name, rev=2, platform="telegram", segments={"x"}, sealed=b"\x00") for name in "bac"]
    assert run_statements([inserted(row) for row in again]) == [True, False, True]
    assert found("a") == {"rev": 1, "platform": "slack"}
    assert found("c") == {"rev": 2, "platform": "telegram", "segments": {"x"}, "sealed": b"\x00"}


@pytest.mark.usefixtures("tables")
def test_only_what_is_as_it_was_read_is_altered() -> None:
    run_statements(
        [
            inserted(identity("a", rev=3, platform="slack", stage="customer")),
            inserted(identity("b", platform="slack")),
        ]
    )
    values = {"rev": 4, "stage": None, "segments": {"y"}, "facts": {"negative": 1}}
    assert run_statements([altered(identity("a"), values, 2), altered(identity("b"), values, 3)]) == [
        False,
        False,
    ]
    assert run_statements([altered(identity("a"), values, None), altered(identity("c"), values, None)]) == [
        False,
        False,
    ]
    assert run_statements([altered(identity("a"), values, 3), altered(identity("b"), values, None)]) == [
        True,
        True,
    ]
    after = {"rev": 4, "platform": "slack", "segments": {"y"}, "facts": {"negative": 1}}
    assert (found("a"), found("b")) == (after, after)
    with pytest.raises(IdentityRow.DoesNotExist):
        found("c")


@pytest.mark.usefixtures("tables")
def test_a_table_without_a_range_key_and_more_than_one_request() -> None:
    rows = [
        FeedRow(f"I#acme#{n}", rev=1, platform="p", account="a", mode="public", direction="in", received_at=5)
        for n in range(2 * MOST + 1)
    ]
    assert run_statements([inserted(row) for row in rows]) == [True] * len(rows)
    assert run_statements([altered(rows[-1], {"rev": 2, "label_of": "x"}, 1)]) == [True]
    assert FeedRow.get(rows[-1].pk).label_of == "x"
    assert run_statements([]) == []


class Busy:
    """A client that turns some statements away, by their number in its first answers."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[int] = []

    def batch_execute_statement(self, **params: Any) -> dict[str, Any]:
        codes = self.answers.pop(0)
        self.asked.append(len(params["Statements"]))
        assert len(codes) == len(params["Statements"])
        return {"Responses": [{"Error": {"Code": code}} if code else {"TableName": "t"} for code in codes]}


def asked(monkeypatch: pytest.MonkeyPatch, *answers: Sequence[str]) -> tuple[Busy, list[float]]:
    client = Busy(*answers)
    slept: list[float] = []
    monkeypatch.setattr(batches, "connection", lambda: type("Connection", (), {"client": client}))
    return client, slept


ONE = [inserted(identity(name)) for name in ("a", "b", "c")]


def test_only_those_turned_away_are_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    client, slept = asked(
        monkeypatch, ["", "ThrottlingError", "DuplicateItem"], ["ProvisionedThroughputExceeded"], [""]
    )
    assert run_statements(ONE, slept.append) == [True, True, False]
    assert client.asked == [3, 1, 1]
    assert slept == sorted(slept)
    assert len(slept) == 2


def test_large_rows_go_in_requests_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    client, _ = asked(monkeypatch, ["", ""], [""], ["", ""])
    sizes = (300_000, 300_000, batches.LARGEST + 1, 400_000, 600_000)
    assert run_statements([inserted(identity(str(size), sealed=bytes(size))) for size in sizes]) == [True] * 5
    assert client.asked == [2, 1, 2]


def test_what_stays_busy_is_said_and_so_is_what_no_repetition_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = [["RequestLimitExceeded"] * 3] * batches.ROUNDS
    client, slept = asked(monkeypatch, *busy)
    with pytest.raises(Unavailable, match="3 of 3"):
        run_statements(ONE, slept.append)
    assert client.asked == [3] * batches.ROUNDS

    asked(monkeypatch, ["", "ValidationError", "AccessDenied"])
    with pytest.raises(Unavailable, match="AccessDenied ValidationError"):
        run_statements(ONE)
