"""Shows contacts: who somebody is, what is known of them and why, and everything they wrote."""

from model.contact import Contact
from model.conversation import Conversation
from model.rating import read_rating
from respond.access import DPO
from respond.action import Asked, Caller, Revised, action
from respond.actions import reading, timeline
from respond.denied import deny_missing, deny_restricted
from respond.marketing import MARKETING
from respond.paging import AT, make_page, read_position
from respond.shapes.contact import ChangeView, ContactView, MembershipView, show_change, show_contact
from respond.shapes.conversation import show_brief
from respond.shapes.interaction import InteractionView
from respond.shapes.page import Page, PageQuery
from respond.shapes.people import show_person
from respond.shapes.rule import show_evidence
from respond.shapes.scalars import format_time
from respond.shown import PROFILES, WORDS

READ = "read contact"
RECENT = 25
"""How many of a contact's conversations are shown with it; the timeline has them all."""

CHANGE = r"\d{13}#\d{9,12}"
"""The shape of positions in a history."""


@action(scope="contacts:read", audit=READ, shows=PROFILES)
def get_contact(caller: Caller, asked: Asked[None]) -> Revised[ContactView]:
    """Returns who somebody is, and what is known of them and why."""
    contact = read_contact(caller, asked.id)
    caller.note(contact.id)
    return show_known(caller, contact)


@action(scope="contacts:read", audit="read history", shows=PROFILES)
def list_contact_changes(caller: Caller, asked: Asked[PageQuery]) -> Page[ChangeView]:
    """Lists segments entered and left and stages, with their reasons, newest first."""
    contact = read_contact(caller, asked.id)
    before = read_position(caller, asked, CHANGE)
    changes, following = caller.stores.history.page_history(
        caller.brand, contact.id, before, asked.wanted.limit
    )
    caller.note(contact.id)
    reasons = caller.stores.edits.read_entered(caller.brand, contact.id).reasons
    return make_page(caller, asked, [show_change(each, reasons) for each in changes], following)


@action(scope="contacts:read", audit="read timeline", shows=WORDS)
def list_contact_interactions(caller: Caller, asked: Asked[PageQuery]) -> Page[InteractionView]:
    """Lists a contact's interactions of all channels, newest first."""
    contact = read_contact(caller, asked.id)
    before = read_position(caller, asked, AT)
    items, following = timeline.read_timeline(
        caller.stores, caller.brand, contact.id, before, asked.wanted.limit
    )
    caller.note(contact.id)
    return make_page(caller, asked, reading.show_interactions(caller, items), following)


def show_known(caller: Caller, contact: Contact) -> Revised[ContactView]:
    """Returns a contact with the revision of what agents enter: it does not move with what the contact writes."""
    person = show_person(contact.id, reading.read_profiles(caller, [contact.id]))
    entered = caller.stores.edits.read_entered(caller.brand, contact.id)
    segments = _read_segments(caller, contact)
    conversations = [show_brief(head) for head in _read_conversations(caller, contact.id)]
    comment = _read_comment(caller, contact.facts.csat_item)
    objections, held = _read_objections(caller, contact), _read_held(caller, contact.id)
    shown = show_contact(contact, person, entered, segments, conversations, comment, objections, held)
    return Revised(shown, contact.edits)


def read_contact(caller: Caller, person: str) -> Contact:
    """Returns a contact as it is now. Raises Denied for one that is missing or restricted."""
    contact = caller.stores.contacts.read_contacts(caller.brand, [person], consistent=True).get(person)
    if contact is None:
        raise deny_missing()
    if contact.restricted and caller.role != DPO:
        raise deny_restricted()
    return contact


def _read_objections(caller: Caller, contact: Contact) -> frozenset[str]:
    """Returns the purposes that somebody objects to, also before they were erased and came back."""
    lasting = caller.stores.vault.find_objecting(caller.brand, [contact.id])
    return contact.objections | ({MARKETING} if lasting else frozenset())


def _read_held(caller: Caller, person: str) -> bool | None:
    """Returns whether there is a legal hold on somebody; None where the caller may not know."""
    if "holds:read" not in caller.scopes:
        return None
    return caller.stores.holds.is_agreed(caller.brand, person)


def _read_comment(caller: Caller, item: str) -> str:
    """Returns what somebody added to how content they said to be, as far as that still stands."""
    found = reading.open_interactions(caller, [item])[:1] if item else []
    text = found[0].shown.text if found and found[0].shown and not found[0].deleted else None
    rating = read_rating(text or "")
    return rating.comment if rating else ""


def _read_segments(caller: Caller, contact: Contact) -> list[MembershipView]:
    """Returns each segment with the rule and the values that put the contact there."""
    segments = caller.stores.segments
    memberships = segments.read_memberships(caller.brand, contact.id, sorted(contact.segments))
    return [
        MembershipView(id=segment, since=format_time(member.since), evidence=show_evidence(member.evidence))
        for segment, member in sorted(memberships.items())
    ]


def _read_conversations(caller: Caller, person: str) -> list[Conversation]:
    """Returns the latest ones, private and public; the public ones are those of the person's latest rows."""
    stores = caller.stores
    ids, _ = stores.feed.page_person(caller.brand, person, None, RECENT)
    rows = stores.feed.read_headers(caller.brand, ids).values()
    wanted = [row.conversation for row in rows if row.conversation is not None]
    wanted += stores.conversations.list_private_threads(caller.brand, person)
    heads = stores.conversations.read_conversations(caller.brand, wanted).values()
    return sorted(heads, key=lambda head: (head.last_at, head.id), reverse=True)[:RECENT]
