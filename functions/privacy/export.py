"""A copy of everything we hold of a person (GDPR Articles 15 and 20), as JSON: docs/export.schema.json.

What others wrote or are called is not in it: of a mention by somebody else the fact, in the person's own texts the
names of other people tagged are taken out.
"""

import json
from collections.abc import Iterator
from typing import Any, Protocol

from model import policy, purposes
from model.event import Direction
from model.fields import TOLD
from model.interaction import Interaction
from model.moments import iso
from model.privacy_task import State, Task
from model.redaction import redacted
from platforms.links import link_unless_named
from privacy.copied_consents import copy_consents
from privacy.copied_posts import copy_posts
from privacy.copied_replies import copy_written
from privacy.item_classes import ErasureContext
from privacy.procedure import Procedure, TimeLeft
from store.contacts import history
from store.contacts import keys as contact_keys
from store.contacts.consents import Consents
from store.forgetting.erasing.associations import Associations
from store.forgetting.erasing.copies import Copies
from store.forgetting.erasing.leaver import Leaver
from store.forgetting.erasing.rows import OwnRows
from store.forgetting.tasks import Tasks

FORMAT = "rapport-export-1"
Json = dict[str, Any]


class CopyFiles(Protocol):
    """As `aws.objects`."""

    def put(self, key: str, body: bytes, seconds: float | None = None) -> None:
        """Raises Unavailable."""
        ...


