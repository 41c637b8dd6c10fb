"""The answering side over the stand-in for DynamoDB, for proofs with many sends."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from moto import mock_aws

from respond import api
from store.stores import Stores
from tests.proof.tablefake import TableFake, answering
from tests.respond.world import World
from tests.store.world import FakeWrapping
from tests.tables import create_queues, create_tables, make_client


@contextmanager
def open_world() -> Iterator[tuple[World, TableFake]]:
    """Both brands in memory, the API in front of them, and their tables."""
    with mock_aws(), answering(TableFake()) as fake, pytest.MonkeyPatch.context() as patch:
        create_tables(make_client("dynamodb"))
        create_queues(make_client("sqs"))
        made = World()
        patch.setattr(api, "open_stores", lambda: made.stores)
        made.seed()
        yield made, fake


def forget_all(world: World) -> None:
    """Whoever was killed remembers nothing."""
    rates = world.stores.rates
    world.stores = Stores(FakeWrapping(), world.clock)
    world.stores.rates = rates
