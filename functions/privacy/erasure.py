"""Erasing a person: received, verified, gated, shredded, deleted, swept, done.

Each state is kept before the next step begins, and each step may be repeated: whoever is stopped anywhere goes on
from there, to exactly one receipt.
"""

from hashlib import sha256

from model import policy
from model.errors import Conflict
from model.privacy_task import LOST_KEY, RESTORED, SECOND_PASS_S, State, Task
from model.receipt import ERASURE
from model.redaction import list_name_parts
from privacy import backups
from privacy.item_classes import CLASSES, ErasureContext
from privacy.procedure import Procedure, TimeLeft, Wait, to_wait, wait_for_hold
from store.brand.ledger import Ledger
from store.forgetting.erasing.associations import Associations
from store.forgetting.erasing.eraser import Eraser
from store.forgetting.erasing.leaver import Leaver
from store.forgetting.holds import Holds
from store.forgetting.tasks import Tasks
from store.vault import keys as vault_keys
from store.vault.salts import Salts
from store.vault.shredder import Shredded, Shredder

PASSES = 6
"""After so many something is wrong that waiting does not cure."""


class Erasure(Procedure):
    """Erases one person."""

    def __init__(
        self, context: ErasureContext, tasks: Tasks, shredder: Shredder, ledger: Ledger, holds: Holds
    ) -> None:
        self._context = context
        self._tasks = tasks
        self._shredder = shredder
        self._ledger = ledger
        self._holds = holds
        self._steps = {
            State.RECEIVED: self._verify,
            State.VERIFIED: self._gate,
            State.GATED: self._shred,
            State.SHREDDED: self._first_pass,
            State.DELETED: self._second_pass,
            State.SWEPT: self._close,
        }

    def take_step(self, task: Task, time_left: TimeLeft) -> Task | Wait:
        """See `Procedure`. Raises Conflict when it has to be begun again."""
        assert task.person is not None  # noqa: S101 - such a task is not kept
        self._context.stores.vault.forget_salt(task.brand, task.person)
        return self._steps[task.state](task, time_left)

    def _verify(self, task: Task, _: TimeLeft) -> Task:
        """Finds the person that the request is about, and the names by which others may have called them."""
        assert task.person is not None  # noqa: S101 - as above
        contacts = self._context.stores.contacts
        known = contacts.read_contacts(task.brand, [task.person], consistent=True).get(task.person)
        asked = task.asked | {"names": self._list_names(task, task.person)}
        platform = task.platform or (known.platform if known else "")
        return self._tasks.advance_task(task, state=State.VERIFIED, platform=platform, asked=asked)

    def _list_names(self, task: Task, person: str) -> list[str]:
        stores = self._context.stores
        known = stores.profiles.list_names(task.brand, [person], consistent=True).get(person, ())
        names = {*task.asked.get("names", ()), *known}
        if stores.settings.read_settings(task.brand).erase_name_parts:
            names.update(list_name_parts(names))
        return sorted(names)

    def _gate(self, task: Task, _: TimeLeft) -> Task:
        """Refuses under a legal hold; else fixes the moment up to which everything goes, if it is not yet fixed."""
        assert task.person is not None  # noqa: S101 - as above
        if self._holds.is_agreed(task.brand, task.person):
            return self._refuse(task, "legal_hold")
        erased_at = task.erased_at or self._context.stores.now_ms()
        return self._tasks.advance_task(task, state=State.GATED, erased_at=erased_at)

    def _shred(self, task: Task, _: TimeLeft) -> Task | Wait:
        assert task.person is not None  # noqa: S101 - as above
        if self._holds.is_agreed(task.brand, task.person):
            return self._refuse(task, "legal_hold")
        vault, person = self._context.stores.vault, task.person
        salt = vault.read_salt(task.brand, person)
        # Repeated, it must not take the key of somebody who came back in between.
        if salt is None or salt.erased_at != task.erased_at:
            if task.source != RESTORED:
                # What was written up to this very moment goes with that key; what comes later must not be lost.
                task = self._tasks.advance_task(task, erased_at=self._context.stores.now_ms())
            done = self._shredder.destroy_person(task.brand, person, task.erased_at)
            if done is Shredded.HELD:
                # On whom shows the next time.
                return wait_for_hold(self._tasks, task)
            vault.forget_salt(task.brand, person)
        return self._tasks.advance_task(task, state=State.SHREDDED, reason="")

    def _first_pass(self, task: Task, time_left: TimeLeft) -> Task | Wait:
        if not self._erased(task, time_left):
            return Wait()
        wait_until = self._context.stores.now_ms() + SECOND_PASS_S * 1000
        return self._tasks.advance_task(task, state=State.DELETED, not_before=wait_until, passes=1)

    def _second_pass(self, task: Task, time_left: TimeLeft) -> Task | Wait:
        """Erases what was on its way when the key went. Nothing may be left after this."""
        if (wait := to_wait(task, self._context.stores.now_ms())) is not None:
            return wait
        if not self._erased(task, time_left):
            return Wait()
        if sum(self._left(task).values()) == 0:
            return self._tasks.advance_task(task, state=State.SWEPT, passes=task.passes + 1)
        if task.passes >= PASSES:
            raise Conflict("something of an erased person keeps coming back")
        wait_until = self._context.stores.now_ms() + SECOND_PASS_S * 1000
        return self._tasks.advance_task(task, passes=task.passes + 1, not_before=wait_until)

    def _close(self, task: Task, _: TimeLeft) -> Task:
        """Takes the names away first, then writes the receipt and the end of the task together."""
        assert task.person is not None  # noqa: S101 - as above
        self._tasks.forget_key(task.brand, task.id)
        residue = policy.rule_for(task.platform).residue and task.source != LOST_KEY
        body = self._receipt(task, residue)
        if not residue:
            Salts().remove_salt(vault_keys.person_salt(task.brand, task.person))
        ending = self._tasks.ending_with(task, state=State.DONE, person=None, asked={})
        self._ledger.append_receipt(task.brand, ERASURE, body, self._context.stores.now_ms(), ending)
        done = self._tasks.find_task(task.brand, task.id)
        assert done is not None  # noqa: S101 - it was written just now
        return done

    def _receipt(self, task: Task, residue: bool) -> dict[str, object]:
        assert task.person is not None  # noqa: S101 - as above
        key_id = key_name(task.brand, task.person)
        counts = self._tasks.count_items(task.brand, task.id)
        return {
            "task": task.id,
            "ground": "GDPR Article 17",
            "platform": task.platform,
            "source": task.source,
            "asked_at": task.received_at,
            "erased_at": task.erased_at,
            "counts": {name: counts.get(name, 0) for each in CLASSES for name in each.counts},
            # Where the platform allows no trace, not even the key's name stays.
            "keys_destroyed": [key_id] if residue else 1,
            "passes": task.passes,
            "left": self._left(task),
            # What others wrote and a legal hold on them keeps unchanged; redacted when that ends.
            "withheld": Associations(self._context.stores.vault).count_held(leaver(task)),
            "statistics": "kept" if task.keeps_statistics else "taken back",
            # A pending hold, being stopped, or a restore may put the end off: all was there no later than now.
            "in_backups_until": self._context.stores.now_ms() + backups.person_days() * backups.DAY_MS,
        }

    def _refuse(self, task: Task, reason: str) -> Task:
        return self._tasks.advance_task(task, state=State.REFUSED, reason=reason, person=None, asked={})

    def _erased(self, task: Task, time_left: TimeLeft) -> bool:
        """Returns whether one pass over all classes came to its end before the time did."""
        who = leaver(task)
        for _, eraser in self._erasers():
            for done in eraser.erase_items(who):
                # Steps that change nothing come again each time: stopping there would never get further.
                if done and not time_left():
                    return False
        return True

    def _left(self, task: Task) -> dict[str, int]:
        who = leaver(task)
        return {name: eraser.count_left(who) for name, eraser in self._erasers()}

    def _erasers(self) -> list[tuple[str, Eraser]]:
        by_eraser: dict[type[Eraser], tuple[str, Eraser]] = {}
        for each in CLASSES:
            eraser = each.eraser(self._context)
            by_eraser.setdefault(type(eraser), (each.name, eraser))
        return list(by_eraser.values())


def key_name(brand: str, person: str) -> str:
    """Returns how receipts name a person's key: whoever has the `keys` table finds it, and nobody else."""
    return sha256(vault_keys.person_salt(brand, person).encode()).hexdigest()[:32]


def leaver(task: Task) -> Leaver:
    """Returns whom a task erases, as the erasers take them."""
    assert task.person is not None  # noqa: S101 - asked by the callers
    return Leaver(
        brand=task.brand,
        person=task.person,
        platform=task.platform,
        erased_at=task.erased_at,
        task=task.id,
        words=tuple(task.asked.get("names", ())),
        keeps_statistics=task.keeps_statistics,
        settled=task.state is not State.SHREDDED,
    )
