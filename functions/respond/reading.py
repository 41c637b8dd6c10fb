"""Reads that several routes share: interactions opened in a given order, and the names of those in them."""

from collections.abc import Iterable, Sequence

from model.conversation import Conversation
from model.echo import Echo, counted
from model.interaction import Interaction
from respond import views
from respond.call import Call
from store import keys
from store.feed_rows import ASIDE

ECHOES, FEWEST = 100, 10
"""Reactions and shares opened for one answer, and for one interaction in it."""


def opened(call: Call, ids: Sequence[str]) -> list[Interaction]:
    """The interactions that may still be read, in the order of `ids`: one BatchGet."""
    feed = call.stores.feed
    found = feed.open(call.brand, feed.read(call.brand, ids).values())
    return [found[item] for item in ids if item in found]


def profiles(call: Call, people: Iterable[str | None]) -> views.Profiles:
    """The names of these people: one BatchGet."""
    wanted = {person for person in people if person is not None}
    return call.stores.contacts.profiles(call.brand, wanted) if wanted else {}


def interactions(call: Call, items: Sequence[Interaction]) -> list[views.View]:
    """What agents are shown of these interactions."""
    known, heard = profiles(call, (item.author for item in items)), echoes(call, items)
    return [views.interaction(item, known, heard.get(item.id, Echo())) for item in items]


def echoes(call: Call, items: Sequence[Interaction]) -> dict[str, Echo]:
    """The latest reactions to these interactions: one Query each, and one BatchGet for all that they list."""
    places = [item.id for item in items if item.kind not in ASIDE and not item.deleted]
    most = max(FEWEST, ECHOES // max(1, len(places)))
    pages = {item: call.stores.feed.page(keys.reactions_to(call.brand, item), None, most) for item in places}
    found = opened(call, [each for ids, _ in pages.values() for each in ids])
    by_id = {each.id: each for each in found}
    return {
        item: counted([by_id[each] for each in ids if each in by_id], following is not None)
        for item, (ids, following) in pages.items()
    }


def conversations(call: Call, heads: Sequence[Conversation]) -> list[views.View]:
    """What agents are shown of these conversations: two BatchGets for their last items and people."""
    ids = [head.last_item for head in heads if head.last_item is not None]
    last = {item.id: item for item in opened(call, ids)} if ids else {}
    people = [head.customer for head in heads] + [item.author for item in last.values()]
    known = profiles(call, people)
    return [views.conversation(head, last.get(head.last_item or ""), known) for head in heads]


def people_in(items: Iterable[Interaction]) -> set[str]:
    """Whose data these interactions are: what the audit log names."""
    return {person for item in items for person in (item.author, item.customer) if person is not None}
