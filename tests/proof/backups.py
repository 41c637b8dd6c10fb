"""Copies of tables that can be put back one by one, and what the runbook needs beside them."""

import copy
import json
from collections.abc import Iterable

from moto.dynamodb.models import dynamodb_backends

from model.receipt import Receipt
from store.interactions.rows import FeedRow
from store.stores import Stores
from tests.store.path import Claims
from tests.store.world import BRAND


class Backups:
    """The tables as they were, each of which can be put back alone."""

    def __init__(self, tables: dict[str, str]) -> None:
        self._names = tables
        self._live = dynamodb_backends["123456789012"]["eu-central-1"].tables
        self._copies = {short: copy.deepcopy(self._live[name]) for short, name in tables.items()}

    def put_back(self, restored: Iterable[str]) -> None:
        """Have these as they were; they come without time to live, as those of the service do."""
        for short in restored:
            table = copy.deepcopy(self._copies[short])
            table.ttl = {"TimeToLiveStatus": "DISABLED"}
            self._live[self._names[short]] = table

    def items(self, short: str) -> list[FeedRow]:
        """The rows of a copy of `feed`."""
        rows = self._copies[short].all_items()
        return [FeedRow.from_raw_data(each.to_json()["Attributes"]) for each in rows]


class Bucket(Claims):
    """A bucket out of which nobody is handed a copy."""

    def link(self, key: str, seconds: int) -> str:
        """Never asked for."""
        raise AssertionError((key, seconds))


def kept_aside(stores: Stores) -> list[Receipt]:
    """As `rapport audit receipts` writes them and `rapport restore` reads them."""
    lines = [json.dumps(each.to_ledger_record()) for each in stores.ledger.list_receipts(BRAND)]
    return [Receipt.from_ledger_record(json.loads(line)) for line in lines]
