"""`rapport verify-erasure`: it sees who is there, in copies too, and reads receipts."""

import argparse

import boto3
import pytest

from infra.cli import verify_erasure
from infra.cli.errors import CommandError
from infra.verify.stores import Installation
from tests.privacy.world import FulfilStep, canaries, populate
from tests.store.world import BRAND

SHORT = ("core", "feed", "ops")


@pytest.fixture
def copy(tables: dict[str, str]) -> str:
    """A table for a copy of `feed`."""
    boto3.client("dynamodb").create_table(
        TableName="copy-feed",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return "copy-feed"


def _words(name: str) -> list[str]:
    return [canaries(name)["message"], canaries(name)["phone"]]


def test_the_erased_are_gone_from_stores_and_copies_and_have_a_receipt(
    tables: dict[str, str], copy: str
) -> None:
    world, client = FulfilStep(), boto3.client("dynamodb")
    populate(world, ["anna", "bert"])
    for item in client.scan(TableName=tables["feed"])["Items"]:
        client.put_item(TableName=copy, Item=item)
    everything = Installation(tables=tuple(tables.values()))
    named = {short: tables[short] for short in SHORT}

    def proved() -> dict[str, object]:
        made = world.fresh_stores()
        gone, kept = _words("bert"), _words("anna")
        return verify_erasure.proof(everything, made, BRAND, named, [("feed", copy)], gone, kept)

    assert proved()["passed"] is False
    task = world.demand("erase", canaries("bert")["native_id"])
    world.run()
    assert proved() == {"passed": True, "remaining": {}, "missing": []}
    made = world.fresh_stores()
    assert verify_erasure.receipts(made, BRAND, [task]) == []
    assert verify_erasure.receipts(made, BRAND, ["no such task"]) == ["task no such task: 0 receipts"]


def test_it_registers_itself_and_refuses_a_strange_copy() -> None:
    parser = argparse.ArgumentParser()
    verify_erasure.add_to(parser.add_subparsers())
    parsed = parser.parse_args(["verify-erasure", "--gone", "a", "--kept", "b", "--restored", "keys=x"])
    assert parsed.run is verify_erasure.run
    with pytest.raises(CommandError):
        verify_erasure._restored("keys=x")
