"""Finds for whom our own private messages are, where a platform names the conversation and not the person.

Slack, Discourse and others show us our answers like any message of a channel. What is said to a customer belongs to
them: their key seals it, and it is forgotten with them.
"""

from collections.abc import Sequence
from dataclasses import replace

from ingest.arrival import Arrival
from model.event import Direction, Mode
from store.conversations.conversations import Conversations


def add_private_recipients(
    conversations: Conversations, brand: str, arrivals: Sequence[Arrival]
) -> list[Arrival]:
    """Returns `arrivals` with the customer of their conversation; one read for all that do not tell it."""
    customers: dict[str | None, str | None] = {
        arrival.interaction.conversation: arrival.interaction.customer
        for arrival in reversed(arrivals)
        if arrival.interaction.mode is Mode.PRIVATE and arrival.interaction.customer is not None
    }
    asked = {each.interaction.conversation for each in arrivals if _unaddressed(each)} - {None, *customers}
    if asked:
        heads = conversations.read_conversations(brand, sorted(filter(None, asked)))
        customers |= {conversation: head.customer for conversation, head in heads.items()}
    return [
        _to(arrival, customers.get(arrival.interaction.conversation)) if _unaddressed(arrival) else arrival
        for arrival in arrivals
    ]


def _unaddressed(arrival: Arrival) -> bool:
    item = arrival.interaction
    return item.mode is Mode.PRIVATE and item.direction is Direction.OUT and item.customer is None


def _to(arrival: Arrival, customer: str | None) -> Arrival:
    return replace(arrival, interaction=replace(arrival.interaction, customer=customer))
