"""What every test of taking deliveries in needs."""

import pytest


@pytest.fixture(autouse=True)
def _stage(monkeypatch: pytest.MonkeyPatch) -> None:
    """Metrics name the stage."""
    monkeypatch.setenv("RAPPORT_STAGE", "test")
