"""Searches everything an agent may see: people and segments by name, and what was written by its words.

Texts are sealed, so they are opened and looked through: conversation by conversation, the week of its last activity
first, the latest interactions of each. Rows and time of one request are bounded; the answer says how far it looked, and
its cursor goes on. Nothing is kept of what was looked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from msgspec import UNSET

from model.called import find_words, normalize_name
from model.interaction import Interaction
from respond.action import Asked, Caller, action
from respond.actions import reading
from respond.actions.contact_list import Look, find_contacts, show_contacts
from respond.paging import STAND, make_page, read_position, read_stand
from respond.shapes.contact_list import ContactsQuery
from respond.shapes.people import show_person_or_nobody
from respond.shapes.scalars import format_time
from respond.shapes.search import FoundSegmentView, FoundTextView, SearchQuery, SearchView, show_found_text
from respond.shapes.words import show_words
from respond.shown import PROFILES, WORDS
from store.contacts.directory import Stand
from store.conversations.closed import page_conversations
from store.interactions import keys as interaction_keys

MOST_S = 4
"""So long texts are looked at for one request."""
MOST = 500
"""Interactions looked at for one request."""
TOGETHER = 10
"""Conversations whose interactions are opened in one read."""
LATEST = 25
"""Interactions of one conversation that are looked at."""
FEW = 10
"""People and segments shown."""

PEOPLE, SEGMENTS, TEXTS = "people", "segments", "texts"

Hit = tuple[Interaction, str, tuple[int, int]]
"""An interaction, its text as it is shown, and where the words stand in it."""


@dataclass(slots=True)
class TextLook:
    """Holds the texts of one request: what was found, how many were looked at and how far back, and where to go on."""

    hits: list[Hit] = field(default_factory=list)
    looked_at: int = 0
    back_to: int = 0
    following: str | None = None


@action(scope="conversations:read", audit="search brand", shows=PROFILES + WORDS)
def search_everything(caller: Caller, asked: Asked[SearchQuery]) -> SearchView:
    """Searches people and segments by name, and texts by their words, the most recent first."""
    wanted, place = asked.wanted, read_position(caller, asked, STAND)
    named = Look(complete=True)
    segments = list[FoundSegmentView]()
    if place is None:
        if _wants(caller, wanted, PEOPLE, "contacts:read"):
            named = find_contacts(caller, ContactsQuery(q=wanted.q, limit=FEW), None)
        if _wants(caller, wanted, SEGMENTS, "segments:read"):
            segments = _find_segments(caller, wanted.q)
    texts = TextLook()
    if _wants(caller, wanted, TEXTS, "conversations:read"):
        after = None if place is None else read_stand(place)
        texts = _look_through(caller, normalize_name(wanted.q).split(), after, wanted.limit)
    caller.note(*named.found, *(item.conversation or item.id for item, _, _ in texts.hits))
    page = make_page(caller, asked, _show_texts(caller, texts.hits), texts.following)
    return SearchView(
        people=show_contacts(named),
        people_complete=named.complete and named.following is None,
        segments=segments,
        texts=page.data,
        looked_at=texts.looked_at,
        looked_back_to=format_time(texts.back_to),
        next_cursor=page.next_cursor,
        has_more=page.has_more,
    )


def _wants(caller: Caller, wanted: SearchQuery, kind: str, scope: str) -> bool:
    return wanted.kind in (UNSET, kind) and scope in caller.scopes


def _find_segments(caller: Caller, sought: str) -> list[FoundSegmentView]:
    words = normalize_name(sought)
    found = [
        each
        for each in caller.stores.segments.list_segments(caller.brand)
        if words in normalize_name(each.title) or words in each.id
    ]
    return [FoundSegmentView(id=each.id, title=each.title) for each in found[:FEW]]


def _look_through(caller: Caller, words: Sequence[str], after: Stand | None, limit: int) -> TextLook:
    """Looks through as many conversations as there is room and time for; at least through some."""
    found, until, platforms = TextLook(), caller.stores.clock() + MOST_S, reading.list_used_platforms(caller)
    while words and len(found.hits) < limit and found.looked_at < MOST and caller.stores.clock() <= until:
        stands = page_conversations(caller.brand, platforms, after, TOGETHER)
        groups = _open_latest(caller, [conversation for _, _, conversation in stands])
        for stand in stands:
            items = groups.get(stand[2], [])
            hits = [hit for item in items if (hit := _find_hit(item, words)) is not None]
            # What would be too many comes with the next page; of one conversation the latest are shown.
            if found.hits and len(found.hits) + len(hits) > limit:
                found.following = "/".join(after or ())
                return found
            found.hits += hits[:limit]
            found.looked_at += len(items)
            times = [found.back_to, *(each.occurred_at for each in items)]
            found.back_to = min(filter(None, times), default=0)
            after = stand
        if len(stands) < TOGETHER:
            return found
    found.following = "/".join(after) if after else None
    return found


def _open_latest(caller: Caller, conversations: Sequence[str]) -> dict[str, list[Interaction]]:
    """Returns the latest interactions of each that the caller may see: a Query each, and one BatchGet for all."""
    feed, brand = caller.stores.feed, caller.brand
    listed = {
        each: feed.page_listing(interaction_keys.listed_under(brand, each), None, LATEST)[0]
        for each in conversations
    }
    # The first of a public conversation is listed under its post.
    ids = dict.fromkeys([*conversations, *(item for items in listed.values() for item in items)])
    opened = reading.open_interactions(caller, list(ids))
    closed = reading.find_closed(caller, [item.owner for item in opened])
    groups: dict[str, list[Interaction]] = {}
    for item in opened:
        if item.conversation in listed and item.owner not in closed and not item.deleted:
            groups.setdefault(item.conversation, []).append(item)
    return groups


def _find_hit(item: Interaction, words: Sequence[str]) -> Hit | None:
    title = item.shown.title if item.shown is not None else None
    text = " ".join(filter(None, [title, show_words(item, {})]))
    place = find_words(text, words)
    return None if place is None else (item, text, place)


def _show_texts(caller: Caller, hits: Sequence[Hit]) -> list[FoundTextView]:
    profiles = reading.read_profiles(caller, [item.author for item, _, _ in hits])
    latest = sorted(hits, key=lambda hit: (-hit[0].occurred_at, hit[0].id))
    return [
        show_found_text(item, text, place, show_person_or_nobody(item.author, profiles))
        for item, text, place in latest
    ]
