"""Counts and states what is known of a person from what they wrote: segment rules look at it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from model import window


@dataclass(frozen=True, slots=True)
class Facts:
    """Holds what segment rules look at. Counts are of interactions from the person; times are epoch ms."""

    interactions: int = 0
    negative: int = 0
    positive: int = 0
    questions: int = 0
    complaints: int = 0
    cancellations: int = 0
    first_at: int = 0
    last_at: int = 0
    last_kind: str = ""
    last_mode: str = ""
    last_sentiment: str = ""
    last_intent: str = ""
    """The intents of the latest interaction, in one line."""
    last_language: str = ""
    last_urgency: float = 0.0
    last_offensive: float = 0.0
    unhappy_at: int = 0
    """When they last wrote something negative that wants an answer."""
    happy_at: int = 0
    """When they last wrote something positive."""
    csat: int = 0
    """How content they said to be last, 1 to 5; 0 while they did not."""
    csat_at: int = 0
    csat_item: str = ""
    """The interaction that says so: what they added to it stands there."""
    csat_asked_at: int = 0
    recounts: Mapping[str, str] = field(default_factory=dict)
    """How edited, corrected and deleted interactions are counted now, by id; see `recount_interaction`."""
    days: window.Days = field(default_factory=dict)
    """The counts of the last days; see `model.window`."""

    def to_record(self) -> dict[str, Any]:
        """Returns the facts that are set."""
        return {name: getattr(self, name) for name in self.__slots__ if getattr(self, name)}
