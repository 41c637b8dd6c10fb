"""Keeps how far the purge of a brand got, and who is at it: one row a brand in `ops`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pynamodb.exceptions import DoesNotExist

from store.dynamo.rows import OpsRow
from store.dynamo.writes import update_if
from store.forgetting import keys as forgetting_keys

STATE = "#"


@dataclass(frozen=True, slots=True)
class Lease:
    """Gives the right to purge a brand until `until` (epoch s). `marks` say how far the runs before got."""

    brand: str
    until: int
    marks: Mapping[str, str] = field(default_factory=dict)


class PurgeState:
    """Gives the lease to one run at a time; the work itself would bear two."""

    def take_lease(self, brand: str, now_s: int, seconds: int) -> Lease | None:
        """Takes the lease; None while another run has it: one that was killed is waited for until its time is over."""
        row = OpsRow(forgetting_keys.purge(brand), STATE)
        until = now_s + seconds
        if not update_if(row, [OpsRow.at.set(until)], OpsRow.at.does_not_exist() | (OpsRow.at <= now_s)):
            return None
        return Lease(brand, until, dict(row.entry or {}))

    def read_marks(self, brand: str) -> Mapping[str, str]:
        """Returns how far the runs got, for one that only looks."""
        try:
            return dict(OpsRow.get(forgetting_keys.purge(brand), STATE).entry or {})
        except DoesNotExist:
            return {}

    def end_lease(self, lease: Lease, marks: Mapping[str, str]) -> None:
        """Keeps how far this run got and lets the next one begin; nothing, when the lease was lost."""
        update_if(
            OpsRow(forgetting_keys.purge(lease.brand), STATE),
            [OpsRow.entry.set(dict(marks)), OpsRow.at.set(0)],
            OpsRow.at == lease.until,
        )
