"""Keeps the templates that platforms approved for an account, in `core` beside the brand's settings."""

from collections.abc import Sequence
from dataclasses import asdict

from pynamodb.exceptions import DoesNotExist

from model.message_template import MessageTemplate
from store.brand import keys as brand_keys
from store.brand.rows import SettingsRow


class MessageTemplates:
    """Reads and keeps them, one row an account."""

    def read_templates(self, brand: str, account: str) -> tuple[list[MessageTemplate], int]:
        """Returns an account's templates, and when they were asked for (epoch ms); 0 where they never were."""
        try:
            row = SettingsRow.get(brand_keys.settings(brand), _name(account))
        except DoesNotExist:
            return [], 0
        listed = (row.values or {}).get("templates", [])
        return [MessageTemplate(**each) for each in listed], int(row.at or 0)

    def keep_templates(self, brand: str, account: str, found: Sequence[MessageTemplate], at: int) -> None:
        """Keeps these in the place of those that were known."""
        values = {"templates": [asdict(each) for each in found]}
        SettingsRow(brand_keys.settings(brand), _name(account), values=values, at=at).save()


def _name(account: str) -> str:
    return f"templates#{account}"
