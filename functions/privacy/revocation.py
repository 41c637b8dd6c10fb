"""An account withdrew our access: what came through it is unreadable at once, and then gone.

As with an erasure each state is kept before the next step begins, and each step may be repeated: whoever is stopped
anywhere goes on from there, to exactly one receipt. The keys to destroy are as many as the account has buckets, one
for each class and day, however many rows there are.

Functions remember for a minute which accounts there are and for five minutes what a key was: what they keep meanwhile
is found by a second pass when that time and the longest visibility of a message are over.
"""

from collections.abc import Callable, Iterator, Mapping

from model import policy
from model.errors import Conflict
from model.privacy_task import SECOND_PASS_S, State, Task
from model.receipt import REVOCATION
from privacy import backups
from privacy.erasure import PASSES
from privacy.item_classes import ErasureContext
from privacy.procedure import Procedure, TimeLeft, Wait, to_wait, wait_for_hold
from store.brand.accounts import REVOKED, Account
from store.contacts.directory import Place
from store.forgetting.erasing.account_withdrawal import (
    Buckets,
    Held,
    People,
    Withdrawn,
    WithdrawnHeads,
    WithdrawnPlaces,
)
from store.forgetting.erasing.parked import ParkedAt

KEYS = (policy.INTERACTION, policy.PROFILE)
COUNTED = ("interactions", "conversations", "conversations_moved", "people", "parked")

FIRST = ("rows", "parked", "conversations", "places")
SECOND = ("keys", "parked", "conversations", "places", "people")
"""What each pass does. People come second: only then everybody who sees them again knows that their names are gone."""

Part = Callable[[Withdrawn, Place | None], Iterator[Place | None]]


