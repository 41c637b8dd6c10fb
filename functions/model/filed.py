"""Holds what a former helpdesk filed beside what people wrote: of a conversation, or of a person."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Filed:
    """Holds tags of either; state, time to wake (epoch ms) and agent (an id of ours) of a conversation; facts
    of a person.
    """

    tags: tuple[str, ...] = ()
    status: str | None = None
    until: int | None = None
    agent: str | None = None
    attributes: tuple[tuple[str, str], ...] = ()
