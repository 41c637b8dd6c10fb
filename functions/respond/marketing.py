"""Says whom a brand may send advertising to: nobody who objected, ever, and nobody whose platform forbids it."""

from collections.abc import Iterable

from model import policy
from model.contact import Contact
from store.stores import Stores

MARKETING = "marketing"
PLATFORM_FORBIDS = "platform_forbids"


def find_unwilling(stores: Stores, brand: str, contacts: Iterable[Contact]) -> dict[str, str]:
    """Returns those who get no advertising, each with the reason; the objection of who was erased still holds."""
    known = list(contacts)
    objecting = stores.vault.find_objecting(brand, [each.id for each in known])
    return {each.id: reason for each in known if (reason := _why_not(each, each.id in objecting))}


def _why_not(contact: Contact, objected: bool) -> str:
    reasons = (
        (contact.restricted, "restricted"),
        (objected or not contact.may(MARKETING), "opted_out"),
        (contact.no_contact, "no_contact"),
        (not policy.rule_for(contact.platform).allows(MARKETING), PLATFORM_FORBIDS),
    )
    return next((reason for holds, reason in reasons if holds), "")
