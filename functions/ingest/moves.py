"""Keeps a conversation together when its place goes on under another id (a Telegram group becomes a supergroup)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ingest.addressing import find_addressed_account
from ingest.arrival import ITEM, Arrival, Naming
from model import policy
from model.event import Event, Mode, Signal
from model.messages import Envelope
from store.brand.accounts import Account
from store.conversations.moved_places import MovedPlace
from store.stores import Stores


def find_moves(
    events: Iterable[Event], envelope: Envelope, active: Sequence[Account], name: Naming
) -> Iterator[MovedPlace]:
    """Yields the moves that events tell of, of places whose account is connected."""
    for event in events:
        if event.signal is not Signal.MOVED or event.former is None or event.thread_id is None:
            continue
        account = find_addressed_account(event, active)
        if account is None or envelope.received_at <= account.connected_at:
            continue
        new = name(ITEM, event.scope, event.thread_id)
        former = name(ITEM, event.former.scope, event.former.id)
        if new != former:
            until = policy.expires_at(envelope.platform, envelope.received_at)
            yield MovedPlace(envelope.brand, new, former, until)


def follow_moves(stores: Stores, brand: str, arrivals: Sequence[Arrival]) -> Sequence[Arrival]:
    """Returns `arrivals`, those in a place that moved in the conversation of the former place.

    A conversation that has begun in the new place stays: what came there before we heard of the move stands in it.
    One read where a platform's places move, and a second where one did.
    """
    asked = {each.interaction.conversation for each in arrivals if _may_have_moved(each)}
    moved = stores.moved_places.read_moves(brand, filter(None, asked))
    if not moved:
        return arrivals
    begun = stores.conversations.read_conversations(brand, moved, consistent=True)
    former = {new: place.former for new, place in moved.items() if new not in begun}
    followed = {new: place for new, place in moved.items() if new in former}
    stores.moved_places.prolong_moves(followed.values(), _latest(arrivals, followed), int(stores.clock()))
    return [_back(each, former) if _may_have_moved(each) else each for each in arrivals]


def _may_have_moved(arrival: Arrival) -> bool:
    return arrival.may_have_moved and arrival.interaction.mode is not Mode.PRIVATE


def _latest(arrivals: Iterable[Arrival], moved: Iterable[str]) -> dict[str, int]:
    """Returns until when the last of what is said in each place is kept (epoch s)."""
    latest = dict.fromkeys(moved, 0)
    for each in arrivals:
        item = each.interaction
        if item.conversation in latest:
            until = policy.expires_at(item.platform, item.received_at)
            latest[item.conversation] = max(latest[item.conversation], until)
    return latest


def _back(arrival: Arrival, former: dict[str, str]) -> Arrival:
    item = arrival.interaction
    conversation = former.get(item.conversation or "")
    if conversation is None:
        return arrival
    under = conversation if item.under == item.conversation else item.under
    return replace(arrival, interaction=replace(item, conversation=conversation, under=under))
