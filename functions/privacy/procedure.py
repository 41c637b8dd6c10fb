"""What all kinds of requests have in common: steps that are kept one by one."""

from dataclasses import dataclass
from typing import Protocol

from model.privacy_task import Task


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing more can be done for so many seconds; 0: there is more to do than fits into one go."""

    seconds: int = 0


class Clock(Protocol):
    """Whether there is time left for another piece of work."""

    def __call__(self) -> bool: ...


class Procedure(Protocol):
    """How one kind of request is fulfilled."""

    def step(self, task: Task, time_left: Clock) -> Task | Wait:
        """Do what the task's state asks for, keep it, and answer the task as it is then."""
        ...
