"""Finds people by what they are called, for the data protection officer alone.

It walks over a platform's contacts page by page and opens their profiles: no list of names is kept for it, so that none
has to be forgotten. Whom to look for stands in the body, because addresses are logged.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from model.called import normalize_name
from respond.access import DPO
from respond.action import Asked, Caller, action
from respond.paging import make_page, read_position
from respond.shapes.people import shorten_unnamed
from respond.shapes.person_search import FoundPersonView, PersonSearchView, PersonWanted
from respond.shown import PROFILES

PLACE = r"[0-9A-Za-z:#.-]{1,40} [a-z2-7]{32}"


@action(scope="privacy:read", roles=frozenset({DPO}), audit="search people", shows=PROFILES)
def search_people(caller: Caller, asked: Asked[PersonWanted]) -> PersonSearchView:
    """Finds contacts by exact name, handle or native id; under a legal hold too, on the first page."""
    wanted = asked.wanted
    after = read_position(caller, asked, PLACE)
    place = (after.partition(" ")[0], after.partition(" ")[2]) if after else None
    listed = caller.stores.directory.page_contacts(caller.brand, wanted.platform, place, wanted.limit)
    people = [person for _, person in listed]
    if place is None:
        people += _list_held(caller, wanted.platform)
    profiles = caller.stores.profiles.read_profiles(caller.brand, people)
    found = list(_choose(profiles, wanted))
    caller.note(*(each.contact for each in found))
    following = " ".join(listed[-1]) if len(listed) == wanted.limit else None
    page = make_page(caller, asked, found, following)
    return PersonSearchView(
        data=page.data, looked_at=len(people), next_cursor=page.next_cursor, has_more=page.has_more
    )


def _choose(profiles: Mapping[str, Mapping[str, Any]], wanted: PersonWanted) -> Iterator[FoundPersonView]:
    sought = normalize_name(wanted.called)
    for person, profile in sorted(profiles.items()):
        called = [profile.get(name) for name in ("name", "handle", "native_id")]
        if sought in [normalize_name(str(each)) for each in called if each]:
            yield FoundPersonView(
                contact=person,
                platform=str(wanted.platform),
                name=profile.get("name") or None,
                handle=profile.get("handle") or None,
                short_id=shorten_unnamed(profile),
            )


def _list_held(caller: Caller, platform: str) -> list[str]:
    """Returns whose data are under a legal hold, who stand in no list of the idle."""
    held = [hold.person for hold in caller.stores.holds.of_brand(caller.brand)]
    known = caller.stores.contacts.read_contacts(caller.brand, held) if held else {}
    return [person for person, contact in known.items() if contact.platform == platform]
