"""Makes the copy of everything we hold of a person (GDPR Articles 15 and 20), as JSON: docs/export.schema.json.

The copy does not hold what others wrote or are called. Where somebody else mentioned the person, it says that they did.
The names of other people who are tagged are taken out of the person's own texts.
"""

import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Protocol, TypedDict

from model import policy, purposes
from model.interaction import Interaction
from model.moments import iso
from model.privacy_task import State, Task
from privacy.copied_interactions import (
    CopiedConversation,
    CopiedMedia,
    copy_conversations,
    copy_interaction,
    copy_media,
)
from privacy.copied_posts import CopiedPost, copy_posts
from privacy.copied_profile import (
    CopiedAssociation,
    CopiedChange,
    CopiedProfile,
    CopiedSegment,
    copy_associations,
    copy_history,
    copy_profile,
    copy_segments,
)
from privacy.item_classes import CLASSES, ErasureContext
from privacy.procedure import Procedure, TimeLeft
from store.forgetting.erasing.copies import Copies
from store.forgetting.erasing.leaver import Leaver
from store.forgetting.erasing.rows import OwnRows
from store.forgetting.tasks import Tasks

FORMAT: Literal["rapport-export-1"] = "rapport-export-1"


class CopiedPerson(TypedDict):
    """Shows whose copy it is."""

    id: str
    platform: str


class PersonCopy(TypedDict):
    """Shows everything Rapport holds of a person, beside the sections that item classes declare.

    `docs/export.schema.json` is written from it.
    """

    format: Literal["rapport-export-1"]
    made_at: Annotated[str, {"format": "date-time"}]
    controller: Annotated[str, {"description": "The brand that holds the data."}]
    person: CopiedPerson
    profile: CopiedProfile
    interactions: list[dict[str, Any]]
    """Each an `InteractionSetting` with the exported fields of `model.fields`."""
    posts: Annotated[
        list[CopiedPost],
        {
            "description": "How often others reacted to, answered and shared what the person posted; who, is not said."
        },
    ]
    media: list[CopiedMedia]
    conversations: list[CopiedConversation]
    segments: list[CopiedSegment]
    history: list[CopiedChange]
    associations: list[CopiedAssociation]
    purposes: list[purposes.SaidPurpose]
    recipients: list[purposes.SaidRecipient]
    sources: list[purposes.SaidSource]
    retention: list[purposes.SaidPeriod]
    derived: list[purposes.SaidLabel]


class CopyFiles(Protocol):
    """Does what `aws.objects` does."""

    def put(self, key: str, body: bytes, seconds: float | None = None) -> None:
        """Raises Unavailable."""
        ...


class Export(Procedure):
    """Makes the copy of one person."""

    def __init__(self, context: ErasureContext, tasks: Tasks, objects: CopyFiles) -> None:
        self._context = context
        self._tasks = tasks
        self._objects = objects

    def take_step(self, task: Task, _: TimeLeft) -> Task:
        """See `Procedure`. The pointer is there before the copy is: an erasure finds it in any case."""
        refused = self._refusal(task)
        if refused:
            return self._tasks.finish_task(task, State.REFUSED, reason=refused)
        assert task.person is not None  # noqa: S101 - such a task is not kept
        now_ms = self._context.stores.now_ms()
        # One person is of one platform: its terms say how long a copy may lie there.
        known = self._context.stores.contacts.read_contacts(task.brand, [task.person])
        platform = known[task.person].platform
        key = Copies(self._context.objects).note(task.brand, task.person, task.id, platform, now_ms)
        document = self.document(task, now_ms)
        body = json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "replace")
        self._objects.put(key, body)
        return self._tasks.finish_task(task, copy=key)

    def _refusal(self, task: Task) -> str | None:
        assert task.person is not None  # noqa: S101 - as above
        stores = self._context.stores
        known = stores.contacts.read_contacts(task.brand, [task.person], consistent=True).get(task.person)
        if known is None:
            return "unknown"
        if not policy.rule_for(known.platform).export:
            return "platform_forbids_export"
        if known.restricted and not task.asked.get("agreed"):
            return "restricted"
        return "legal_hold" if stores.holds.is_agreed(task.brand, task.person) else None

    def document(self, task: Task, now_ms: int) -> dict[str, Any]:
        """Returns the copy."""
        assert task.person is not None  # noqa: S101 - as above
        who = Leaver(task.brand, task.person, task.platform, erased_at=now_ms, task=task.id)
        stores = self._context.stores
        items = list(self._items(who))
        copy: PersonCopy = {
            "format": FORMAT,
            "made_at": iso(now_ms) or "",
            "controller": task.brand,
            "person": {"id": who.person, "platform": task.platform},
            "profile": copy_profile(stores, who),
            "interactions": [copy_interaction(stores, who, item) for item in items],
            "posts": copy_posts(stores, who.brand, [item.id for item in items]),
            "media": [each for item in items for each in copy_media(item)],
            "conversations": copy_conversations(stores, who, items),
            "segments": copy_segments(stores, who),
            "history": copy_history(who),
            "associations": copy_associations(stores, who),
            "purposes": list(purposes.PURPOSES),
            "recipients": list(purposes.RECIPIENTS),
            "sources": purposes.sources(task.platform),
            "retention": purposes.retention(policy.rule_for(task.platform)),
            "derived": list(purposes.DERIVED),
        }
        made = [each.copied for each in CLASSES if each.copied is not None]
        return {**copy, **{each.section: list(each.make(self._context, who)) for each in made}}

    def _items(self, who: Leaver) -> Iterator[Interaction]:
        stores = self._context.stores
        for ids in OwnRows(stores.vault, stores.feed, stores.conversations).ids(who):
            opened = stores.feed.open_interactions(who.brand, ids, consistent=True)
            whole = stores.feed.texts.read_whole
            yield from (whole(who.brand, opened[item]) for item in ids if item in opened)
