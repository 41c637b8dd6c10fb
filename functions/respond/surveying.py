"""Asks how content somebody is: after a private conversation was closed, once each time, where the brand wants it.

The question is a reply like any other, so that windows, opt-outs, restrictions and limits hold, also when it is sent.
"""

from dataclasses import replace

from model.conversation import MISTAKEN_MS, Conversation, Status
from model.event import Mode
from model.rating import is_lone_rating
from model.rating_question import find_question
from model.reply import Reply, ReplyState
from respond.answerable import Answerable, find_answerable, read_options
from store.stores import Stores
from store.vault import keys as vault_keys

SURVEYED = "surveyed"
"""What follows when it is sent (`Reply.then`): it tells a question from other replies."""
BY_RULE = "-"
"""No agent's id: nobody wrote it."""
AFTER_MS = MISTAKEN_MS
"""How soon it goes out: whoever closed by mistake has opened it again by then."""
DAY_MS = 86_400_000
PURPOSES = ("analytics", "marketing")
"""Courts take such a question for both."""


def ask_rating(stores: Stores, head: Conversation) -> Reply | None:
    """Asks the customer of a conversation that was just closed, unless something speaks against it."""
    style = stores.settings.read_settings(head.brand).csat
    if (
        not style
        or head.mode is not Mode.PRIVATE
        or head.status is not Status.CLOSED
        or head.customer is None
    ):
        return None
    now_ms = stores.now_ms()
    found = find_answerable(stores, head)
    if found is None or found.person != head.customer or why_not_asked(stores, found, now_ms):
        return None
    option = next((each for each in read_options(stores, found, now_ms, machine=True) if each.open), None)
    if option is None or (option.until is not None and now_ms + AFTER_MS >= option.until):
        return None
    return stores.outbox.add_reply(_make_question(stores, found, option.way.operation, now_ms))


def why_not_asked(stores: Stores, found: Answerable, now_ms: int, question: str = "") -> str:
    """Returns why somebody is not to be asked at this time; empty where they may be.

    `question`: the id of one that is about to go out, of which there is one a closing.
    """
    head, person = found.head, found.person
    settings = stores.settings.read_settings(head.brand)
    if head.status is not Status.CLOSED or question not in ("", _name_question(stores, head)):
        return "open_again"
    if not settings.csat or not _says_more(found):
        return "not_asked"
    contact = stores.contacts.read_contacts(head.brand, [person], consistent=True).get(person)
    if contact is None or not all(contact.may(purpose) for purpose in PURPOSES):
        return "opted_out"
    if now_ms < contact.facts.csat_asked_at + settings.csat_days * DAY_MS and contact.facts.csat_asked_at:
        return "asked_lately"
    return ""


def _says_more(found: Answerable) -> bool:
    """Tells whether they wrote since they were asked last, and more than how content they are."""
    asked_at, item = found.head.surveyed_at, found.item
    return item.occurred_at > asked_at and not is_lone_rating(asked_at, found.head.customer, item)


def _name_question(stores: Stores, head: Conversation) -> str:
    """Returns the id of the question for a closing: whoever closes at the same time asks nothing twice."""
    index_key = stores.vault.index_key(head.brand)
    return vault_keys.hid(index_key, head.brand, "outbox", "csat", str(head.closed_at), head.id)


def note_asked(stores: Stores, reply: Reply) -> None:
    """Notes that the question was sent: for its answer, and so that nobody is asked again too soon."""
    known = stores.contacts.read_contacts(reply.brand, [reply.person], consistent=True).get(reply.person)
    if known is not None and known.facts.csat_asked_at >= reply.state_at:
        return
    stores.conversations.change_head(
        reply.brand, reply.conversation, lambda head: head and head.note_survey(reply.state_at)
    )
    stores.contacts.change_contact(reply.brand, reply.person, lambda who: who.note_survey(reply.state_at))
    stores.ratings.add_question(reply.brand, reply.platform, reply.state_at, int(stores.clock()))


def _make_question(stores: Stores, found: Answerable, operation: str, now_ms: int) -> Reply:
    head, settings = found.head, stores.settings.read_settings(found.head.brand)
    begun = found.begin_reply(
        _name_question(stores, head),
        mode=head.mode.value,
        operation=operation,
        agent=BY_RULE,
        created_at=now_ms,
        due_at=now_ms + AFTER_MS,
        state=ReplyState.SCHEDULED,
    )
    text = settings.csat_text or find_question(settings.csat, *_list_languages(stores, found))
    return replace(begun, text=text, then=SURVEYED)


def _list_languages(stores: Stores, found: Answerable) -> tuple[str | None, ...]:
    """Returns what they wrote in: here last, as its platform says, and wherever else."""
    item, brand = found.item, found.head.brand
    known = stores.contacts.read_contacts(brand, [found.person]).get(found.person)
    found_in = item.labels.language if item.labels is not None else None
    return found_in, item.language, known.facts.last_language if known is not None else None
