"""A private place stays private whatever is told of it first, and a public one becomes public whatever is.

Covers `ingest/arrival` for places.
"""

import json
from itertools import permutations
from typing import Any

import pytest

from ingest.arrival import make_arrival
from model.conversation import Conversation, add_interaction, begin_conversation, opens_conversation
from model.event import Event, Mode
from model.fold import fold
from model.http import Delivery
from model.interaction import Interaction
from platforms.registry import platform

NOW = 1_760_000_900_000
Told = dict[str, Any]

MENTION: Told = {"type": "app_mention", "text": "<@U0BOT> help"}
MESSAGE: Told = {"type": "message", "text": "<@U0BOT> help"}
ANSWER: Told = {
    "type": "message",
    "text": "me too",
    "ts": "1760000100.000100",
    "thread_ts": "1760000000.000100",
}
REACTION: Told = {"type": "reaction_added", "reaction": "eyes",
            "item": {"type": "message", "channel": "C0HELP", "ts": "1760000000.000100"}}  # fmt: skip


def events(inner: Told, kind: str | None) -> list[Event]:
    told = {"channel_type": kind} if inner["type"] == "message" else {}
    event = {"user": "U0ANNA", "ts": "1760000000.000100", "channel": "C0HELP", **told, **inner}
    body = {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": event}
    return platform("slack").parse(Delivery("slack", json.dumps(body).encode(), {}, NOW))


def heads(order: tuple[Told, ...], kind: str | None) -> dict[str, Conversation]:
    """The conversations after the events came one by one."""
    items: dict[str, Interaction] = {}
    found: dict[str, Conversation] = {}
    for inner in order:
        for event in events(inner, kind):
            arrival = make_arrival(
                event, "b", "slack", "acc", frozenset(), NOW, lambda *parts: "/".join(parts)
            )
            assert arrival is not None
            item = items[arrival.interaction.id] = fold(
                items.get(arrival.interaction.id), arrival.interaction
            )
            if item.conversation is None or not opens_conversation(item):
                continue
            known = found.get(item.conversation)
            found[item.conversation] = add_interaction(known, item) if known else begin_conversation(item)
    return found


@pytest.mark.parametrize(
    ("kind", "mode"), [("channel", Mode.PUBLIC), ("group", Mode.PRIVATE), (None, Mode.PRIVATE)]
)
def test_a_thread_is_one_conversation_of_one_mode(kind: str | None, mode: Mode) -> None:
    for order in permutations((MENTION, MESSAGE, ANSWER, REACTION)):
        (head,) = heads(order, kind).values()
        assert head.mode is mode


@pytest.mark.parametrize("kind", ["mpim", "im"])
def test_nothing_makes_a_group_message_public(kind: str) -> None:
    for order in permutations((MENTION, MESSAGE, ANSWER, REACTION)):
        found = heads(order, kind)
        assert found
        assert {head.mode for head in found.values()} == {Mode.PRIVATE}
