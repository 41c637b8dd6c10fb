"""Reads what several actions show: interactions opened in a given order, and the names of those in them.

Of people whose data may be stored and nothing else (GDPR Article 18) only the data protection officer is shown what
they wrote and are called; others see that something is there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from model.conversation import Conversation
from model.event import Direction
from model.interaction import Interaction, Natives
from model.paper import PaperKind
from model.reaction_counts import ReactionCounts, count_reactions
from model.reply import Reply
from platforms.sending.registry import list_ways
from platforms.sending.ways import find_window
from respond.access import DPO
from respond.action import Caller
from respond.actions.paper_names import name_paper
from respond.parents import name_parent
from respond.shapes.conversation import Around, ConversationInListView, show_in_list
from respond.shapes.interaction import InteractionView, show_interaction
from respond.shapes.people import Profiles
from respond.shapes.words import list_tagged_people
from store.interactions import keys as interaction_keys

MODES = ("private", "public")
"""Those that a draft can be of."""
SENT = 50
"""Replies of a conversation of which it is said how far they got."""
MOST_REACTIONS, FEWEST = 100, 10
"""Reactions and shares opened for one answer, and for one interaction in it."""


def open_interactions(caller: Caller, ids: Sequence[str]) -> list[Interaction]:
    """Returns the interactions that may still be read, in the order of `ids`: one BatchGet."""
    found = caller.stores.feed.open_interactions(caller.brand, ids, placeholders=True)
    return [found[item] for item in ids if item in found]


def read_profiles(caller: Caller, people: Iterable[str | None]) -> Profiles:
    """Returns the names of these people that the caller may see: one BatchGet."""
    wanted = {person for person in people if person is not None}
    wanted -= find_closed(caller, wanted)
    return caller.stores.profiles.read_profiles(caller.brand, wanted) if wanted else {}


def find_closed(caller: Caller, people: Iterable[str]) -> frozenset[str]:
    """Returns those of `people` (or other owners of rows) whose data are not for the caller."""
    people = set(people)
    if caller.role == DPO or not people:
        return frozenset()
    return caller.stores.vault.find_restricted(caller.brand, people)


def _visible(caller: Caller, items: Sequence[Interaction]) -> list[Interaction]:
    """Returns as much of each as the caller may see."""
    hidden = find_closed(caller, (item.owner for item in items))
    return [
        replace(item, content=None, labels=None, natives=Natives()) if item.owner in hidden else item
        for item in items
    ]


def show_interactions(caller: Caller, items: Sequence[Interaction]) -> list[InteractionView]:
    """Returns what agents are shown of these interactions."""
    visible = _visible(caller, items)
    known = read_profiles(caller, [*(item.author for item in items), *list_tagged_people(visible)])
    heard, sent = read_reaction_counts(caller, items), read_sent(caller, visible)
    index_key = caller.stores.vault.index_key(caller.brand)
    return [
        show_interaction(
            item,
            known,
            heard.get(item.id, ReactionCounts()),
            sent.get(item.id),
            name_parent(index_key, item),
        )
        for item in visible
    ]


def read_sent(caller: Caller, items: Sequence[Interaction]) -> dict[str, Reply]:
    """Returns the replies that these interactions are, of what was sent from here lately: a Query a conversation."""
    ours = [
        item
        for item in items
        if item.direction is Direction.OUT and item.conversation and item.natives.external_id
    ]
    outbox, found = caller.stores.outbox, list[str]()
    for conversation in dict.fromkeys(item.conversation for item in ours if item.conversation):
        found += [each for _, each in outbox.page_replies(caller.brand, conversation, None, SENT)]
    replies = outbox.read_replies(caller.brand, found).values() if found else ()
    by_native = {(each.account, each.native_id): each for each in replies if each.native_id}
    return {
        item.id: reply
        for item in ours
        if (reply := by_native.get((item.account, item.natives.external_id or ""))) is not None
    }


def read_reaction_counts(caller: Caller, items: Sequence[Interaction]) -> dict[str, ReactionCounts]:
    """Returns the latest reactions to these interactions: one Query each, and one BatchGet for all that they list.

    Those of people who are restricted do not count.
    """
    feed, brand = caller.stores.feed, caller.brand
    places = [item.id for item in items if not item.listed_apart and not item.deleted]
    most = max(FEWEST, MOST_REACTIONS // max(1, len(places)))
    pages = {
        item: feed.page_listing(interaction_keys.reactions_to(brand, item), None, most) for item in places
    }
    found = _visible(caller, open_interactions(caller, [each for ids, _ in pages.values() for each in ids]))
    by_id = {each.id: each for each in found}
    return {
        item: count_reactions([by_id[each] for each in ids if each in by_id], following is not None)
        for item, (ids, following) in pages.items()
    }


def show_conversations(caller: Caller, heads: Sequence[Conversation]) -> list[ConversationInListView]:
    """Returns what agents are shown of these conversations: five BatchGets, for their last items, the people in them,
    how far the caller read and what they began to write."""
    ids = [head.last_item for head in heads if head.last_item is not None]
    last = {item.id: item for item in _visible(caller, open_interactions(caller, ids))} if ids else {}
    people = [head.customer for head in heads] + [item.author for item in last.values()]
    around = _look_around(caller, heads, read_profiles(caller, [*people, *list_tagged_people(last.values())]))
    return [show_in_list(head, last.get(head.last_item or ""), around) for head in heads]


def _look_around(caller: Caller, heads: Sequence[Conversation], profiles: Profiles) -> Around:
    stores, brand, now_ms = caller.stores, caller.brand, caller.stores.now_ms()
    customers = {head.customer for head in heads if head.customer is not None}
    found = stores.contacts.read_contacts(brand, customers) if customers else {}
    known = {each.id: each for each in found.values() if not each.restricted or caller.role == DPO}
    windows = {
        head.id: find_window(list_ways(head.platform), head.mode.value, head.last_in_at, now_ms)
        for head in heads
    }
    policy = stores.sla.read_policy(brand)
    return Around(
        profiles,
        known,
        stores.account_titles.read_titles(brand) if heads else {},
        {each: window for each, window in windows.items() if window is not None},
        stores.read_marks.read_marks(brand, caller.agent, [head.id for head in heads]),
        {head.id: policy.find_clocks(head, now_ms) for head in heads},
        _find_drafts(caller, heads),
    )


def _find_drafts(caller: Caller, heads: Sequence[Conversation]) -> dict[str, list[str]]:
    """Returns in which modes the caller has a draft in each conversation: one BatchGet."""
    names = {
        name_paper(caller, PaperKind.DRAFT, head.id, mode): (head.id, mode)
        for head in heads
        for mode in MODES
    }
    found: dict[str, list[str]] = {}
    existing = caller.stores.papers.find_existing(caller.brand, names)
    for name, (conversation, mode) in names.items():
        if name in existing:
            found.setdefault(conversation, []).append(mode)
    return found


def list_people(items: Iterable[Interaction]) -> set[str]:
    """Returns whose data these interactions are: what the audit log names."""
    return {person for item in items for person in (item.author, item.customer) if person is not None}


def list_used_platforms(caller: Caller) -> list[str]:
    """Returns the platforms on which the brand has or had an account."""
    return sorted({each.platform for each in caller.stores.accounts.list_accounts(caller.brand)})
