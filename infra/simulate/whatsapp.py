"""A company's number on WhatsApp: chats of two, with edits, deletions and reactions."""

import json
from collections.abc import Mapping
from typing import Any

from infra.simulate.meta import shake
from infra.simulate.story import Beat, Stage, Verb
from infra.simulate.teller import Letter, Teller, mark
from infra.simulate.texts import Person

EMOJI = ("👍", "❤️", "🙏", "🎉")


class WhatsApp(Teller):
    """Tells messages to one number; a person has a user id, and most show their number too."""

    platform = "whatsapp"
    stage = Stage(public=False)
    demo_account = "106500000000001"

    def tell(self, beat: Beat) -> Letter:
        """Returns a change of the field `messages`."""
        who = beat.actor
        message = {"id": _wamid(mark(beat, 48)), "timestamp": str(beat.at // 1000), **_sender(who)}
        if beat.verb is Verb.ADD:
            message["id"] = _wamid(beat.item.number)
        message |= _said(beat)
        contact = {"profile": {"name": who.name, "username": who.handle}, **_named(who)}
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "15550100001", "phone_number_id": self.account},
            "contacts": [contact],
            "messages": [message],
        }
        entry = {"id": "102300000000001", "changes": [{"value": value, "field": "messages"}]}
        return Letter(
            self.platform, json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
        )

    def probe(self, secrets: Mapping[str, str]) -> Letter:
        """Returns what Meta asks when the webhook's address is saved."""
        return shake(self.platform, secrets)


def _said(beat: Beat) -> dict[str, Any]:
    original = _wamid(beat.item.number)
    written = {"type": "text", "text": {"body": beat.text}}
    if beat.verb is Verb.EDIT:
        return {"type": "edit", "edit": {"original_message_id": original, "message": written}}
    if beat.verb is Verb.REMOVE:
        return {"type": "revoke", "revoke": {"original_message_id": original}}
    if beat.verb is Verb.ADD:
        return written
    emoji = EMOJI[beat.item.number % len(EMOJI)] if beat.verb is Verb.REACT else ""
    return {"type": "reaction", "reaction": {"message_id": original, "emoji": emoji}}


def _wamid(number: int) -> str:
    return f"wamid.DEMO{number:X}"


def _user_id(person: Person) -> str:
    return f"US.{10**15 + person.number}"


def _number(person: Person) -> str | None:
    return f"155502{person.number:05}" if person.number % 3 else None


def _sender(person: Person) -> dict[str, str]:
    number = _number(person)
    return {"from_user_id": _user_id(person)} | ({"from": number} if number else {})


def _named(person: Person) -> dict[str, str]:
    number = _number(person)
    return {"user_id": _user_id(person)} | ({"wa_id": number} if number else {})


TELLER = WhatsApp
