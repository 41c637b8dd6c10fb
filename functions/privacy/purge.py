"""Every 15 minutes: what is past its time becomes unreadable, and a signed receipt says what that was.

When something is due follows from the rules as they are at the run, so a shorter rule works at once, and a run
that was missed is made good by the next one. Runs at the same time take turns by brand; a run that is killed
leaves nothing half done that the next would not do again. An event `{"dry_run": true}` only counts.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from aws import kms, objects, observe
from aws.lambda_context import LambdaContext
from model import policy, receipt
from model.privacy_task import CONFIRMATION_S
from privacy import audit_trail
from privacy.buckets import BucketPurge, Tallies
from privacy.hold import HoldKeeper
from privacy.idle import IdlePurge
from privacy.leftovers import OldObjects, delete_old
from store.brand.brands import Brand, Brands
from store.forgetting.purge_state import Lease, PurgeState
from store.stores import Stores

SPARE_S = 20.0
"""What a run leaves of its function's time for its receipts."""


class Purge:
    """Purges all brands in one run."""

    def __init__(self, stores: Stores, files: OldObjects) -> None:
        self._stores = stores
        self._files = files
        self._state = PurgeState()

    def purge_brands(self, seconds: float, dry_run: bool = False) -> dict[str, Any]:
        """Works for about that long; counts by brand. `busy` is a brand that another run is at."""
        more_time = _until(self._stores.clock, self._stores.clock() + seconds)
        found: dict[str, Any] = {}
        for brand in Brands().list_brands():
            if next(more_time):
                found[brand.id] = self._brand(brand, int(seconds + SPARE_S), dry_run, more_time)
        now_ms = self._stores.now_ms()
        return {"dry_run": dry_run, "brands": found, "objects": delete_old(self._files, now_ms, dry_run)}

    def _brand(self, brand: Brand, seconds: int, dry_run: bool, more_time: Iterator[bool]) -> Any:
        if dry_run:
            return self._counted(brand, more_time)
        lease = self._state.take_lease(brand.id, int(self._stores.clock()), seconds)
        if lease is None:
            return "busy"
        try:
            return self._purged(brand, lease, more_time)
        except Exception as error:  # noqa: BLE001 - one brand's fault must not keep the others
            observe.failure("purge_failed", error)
            observe.metric("purge_failed")
            return "failed"

    def _counted(self, brand: Brand, more_time: Iterator[bool]) -> dict[str, Any]:
        platforms = self._platforms(brand, dict(self._state.read_marks(brand.id)))
        tallies = BucketPurge(self._stores).purge_buckets(brand, dry_run=True, more_time=more_time)
        idle = IdlePurge(self._stores).purge_idle(brand, platforms, True, more_time)
        return _summary({"sealed": 0, "ended": 0, "failed": 0}, tallies, idle)

    def _purged(self, brand: Brand, lease: Lease, more_time: Iterator[bool]) -> dict[str, Any]:
        # Holds first: nothing is destroyed that two people agreed to keep.
        marks = dict(lease.marks)
        platforms = self._platforms(brand, marks)
        holds = HoldKeeper(self._stores).advance(brand.id)
        tallies = BucketPurge(self._stores).purge_buckets(brand, dry_run=False, more_time=more_time)
        idle = IdlePurge(self._stores).purge_idle(brand, platforms, False, more_time)
        body = _summary(holds, tallies, idle)
        self._sign(brand, marks, body)
        self._state.end_lease(lease, marks)
        self._report_unconfirmed(brand)
        _report(tallies, holds)  # last: what fails before is counted once, as the brand
        return body

    def _report_unconfirmed(self, brand: Brand) -> None:
        """Counts the demands that nobody confirmed or refused in time: an alarm stands on it."""
        overdue_ms = self._stores.now_ms() - CONFIRMATION_S * 1000
        if overdue := self._stores.tasks.count_waiting(brand.id, overdue_ms):
            observe.metric("confirmation_overdue", overdue)

    def _platforms(self, brand: Brand, marks: dict[str, str]) -> list[str]:
        """Returns the platforms that the brand ever had anything of: their buckets are seen here before they are
        closed.
        """
        known = set(filter(None, marks.get("platforms", "").split(",")))
        buckets = map(policy.read_bucket, self._stores.open_buckets.list_open(brand.id))
        known |= {bucket.platform for bucket in buckets if bucket is not None}
        marks["platforms"] = ",".join(sorted(known))
        return sorted(known)

    def _sign(self, brand: Brand, marks: dict[str, str], body: dict[str, Any]) -> None:
        now_ms, ledger = self._stores.now_ms(), self._stores.ledger
        ledger.append_receipt(brand.id, receipt.PURGE, body, now_ms)
        since = int(marks.get("audited") or brand.created_at // audit_trail.WINDOW_MS * audit_trail.WINDOW_MS)
        marks["audited"] = str(audit_trail.sign(self._stores.audit, ledger, brand.id, since, now_ms))


def _until(clock: Callable[[], float], end: float) -> Iterator[bool]:
    """Yields whether there is time left, asked again and again."""
    while True:
        yield clock() < end


def _summary(holds: Mapping[str, int], tallies: Tallies, idle: Mapping[str, int]) -> dict[str, Any]:
    buckets = [
        {
            "class": retention_class,
            "platform": platform,
            "due": tally.due,
            "shredded": tally.shredded,
            "held": tally.held,
            "failed": tally.failed,
            "deleted": tally.deleted,
        }
        for (retention_class, platform), tally in sorted(tallies.items())
    ]
    return {"buckets": buckets, "holds": dict(holds), "idle": dict(idle)}


def _report(tallies: Tallies, holds: Mapping[str, int]) -> None:
    failed = sum(tally.failed for tally in tallies.values()) + holds["failed"]
    purged = sum(tally.shredded for tally in tallies.values())
    # A metric is billed for each hour it is written in, so what did not happen is not said.
    if purged:
        observe.metric("buckets_purged", purged)
    if failed:
        observe.metric("purge_failed", failed)


@cache
def _purge() -> Purge:
    return Purge(Stores(kms), objects)


def handler(event: Mapping[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Purges every brand: the function's entry, called by schedule, or by hand with `{"dry_run": true}`."""
    seconds = context.get_remaining_time_in_millis() / 1000 - SPARE_S
    return _purge().purge_brands(seconds, dry_run=bool(event.get("dry_run")))
