"""Plans what has to be done after a restore: looks first, and changes nothing by that."""

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from infra.restore.survey import Gone, Survey
from model import confirmation, policy
from model.privacy_task import LOST_KEY, RESTORED, Ask, State, Task
from model.receipt import ERASURE
from privacy.erasure import leaver
from privacy.item_classes import CLASSES, ErasureContext
from store.dynamo import keys as row_keys
from store.forgetting import keys as forgetting_keys
from store.forgetting.erasing.eraser import ClaimObjects
from store.forgetting.rows import TaskRow
from store.forgetting.tasks import HEAD
from store.stores import Stores

LONGEST_BACKUP_MS = 35 * policy.DAY_S * 1000
"""How far back DynamoDB restores to: nothing that was destroyed earlier can have come back."""


@dataclass(slots=True)
class Plan:
    """Holds what has to be done. `people` are those of whom something is there or whose key opens it."""

    people: list[Gone] = field(default_factory=list)
    with_key: int = 0
    """People whose rows open, to whom nothing happens."""
    held: list[str] = field(default_factory=list)
    """People whose legal hold was over and is back."""
    released: dict[str, str] = field(default_factory=dict)
    """By person, a hold that only their restored key still names."""
    buckets: list[str] = field(default_factory=list)
    """Retention buckets with a key (or, where no trace may stay, with rows) that no list names for the purge."""
    orphans: list[str] = field(default_factory=list)
    """People of whom a restored `keys` has the key and no table anything else."""
    begun: list[Task] = field(default_factory=list)
    """Erasures that were not through."""
    done_before: list[Task] = field(default_factory=list)
    """Erasures that a backup shows as not through, and that were."""

    def counts(self) -> dict[str, int]:
        """Counts what is planned, for people to read and for the receipt: no ids."""
        return {
            "erased": sum(1 for each in self.people if each.erased_at),
            "without_key": sum(1 for each in self.people if not each.erased_at),
            "keys_back": sum(1 for each in self.people if each.alive),
            "keys_of_nobody": len(self.orphans),
            "holds_over": len(self.held) + len(self.released),
            "buckets": len(self.buckets),
            "erasures_begun": len(self.begun),
            "erasures_done_before": len(self.done_before),
        }


class Planning:
    """Looks at one brand of which these tables were restored."""

    def __init__(self, stores: Stores, objects: ClaimObjects, brand: str, restored: Iterable[str]) -> None:
        self._stores = stores
        self._context = ErasureContext(stores, objects)
        self._brand = brand
        self._restored = frozenset(restored)

    def make(self) -> Plan:
        """Makes the plan from everything there is; changes nothing."""
        survey = Survey.of(self._stores, self._brand)
        plan = Plan(held=list(self._holds_over(survey)), buckets=list(self._buckets(survey)))
        plan.released = dict(self._released(survey, plan.held))
        plan.with_key = sum(1 for each in survey.people.values() if each.alive)
        plan.people = [
            each
            for each in survey.gone(self._brand)
            if each.alive or each.person in survey.stale or self._left(each)
        ]
        named = {each.person for each in plan.people}
        if "keys" in self._restored:
            plan.orphans = sorted(survey.plain - survey.seen.keys() - named)
        for task in self._unfinished():
            if task.source in (RESTORED, LOST_KEY):
                plan.begun.append(task)
                plan.people = [each for each in plan.people if each.person != task.person]
            elif "ops" in self._restored:
                was = survey.people.get(task.person or "")
                through = (was is not None and was.erased_at >= task.received_at) or self._has_receipt(task)
                (plan.done_before if through or task.person in named else plan.begun).append(task)
        return plan

    def _left(self, each: Gone) -> bool:
        who = leaver(self.asked(each))
        return any(made.eraser(self._context).count_left(who) for made in CLASSES)

    def asked(self, each: Gone) -> Task:
        """Makes the task that erases somebody once more."""
        return Task(
            id=confirmation.code("restore", os.urandom(20)),
            brand=self._brand,
            ask=Ask.ERASE,
            person=each.person,
            platform=each.platform,
            source=RESTORED if each.erased_at else LOST_KEY,
            received_at=self._stores.now_ms(),
            erased_at=each.erased_at,
            # What was counted is taken back where it stands as it was counted, and not twice.
            keeps_statistics=each.keeps_statistics or not {"feed", "ops"} <= self._restored,
        )

    def _unfinished(self) -> Iterator[Task]:
        prefix = forgetting_keys.task(self._brand, "")
        for row in TaskRow.scan(TaskRow.sk == HEAD, consistent_read=True):
            if not row.pk.startswith(prefix) or row.ask != Ask.ERASE:
                continue
            task = self._stores.tasks.find_task(self._brand, row_keys.item_of(row.pk))
            if task and task.person and not task.final and task.state is not State.PROPOSED:
                yield task

    def _has_receipt(self, task: Task) -> bool:
        chain = self._stores.ledger.list_receipts(self._brand)
        return any(each.kind == ERASURE and each.body["task"] == task.id for each in chain)

    def _holds_over(self, survey: Survey) -> Iterator[str]:
        """Yields holds that are over: a hold's own key is destroyed when it ends, so a row that says otherwise
        is older.
        """
        for hold in self._stores.holds.of_brand(self._brand):
            if (key := survey.others.get(hold.name)) is not None and not key.alive:
                yield hold.person

    def _released(self, survey: Survey, over: Collection[str]) -> Iterator[tuple[str, str]]:
        """Yields keys that name a hold which is not there: nothing of theirs could ever be forgotten."""
        there = {each.person: each.id for each in self._stores.holds.of_brand(self._brand)}
        for person, hold in survey.holds.items():
            if person not in over and there.get(person) != hold:
                yield person, hold

    def _buckets(self, survey: Survey) -> Iterator[str]:
        listed = set(self._stores.open_buckets.list_open(self._brand))
        since = self._stores.now_ms() - LONGEST_BACKUP_MS
        for name, key in sorted(survey.buckets.items()):
            bucket = policy.read_bucket(name)
            if bucket is None or name in listed:
                continue
            no_trace = "feed" in self._restored and not policy.rule_for(bucket.platform).residue
            if key.alive or (no_trace and key.erased_at > since):
                yield name
