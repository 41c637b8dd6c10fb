"""Many people, some of whom go while everybody keeps writing and the function is killed again and again.

All stores are looked through byte by byte for twelve words of each person: in the rows as they are, in the rows as
anybody with the keys may read them, and in copies taken before: there only what others called them is left (0023).
"""

import json
from base64 import b64decode
from collections.abc import Iterable, Iterator
from typing import Any

import boto3
import pytest

from infra.verify.scan import Piece, Scanner, verdict
from infra.verify.stores import table_pieces
from model.errors import Erased, Purged
from model.privacy_task import State
from privacy.receipts import verify_chain
from store.insights.hour_keys import unlock
from store.insights.keys import hour_keys
from store.stores import Stores
from store.vault.sealed import SealedPlace, Tampered
from store.vault.vault import Vault
from tests.privacy.world import FulfilStep, Kills, canaries, life, mention, populate
from tests.store.world import BRAND

CALLED = ("native_id", "name", "handle")

Items = dict[str, list[dict[str, Any]]]


@pytest.mark.parametrize(
    ("people", "leaving"), [(9, 3), pytest.param(50, 10, marks=pytest.mark.soak)], ids=["few", "many"]
)
def test_of_those_who_left_nothing_is_found_and_everything_of_the_others(
    tables: dict[str, str], people: int, leaving: int
) -> None:
    world = FulfilStep()
    names = [f"p{number:03d}" for number in range(people)]
    gone, stay = names[1 : leaving * 2 : 2], [*names[0 : leaving * 2 : 2], *names[leaving * 2 :]]
    populate(world, names)
    copies = _copies(tables)
    assert _verdict(_opened(copies, world.fresh_stores()), [], [*gone, *stay])["passed"], "all is there"

    tasks = [world.demand("erase", canaries(name)["native_id"]) for name in gone]
    _go_on(world, gone, stay)

    assert [world.task(task).state for task in tasks] == [State.DONE] * leaving
    receipts = world.receipts()
    assert sorted(receipt.body["task"] for receipt in receipts) == sorted(tasks)
    assert verify_chain(receipts, world.fresh_stores().ledger.public_key(BRAND)) == []
    now = _copies(tables)
    raw = [piece for table in tables.values() for piece in table_pieces(table)]
    assert _verdict(raw, [*gone, *stay], [])["passed"], "rows as they are name nobody"
    assert _verdict(_opened(now, world.fresh_stores()), gone, stay) == _nothing()
    left = _verdict(_opened(copies, world.fresh_stores()), gone, stay)
    called = {canaries(name)[kind] for name in gone for kind in CALLED}
    assert left["missing"] == []
    assert isinstance(left["remaining"], dict)
    assert left["remaining"].keys() <= called, "of copies from before only what others called them opens"
    assert sum("people" in item for item in copies["feed"]) >= people - 1, "with what others wrote of them"
    assert all(world.person(canaries(name)["native_id"]) not in json.dumps(_plain(now)) for name in gone)
    receipt_pieces = [Piece("receipts", receipt.id, receipt.signed()) for receipt in receipts]
    assert _verdict(receipt_pieces, gone, [])["passed"]


def _go_on(world: FulfilStep, gone: list[str], stay: list[str]) -> None:
    """Erase while deliveries keep coming: new ones of those who stay, late ones of those who go."""
    kills, turn = Kills(frozenset(range(11, 600, 23))), 0
    while world.waiting:
        turn += 1
        name, late = stay[turn % len(stay)], gone[turn % len(gone)]
        now = int(world.clock() * 1000)
        world.path.deliver(
            life(name)[0] | {"external_id": f"more-{turn}", "occurred_at": now}, *life(late),
            *mention(late, name),
            received_at=now,
        )  # fmt: skip
        world.path.run()
        world.run_one(kills)
    assert turn > len(gone) * 2


def _verdict(pieces: Iterable[Piece], gone: list[str], kept: list[str]) -> dict[str, object]:
    def words(names: list[str]) -> list[str]:
        return [word for name in names for word in canaries(name).values()]

    hits = Scanner(words([*gone, *kept])).scan(pieces)
    return verdict(hits, words(gone), words(kept))


def _nothing() -> dict[str, object]:
    return {"passed": True, "remaining": {}, "missing": []}


def _copies(tables: dict[str, str]) -> Items:
    """The rows of core, feed and ops, as a backup has them."""
    client = boto3.client("dynamodb")
    pages = {
        name: client.get_paginator("scan").paginate(TableName=tables[name])
        for name in ("core", "feed", "ops")
    }
    return {name: [item for page in each for item in page["Items"]] for name, each in pages.items()}


def _opened(items: Items, stores: Stores) -> Iterator[Piece]:
    """What these rows say to whoever has the keys as they are now."""
    keys = [
        b64decode(json.loads(item["entry"]["S"])["key"])
        for item in items["ops"]
        if item["pk"]["S"] == hour_keys(BRAND)
    ]
    for table, rows in items.items():
        for item in rows:
            if "sealed" in item:
                where = SealedPlace(table, item["pk"]["S"], item.get("sk", {}).get("S", ""))
                yield from _piece(stores.vault, where, bytes(item["sealed"]["B"]), keys)


def _piece(vault: Vault, where: SealedPlace, sealed: bytes, keys: list[bytes]) -> Iterator[Piece]:
    try:
        record = vault.unseal(BRAND, where, sealed)
    except (Erased, Purged):
        return
    if isinstance(record.get("terms"), str):  # of an hour that is open, below the key of that hour as well
        record = {"terms": next(filter(None, (_unlocked(key, record["terms"]) for key in keys)), None)}
    yield Piece(where.table, where.pk, json.dumps(record, ensure_ascii=False).encode())


def _unlocked(key: bytes, text: str) -> object:
    try:
        return unlock(key, text)
    except Tampered:
        return None


def _plain(items: Items) -> list[str]:
    return [repr(item) for rows in items.values() for item in rows]
