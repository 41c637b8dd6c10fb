"""A platform says that somebody's public posts are not to be shown any more: they are deleted, the rest stays.

X protects, suspends and withholds people: what they said in public goes, as if they had deleted it themselves. What
they wrote to the company in private is their own affair with it, and nothing that X asks to be deleted.
https://docs.x.com/x-api/compliance/batch-compliance/introduction
"""

from collections.abc import Callable, Iterator

from model.event import Direction, Mode
from model.interaction import Interaction
from model.privacy_task import SECOND_PASS_S, State, Task
from privacy.deletion import delete_item, hand_on_deleted
from privacy.procedure import Procedure, TimeLeft, Wait, to_wait
from store.forgetting.tasks import Tasks
from store.interactions.feed import Feed

PAGE = 25


class Hiding(Procedure):
    """Deletes what a person said in public up to the request, and looks again for what was on its way.

    `forward` queues messages for `segment/sentiment`: what was counted of it and the alarms it raised go with it.
    """

    def __init__(
        self, feed: Feed, tasks: Tasks, now_ms: Callable[[], int], forward: Callable[[list[str]], None]
    ) -> None:
        self._feed = feed
        self._forward = forward
        self._tasks = tasks
        self._now_ms = now_ms

    def take_step(self, task: Task, time_left: TimeLeft) -> Task | Wait:
        """See `Procedure`."""
        if (wait := to_wait(task, self._now_ms())) is not None:
            return wait
        for changed in self._deleted(task):
            if changed and not time_left():
                return Wait()
        if task.state is State.DELETED:
            return self._tasks.finish_task(task)
        wait_until = self._now_ms() + SECOND_PASS_S * 1000
        return self._tasks.advance_task(task, state=State.DELETED, not_before=wait_until)

    def _deleted(self, task: Task) -> Iterator[int]:
        """Deletes page by page; yields how many with each."""
        assert task.person is not None  # noqa: S101 - such a task is not kept
        before: str | None = None
        while True:
            ids, before = self._feed.page_person(task.brand, task.person, before, PAGE)
            headers = self._feed.read_headers(task.brand, ids, consistent=True)
            known = [item for item in headers.values() if _public(item, task.person)]
            fresh = [delete_item(item, task) for item in known if item.content_order]
            kept = self._feed.fold_interactions(task.brand, fresh)
            # Also what an earlier run deleted that could not hand it on any more: its counts and alarms stand yet.
            hand_on_deleted(task.brand, [*known, *kept.values()], self._forward)
            yield len(fresh)
            if before is None:
                return


def _public(item: Interaction, person: str) -> bool:
    return item.author == person and item.direction is Direction.IN and item.mode is not Mode.PRIVATE
