"""Holds what every event of a delivery has in common: the account, the id spaces, the delivery's id, and who is who."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from model.event import Event, Kind, Person, ReplyHandle


@dataclass(frozen=True)
class Frame:
    """Holds the part of a payload that stands around what happened.

    `own` are native ids of ourselves; only what cannot be told without them looks at them (whose thread a private
    message stands in), because ingest takes ourselves out of the people. `people` are those whom a payload lists
    beside its items, by id. `sent_at` is epoch milliseconds.
    """

    account_id: str | None = None
    scope: str = ""
    person_scope: str = ""
    dedupe_id: str | None = None
    sent_at: int | None = None
    own: tuple[str, ...] = ()
    people: Mapping[str, Person] = field(default_factory=dict)

    def event(self, kind: Kind, **said: Any) -> Event:
        """Returns an event of this delivery; what is `said` about it wins over the frame."""
        common = {
            "account_id": self.account_id,
            "scope": self.scope,
            "person_scope": self.person_scope,
            "dedupe_id": self.dedupe_id,
        }
        return Event(kind, **(common | said))

    def item(self, kind: Kind, native: str | None, **said: Any) -> Event:
        """Returns an event about the item called `native`, which begins a thread unless another one is `said`."""
        return self.event(kind, **({"external_id": native, "thread_id": native} | said))

    def react(self, reaction: str | None, target: str, **said: Any) -> Event:
        """Returns a reaction to the item called `target`, in whose thread it stands; None withdraws it."""
        return self.event(
            Kind.REACTION, **({"text": reaction, "parent_id": target, "thread_id": target} | said)
        )

    def is_us(self, native: str | None) -> bool:
        """Returns whether that is the connected account."""
        return native is not None and (native in self.own or native == self.account_id)

    def person(self, native: str | None, name: str | None = None, handle: str | None = None) -> Person | None:
        """Returns the person with what the payload's list tells of them; None without an id and a name."""
        if native is None:
            return Person(None, name, handle) if name or handle else None
        listed = self.people.get(native, Person(native))
        return replace(listed, name=name or listed.name, handle=handle or listed.handle)


def keep_handle(**values: str | None) -> ReplyHandle | None:
    """Returns what an answer has to bring along, by the platform's own names; None where nothing is told."""
    told = tuple((name, value) for name, value in values.items() if value)
    return ReplyHandle(told) if told else None


def take_away(event: Event, at: int | None) -> Event:
    """Returns the deletion of what `event` tells of: its place and author stay, what was said goes."""
    return replace(
        event, kind=Kind.DELETE, title=None, text=None, media=(), mentioned=(), rating=None, occurred_at=at
    )


def change(event: Event, to: Kind | None, at: int | None) -> Event:
    """Returns what happened to the item that `event` shows: its edit or deletion, where `to` says so, at `at`."""
    if to is Kind.DELETE:
        return take_away(event, at)
    if to is Kind.EDIT:
        return replace(event, kind=to, occurred_at=event.occurred_at if at is None else at)
    return event if to is None else replace(event, kind=to)
