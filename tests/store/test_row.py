"""What rows add to PynamoDB's models: one client, plain writes, whole numbers.

Tests of: `store.dynamo.row`, `store.dynamo.rows`, `store.dynamo.writes`.
"""

from collections.abc import Mapping
from typing import Any

import boto3
import pytest
from botocore.exceptions import ReadTimeoutError
from pynamodb.exceptions import PutError

from store.contacts.rows import DueRow, IdentityRow
from store.conversations.rows import ConversationRow
from store.dynamo.rows import CoreRow
from store.dynamo.writes import code_of, connection, lost_race
from store.interactions.rows import FeedRow
from store.vault.rows import SaltRow
from tests.rows import MODELS


def feed_row(pk: str = "I#acme#a", **more: Any) -> FeedRow:
    values: dict[str, Any] = {
        "rev": 1,
        "platform": "slack",
        "account": "a",
        "mode": "public",
        "direction": "in",
        "received_at": 5,
    }
    return FeedRow(pk, **(values | more))


def stored(tables: Mapping[str, str], name: str, **key: str) -> dict[str, object]:
    answer = boto3.client("dynamodb").get_item(
        TableName=tables[name], Key={part: {"S": value} for part, value in key.items()}
    )
    item: dict[str, object] = answer["Item"]
    return item


def test_all_models_share_one_client(tables: Mapping[str, str]) -> None:
    models = (FeedRow, ConversationRow, IdentityRow, SaltRow)
    found = {id(each._get_connection().connection.client) for each in models}
    assert found == {id(connection().client)}


def test_no_attribute_has_a_default_and_none_is_made_up() -> None:
    of_all = [attribute for each in MODELS.values() for attribute in each.get_attributes().values()]
    assert len(of_all) > 100
    assert {(each.default, each.default_for_new) for each in of_all} == {(None, None)}
    with pytest.raises(ValueError, match="SaltRow has no pepper"):
        SaltRow("person#acme#a", pepper=b"x")


def test_a_row_inserted_is_the_one_saved(tables: Mapping[str, str]) -> None:
    more: dict[str, Any] = {"people": {"b", "c"}, "labels": {"score": -0.5}, "sealed": b"\x00\xff"}
    feed_row(**more).put_unless_alive(now_s=9)
    feed_row("I#acme#b", **more).save()

    inserted, saved = (stored(tables, "feed", pk=f"I#acme#{each}") for each in "ab")
    assert inserted | {"pk": None} == saved | {"pk": None}


def test_a_row_is_inserted_once_unless_its_time_is_over(tables: Mapping[str, str]) -> None:
    assert feed_row(expires_at=10).put_unless_alive(now_s=9)
    assert not feed_row(account="b", expires_at=30).put_unless_alive(now_s=9)
    assert feed_row(account="c", expires_at=30).put_unless_alive(now_s=10)
    assert FeedRow.get("I#acme#a").account == "c"


def test_altering_sets_removes_and_leaves_the_rest(tables: Mapping[str, str]) -> None:
    row = IdentityRow("identity#acme#a", "#", rev=3, platform="slack", stage="customer", segments={"x"})
    row.save()

    row.update_at({"rev": 4, "stage": None, "facts": {"n": 1}, "segments": {"y", "z"}}, rev=3)

    found = IdentityRow.get("identity#acme#a", "#")
    assert found.attribute_values == {
        "pk": row.pk,
        "sk": "#",
        "rev": 4,
        "platform": "slack",
        "facts": {"n": 1},
        "segments": {"y", "z"},
    }
    assert row.stage == "customer"  # what was asked for is in the table, not in the object


@pytest.mark.parametrize("rev", [None, 2])
def test_altering_is_refused_when_somebody_was_faster(tables: Mapping[str, str], rev: int | None) -> None:
    row = IdentityRow("identity#acme#a", "#", rev=3)
    row.save()

    assert not row.update_at({"rev": 9}, rev=rev)
    assert IdentityRow.get("identity#acme#a", "#").rev == 3


def test_altering_a_row_that_is_not_there_makes_it(tables: Mapping[str, str]) -> None:
    ConversationRow("conversation#acme#a", "#").update_at({"rev": 1, "status": "open"}, rev=None)
    assert ConversationRow.get("conversation#acme#a", "#").status == "open"


def test_attributes_of_a_newer_version_are_passed_over(tables: Mapping[str, str]) -> None:
    boto3.client("dynamodb").put_item(
        TableName=tables["keys"],
        Item={"pk": {"S": "k"}, "erased_at": {"N": "1790000000000"}, "later": {"S": "x"}},
    )
    found = SaltRow.get("k")
    assert found.attribute_values == {"pk": "k", "erased_at": 1_790_000_000_000}


@pytest.mark.parametrize(("written", "read"), [("7", 7), ("-7", -7), ("0", 0), ("12.0", 12), ("1E3", 1000)])
def test_a_number_is_whole_however_it_is_written(written: str, read: int) -> None:
    found = SaltRow.from_raw_data({"pk": {"S": "k"}, "due": {"N": written}}).due
    assert found == read
    assert isinstance(found, int)


def test_a_time_out_has_no_word_of_the_service() -> None:
    unheard = PutError(cause=ReadTimeoutError(endpoint_url="https://dynamodb.example"))
    assert code_of(unheard) is None
    assert not lost_race(unheard)


@pytest.mark.usefixtures("tables")
def test_a_model_knows_its_own_indexes_whichever_was_used_first() -> None:
    for model in (CoreRow, DueRow):
        model._connection = None
    del DueRow._connection
    assert list(CoreRow.query("nobody#")) == []
    assert list(DueRow.due.query("nobody#")) == []
