"""An account withdrew our access: its state says so from now on, and what still comes for it is dropped."""

from model.privacy_task import State, Task
from privacy.procedure import Clock
from store.accounts import Accounts
from store.tasks import Tasks


class Revocation:
    """Marks an account as revoked. What is kept of its people goes when their periods are over."""

    def __init__(self, accounts: Accounts, tasks: Tasks) -> None:
        self._accounts = accounts
        self._tasks = tasks

    def step(self, task: Task, _: Clock) -> Task:
        """See `Procedure`."""
        known = task.account is not None and self._accounts.revoke(task.brand, task.platform, task.account)
        if not known:
            return self._tasks.advance(task, state=State.REFUSED, reason="unknown")
        return self._tasks.advance(task, state=State.DONE)
