"""Requests about people's data in `ops`: each step is kept before the next begins, so that any may be repeated."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from pynamodb.exceptions import DoesNotExist
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from model import policy
from model.errors import Conflict
from model.policy import DAY_S
from model.privacy_task import HANDLE, Ask, State, Task
from model.receipt import Receipt
from store.brand.accounts import NEVER_DUE
from store.dynamo import keys as row_keys
from store.dynamo.rows import OpsRow
from store.dynamo.writes import attempt, update_if
from store.forgetting import keys as forgetting_keys
from store.forgetting.rows import TaskRow
from store.forgetting.task_list import make_entry
from store.vault import keys as vault_keys
from store.vault.rows import SaltRow
from store.vault.sealed import SealedPlace
from store.vault.vault import Vault

HEAD = "#"
KEPT_DAYS = 400
"""How long one may ask what became of a request. The receipt stays longer."""

BUCKET = "privacy#task#forever"
"""No date ends it: what a task was asked goes with the task's own key."""

WORDS = (
    "platform",
    "source",
    "by",
    "approved_by",
    "reason",
    "receipt",
    "copy",
    "fingerprint",
    "person",
    "account",
    "item",
)
NUMBERS = ("received_at", "extended_at", "erased_at", "not_before", "passes")


class Tasks:
    """Keeps and advances tasks of one brand at a time. Without a vault what was asked stays sealed."""

    def __init__(self, vault: Vault | None) -> None:
        self._vault = vault

    def open_task(self, task: Task) -> Task:
        """Keeps a new task; the one that is there already, if its id is taken."""
        row = TaskRow(
            forgetting_keys.task(task.brand, task.id), HEAD, brand=task.brand, **self._attributes(task)
        )
        named = OpsRow(
            forgetting_keys.confirmation(task.id), HEAD, reason=task.brand, expires_at=row.expires_at
        )
        with attempt() as together:
            together.save(row, condition=TaskRow.pk.does_not_exist())
            together.save(named)
            together.save(make_entry(task.brand, task.id, task.received_at, row.expires_at))
            if task.state is State.PROPOSED:
                together.save(_waiting(task))
        if together.done:
            return replace(task, rev=1)
        known = self.find_task(task.brand, task.id)
        if known is None:
            raise Conflict("a task is being made at this moment")
        return known

    def find_task(self, brand: str, task_id: str) -> Task | None:
        """Returns the task as it is now."""
        try:
            row = TaskRow.get(forgetting_keys.task(brand, task_id), HEAD, consistent_read=True)
        except DoesNotExist:
            return None
        return self._from_row(brand, row)

    def find_brand(self, code: str) -> str | None:
        """Returns whose task a confirmation code is."""
        try:
            return str(OpsRow.get(forgetting_keys.confirmation(code), HEAD).reason)
        except DoesNotExist:
            return None

    def advance_task(self, task: Task, **changes: Any) -> Task:
        """Returns `task` with `changes`, kept. Raises Conflict when somebody else advanced it meanwhile."""
        after = replace(task, **changes)
        row = TaskRow(forgetting_keys.task(task.brand, task.id), HEAD)
        if not update_if(row, self._changes(after), TaskRow.rev == task.rev):
            raise Conflict("the task was advanced by somebody else")
        return replace(after, rev=after.rev + 1)

    def decide(self, task: Task, state: State, by: str) -> Task:
        """Confirms a proposed task (`state` received) or refuses it. Raises Conflict when somebody else did."""
        after = replace(task, state=state, approved_by=by)
        if state is State.REFUSED:
            after = replace(after, reason="not_approved", person=None, asked={})
        with attempt() as together:
            row = TaskRow(forgetting_keys.task(task.brand, task.id), HEAD)
            together.update(row, self._changes(after), condition=TaskRow.rev == task.rev)
            together.delete(_waiting(task))
        if not together.done:
            raise Conflict("the task was decided by somebody else")
        return replace(after, rev=after.rev + 1)

    def list_waiting(self, brand: str, after: str, limit: int) -> list[Task]:
        """Returns the tasks that wait for a person's confirmation, by id, from the one behind `after`."""
        rows = OpsRow.query(
            forgetting_keys.waiting_tasks(brand),
            OpsRow.sk > after if after else None,
            consistent_read=True,
            limit=limit,
        )
        tasks = self.read_tasks(brand, [row.sk for row in rows]).values()
        return sorted((each for each in tasks if each.state is State.PROPOSED), key=lambda task: task.id)

    def read_tasks(self, brand: str, ids: Iterable[str]) -> dict[str, Task]:
        """Returns the tasks that exist among these, by id."""
        wanted = [(forgetting_keys.task(brand, each), HEAD) for each in ids]
        found = TaskRow.batch_get(wanted, consistent_read=True) if wanted else ()
        return {task.id: task for task in (self._from_row(brand, row) for row in found)}

    def count_waiting(self, brand: str, before_ms: int) -> int:
        """Returns how many tasks have waited for confirmation since before that time."""
        rows = OpsRow.query(forgetting_keys.waiting_tasks(brand), consistent_read=True)
        # Who was asked for a code may take their time: nobody here is late.
        return sum(1 for row in rows if int(row.at or 0) < before_ms and row.reason != HANDLE)

    def ending_with(self, task: Task, **changes: Any) -> Callable[[TransactWrite, Receipt], None]:
        """Returns, for `Ledger.append_receipt`, the task's end together with its receipt."""

        def also(together: TransactWrite, receipt: Receipt) -> None:
            after = replace(task, receipt=receipt.id, **changes)
            row = TaskRow(forgetting_keys.task(task.brand, task.id), HEAD)
            together.update(row, self._changes(after), condition=TaskRow.rev == task.rev)

        return also

    def finish_task(self, task: Task, state: State = State.DONE, **changes: Any) -> Task:
        """Ends the task. Whom it was about is forgotten with it where the platform allows no trace."""
        if not policy.rule_for(task.platform).residue:
            changes["person"] = None
        return self.advance_task(task, state=state, asked={}, **changes)

    def count_items(self, brand: str, task_id: str) -> dict[str, int]:
        """Returns how many items of each class the task dealt with."""
        prefix = forgetting_keys.task_count("")
        rows = TaskRow.query(
            forgetting_keys.task(brand, task_id), TaskRow.sk.startswith(prefix), consistent_read=True
        )
        return {row.sk.removeprefix(prefix): int(row.n or 0) for row in rows}

    def forget_key(self, brand: str, task_id: str) -> None:
        """Destroys the key that seals what the task was asked: no copy of it opens any more."""
        SaltRow(vault_keys.person_salt(brand, owner(task_id))).delete()
        if self._vault is not None:
            self._vault.forget_salt(brand, owner(task_id))

    def _attributes(self, task: Task) -> dict[str, Any]:
        values: dict[str, Any] = {name: getattr(task, name) or None for name in (*WORDS, *NUMBERS)}
        return values | {
            "rev": task.rev + 1,
            "ask": task.ask.value,
            "state": task.state.value,
            "people": list(task.people) or None,
            "keeps_statistics": task.keeps_statistics or None,
            "sealed": self._sealed(task),
            "expires_at": _expiry(task.received_at),
        }

    def _changes(self, after: Task) -> list[Action]:
        actions: list[Action] = []
        for name, value in self._attributes(after).items():
            attribute = getattr(TaskRow, name)
            actions.append(attribute.remove() if value is None else attribute.set(value))
        return actions

    def _sealed(self, task: Task) -> bytes | None:
        if not task.asked or self._vault is None:
            return None
        self._vault.prepare_salts(task.brand, [owner(task.id)], {BUCKET: NEVER_DUE})
        return self._vault.seal(task.brand, _place(task.brand, task.id), owner(task.id), BUCKET, task.asked)

    def _from_row(self, brand: str, row: TaskRow) -> Task:
        values: dict[str, Any] = {name: int(getattr(row, name) or 0) for name in NUMBERS}
        values |= {name: getattr(row, name) or "" for name in WORDS}
        return Task(
            id=row_keys.item_of(row.pk),
            brand=brand,
            ask=Ask(row.ask),
            state=State(row.state),
            people=tuple(str(each) for each in row.people or ()),
            keeps_statistics=bool(row.keeps_statistics),
            rev=int(row.rev),
            asked=self._asked(brand, row),
            **(values | {"person": row.person, "account": row.account, "item": row.item}),
        )

    def _asked(self, brand: str, row: TaskRow) -> dict[str, Any]:
        if not row.sealed or self._vault is None:
            return {}
        return (
            self._vault.read_sealed(
                brand, _place(brand, row_keys.item_of(row.pk)), bytes(row.sealed), dict
            ).value
            or {}
        )


def owner(task_id: str) -> str:
    """Returns whose key seals what a task was asked: its own, which goes with its end."""
    return f"task.{task_id}"


def count(together: TransactWrite, brand: str, task_id: str, item_class: str, number: int) -> None:
    """Counts what a transaction does to `number` items of a class, within it: never twice, never not."""
    row = TaskRow(forgetting_keys.task(brand, task_id), forgetting_keys.task_count(item_class))
    together.update(row, [TaskRow.n.add(number)])


def _waiting(task: Task) -> OpsRow:
    """Returns by what a task is found while it waits for confirmation."""
    return OpsRow(
        forgetting_keys.waiting_tasks(task.brand),
        task.id,
        at=task.received_at,
        reason=HANDLE if task.source == HANDLE else None,
        expires_at=_expiry(task.received_at),
    )


def _expiry(received_at: int) -> int:
    return received_at // 1000 + KEPT_DAYS * DAY_S


def _place(brand: str, task_id: str) -> SealedPlace:
    return SealedPlace("ops", forgetting_keys.task(brand, task_id), HEAD)