class Revocation(Procedure):
    """Forgets what was kept through one account."""

    def __init__(self, context: ErasureContext) -> None:
        stores = context.stores
        self._stores = stores
        self._accounts, self._tasks = stores.accounts, stores.tasks
        self._buckets = Buckets(stores)
        self._parked = ParkedAt(stores.parked, context.objects, stores.now_ms)
        self._heads, self._people = WithdrawnHeads(stores), People(stores)
        self._places = WithdrawnPlaces(stores)
        self._steps = {
            State.RECEIVED: self._verify,
            State.VERIFIED: self._mark,
            State.GATED: self._shred,
            State.SHREDDED: self._first_pass,
            State.DELETED: self._second_pass,
            State.SWEPT: self._close,
        }

    def take_step(self, task: Task, time_left: TimeLeft) -> Task | Wait:
        """See `Procedure`."""
        try:
            return self._steps[task.state](task, time_left)
        except Held:
            return wait_for_hold(self._tasks, task)

    def _verify(self, task: Task, _: TimeLeft) -> Task:
        """Finds out whose account it is. One connected again already has another id, but may have left something."""
        known = next((each for each in self._of_platform(task) if each.id == task.account), None)
        if known is None and not (task.account and self._buckets.names(self._who(task, alone=False))):
            return self._tasks.advance_task(task, state=State.REFUSED, reason="unknown")
        asked = {"endpoint": known.endpoint if known else ""}
        return self._tasks.advance_task(task, state=State.VERIFIED, asked=asked)

    def _mark(self, task: Task, _: TimeLeft) -> Task:
        """Marks the account: its events are dropped from now on, nothing is sent or fetched with what it gave us."""
        assert task.account is not None  # noqa: S101 - it was verified
        self._accounts.revoke_account(task.brand, task.platform, task.account)
        self._stores.tokens.forget_account(task.brand, task.platform, task.account)
        return self._tasks.advance_task(task, state=State.GATED, erased_at=self._stores.now_ms())

    def _shred(self, task: Task, time_left: TimeLeft) -> Task | Wait:
        for _ in self._buckets.shred(self._who(task)):
            if not time_left():
                return Wait()
        return self._tasks.advance_task(task, state=State.SHREDDED, reason="")

    def _first_pass(self, task: Task, time_left: TimeLeft) -> Task | Wait:
        if not self._passed(task, FIRST, time_left):
            return Wait()
        return self._waiting(task, state=State.DELETED, passes=1)

    def _second_pass(self, task: Task, time_left: TimeLeft) -> Task | Wait:
        if (wait := to_wait(task, self._stores.now_ms())) is not None:
            return wait
        if not self._passed(task, SECOND, time_left):
            return Wait()
        if not self._buckets.names(self._who(task)):
            return self._tasks.advance_task(task, state=State.SWEPT, passes=task.passes + 1)
        if task.passes >= PASSES:
            raise Conflict("something keeps coming through an account that was revoked")
        return self._waiting(task, passes=task.passes + 1)

    def _waiting(self, task: Task, **changes: object) -> Task:
        """Puts the task off until what is on its way has come."""
        asked = {"endpoint": task.asked.get("endpoint", "")}
        not_before = self._stores.now_ms() + SECOND_PASS_S * 1000
        return self._tasks.advance_task(task, not_before=not_before, asked=asked, **changes)

    def _passed(self, task: Task, names: tuple[str, ...], time_left: TimeLeft) -> bool:
        """Returns whether the parts came to their end before the time did; else where to go on is kept."""
        who, parts = self._who(task), self._parts(task)
        began, after = task.asked.get("at", (names[0], None))
        for name in names[names.index(began) :]:
            for place in parts[name](who, tuple(after) if after else None):
                if not time_left():
                    self._tasks.advance_task(task, asked=task.asked | {"at": [name, place]})
                    return False
            after = None
        return True

    def _parts(self, task: Task) -> Mapping[str, Part]:
        return {
            "rows": self._buckets.empty,
            "keys": self._buckets.close,
            "parked": lambda who, _: self._parked.erase(
                who, str(task.asked.get("endpoint")), self._served_since(task)
            ),
            "conversations": self._heads.leave,
            "places": self._places.drop_counts,
            "people": self._people.leave,
        }

    def _served_since(self, task: Task) -> float:
        """Returns since when the endpoint serves an account that is connected now."""
        endpoint = task.asked.get("endpoint")
        served = [each for each in self._of_platform(task) if each.endpoint == endpoint]
        return min((each.since for each in served if each.state != REVOKED), default=float("inf"))

    def _close(self, task: Task, _: TimeLeft) -> Task:
        """Reduces the account to what connecting it again needs; then writes receipt and end in one transaction."""
        assert task.account is not None  # noqa: S101 - as above
        self._accounts.forget_names(task.brand, task.platform, task.account)
        self._tasks.forget_key(task.brand, task.id)
        ending = self._tasks.ending_with(task, state=State.DONE, asked={}, reason="")
        body = self._receipt(task)
        self._stores.ledger.append_receipt(task.brand, REVOCATION, body, self._stores.now_ms(), ending)
        done = self._tasks.find_task(task.brand, task.id)
        assert done is not None  # noqa: S101 - it was written just now
        return done

    def _receipt(self, task: Task) -> dict[str, object]:
        counts = self._tasks.count_items(task.brand, task.id)
        return {
            "task": task.id,
            "ground": "access withdrawn",
            "platform": task.platform,
            "account": task.account,
            "source": task.source,
            "asked_at": task.received_at,
            "revoked_at": task.erased_at,
            "counts": {name: counts.get(name, 0) for name in COUNTED},
            "keys_destroyed": {name: counts.get(f"keys_{name}", 0) for name in KEYS},
            "passes": task.passes,
            "left": {"keys": len(self._buckets.names(self._who(task)))},
            "in_backups_until": task.erased_at + backups.KEYS_DAYS * backups.DAY_MS,
        }

    def _who(self, task: Task, alone: bool | None = None) -> Withdrawn:
        assert task.account is not None  # noqa: S101 - as above
        if alone is None:
            alone = all(each.id == task.account for each in self._of_platform(task))
        return Withdrawn(task.brand, task.platform, task.account, task.id, alone)

    def _of_platform(self, task: Task) -> list[Account]:
        return [each for each in self._accounts.list_accounts(task.brand) if each.platform == task.platform]
