"""Keeps how each agent wants the console to be, in `core`: one row each, cached nowhere."""

from collections.abc import Mapping
from typing import Any

from pynamodb.exceptions import DoesNotExist

from store.brand import keys as brand_keys
from store.brand.rows import DeskRow


class DeskPreferences:
    """Reads and keeps agents' own settings; what may stand in them the API says."""

    def read_preferences(self, brand: str, agent: str) -> dict[str, Any]:
        """Returns an agent's settings; none of an agent who never chose any."""
        try:
            return dict(DeskRow.get(brand_keys.desk(brand), brand_keys.preferences(agent)).values or {})
        except DoesNotExist:
            return {}

    def keep_preferences(self, brand: str, agent: str, wanted: Mapping[str, Any], at: int) -> None:
        """Keeps these in the place of what the agent chose before (`at` epoch ms)."""
        DeskRow(
            brand_keys.desk(brand), brand_keys.preferences(agent), values=dict(wanted), by=agent, at=at
        ).save()
