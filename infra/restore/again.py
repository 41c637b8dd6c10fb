"""After tables were restored from a backup: what had been forgotten is forgotten again, before they serve anybody.

`Again` works on the tables that the environment names. Everything in it may be repeated: what is forgotten already
is left alone, and erasures that were begun are gone on with.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from infra.restore.leads import drop_empty_heads, lead_to_threads, settle_heads
from infra.restore.mentions import take_out
from infra.restore.plan import Plan, Planning
from infra.restore.survey import Gone, rows_of
from model.privacy_task import Ask, State, Task
from model.receipt import RESTORE, Receipt
from privacy import procedures
from privacy.buckets import BucketPurge
from privacy.erasure import leaver
from privacy.procedure import Wait
from privacy.receipts import verify_chain
from segment.pulse import open_hours
from store.brand.brands import Brands
from store.dynamo.rows import OpsRow
from store.forgetting import deferred_redactions
from store.insights import keys as insight_keys
from store.interactions import keys as interaction_keys
from store.stores import Stores
from store.vault import keys as vault_keys
from store.vault.salts import Salts


class BrokenChain(Exception):
    """Says that receipts kept aside are not this brand's, were altered, or contradict those that are there."""


class MostWithoutKey(Exception):
    """Says that most people have no key here: more likely than so great a loss is another table in the
    place of `keys`.
    """


