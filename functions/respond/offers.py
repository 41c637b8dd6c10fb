"""What may be proposed to a person, and what is to be done: the offers and actions of the segments they are in.

Shown to agents together with the rule and the values behind it; nothing is sent by itself.
"""

from typing import Any

from model.contact import Contact
from respond import views
from respond.call import Call

MARKETING = "marketing"


def shown(call: Call, person: str | None) -> dict[str, Any]:
    """`offers` to somebody and whether they want `no_contact`; of nobody, none."""
    contact = None if person is None else call.stores.contacts.read(call.brand, [person]).get(person)
    if contact is None:
        return {"offers": [], "no_contact": False}
    return {"offers": _offers(call, contact), "no_contact": contact.no_contact}


def _offers(call: Call, contact: Contact) -> list[views.View]:
    """Actions stay for those who want no offers; who wants no contact gets neither."""
    if contact.restricted or contact.no_contact:
        return []
    willing = contact.may(MARKETING)
    mine = [each for each in call.stores.segments.of_brand(call.brand) if each.id in contact.segments]
    wanted = [each for each in mine if each.action or (each.offer and willing)]
    members = call.stores.segments.memberships(call.brand, contact.id, [each.id for each in wanted])
    found: list[views.View] = [
        {
            "segment": each.id,
            "title": each.title,
            "offer": (each.offer or None) if willing else None,
            "action": each.action or None,
            "since": views.iso(members[each.id].since),
            "evidence": members[each.id].evidence,
        }
        for each in wanted
        if each.id in members
    ]
    return [*_win_back(call, contact, willing), *found]


def _win_back(call: Call, contact: Contact, willing: bool) -> list[views.View]:
    offer = call.stores.edits.read(call.brand, contact.id).win_back_offer if willing else ""
    if not offer:
        return []
    since = views.iso(contact.stage_at)
    evidence = {"rule": {"attribute": "stage", "is": "former"}, "values": {"stage": contact.stage.value}}
    return [
        {
            "segment": None,
            "title": "Win back",
            "offer": offer,
            "action": None,
            "since": since,
            "evidence": evidence,
        }
    ]
