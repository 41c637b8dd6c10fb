"""Asks how content somebody is: after a private conversation was closed, once, where the brand's settings say so.

The question is a reply like any other, so that windows, opt-outs, restrictions and limits hold, also when it is sent.
"""

from model.conversation import Conversation, Status
from model.event import Mode
from model.reply import Passage, Reply, ReplyState
from respond.answerable import Answerable, find_answerable, read_options
from store.stores import Stores
from store.vault import keys as vault_keys

SURVEYED = "surveyed"
"""What follows when it is sent (`Reply.then`): it tells a question from other replies."""
BY_RULE = "-"
"""No agent's id: nobody wrote it."""
AFTER_MS = 120_000
"""How soon it goes out: whoever closed by mistake has opened it again by then."""
DAY_MS = 86_400_000
QUESTIONS = {
    "stars": "How did we do? Please answer with a number from 1 (poor) to 5 (great).",
    "emoji": "How did we do? Please answer with one of these: 😡 🙁 😐 🙂 😍",
}
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
    if why_not_asked(stores, head, head.customer, now_ms):
        return None
    found = find_answerable(stores, head)
    if found is None or found.person != head.customer:
        return None
    option = next((each for each in read_options(stores, found, now_ms, machine=True) if each.open), None)
    if option is None or (option.until is not None and now_ms + AFTER_MS >= option.until):
        return None
    return stores.outbox.add_reply(_make_question(stores, found, option.way.operation, now_ms))


def why_not_asked(stores: Stores, head: Conversation, person: str, now_ms: int) -> str:
    """Returns why somebody is not to be asked at this time; empty where they may be."""
    settings = stores.settings.read_settings(head.brand)
    if head.status is not Status.CLOSED:
        return "open_again"
    if not settings.csat or head.surveyed_at:
        return "not_asked"
    contact = stores.contacts.read_contacts(head.brand, [person], consistent=True).get(person)
    if contact is None or not all(contact.may(purpose) for purpose in PURPOSES):
        return "opted_out"
    if now_ms < contact.facts.csat_asked_at + settings.csat_days * DAY_MS and contact.facts.csat_asked_at:
        return "asked_lately"
    return ""


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
    index_key = stores.vault.index_key(head.brand)
    return Reply(
        # Of the conversation alone: whoever closes it once more asks nothing twice.
        id=vault_keys.hid(index_key, head.brand, "outbox", "csat", "", head.id),
        brand=head.brand,
        platform=head.platform,
        account=head.account,
        conversation=head.id,
        item=found.item.id,
        person=found.person,
        mode=head.mode.value,
        operation=operation,
        agent=BY_RULE,
        created_at=now_ms,
        due_at=now_ms + AFTER_MS,
        state=ReplyState.SCHEDULED,
        text=settings.csat_text or QUESTIONS[settings.csat],
        then=SURVEYED,
        passages=(Passage(ReplyState.SCHEDULED, now_ms),),
    )
