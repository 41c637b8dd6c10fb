"""A request about many people: one task each."""

from collections.abc import Callable
from dataclasses import replace

from model import confirmation
from model.messages import PrivacyDemand
from model.privacy_task import State, Task
from privacy.procedure import Procedure, TimeLeft
from store.forgetting.tasks import Tasks


class BulkRequest(Procedure):
    """Makes a task of its own for everybody named; repeating it makes the same ones."""

    def __init__(self, tasks: Tasks, demand: Callable[[str], None]) -> None:
        self._tasks = tasks
        self._demand = demand

    def take_step(self, task: Task, _: TimeLeft) -> Task:
        """See `Procedure`."""
        for person in task.people:
            code = confirmation.code(task.id, person.encode())
            one = replace(
                task, id=code, state=State.RECEIVED, person=person, people=(), rev=0, fingerprint=""
            )
            self._tasks.open_task(one)
            self._demand(PrivacyDemand(task.brand, code, task.ask.value, source=task.source).to_json())
        # Each has their own from here on, which says what became of it.
        return self._tasks.finish_task(task, people=())
