"""Opens somebody's desk over a small world in moto, for what is counted of an agent's work."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from moto import mock_aws

import tests.conftest  # noqa: F401 - its settings, before anything reads them
from aws import queues
from model.dispatch import Dispatch, read_dispatch
from respond import api
from tests.respond.conftest import _fill
from tests.respond.desk import Desk
from tests.respond.world import World
from tests.tables import NAMES, create_tables, table_properties

Tables = dict[str, dict[str, Any]]


@contextmanager
def open_desk() -> Iterator[tuple[Desk, Tables]]:
    """Yields a desk, and what the template says of each table by the table's name, as a meter wants it."""
    queued: list[Dispatch] = []
    with mock_aws(), pytest.MonkeyPatch.context() as patch:
        names = create_tables(boto3.client("dynamodb"))
        world = World()
        patch.setattr(api, "open_stores", lambda: world.stores)
        patch.setattr(queues, "send", lambda _url, body, **_: queued.append(read_dispatch(body)))
        _fill(world, names)
        yield Desk(world, queued, 1), {names[name]: table_properties(name) for name in NAMES}
