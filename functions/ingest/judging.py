"""Judges an answer to something fetched: a page to read, something to ask for again, or nothing to be had."""

from collections.abc import Mapping
from dataclasses import dataclass

from model.http import Result
from model.messages import Envelope
from platforms.sending.answer import SendAnswer
from platforms.sending.registry import SENDERS, find_sender

GONE = frozenset({404, 410})
"""Statuses that say something about what was asked for: it is not there (any more)."""

REPEATED = "hide"
"""An operation that may be repeated, as which a request that only reads is judged."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Says what came: a `whole` answer, as `page`; a `reason` why there will be none; with neither it is asked for
    again.
    """

    whole: bool = False
    page: Envelope | None = None
    reason: str | None = None
    token_refused: bool = False
    disproved: bool = False
    """Of a key that was fetched: it did not sign the delivery."""


def judge_answer(name: str, status: int, headers: Mapping[str, str], body: bytes, now: float) -> Judgement:
    """Returns what an answer of the platform called `name` means; the envelope's own fault beats the status."""
    if name in SENDERS:
        sender = find_sender(name)
        told = SendAnswer.from_http(REPEATED, status, headers, body, now)
        fault = sender.read_fault(told)
        if fault is not None and status not in GONE:
            outcome = sender.judge(told)
            if outcome.result is Result.RETRY:
                return Judgement()
            return Judgement(
                reason=outcome.code if outcome.result is Result.TOKEN_DEAD else "fetch_refused",
                token_refused=outcome.result is Result.TOKEN_DEAD,
            )
    if status in GONE or 200 <= status < 300:
        return Judgement(whole=True)
    if status == 401:
        return Judgement(reason="401", token_refused=True)
    if status in (408, 429) or status >= 500:
        return Judgement()
    return Judgement(reason="fetch_refused")
