"""Deletes one item of which a platform said, without proof, that it was deleted there, once a person confirmed it."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from model.fold import deletion_at
from model.interaction import Interaction
from model.messages import Rows
from model.privacy_task import State, Task
from privacy.procedure import Procedure, TimeLeft
from store.forgetting.tasks import Tasks
from store.interactions.feed import Feed


class Deletion(Procedure):
    """Deletes an item as of the moment at which the platform's word came.

    `forward` queues messages for `segment/sentiment`: what was counted of it and the alarms it raised go with it.
    """

    def __init__(self, feed: Feed, tasks: Tasks, forward: Callable[[list[str]], None]) -> None:
        self._feed = feed
        self._forward = forward
        self._tasks = tasks

    def take_step(self, task: Task, _: TimeLeft) -> Task:
        """See `Procedure`."""
        assert task.item is not None  # noqa: S101 - such a task is not kept
        known = self._feed.read_headers(task.brand, [task.item], consistent=True).values()
        if not known:
            return self._tasks.finish_task(task, State.REFUSED, reason="unknown")
        kept = self._feed.fold_interactions(task.brand, [delete_item(item, task) for item in known])
        hand_on_deleted(task.brand, kept.values(), self._forward)
        return self._tasks.finish_task(task)


def delete_item(item: Interaction, task: Task) -> Interaction:
    """Returns what folds into the item's row as its deletion at the task's receipt."""
    order = deletion_at(task.received_at, task.id[:10])
    return replace(item, content=None, content_order="", labels=None, deleted_order=order)


def hand_on_deleted(brand: str, items: Iterable[Interaction], forward: Callable[[list[str]], None]) -> None:
    """Queues the deleted among these items whose labels and counts are still those of their words."""
    wanting = sorted({item.id for item in items if item.deleted and item.wants_label})
    if wanting:
        forward([Rows(brand, tuple(wanting)).to_json()])
