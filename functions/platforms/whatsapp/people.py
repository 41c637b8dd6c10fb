"""Reads whom WhatsApp means: a person has a user id of the business's own, a telephone number, or both.

Since people may hide their number it can be missing; the user id goes first, so that somebody who hides it later
stays the same. https://developers.facebook.com/docs/whatsapp/business-scoped-user-ids
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

from model.event import Person
from platforms.reading.paths import id_at
from platforms.reading.payload import Json, first, ident, obj, objects, text


@dataclass(frozen=True)
class Cards:
    """Holds the people whom a change lists beside its messages, by user id and by number; never by their position."""

    known: Mapping[str, Json]

    def find(self, number: str | None, user: str | None) -> Person | None:
        """Returns somebody named by number, user id or both; None where neither is told."""
        contact = reduce(lambda found, key: found or self.known.get(key or "", {}), (user, number), Json())
        native = first(user, id_at(contact, "user_id"), number)
        if native is None:
            return None
        profile = obj(contact.get("profile"))
        phone = first(number, id_at(contact, "wa_id"))
        handle = first(text(profile.get("username")), phone if phone != native else None)
        name = first(text(profile.get("name")), text(profile.get("username")))
        return Person(native, name, handle)


def list_cards(value: Json) -> Cards:
    """Returns the contacts of a change."""
    listed = objects(value.get("contacts"))
    return Cards(
        {
            native: contact
            for contact in listed
            for native in (ident(contact.get("wa_id")), ident(contact.get("user_id")))
            if native
        }
    )
