"""Notes what a page tells for the first time, so that it is looked at again where nobody says that it is gone."""

from collections.abc import Sequence

from model import policy
from model.event import SILENT, Event, Kind
from platforms.base import Platform
from platforms.checking import digest_event
from store.brand.accounts import Account
from store.brand.checks import OLDEST_S
from store.stores import Stores


def note_for_checks(
    stores: Stores, platform: Platform, account: Account, events: Sequence[Event], mark: int, now_ms: int
) -> None:
    """Notes what a page told for the first time to be looked at again, where the platform never says that something is
    gone.
    """
    if not platform.check_batch:
        return
    fresh: dict[str, Event] = {}
    for event in events:
        at = event.occurred_at
        told = event.kind not in SILENT and event.kind is not Kind.DELETE and platform.is_checked(event)
        if told and event.external_id and at and at > mark and now_ms - at < OLDEST_S * 1000:
            fresh[event.external_id] = event
    listed = list(fresh.values())
    for start in range(0, len(listed), platform.check_batch):
        group = listed[start : start + platform.check_batch]
        items = [(each.external_id or "", each.permalink, digest_event(each)) for each in group]
        youngest = max(each.occurred_at or 0 for each in group)
        until = min(youngest // 1000 + OLDEST_S, policy.expires_at(platform.name, now_ms))
        stores.checks.note_items(account, youngest // 1000, until, items)
