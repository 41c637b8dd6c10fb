"""What every event of a delivery has in common: the account, the id spaces, the delivery's id, and who is who."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from model.event import Event, Kind, Person


@dataclass(frozen=True)
class Frame:
    """The part of a payload that stands around what happened.

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

    def is_us(self, native: str | None) -> bool:
        """Returns whether that is the connected account."""
        return native is not None and (native in self.own or native == self.account_id)

    def person(self, native: str | None, name: str | None = None, handle: str | None = None) -> Person | None:
        """Returns the person with what the payload's list tells of them; None without an id and a name."""
        if native is None:
            return Person(None, name, handle) if name or handle else None
        listed = self.people.get(native, Person(native))
        return replace(listed, name=name or listed.name, handle=handle or listed.handle)


def take_away(event: Event, at: int | None) -> Event:
    """Returns the deletion of what `event` tells of: its place and author stay, what was said goes."""
    return replace(
        event, kind=Kind.DELETE, title=None, text=None, media=(), mentioned=(), rating=None, occurred_at=at
    )
