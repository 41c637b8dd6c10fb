"""A request that has to wait is queued again until it ends, however often: `privacy.fulfil`."""

from collections.abc import Callable
from dataclasses import replace

from aws.queues import DELAY_LIMIT_S, Message
from model.messages import PrivacyDemand
from model.privacy_task import Ask, State, Task
from privacy.fulfil import Fulfil
from privacy.procedure import Wait
from tests.privacy.world import FulfilStep

BRAND = "acme"


class WaitsLong:
    """A procedure that has to wait so many times before it is done."""

    def __init__(self, times: int) -> None:
        self.left = times

    def take_step(self, task: Task, more_time: Callable[[], bool]) -> Task | Wait:
        """Returns what to wait for, or the end."""
        if self.left:
            self.left -= 1
            return Wait(3600)
        return replace(task, state=State.DONE)


def test_a_request_that_waits_more_than_twenty_times_ends(tables: dict[str, str]) -> None:
    """Lambda would end a chain of a function and its queue after about 16 hops; no hop is counted here."""
    world, procedure = FulfilStep(), WaitsLong(25)
    body = PrivacyDemand(BRAND, "b" * 32, "erase", "standard_webhooks", world.person("u1"), at=1).to_json()
    waits: list[int] = []
    queue = [body]

    def again(told: str, seconds: int) -> None:
        waits.append(seconds)
        queue.append(told)

    step = Fulfil(world.stores.tasks, {Ask.ERASE: procedure}, again, world.clock)
    while queue:
        step.fulfil_demand(Message("m", queue.pop(), "r"))
    assert waits == [DELAY_LIMIT_S] * 25
    assert procedure.left == 0
