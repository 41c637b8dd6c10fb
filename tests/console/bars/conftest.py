"""The bars use the same browser and stage as the tests of the screens."""

from tests.console.conftest import browser, stage

__all__ = ["browser", "stage"]
