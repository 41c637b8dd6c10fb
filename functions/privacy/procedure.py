"""Declares what all kinds of requests have in common: steps that are kept one by one."""

from dataclasses import dataclass
from typing import Protocol

from model.privacy_task import HOLD_PENDING, Task
from store.forgetting.tasks import Tasks

HOLD_S = 60
"""How soon to look again while a legal hold is being put in place."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Asks to come back in so many seconds: nothing more can be done now.

    0: there is more to do than fits into one go.
    """

    seconds: int = 0


def to_wait(task: Task, now_ms: int) -> Wait | None:
    """Returns what is missing until the moment that a task waits for; None when that has come."""
    missing_ms = task.not_before - now_ms
    return Wait(-(-missing_ms // 1000)) if missing_ms > 0 else None


def wait_for_hold(tasks: Tasks, task: Task) -> Wait:
    """Returns how long to wait while no key of the brand may go; the task says so meanwhile."""
    if task.reason != HOLD_PENDING:
        tasks.advance_task(task, reason=HOLD_PENDING)
    return Wait(HOLD_S)


class TimeLeft(Protocol):
    """Tells whether there is time left for another piece of work."""

    def __call__(self) -> bool: ...


class Procedure(Protocol):
    """Fulfils one kind of request."""

    def take_step(self, task: Task, time_left: TimeLeft) -> Task | Wait:
        """Does what the task's state asks for, keeps it, and answers the task as it is then."""
        ...
