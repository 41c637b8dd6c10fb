"""Reads that several routes share: interactions opened in a given order, and the names of those in them.

Of people whose data may be stored and nothing else (GDPR Article 18) only the data protection officer is shown what
they wrote and are called; others see that something is there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from model.conversation import Conversation
from model.echo import Echo, counted
from model.interaction import Interaction
from respond import views
from respond.access import DPO
from respond.call import Call
from store import keys
from store.feed_rows import ASIDE

ECHOES, FEWEST = 100, 10
"""Reactions and shares opened for one answer, and for one interaction in it."""


def opened(call: Call, ids: Sequence[str]) -> list[Interaction]:
    """The interactions that may still be read, in the order of `ids`: one BatchGet."""
    feed = call.stores.feed
    found = feed.open(call.brand, feed.read(call.brand, ids).values(), placeholders=True)
    return [found[item] for item in ids if item in found]


def profiles(call: Call, people: Iterable[str | None]) -> views.Profiles:
    """The names of these people that the caller may see: one BatchGet."""
    wanted = {person for person in people if person is not None}
    wanted -= closed(call, wanted)
    return call.stores.contacts.profiles(call.brand, wanted) if wanted else {}


def closed(call: Call, people: Iterable[str]) -> frozenset[str]:
    """Those of `people` (or other owners of rows) whose data are not for the caller."""
    people = set(people)
    if call.caller.role == DPO or not people:
        return frozenset()
    return call.stores.vault.restrictions(call.brand, people)


def _visible(call: Call, items: Sequence[Interaction]) -> list[Interaction]:
    """As much of each as the caller may see."""
    hidden = closed(call, (item.owner for item in items))
    return [replace(item, content=None, labels=None) if item.owner in hidden else item for item in items]


def interactions(call: Call, items: Sequence[Interaction]) -> list[views.View]:
    """What agents are shown of these interactions."""
    known, heard = profiles(call, (item.author for item in items)), echoes(call, items)
    return [views.interaction(item, known, heard.get(item.id, Echo())) for item in _visible(call, items)]


def echoes(call: Call, items: Sequence[Interaction]) -> dict[str, Echo]:
    """The latest reactions to these interactions: one Query each, and one BatchGet for all that they list.

    Those of people who are restricted do not count.
    """
    places = [item.id for item in items if item.kind not in ASIDE and not item.deleted]
    most = max(FEWEST, ECHOES // max(1, len(places)))
    pages = {item: call.stores.feed.page(keys.reactions_to(call.brand, item), None, most) for item in places}
    found = _visible(call, opened(call, [each for ids, _ in pages.values() for each in ids]))
    by_id = {each.id: each for each in found}
    return {
        item: counted([by_id[each] for each in ids if each in by_id], following is not None)
        for item, (ids, following) in pages.items()
    }


def conversations(call: Call, heads: Sequence[Conversation]) -> list[views.View]:
    """What agents are shown of these conversations: two BatchGets for their last items and people."""
    ids = [head.last_item for head in heads if head.last_item is not None]
    last = {item.id: item for item in _visible(call, opened(call, ids))} if ids else {}
    people = [head.customer for head in heads] + [item.author for item in last.values()]
    known = profiles(call, people)
    return [views.conversation(head, last.get(head.last_item or ""), known) for head in heads]


def people_in(items: Iterable[Interaction]) -> set[str]:
    """Whose data these interactions are: what the audit log names."""
    return {person for item in items for person in (item.author, item.customer) if person is not None}
