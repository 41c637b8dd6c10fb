"""Lists contacts: everybody, the last heard of first, those in a segment, or those who are called so.

At most some hundreds are looked at for one request, and the answer says how many; its cursor looks further.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from msgspec import UNSET

from model.called import choose_beginning, fits_words, split_name
from model.contact import Contact
from respond.access import DPO
from respond.action import Asked, Caller, action
from respond.actions import reading
from respond.actions.naming import look_at_people
from respond.paging import HID, STAND, make_page, read_position, read_stand
from respond.shapes.contact_list import ContactInListView, ContactsQuery, ContactsView, show_contact_in_list
from respond.shapes.people import show_person
from respond.shown import PROFILES

MOST, CHUNK = 500, 100
PLACE = rf"{STAND}|{HID}|walk"
WALK = "walk"
"""The place of a search behind everybody who is listed by these letters."""

Source = Callable[[str | None, int], tuple[list[tuple[str, str]], bool]]
"""From a position and a number to positions with people, and whether more follow."""


@dataclass(slots=True)
class Look:
    """Holds what one request found: contacts with their names, how many were looked at, and where to go on."""

    found: dict[str, Contact] = field(default_factory=dict)
    profiles: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    looked_at: int = 0
    following: str | None = None
    complete: bool = False


@action(scope="contacts:read", audit="list contacts", shows=PROFILES)
def list_contacts(caller: Caller, asked: Asked[ContactsQuery]) -> ContactsView:
    """Lists contacts, narrowed by what they are called, platform, stage, segment and tag."""
    look = find_contacts(caller, asked.wanted, read_position(caller, asked, PLACE))
    caller.note(*look.found)
    page = make_page(caller, asked, show_contacts(look), look.following)
    return ContactsView(
        data=page.data,
        looked_at=look.looked_at,
        complete=look.complete,
        next_cursor=page.next_cursor,
        has_more=page.has_more,
    )


def find_contacts(caller: Caller, query: ContactsQuery, place: str | None) -> Look:
    """Returns the contacts that fit, among as many as are looked at for one request."""
    sought = [] if query.q is UNSET else split_name(str(query.q))
    letters = choose_beginning(sought)
    return _search(caller, query, sought, letters, place) if letters else _list(caller, query, sought, place)


def show_contacts(look: Look) -> list[ContactInListView]:
    """Returns what a list shows of those found."""
    return [show_contact_in_list(each, show_person(each.id, look.profiles)) for each in look.found.values()]


def _list(caller: Caller, query: ContactsQuery, sought: Sequence[str], place: str | None) -> Look:
    """Looks through a segment's members or everybody; words of one or two letters are looked for there, too."""
    look = Look()
    source = _everybody(caller, query) if query.segment is UNSET else _members(caller, str(query.segment))
    _look_through(caller, query, sought, source, place, look)
    look.complete = look.following is None
    return look


def _search(
    caller: Caller, query: ContactsQuery, sought: Sequence[str], letters: str, place: str | None
) -> Look:
    """Looks at new people first, so that those who are listed by then come from the list, in its order."""
    look = Look()
    walked = look_at_people(caller, reading.list_used_platforms(caller)) if place in (None, WALK) else None
    if place != WALK:
        _look_through(caller, query, sought, _listed(caller, letters), place, look)
    if walked is not None and look.following is None:
        look.complete = walked.complete
        new = [each for each in walked.people if each not in look.found]
        look.looked_at += len(new)
        for contact in _fit(caller, query, sought, new, look)[: query.limit - len(look.found)]:
            look.found[contact.id] = contact
    if look.following is None and not look.complete:
        look.following = WALK
    return look


def _look_through(
    caller: Caller, query: ContactsQuery, sought: Sequence[str], source: Source, place: str | None, look: Look
) -> None:
    more = True
    while more and look.looked_at < MOST:
        entries, more = source(place, CHUNK)
        fitting = {each.id: each for each in _fit(caller, query, sought, [who for _, who in entries], look)}
        for position, person in entries:
            if len(look.found) == query.limit:
                look.following = place
                return
            place, look.looked_at = position, look.looked_at + 1
            if person in fitting:
                look.found[person] = fitting[person]
    look.following = place if more else None


def _fit(
    caller: Caller, query: ContactsQuery, sought: Sequence[str], people: Iterable[str], look: Look
) -> list[Contact]:
    """Returns those that the caller may see and that fit, with their names in `look`."""
    known = caller.stores.contacts.read_contacts(caller.brand, people)
    fitting = [
        each for each in known.values() if _fits(query, each) and (not each.restricted or caller.role == DPO)
    ]
    look.profiles |= reading.read_profiles(caller, [each.id for each in fitting])
    return [each for each in fitting if not sought or fits_words(sought, _list_names(look, each.id))]


def _fits(query: ContactsQuery, contact: Contact) -> bool:
    return (
        query.platform in (UNSET, contact.platform)
        and query.stage in (UNSET, contact.stage)
        and (query.segment is UNSET or query.segment in contact.segments)
        and (query.tag is UNSET or query.tag in contact.tags)
    )


def _list_names(look: Look, person: str) -> list[str]:
    known = look.profiles.get(person, {})
    return [str(known[name]) for name in ("name", "handle") if known.get(name)]


def _listed(caller: Caller, letters: str) -> Source:
    def page(after: str | None, limit: int) -> tuple[list[tuple[str, str]], bool]:
        people, following = caller.stores.words.page_people(caller.brand, letters, after, limit)
        return [(each, each) for each in people], following is not None

    return page


def _members(caller: Caller, segment: str) -> Source:
    def page(after: str | None, limit: int) -> tuple[list[tuple[str, str]], bool]:
        members, following = caller.stores.segments.page_members(caller.brand, segment, after, limit)
        return [(each.contact, each.contact) for each in members], following is not None

    return page


def _everybody(caller: Caller, query: ContactsQuery) -> Source:
    platforms = _choose_platforms(caller, query)

    def page(before: str | None, limit: int) -> tuple[list[tuple[str, str]], bool]:
        after = None if before is None else read_stand(before)
        stands = caller.stores.directory.page_everybody(caller.brand, platforms, after, limit)
        return [("/".join(each), each[2]) for each in stands], len(stands) == limit

    return page


def _choose_platforms(caller: Caller, query: ContactsQuery) -> list[str]:
    if query.platform is not UNSET:
        return [str(query.platform)]
    return reading.list_used_platforms(caller)
