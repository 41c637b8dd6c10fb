"""Describes the queues between the steps."""

from msgspec import Struct

QUEUE = r"[a-z]{1,40}"


class QueueView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows about how many messages wait in a queue, of all brands; `dead` are those that its step gave up on."""

    name: str
    waiting: int
    in_flight: int
    delayed: int
    dead: int


class QueueReplayView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows how many of the brand's dead letters were queued again; `more` tells whether to ask once more."""

    name: str
    replayed: int
    more: bool
