"""Says who answers in a conversation, a bot or a human, and when it goes back to the bot."""

from dataclasses import dataclass
from enum import StrEnum


class Handler(StrEnum):
    """Names who answers. `handover_requested`: the bot asked for a human, and is silent until one decides."""

    BOT = "bot"
    REQUESTED = "handover_requested"
    HUMAN = "human"


@dataclass(frozen=True, slots=True)
class Handover:
    """Says who answers, and why.

    `paused_until` (epoch ms, 0 for no time): until then the bot is silent, whoever answers.
    """

    handler: Handler = Handler.BOT
    paused_until: int = 0
    reason: str = ""

    def lets_bot(self, now_ms: int) -> bool:
        """Returns whether a bot may answer now: it has the conversation, or the pause that a human set is over."""
        if self.paused_until:
            return now_ms >= self.paused_until
        return self.handler is Handler.BOT


BY_BOT = Handover()
"""As every conversation begins: a bot may answer where the brand has one."""
