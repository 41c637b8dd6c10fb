"""Identities and conversation heads of whom nothing was heard for too long, and salts nobody came back for.

They are listed by the day since which they are idle; how many days are too many follows from the rules as they are
now. One request for each kind and platform finds all that is due, however long no run was made.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from aws import observe
from model import policy
from store.brand.brands import Brand
from store.contacts.directory import IDENTITY
from store.forgetting.idle import CONVERSATION, GONE, PLACES, IdleItem
from store.stores import Stores

SALT_DAYS = 1.0


class IdlePurge:
    """Deletes what is idle in a brand."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    def purge_idle(
        self, brand: Brand, platforms: Iterable[str], dry_run: bool, more_time: Iterator[bool]
    ) -> dict[str, int]:
        """Forgets the idle; returns how many by kind, `kept` and `failed`."""
        done = dict.fromkeys((IDENTITY, CONVERSATION, GONE, *PLACES, "kept", "failed"), 0)
        now_ms = self._stores.now_ms()
        gone = list[str]()
        for platform in sorted(platforms):
            for kind, days in _periods(brand.rule(platform)):
                for item in self._stores.idle.list_idle(brand.id, kind, platform, _last_day(now_ms, days)):
                    if not next(more_time):
                        self._stores.changes.note_gone(brand.id, gone)
                        return done
                    outcome = kind if dry_run else self._forgotten(brand, item, kind, days, now_ms)
                    done[outcome] += 1
                    gone += [item.id] if outcome == CONVERSATION and not dry_run else []
        self._stores.changes.note_gone(brand.id, gone)
        return done

    def _forgotten(self, brand: Brand, item: IdleItem, kind: str, days: float, now_ms: int) -> str:
        try:
            return kind if self._stores.idle.forget_idle(brand.id, item, days, now_ms) else "kept"
        except Exception as error:  # noqa: BLE001 - one row's fault must not keep the others
            observe.failure("idle_row_stays", error, kind=kind)
            return "failed"


def _periods(rule: policy.Rule) -> Iterator[tuple[str, float]]:
    yield IDENTITY, rule.idle_identity_days
    yield CONVERSATION, rule.idle_head_days
    # What we wrote to them last is sealed with it, too.
    yield GONE, rule.interaction_days + SALT_DAYS
    # No longer than the last of what was counted.
    yield from ((kind, rule.interaction_days) for kind in PLACES)


def _last_day(now_ms: int, days: float) -> str:
    """Returns the last day that is too long ago: its first moment is, so nothing of it outlives its period."""
    today = datetime.fromtimestamp(now_ms / 1000, UTC)
    return f"{today - timedelta(days=max(1, int(days))):%Y%m%d}"
