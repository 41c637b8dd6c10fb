"""A brand's approval rules in `core`: one row beside its settings, always read as it is now."""

from pynamodb.exceptions import DoesNotExist

from model.approval import ApprovalRules
from store.brand import keys as brand_keys
from store.brand.rows import SettingsRow

ROW = "approval"


class ApprovalSettings:
    """Reads and keeps approval rules."""

    def read_rules(self, brand: str) -> ApprovalRules:
        """Returns the rules; unless told nothing waits."""
        try:
            values = SettingsRow.get(brand_keys.settings(brand), ROW, consistent_read=True).values or {}
        except DoesNotExist:
            return ApprovalRules()
        return ApprovalRules(
            frozenset(values.get("accounts", ())),
            frozenset(values.get("agents", ())),
            bool(values.get("services")),
        )

    def keep_rules(self, brand: str, rules: ApprovalRules, by: str, at: int) -> None:
        """Keeps rules that hold from now on (`at` epoch ms, `by` an agent)."""
        values = {
            "accounts": sorted(rules.accounts),
            "agents": sorted(rules.agents),
            "services": rules.services,
        }
        SettingsRow(brand_keys.settings(brand), ROW, values=values, at=at, by=by).save()
