"""Changes what agents enter about a contact: stage with a reason, tags, attributes; and the way back."""

from dataclasses import replace

from msgspec import UNSET, UnsetType

from aws import queues, settings
from model import policy
from model.contact import Contact, Stage
from model.errors import Erased
from model.messages import Review
from respond.action import Asked, Caller, Revised, action
from respond.actions import contacts
from respond.actions.given import list_given, take_given
from respond.denied import deny_conflict, deny_impossible, deny_missing, deny_restricted
from respond.shapes.contact import MOST_ATTRIBUTES, ContactChange, ContactView
from respond.shown import PROFILES
from store.contacts.edits import Entered


@action(scope="contacts:write", audit="change contact", shows=PROFILES)
def change_contact(caller: Caller, asked: Asked[ContactChange]) -> Revised[ContactView]:
    """Changes what agents enter about a contact that the caller saw; segments follow in a moment."""
    wanted, now_ms = asked.wanted, caller.stores.now_ms()

    def step(known: Contact, entered: Entered) -> tuple[Contact, Entered, str]:
        asked.seen.check(known.edits)
        _check_allowed(known)
        after = _tagged(_staged(known, wanted, now_ms), wanted)
        return after, _entered(entered, after, wanted), take_given(wanted.reason, "")

    try:
        after = caller.stores.edits.keep_edit(caller.brand, asked.id, caller.agent, step)
    except Erased:
        raise deny_missing() from None
    if after is None:
        raise deny_missing()
    caller.note(asked.id, about=" ".join(list_given(wanted)))
    queues.send(settings.queue_segments(), Review(caller.brand, (asked.id,)).to_json())
    contact = contacts.read_contact(caller, asked.id)
    caller.note(contact.id, word=contacts.READ)
    return contacts.show_known(caller, contact)


def _check_allowed(known: Contact) -> None:
    if known.restricted:
        raise deny_restricted()
    if not policy.rule_for(known.platform).segmentation:
        raise deny_conflict(
            "platform_forbids", "The platform's terms allow no such entries about its members."
        )


def _staged(known: Contact, wanted: ContactChange, now_ms: int) -> Contact:
    stage = take_given(wanted.stage, known.stage)
    if (stage is not known.stage) != (wanted.reason is not UNSET):
        detail = "A new `stage` takes a `reason`, and a `reason` goes with a new `stage`."
        raise deny_impossible(detail, pointer="/reason")
    return known if stage is known.stage else replace(known, stage=stage, stage_at=now_ms)


def _tagged(after: Contact, wanted: ContactChange) -> Contact:
    former = after.stage is Stage.FORMER
    if not former and (wanted.no_contact or wanted.win_back_offer):
        pointer = "/no_contact" if wanted.no_contact else "/win_back_offer"
        raise deny_impossible("`no_contact` and `win_back_offer` are for former customers.", pointer=pointer)
    return replace(
        after,
        tags=after.tags if isinstance(wanted.tags, UnsetType) else frozenset(wanted.tags),
        no_contact=former and take_given(wanted.no_contact, after.no_contact),
    )


def _entered(entered: Entered, after: Contact, wanted: ContactChange) -> Entered:
    merged = {**entered.attributes, **take_given(wanted.attributes, {})}
    attributes = {name: value for name, value in merged.items() if value is not None}
    if len(attributes) > MOST_ATTRIBUTES:
        detail = f"A contact has at most {MOST_ATTRIBUTES} attributes."
        raise deny_impossible(detail, pointer="/attributes")
    offer = take_given(wanted.win_back_offer, entered.win_back_offer) if after.stage is Stage.FORMER else ""
    return replace(entered, attributes=attributes, win_back_offer=offer or "")
