"""An erasure, a purge and legal holds in one world, step by step."""

from model.errors import Conflict
from model.privacy_task import Ask, Task
from privacy import procedures
from privacy.procedure import Wait
from privacy.purge import Purge
from tests.privacy.purging import DAY, DPO, SUPERVISOR, Files
from tests.privacy.world import PLATFORM, FulfilStep, canaries
from tests.store.world import BRAND


class Case(FulfilStep):
    """`FulfilStep` with a purge."""

    def purge(self) -> None:
        """A run, and a quarter of an hour."""
        Purge(self.fresh_stores(), Files()).purge_brands(600)
        self.clock.now += 900

    def agree(self, native_id: str) -> str:
        """Two people agree to a hold."""
        holds, now_ms = self.fresh_stores().holds, int(self.clock() * 1000)
        person = self.person(canaries(native_id)["native_id"])
        holds.ask(person, SUPERVISOR, "a case", int(self.clock()) + 100 * DAY, now_ms)
        return str(holds.agree(person, DPO, now_ms).id)

    def release(self, native_id: str) -> None:
        """Let it end."""
        self.fresh_stores().holds.end(self.person(canaries(native_id)["native_id"]), DPO)
        self.purge()
        self.purge()

    def ask_erasure(self, native_id: str) -> str:
        """Open a task."""
        person, at = self.person(canaries(native_id)["native_id"]), int(self.clock() * 1000)
        task = Task("e" * 32, BRAND, Ask.ERASE, person=person, platform=PLATFORM, received_at=at)
        return self.stores.tasks.open_task(task).id

    def step(self, task: str) -> None:
        """The next step of it, by a function that remembers nothing."""
        known = self.task(task)
        if known.final:
            return
        procedure = procedures.of(self.fresh_stores(), self.objects)[Ask.ERASE]
        try:
            came = procedure.take_step(known, lambda: True)
        except Conflict:
            return
        self.clock.now += came.seconds if isinstance(came, Wait) else 0
