"""Tables for the proofs of forgetting: the fast stand-in, which `tests/proof` checks against moto."""

from collections.abc import Iterator

import pytest
from moto import mock_aws

from tests.proof.tablefake import TableFake, answering
from tests.tables import create_tables, make_client


@pytest.fixture
def table_fake() -> Iterator[TableFake]:
    """What answers for DynamoDB; everything else is moto's."""
    with mock_aws(), answering(TableFake()) as fake:
        yield fake


@pytest.fixture
def tables(table_fake: TableFake) -> dict[str, str]:
    """The four tables, empty."""
    return create_tables(make_client("dynamodb"))
