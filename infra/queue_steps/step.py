"""Says what is declared of a step behind a queue."""

from dataclasses import dataclass

from infra.step_rights import Right


@dataclass(frozen=True, slots=True)
class QueueStep:
    """Declares a step: which queue it reads, as what function, and who is called when it stands still.

    `visibility_s` is at least six times `timeout_s`; `late_s` is the age of a message that calls somebody.
    """

    queue: str
    function: str
    handler: str
    about: str
    visibility_s: int
    late_s: int
    late: str
    given_up: str
    timeout_s: int = 60
    memory_mb: int = 512
    batch: int = 10
    window_s: int = 1
    receives: int = 100
    dead_visibility_s: int = 720
    reads: tuple[str, ...] = ()
    """Environment of a new function beyond that of its rights: settings with what they refer to."""
    rights: tuple[Right, ...] = ()
    """What its role may do beyond reading its queue and writing its log."""
    fifo: bool = False
    """Handed out in the order of arrival, group by group, and each message once."""
    comment: str = ""
    """Why `receives` is what it is."""