class Export(Procedure):
    """Makes the copy of one person."""

    def __init__(self, context: ErasureContext, tasks: Tasks, consents: Consents, objects: CopyFiles) -> None:
        self._context = context
        self._tasks = tasks
        self._consents = consents
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

    def document(self, task: Task, now_ms: int) -> Json:
        """Returns the copy."""
        assert task.person is not None  # noqa: S101 - as above
        who = Leaver(task.brand, task.person, task.platform, erased_at=now_ms, task=task.id)
        items = list(self._items(who))
        return {
            "format": FORMAT,
            "made_at": iso(now_ms),
            "controller": task.brand,
            "person": {"id": who.person, "platform": task.platform},
            "profile": self._profile(who),
            "interactions": [self._interaction(who, item) for item in items],
            "posts": copy_posts(self._context.stores, who.brand, [item.id for item in items]),
            **copy_written(self._context.stores, who),
            "media": [
                {"interaction": item.id, "type": m.type, "address": m.url, "id": m.id, "name": m.name}
                for item in items
                for m in (item.content.media if item.content else ())
            ],
            "conversations": self._conversations(who, items),
            "segments": self._segments(who),
            "history": [_changed(each) for each in history.list_changes(who.brand, who.person)],
            "associations": self._associations(who),
            "consents": list(copy_consents(self._consents, who)),
            "purposes": list(purposes.PURPOSES),
            "recipients": list(purposes.RECIPIENTS),
            "sources": purposes.sources(task.platform),
            "retention": purposes.retention(policy.rule_for(task.platform)),
            "derived": list(purposes.DERIVED),
        }

    def _profile(self, who: Leaver) -> Json:
        contacts, profiles = self._context.stores.contacts, self._context.stores.profiles
        record = profiles.read_record(who.brand, who.person)
        known = contacts.read_contacts(who.brand, [who.person], consistent=True)[who.person]
        first_at, last_at = profiles.find_seen_times(who.brand, who.person)
        return {
            "platform": known.platform,
            "native_id": record.get("native_id"),
            "name": record.get("name"),
            "handle": record.get("handle"),
            "rectified": record.get("rectified", {}),
            "first_at": iso(first_at),
            "last_at": iso(last_at),
            "stage": known.stage.value,
            "stage_at": iso(known.stage_at),
            "tags": sorted(known.tags),
            "no_contact": known.no_contact,
            "entered": record.get("entered", {}),
            "facts": known.facts.to_record(),
            "restricted": known.restricted,
            "objections": sorted(known.objections),
        }

    def _items(self, who: Leaver) -> Iterator[Interaction]:
        stores = self._context.stores
        for ids in OwnRows(stores.vault, stores.feed, stores.conversations).ids(who):
            opened = stores.feed.open_interactions(who.brand, ids, consistent=True)
            whole = stores.feed.texts.read_whole
            yield from (whole(who.brand, opened[item]) for item in ids if item in opened)

    def _interaction(self, who: Leaver, item: Interaction) -> Json:
        content = item.content and redacted(item.content, self._others(who, item))
        return {
            "id": item.id,
            "platform": item.platform,
            "account": item.account,
            "kind": item.shown_kind.value,
            "mode": item.mode.value,
            "from": "you" if item.direction is Direction.IN else "us",
            "conversation": item.conversation,
            "written_at": iso(item.occurred_at),
            "first_seen_at": iso(item.seen_at),
            "received_at": iso(item.received_at),
            "language": item.language,
            "native_id": item.natives.external_id,
            "permalink": link_unless_named(item, self._others(who, item)),
            **{field.exported: content and getattr(content, field.name) for field in TOLD},
            "deleted": item.deleted,
            "under": item.under,
            "kept_until": iso(policy.expires_at(item.platform, item.received_at) * 1000),
            "labels": _labels(item),
        }

    def _others(self, who: Leaver, item: Interaction) -> list[str]:
        called = self._context.stores.profiles.list_names(who.brand, sorted(item.people - {who.person}))
        return [name for names in called.values() for name in names]

    def _conversations(self, who: Leaver, items: list[Interaction]) -> list[Json]:
        conversations = self._context.stores.conversations
        wanted = {item.conversation for item in items if item.conversation is not None}
        wanted |= set(conversations.list_private_threads(who.brand, who.person))
        heads = conversations.read_conversations(who.brand, sorted(wanted)) if wanted else {}
        return [
            {
                "id": head.id,
                "platform": head.platform,
                "account": head.account,
                "mode": head.mode.value,
                "status": head.status.value,
                "priority": head.priority,
                "reasons": list(head.reasons),
                "tags": list(head.tags),
                "answered_by": head.handover.handler.value,
                "first_at": iso(head.first_at),
                "last_at": iso(head.last_at),
                "last_from_you_at": iso(head.last_in_at),
                "last_from_us_at": iso(head.last_out_at),
                "waiting_since": iso(head.waiting_since),
                "closed_at": iso(head.closed_at),
                "surveyed_at": iso(head.surveyed_at),
            }
            for head in heads.values()
        ]

    def _segments(self, who: Leaver) -> list[Json]:
        stores = self._context.stores
        known = stores.contacts.read_contacts(who.brand, [who.person], consistent=True)[who.person]
        titles = {each.id: each.title for each in stores.segments.list_segments(who.brand)}
        members = stores.segments.read_memberships(who.brand, who.person, sorted(known.segments))
        return [
            {"segment": each, "title": titles.get(each), "since": iso(one.since), "logic": one.evidence}
            for each, one in sorted(members.items())
        ]

    def _associations(self, who: Leaver) -> list[Json]:
        """Returns the fact that somebody tagged or answered somebody, not who the other is."""
        return [
            {
                "interaction": contact_keys.edge_item(edge.sk),
                "what": "somebody named you"
                if contact_keys.edge_is_inward(edge.sk)
                else "you named somebody",
                "at": iso(int(edge.at or 0)),
            }
            for edge in Associations(self._context.stores.vault).edges(who)
        ]


def _changed(change: history.Change) -> Json:
    """Returns which segments and stages changed when, with the reasons of a segment."""
    stage = {"stage": change.stage, "stage_before": change.was_stage} if change.stage else {}
    return {"at": iso(change.at), "entered": change.entered, "left": list(change.left), **stage}


def _labels(item: Interaction) -> Json | None:
    """Returns what was derived, without places in the text: they are of it before names were taken out."""
    labels = item.labels
    if labels is None:
        return None
    return {
        "sentiment": labels.sentiment,
        "score": labels.score,
        "language": labels.language,
        "intent": list(labels.intent),
        "urgency": labels.urgency,
        "reasons": list(labels.reasons),
        "offensive": labels.offensive,
        "engine": labels.engine,
        "rating": labels.rating or None,
        "corrected_at": iso(labels.correction.at) if labels.correction else None,
    }