class Again:
    """Forgets again in one brand. `restored` are the tables (`core`, `feed`, `ops`, `keys`) that a backup brought."""

    def __init__(
        self,
        stores: Stores,
        objects: procedures.ObjectBucket,
        brand: str,
        restored: Iterable[str],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._stores = stores
        self._planning = Planning(stores, objects, brand, restored)
        self._erasure = procedures.of(stores, objects)[Ask.ERASE]
        self._brand = brand
        self._restored = frozenset(restored)
        self._sleep = sleep

    def put_back(self, kept: Iterable[Receipt]) -> int:
        """Appends receipts that were kept aside and the restored chain lacks, and counts them. Raises BrokenChain."""
        ledger, kept = self._stores.ledger, list(kept)
        if any(each.brand != self._brand for each in kept):
            raise BrokenChain("receipts of another brand")
        known = {each.number: each.fingerprint() for each in ledger.list_receipts(self._brand)}
        if verify_chain(kept, ledger.public_key(self._brand)):
            raise BrokenChain("the receipts kept aside do not verify with the brand's key")
        if any(known.get(each.number, each.fingerprint()) != each.fingerprint() for each in kept):
            raise BrokenChain("the receipts kept aside are not the beginning or the end of those in `core`")
        missing = [each for each in kept if each.number not in known]
        for each in missing:
            ledger.put_back_receipt(each)
        return len(missing)

    def check(self) -> Plan:
        """Plans what `finish` will do; changes nothing."""
        return self._planning.make()

    def finish(self, most_without_key: bool = False) -> dict[str, int]:
        """Forgets again; counts, which a receipt of the brand's chain repeats. Raises MostWithoutKey unless told."""
        plan = self.check()
        found = plan.counts()
        if found["without_key"] > plan.with_key and not most_without_key:
            raise MostWithoutKey(
                f"the rows of {found['without_key']} people have no key, those of {plan.with_key} have: "
                "is this the right table `keys`?"
            )
        plan = self._holds(plan)
        found = plan.counts()
        for person in plan.orphans:
            Salts().remove_salt(vault_keys.person_salt(self._brand, person))
        for bucket in plan.buckets:
            self._stores.open_buckets.open_bucket(self._brand, bucket)
        if "feed" in self._restored:
            lead_to_threads(self._brand, {each.person for each in plan.people})
        found["mentions"] = self._mentions(plan)
        found["parked"] = self._parked(plan)
        found["pulses"] = self._close_hours()
        for task in plan.done_before:
            self._stores.tasks.advance_task(task, state=State.DONE, person=None, asked={})
            self._stores.tasks.forget_key(self._brand, task.id)
        tasks = [*plan.begun, *map(self._task, plan.people)]
        if "core" in self._restored:
            settle_heads(self._stores, self._brand, {each.person or "": leaver(each) for each in tasks})
        ends = self._erase(tasks)
        found |= {"done": ends[State.DONE], "refused": ends[State.REFUSED]}
        if "core" in self._restored:
            found["heads"] = drop_empty_heads(self._stores, self._brand)
        found |= self._purge()
        self._stores.ledger.append_receipt(self._brand, RESTORE, found, self._stores.now_ms())
        return found

    def _task(self, each: Gone) -> Task:
        return self._stores.tasks.open_task(self._planning.asked(each))

    def _holds(self, plan: Plan) -> Plan:
        """Ends holds again that were over, and plans anew: what a hold kept may be what somebody is forgotten by."""
        for person in plan.held:
            self._drop_hold(person)
        for person, hold in plan.released.items():
            self._release(person, hold)
        return replace(self.check(), held=plan.held, released=plan.released) if plan.held else plan

    def _release(self, person: str, hold: str) -> None:
        Salts().release_salt(vault_keys.person_salt(self._brand, person), hold)
        self._stores.vault.forget_salt(self._brand, person)

    def _drop_hold(self, person: str) -> None:
        hold = self._stores.holds.one(self._brand, person)
        if hold is None:
            return
        for row in rows_of(self._brand):
            # Sealed under the hold's key, which is gone; nothing else would ever delete them.
            if row.hold == hold.id:
                row.delete()
        self._release(person, hold.id)
        self._stores.holding.give_back(hold, self._stores.now_ms())
        deferred_redactions.forget_deferred(self._brand, hold.id)
        self._stores.holds.ended(hold)

    def _mentions(self, plan: Plan) -> int:
        if "feed" not in self._restored:
            return 0
        known = self._stores.profiles.list_names(
            self._brand, {each.person for each in plan.people}, consistent=True
        )
        named = {each.person: (each, known.get(each.person, ())) for each in plan.people}
        return take_out(self._stores, self._brand, named)

    def _parked(self, plan: Plan) -> int:
        """Drops what was parked before an erasure: a parked delivery cannot be read, so nobody knows whom it names."""
        if "ops" not in self._restored:
            return 0
        until: Counter[str] = Counter()
        for each in plan.people:
            until[each.platform] = max(until[each.platform], each.erased_at)
        dropped = 0
        for parked in list(self._stores.parked.list_parked(self._brand, self._stores.now_ms())):
            if parked.at <= max(until[parked.platform], until[""]):
                OpsRow(interaction_keys.parked(self._brand, parked.day), parked.id).delete()
                dropped += 1
        return dropped

    def _close_hours(self) -> int:
        """Closes hours that are over: what one or two people said in an hour is kept only until then."""
        if "ops" not in self._restored:
            return 0
        rows = list(OpsRow.scan(OpsRow.pk.startswith("pulse#")))
        found = {row.entry["hour"] for row in rows if insight_keys.brand_of_pulse(row.pk) == self._brand}
        over = [hour for hour in sorted(found) if hour not in open_hours(self._stores.clock())]
        return sum(self._stores.pulses.close_hour(self._brand, hour) for hour in over)

    def _erase(self, tasks: Iterable[Task]) -> Counter[State]:
        """Brings every task to its end: first passes of all, then, when that time has come, second passes of all."""
        waiting, ends = [(0, task) for task in tasks], Counter[State]()
        while waiting:
            waiting.sort(key=lambda each: each[0])
            due_ms, task = waiting.pop(0)
            if (missing_ms := due_ms - self._stores.now_ms()) > 0:
                self._sleep(missing_ms / 1000)
            came = task
            while not came.final:
                after = self._erasure.take_step(came, lambda: True)
                if isinstance(after, Wait):
                    waiting.append((self._stores.now_ms() + after.seconds * 1000, came))
                    break
                came = after
            else:
                self._stores.tasks.forget_key(self._brand, came.id)
                ends[came.state] += 1
        return ends

    def _purge(self) -> dict[str, int]:
        brand = next(each for each in Brands().list_brands() if each.id == self._brand)
        tallies = BucketPurge(self._stores).purge_buckets(brand, dry_run=False, more_time=_always())
        sums = {
            name: sum(getattr(tally, name) for tally in tallies.values())
            for name in ("shredded", "held", "failed", "deleted")
        }
        return {f"buckets_{name}": number for name, number in sums.items()}


def _always() -> Iterator[bool]:
    while True:
        yield True
