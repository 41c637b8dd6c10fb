"""Shows in a conversation what its customer got of broadcasts, from the broadcasts' own ledger."""

from respond.action import Asked, Caller, action
from respond.actions import reading
from respond.actions.send_options import read_head
from respond.shapes.broadcast import RecipientView, show_recipient
from respond.shapes.page import Page
from respond.shown import WORDS

LATEST = 50


@action(scope="conversations:read", audit="read received broadcasts", shows=WORDS)
def list_received(caller: Caller, asked: Asked[None]) -> Page[RecipientView]:
    """Lists what came to this conversation by broadcasts, newest first."""
    head = read_head(caller, asked.id)
    caller.note(head.customer or head.id)
    if head.customer is None:
        return Page(data=[], next_cursor=None, has_more=False)
    entries = caller.stores.broadcasts.list_of_person(caller.brand, head.customer, got=True)
    ids = [broadcast for broadcast, _ in entries][:LATEST]
    found = caller.stores.broadcasts.read_received(caller.brand, head.customer, ids)
    here = [each for each in found if each.conversation == head.id]
    closed, profiles = (
        reading.find_closed(caller, [head.customer]),
        reading.read_profiles(caller, [head.customer]),
    )
    shown = [
        show_recipient(each, profiles, each.person in closed)
        for each in sorted(here, key=lambda one: one.at, reverse=True)
    ]
    return Page(data=shown, next_cursor=None, has_more=False)
