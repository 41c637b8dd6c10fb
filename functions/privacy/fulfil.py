"""From the queue `privacy`: what people, platforms and data protection officers ask about somebody's data.

A demand opens a task or names one. Its procedure advances it step by step until it ends or has to wait; then the
demand is queued again for later. Whatever stops this function, the demand comes back and goes on from the state
that was kept.
"""

import time
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from aws import batch, kms, objects, observe, queues, settings
from aws.queues import DELAY_LIMIT_S, Message
from model.errors import Malformed
from model.messages import PrivacyDemand
from model.privacy_task import COMPLAINT, HANDLE, OF_PLATFORMS, STOP_WORD, Ask, State, Task
from privacy import procedures
from privacy.bulk_request import BulkRequest
from privacy.procedure import Procedure, Wait
from store.forgetting.tasks import Tasks
from store.stores import Stores

BUDGET_S = 60
"""For one go; the rest comes with the next message."""

Forward = Callable[[str, int], None]
"""Queues a demand again: (message, seconds until anybody gets it)."""


class Fulfil:
    """Fulfils demands."""

    def __init__(
        self,
        tasks: Tasks,
        by_ask: Mapping[Ask, Procedure],
        forward: Forward,
        clock: Callable[[], float] = time.time,
        budget_s: float = BUDGET_S,
    ) -> None:
        self._tasks = tasks
        self._procedures = by_ask
        self._forward = forward
        self._bulk = BulkRequest(tasks, lambda body: forward(body, 0))
        self._clock = clock
        self._budget_s = budget_s

    def fulfil_demand(self, message: Message) -> None:
        """Advances the task of one demand as far as it gets."""
        demand = PrivacyDemand.from_json(message.body)
        task = self._prove(demand) if demand.source == HANDLE else self._task(demand)
        if task is None:
            return
        until = self._clock() + self._budget_s
        while not task.final and task.state is not State.PROPOSED:
            procedure = self._bulk if task.people else self._procedures[task.ask]
            came = procedure.take_step(task, lambda: self._clock() < until)
            if isinstance(came, Wait):
                # Longer than a queue can wait: whoever gets it then waits for the rest.
                self._forward(message.body, min(came.seconds, DELAY_LIMIT_S))
                return
            task = came
            observe.info("privacy_task", task=task.id, ask=task.ask.value, state=task.state.value)
        if task.final:
            # Repeated here, because who ended the task may have been stopped right after.
            self._tasks.forget_key(task.brand, task.id)

    def _prove(self, demand: PrivacyDemand) -> Task | None:
        """Returns the request whose code its own person sent; None for any other word, or another person's."""
        known = self._tasks.find_task(demand.brand, demand.id)
        if known is None or known.source != HANDLE or known.person != demand.person:
            return None
        return self._tasks.decide(known, State.RECEIVED, HANDLE) if known.state is State.PROPOSED else known

    def _task(self, demand: PrivacyDemand) -> Task:
        known = self._tasks.find_task(demand.brand, demand.id)
        if known is not None:
            return known
        if demand.person is None and demand.account is None and demand.item is None:
            raise Malformed("unknown_task")
        stops = demand.source in (STOP_WORD, COMPLAINT) and demand.ask == Ask.CONSENT
        if demand.ask not in OF_PLATFORMS and not stops:
            raise Malformed("unknown_demand")
        return self._tasks.open_task(
            Task(
                id=demand.id,
                brand=demand.brand,
                ask=Ask(demand.ask),
                person=demand.person,
                account=demand.account,
                item=demand.item,
                state=State.PROPOSED if demand.needs_confirmation else State.RECEIVED,
                platform=demand.platform,
                source=demand.source,
                received_at=demand.at,
                asked={"purpose": "marketing", "given": False, "channel": demand.platform} if stops else {},
            )
        )


def _again(body: str, seconds: int) -> None:
    queues.send(settings.queue_privacy(), body, delay_s=seconds)


@cache
def _fulfil() -> Fulfil:
    stores = Stores(kms, time.time)
    return Fulfil(stores.tasks, procedures.of(stores, objects), _again)


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Takes a batch of the queue `privacy`: the function's entry."""
    return batch.process(event, _fulfil().fulfil_demand)
