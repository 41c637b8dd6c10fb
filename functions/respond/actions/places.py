"""Shows posts with their engagement and what people wrote under them, and groups with their members."""

from typing import Any

from msgspec import UNSET

from model.event import Kind
from model.interaction import Interaction
from model.place import CountedPlace, PlaceKind
from respond.action import Asked, Caller, action
from respond.actions import reading
from respond.denied import deny_missing
from respond.paging import AT, HID, make_page, read_position
from respond.shapes.conversation import ConversationInListView
from respond.shapes.interaction import InteractionView
from respond.shapes.page import Page, PageQuery
from respond.shapes.place import (
    GroupMemberView,
    GroupView,
    PlacesQuery,
    PostView,
    show_group,
    show_group_member,
    show_post,
)
from respond.shown import PROFILES, WORDS
from store.interactions import keys as interaction_keys

WALK = rf"[a-z0-9_]{{1,40}}#\d{{8}}#{HID}"
"""The shape of positions among places: platform, day, place."""


@action(scope="conversations:read", audit="read posts", shows=WORDS)
def list_posts(caller: Caller, asked: Asked[PlacesQuery]) -> Page[PostView]:
    """Lists posts platform by platform, where something happened last first."""
    found, following = _walk_places(caller, asked, PlaceKind.POST)
    return make_page(caller, asked, _show_posts(caller, found), following)


@action(scope="conversations:read", audit="read posts", shows=WORDS)
def get_post(caller: Caller, asked: Asked[None]) -> PostView:
    """Returns one post with its engagement."""
    return _show_posts(caller, [_read_place(caller, asked.id, PlaceKind.POST)])[0]


@action(scope="conversations:read", audit="read conversations", shows=WORDS)
def list_post_conversations(caller: Caller, asked: Asked[PageQuery]) -> Page[ConversationInListView]:
    """Lists the conversations under a post, the latest begun first."""
    place = _read_place(caller, asked.id, PlaceKind.POST)
    before = read_position(caller, asked, AT)
    feed, listing = caller.stores.feed, interaction_keys.listed_under(caller.brand, place.id)
    ids, following = feed.page_listing(listing, before, asked.wanted.limit)
    begun = feed.read_headers(caller.brand, ids)
    conversations = list(
        dict.fromkeys(begun[item].conversation or item for item in ids if item in begun and item != place.id)
    )
    known = caller.stores.conversations.read_conversations(caller.brand, conversations)
    heads = [known[each] for each in conversations if each in known]
    caller.note(place.id, *(head.customer or head.id for head in heads))
    return make_page(caller, asked, reading.show_conversations(caller, heads), following)


@action(scope="conversations:read", audit=None)
def list_groups(caller: Caller, asked: Asked[PlacesQuery]) -> Page[GroupView]:
    """Lists groups platform by platform, where somebody joined or left last first."""
    found, following = _walk_places(caller, asked, PlaceKind.GROUP)
    return make_page(caller, asked, [show_group(place) for place in found], following)


@action(scope="conversations:read", audit="read group members", shows=PROFILES)
def list_group_members(caller: Caller, asked: Asked[PageQuery]) -> Page[GroupMemberView]:
    """Lists who is in a group, who joined last first. A page may be short of those who left since."""
    place = _read_place(caller, asked.id, PlaceKind.GROUP)
    before = read_position(caller, asked, AT)
    feed, listing = caller.stores.feed, interaction_keys.reactions_to(caller.brand, place.id)
    ids, following = feed.page_listing(listing, before, asked.wanted.limit)
    headers = feed.read_headers(caller.brand, ids)
    members = {
        header.author: header.occurred_at
        for header in (headers[item] for item in ids if item in headers)
        if header.author is not None and header.kind is Kind.JOIN and not header.deleted
    }
    caller.note(place.id, *members)
    profiles = reading.read_profiles(caller, members)
    shown = [show_group_member(person, since, profiles) for person, since in members.items()]
    return make_page(caller, asked, shown, following)


def _show_posts(caller: Caller, places: list[CountedPlace]) -> list[PostView]:
    written = _show_written(caller, [place.id for place in places])
    wordless = [place.id for place in places if not _has_words(written.get(place.id))]
    first = {place: item for place in wordless if (item := _find_first(caller, place)) is not None}
    below = _show_written(caller, list(first.values())) if first else {}
    caller.note(*(place.id for place in places))
    return [show_post(place, written.get(place.id), below.get(first.get(place.id, ""))) for place in places]


def _show_written(caller: Caller, ids: list[str]) -> dict[str, InteractionView]:
    items: list[Interaction] = reading.open_interactions(caller, ids)
    caller.note(*reading.list_people(items))
    return {view.id: view for view in reading.show_interactions(caller, items)}


def _has_words(view: InteractionView | None) -> bool:
    return view is not None and bool(view.text or view.title)


def _find_first(caller: Caller, place: str) -> str | None:
    return caller.stores.feed.find_first(interaction_keys.listed_under(caller.brand, place))


def _read_place(caller: Caller, item: str, kind: PlaceKind) -> CountedPlace:
    found = caller.stores.places.read_places(caller.brand, [item]).get(item)
    if found is None or found.kind is not kind:
        raise deny_missing()
    return found


def _walk_places(
    caller: Caller, asked: Asked[PlacesQuery], kind: PlaceKind
) -> tuple[list[CountedPlace], str | None]:
    """Returns a page of places, and the position of its last where more may follow."""
    limit, stores = asked.wanted.limit, caller.stores
    began, _, rest = (read_position(caller, asked, WALK) or "").partition("#")
    listed: list[tuple[str, str, str]] = []
    for platform in _platforms(caller, asked.wanted):
        if platform < began or len(listed) > limit:
            continue
        day, _, place = rest.partition("#")
        after = (day, place) if platform == began else None
        more = limit + 1 - len(listed)
        page = stores.places.page_places(caller.brand, kind, platform, after, more)
        listed += [(platform, *position) for position in page]
    known = stores.places.read_places(caller.brand, [place for *_, place in listed[:limit]])
    following = "#".join(listed[limit - 1]) if len(listed) > limit else None
    return [known[place] for *_, place in listed[:limit] if place in known], following


def _platforms(caller: Caller, query: Any) -> list[str]:
    connected = sorted({account.platform for account in caller.stores.accounts.list_accounts(caller.brand)})
    return [each for each in connected if query.platform in (UNSET, each)]
