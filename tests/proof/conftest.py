"""The tables of the template in the fast stand-in, where a proof asks for many rows."""

from collections.abc import Iterator

import boto3
import pytest

from tests.proof.tablefake import TableFake, answering
from tests.tables import create_tables


@pytest.fixture
def fake() -> Iterator[TableFake]:
    """The four tables, empty, in memory."""
    with answering(TableFake()) as made:
        create_tables(boto3.client("dynamodb"))
        yield made
