"""Holds what agents write beside a conversation: notes, which never leave, and drafts, which are not sent yet.

Times are epoch milliseconds. Texts are personal: they are only ever kept sealed.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from model.errors import Conflict


class PaperKind(StrEnum):
    """Says what a paper is: a note, an agent's own unfinished draft, or a candidate that somebody decides on."""

    NOTE = "note"
    DRAFT = "draft"
    CANDIDATE = "candidate"


class Decision(StrEnum):
    """Says what became of a candidate."""

    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"


MOST_EARLIER = 10
"""Earlier versions of a draft that are kept with it."""


@dataclass(frozen=True, slots=True)
class Paper:
    """Holds one note or draft. `person` is whose key seals it ("" for the account's), `mode` where a draft would go.

    `received_at` is when a note was imported, from when its period counts. `item` is what a draft answers, `reason`
    what was said with the decision, `earlier` the texts before this one.
    """

    id: str
    brand: str
    kind: PaperKind
    platform: str
    account: str
    conversation: str
    person: str
    agent: str
    created_at: int
    changed_at: int
    text: str = ""
    mode: str = ""
    item: str = ""
    mentions: tuple[str, ...] = ()
    version: int = 1
    earlier: tuple[str, ...] = ()
    decision: Decision = Decision.OPEN
    decided_by: str = ""
    reason: str = ""
    received_at: int = 0
    rev: int = 0

    @property
    def kept_from(self) -> int:
        """Returns when its period begins."""
        return self.received_at or self.created_at


def revise_draft(known: Paper, text: str, item: str, version: int | None, now_ms: int) -> Paper:
    """Returns a draft with another text. Raises Conflict where `version` is not the one that is there."""
    if version is not None and version != known.version:
        raise Conflict("the draft was saved from elsewhere")
    if (text, item) == (known.text, known.item):
        return known
    earlier = (*known.earlier, known.text)[-MOST_EARLIER:]
    return replace(known, text=text, item=item, version=known.version + 1, earlier=earlier, changed_at=now_ms)


def decide_candidate(known: Paper, decision: Decision, by: str, text: str, reason: str, now_ms: int) -> Paper:
    """Returns a candidate as decided. Raises Conflict where it was decided otherwise."""
    if known.decision is decision:
        return known
    if known.decision is not Decision.OPEN:
        raise Conflict(f"the draft was {known.decision} before")
    return replace(
        known, decision=decision, decided_by=by, text=text or known.text, reason=reason, changed_at=now_ms
    )
