"""What every test of taking deliveries in needs."""

import pytest

from tests.proof import fast_tables

stand_in, tables = fast_tables.stand_in, fast_tables.tables


@pytest.fixture(autouse=True)
def _stage(monkeypatch: pytest.MonkeyPatch) -> None:
    """Metrics name the stage."""
    monkeypatch.setenv("RAPPORT_STAGE", "test")
