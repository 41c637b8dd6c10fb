"""Shows what somebody agreed to and withdrew, and keeps what they told an agent: at once, and absolutely."""

import msgspec

from aws import queues, settings
from model.contact import Contact
from model.messages import PrivacyDemand
from model.privacy_task import Ask, Task
from respond.action import Asked, Caller, action
from respond.actions import reading
from respond.actions.given import take_given
from respond.denied import deny_impossible, deny_missing, deny_restricted
from respond.shapes.consent import ConsentAskedView, ConsentView, NewConsent, show_consent
from respond.shapes.page import Page
from respond.shown import PROFILES
from store.vault import keys as vault_keys


@action(scope="contacts:read", audit="read consents", shows=PROFILES)
def list_consents(caller: Caller, asked: Asked[None]) -> Page[ConsentView]:
    """Lists what somebody agreed to and withdrew, newest first."""
    contact = _read_contact(caller, asked.id)
    if reading.find_closed(caller, [contact.id]):
        raise deny_restricted()
    caller.note(contact.id)
    lines = list(caller.stores.consents.list_consents(caller.brand, contact.id))
    return Page(data=[show_consent(each) for each in reversed(lines)], next_cursor=None, has_more=False)


@action(scope="contacts:write", audit="keep consent", shows=PROFILES)
def keep_consent(caller: Caller, asked: Asked[NewConsent]) -> ConsentAskedView:
    """Keeps what somebody told an agent; a withdrawal stops the purpose like an objection to it."""
    wanted, contact = asked.wanted, _read_contact(caller, asked.id)
    body = msgspec.json.encode(wanted, order="sorted").decode()
    index_key = caller.stores.vault.index_key(caller.brand)

    def name(scope: str, value: str) -> str:
        return vault_keys.hid(index_key, caller.brand, "privacy", "task", scope, value)

    task = Task(
        id=name(caller.agent, f"consent {asked.id} {asked.key}"),
        brand=caller.brand,
        ask=Ask.CONSENT,
        person=contact.id,
        platform=contact.platform,
        source="api",
        by=caller.agent,
        received_at=caller.stores.now_ms(),
        fingerprint=name("fingerprint", body),
        asked={
            "purpose": wanted.purpose,
            "given": wanted.given,
            "wording": take_given(wanted.wording, ""),
            "channel": take_given(wanted.channel, contact.platform),
        },
    )
    caller.note(contact.id, about=wanted.purpose)
    kept = caller.stores.tasks.open_task(task)
    if kept.fingerprint != task.fingerprint:
        raise deny_impossible("This Idempotency-Key was used for another consent.", "idempotency_key_reused")
    if not kept.final:
        queues.send(settings.queue_privacy(), PrivacyDemand(kept.brand, kept.id, kept.ask.value).to_json())
    return ConsentAskedView(task=kept.id, state=kept.state.value)


def _read_contact(caller: Caller, contact_id: str) -> Contact:
    known = caller.stores.contacts.read_contacts(caller.brand, [contact_id], consistent=True).get(contact_id)
    if known is None:
        raise deny_missing()
    return known
