"""The API over a small world of two brands. A module uses either `world` or `shared`, not both."""

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

import pytest
from moto import mock_aws

from aws import queues, settings
from aws.translate import Translated
from model.dispatch import Dispatch, read_dispatch
from respond import api
from store.brand import keys as brand_keys
from store.brand.rows import LimitRow
from store.outbox.outbox import SENDINGS
from tests.proof import fast_tables
from tests.respond.desk import Desk
from tests.respond.world import ACME, World
from tests.tables import create_queues, create_tables, make_client

TRANSLATING = "respond.actions.translations.translate.translate_text"
PROBING = "respond.actions.account_health.functions.call_function"

stand_in, tables = fast_tables.stand_in, fast_tables.tables
LATEST = 10**13 - 2
"""An instant behind all others whose key still has thirteen digits, also when one more is added."""
_numbers = count(100)
_seeded: dict[str, list[dict[str, Any]]] = {}


@pytest.fixture
def world(tables: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> World:
    """Both brands, seeded, for one test; the API reads their stores."""
    made = World()
    monkeypatch.setattr(api, "open_stores", lambda: made.stores)
    monkeypatch.setattr(PROBING, _answer_probe)
    monkeypatch.setattr(TRANSLATING, lambda text, *_: Translated(f"[{text}]", "en", True))
    _fill(made, tables)
    return made


@pytest.fixture(scope="module")
def shared(stand_in: None) -> Iterator[World]:
    """The same for all tests of a module that leave what they find."""
    with mock_aws(), pytest.MonkeyPatch.context() as patch:
        made = World()
        patch.setattr(api, "open_stores", lambda: made.stores)
        patch.setattr(PROBING, _answer_probe)
        patch.setattr(TRANSLATING, lambda text, *_: Translated(f"[{text}]", "en", True))
        _fill(made, create_tables(make_client("dynamodb")))
        yield made


@pytest.fixture
def desk(shared: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Somebody who answers in the shared world: what was queued is kept, and nothing is left to be sent afterwards."""
    queued: list[Dispatch] = []

    def send(_url: str, body: str, **_: Any) -> None:
        queued.append(read_dispatch(body))

    monkeypatch.setattr(queues, "send", send)
    yield Desk(shared, queued, next(_numbers))
    for reply, at in list(SENDINGS.list_due(ACME, LATEST)):
        SENDINGS.disarm_wakeup(ACME, reply, at)
    for limit in LimitRow.query(brand_keys.limits(ACME)):
        limit.delete()


def _answer_probe(_: str, payload: Mapping[str, Any], *_more: float) -> dict[str, Any]:
    """What the webhook's function says of itself, that of searches of a term, and that of media of a file."""
    if "interaction" in payload:
        return {"type": "image/png", "inline": True, "name": "a.png", "bytes": 1, "data": "iQ=="}
    if "preview" in payload:
        return {"hits": 1, "noise": 0, "languages": {"en": 1}, "failed": {}}
    return {"signed": 200, "forged": 401}


def _fill(world: World, tables: dict[str, str]) -> None:
    """Seed once, and copy the rows from then on: seeding is most of a test's time."""
    create_queues(make_client("sqs"))
    make_client("logs").create_log_group(logGroupName=settings.logs_webhook())
    client = make_client("dynamodb")
    if not _seeded:
        world.seed()
        _seeded.update({table: client.scan(TableName=table)["Items"] for table in tables.values()})
        return
    for table, rows in _seeded.items():
        for start in range(0, len(rows), 25):
            puts = [{"PutRequest": {"Item": row}} for row in rows[start : start + 25]]
            client.batch_write_item(RequestItems={table: puts})
