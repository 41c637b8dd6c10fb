"""Finds what may be proposed to a person and what is to be done: the offers and actions of the segments they are in.

Shown to agents together with the rule and the values behind it; nothing is sent by itself.
"""

from model.contact import Contact
from respond.action import Caller
from respond.marketing import PLATFORM_FORBIDS, find_unwilling
from respond.shapes.conversation import OfferView
from respond.shapes.rule import show_evidence
from respond.shapes.scalars import format_time


def find_offers(caller: Caller, person: str | None) -> tuple[list[OfferView], bool]:
    """Returns the offers to somebody, and whether they want no contact; of nobody, none."""
    contact = (
        None if person is None else caller.stores.contacts.read_contacts(caller.brand, [person]).get(person)
    )
    return ([], False) if contact is None else (_offers(caller, contact), contact.no_contact)


def _offers(caller: Caller, contact: Contact) -> list[OfferView]:
    """Returns actions also for those who want no offers; who wants no contact gets neither."""
    if contact.restricted or contact.no_contact:
        return []
    unwilling = find_unwilling(caller.stores, caller.brand, [contact]).get(contact.id)
    # What an agent proposes to somebody who wrote is no advertising by the platform's terms.
    willing = unwilling in (None, PLATFORM_FORBIDS)
    segments = caller.stores.segments
    mine = [each for each in segments.list_segments(caller.brand) if each.id in contact.segments]
    wanted = [each for each in mine if each.action or (each.offer and willing)]
    members = segments.read_memberships(caller.brand, contact.id, [each.id for each in wanted])
    found = [
        OfferView(
            segment=each.id,
            title=each.title,
            offer=(each.offer or None) if willing else None,
            action=each.action or None,
            since=format_time(members[each.id].since),
            evidence=show_evidence(members[each.id].evidence),
        )
        for each in wanted
        if each.id in members
    ]
    return [*_win_back(caller, contact, willing), *found]


def _win_back(caller: Caller, contact: Contact, willing: bool) -> list[OfferView]:
    offer = caller.stores.edits.read_entered(caller.brand, contact.id).win_back_offer if willing else ""
    if not offer:
        return []
    evidence = {"rule": {"attribute": "stage", "is": "former"}, "values": {"stage": contact.stage.value}}
    return [
        OfferView(
            segment=None,
            title="Win back",
            offer=offer,
            action=None,
            since=format_time(contact.stage_at),
            evidence=show_evidence(evidence),
        )
    ]
