"""Adds the link to the privacy notice to the first that somebody is sent in private (GDPR Articles 13 and 14), once.

That is a reply, or what they get of a broadcast.
"""

from dataclasses import replace

from model.reply import Reply
from platforms.sending.ways import Way
from respond.answerable import Answerable
from store.stores import Stores

PRIVATE = "private"


def add_notice(stores: Stores, reply: Reply, found: Answerable) -> Reply:
    """Returns the reply with the link where the person was not given it before; as it is where there is no room."""
    if reply.mode != PRIVATE or not reply.person or not reply.text or reply.file:
        return reply
    link = stores.settings.read_settings(reply.brand).privacy_notice_url
    if not link or link in reply.text:
        return reply
    known = stores.contacts.read_contacts(reply.brand, [reply.person], consistent=True).get(reply.person)
    if known is None or known.notice_at:
        return reply
    text = f"{reply.text}\n\n{link}"
    return replace(reply, text=text) if _fits(found.sender.ways, reply.operation, text) else reply


def note_notice(stores: Stores, reply: Reply) -> None:
    """Notes that the person has the link, when a reply with it was sent."""
    link = stores.settings.read_settings(reply.brand).privacy_notice_url
    if reply.person and reply.mode == PRIVATE and link and link in reply.text:
        stores.consents.note_notice(reply.brand, reply.person, reply.state_at)


def _fits(ways: tuple[Way, ...], operation: str, text: str) -> bool:
    return any(way.operation == operation and way.fits(text) for way in ways)
