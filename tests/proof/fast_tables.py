"""Fixtures of tables in memory, which `test_tablefake.py` holds equal to moto: a module or room takes both by name."""

from collections.abc import Iterator

import pytest
from moto import mock_aws

from tests.proof.tablefake import TableFake, answering
from tests.tables import create_tables, make_client


@pytest.fixture(scope="module")
def stand_in() -> Iterator[None]:
    """Who answers for DynamoDB in a module."""
    with answering(TableFake()):
        yield


@pytest.fixture
def tables(stand_in: None) -> Iterator[dict[str, str]]:
    """The four tables, empty."""
    with mock_aws():
        yield create_tables(make_client("dynamodb"))
