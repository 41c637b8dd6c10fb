"""A request about somebody's data: what is asked, how far it got, and what may be told about it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Ask(StrEnum):
    """Names what is asked."""

    ERASE = "erase"
    EXPORT = "export"
    RESTRICT = "restrict"
    RECTIFY = "rectify"
    OBJECT = "object"
    CONSENT = "consent"
    HIDE = "hide"
    """A platform says that what a person said in public is not to be shown any more."""
    REVOKE = "revoke"
    """Not of a person: a platform says that an account withdrew our access."""
    DELETE = "delete"
    """Not of a person: a platform says, without proof, that an item was deleted."""


OF_PLATFORMS = frozenset({Ask.ERASE, Ask.HIDE, Ask.REVOKE, Ask.DELETE})
"""What platforms ask for by their events."""

ONLY_OF_PLATFORMS = OF_PLATFORMS - {Ask.ERASE}

STOP_WORD = "stop_word"
"""Source of a withdrawal: the person wrote a stop word in private."""
HANDLE = "handle"
"""Source of a request that waits until its person sends its id from their own handle, in private."""
COMPLAINT = "complaint"
"""Source of a withdrawal: the person called what we sent unwanted, as the platform tells."""

CONFIRMATION_S = 24 * 3600
"""How long a request may wait for a person's confirmation before an alarm is raised."""


class State(StrEnum):
    """Says how far a task got. Erasures and revocations go through all, the others from `verified` to `done`."""

    PROPOSED = "proposed"
    """Waits for a person's confirmation: the second one's of a bulk request, the first one's of an unproved demand."""
    RECEIVED = "received"
    VERIFIED = "verified"
    """It is known whose data it is about."""
    GATED = "gated"
    """No hold stands against it; what was about to go out is cancelled; the moment is fixed."""
    SHREDDED = "shredded"
    """The person's key is destroyed: nothing of theirs can be read any more."""
    DELETED = "deleted"
    """The rows are gone; what was on its way meanwhile is waited for."""
    SWEPT = "swept"
    """The second pass found what had been on its way, and nothing is left."""
    DONE = "done"
    REFUSED = "refused"
    """Lawfully refused; `reason` says why."""


FINAL = frozenset({State.DONE, State.REFUSED})

HOLD_PENDING = "hold_pending"
"""Why a task waits although nobody has to do anything: no key of the brand may go while a hold is put in place."""

REASONS = {
    HOLD_PENDING: "It waits for some minutes, until what the law requires us to keep is put aside.",
    "legal_hold": "The law requires us to keep these data for legal claims (GDPR Article 17(3)(e)). They are "
    "locked and used for nothing else; they are deleted when that duty ends.",
    "platform_forbids_export": "The platform's terms do not let us hand out its members' data. Please ask the "
    "platform itself for a copy.",
    "restricted": "You asked us to only store your data. Tell us that you agree, and we will prepare the copy.",
    "not_approved": "The request was not confirmed by a responsible person.",
    "unknown": "We hold no data under the identifier that the request named.",
}
"""Why a task is refused or waits, in words for the person."""

RESTORED, LOST_KEY = "restore", "lost_key"
"""Sources of a task: a backup brought back somebody who had been forgotten, or rows whose person's key is in no
backup. Of the latter nothing may stay, not even a tombstone: they may write to us tomorrow as if for the first time."""

SECOND_PASS_S = 780
"""When the second pass of an erasure comes: the longest a function may go on with a salt it remembers (300 s) and a
queue hide a message (390 s), and some."""

UNSETTLED_S = SECOND_PASS_S - 90
"""How long after an erasure somebody may still be writing who does not know of it; storing takes less than the rest."""

PURPOSES = ("marketing", "analytics", "segmentation")
"""What one may object to or withdraw consent from, each by itself."""


@dataclass(frozen=True, slots=True)
class Task:
    """Holds a request. Ids are opaque; times are epoch ms; `asked` holds what is personal and is kept sealed."""

    id: str
    brand: str
    ask: Ask
    state: State = State.RECEIVED
    person: str | None = None
    account: str | None = None
    item: str | None = None
    people: tuple[str, ...] = ()
    """Whom a request in bulk is about."""
    platform: str = ""
    source: str = ""
    """`api`, `platform`, or one of the two above."""
    by: str = ""
    """The agent who entered it, and who approved it."""
    approved_by: str = ""
    received_at: int = 0
    extended_at: int = 0
    """When the person was told that it takes two months longer."""
    keeps_statistics: bool = False
    """Anonymised: totals that name nobody still count them."""
    erased_at: int = 0
    not_before: int = 0
    passes: int = 0
    reason: str = ""
    receipt: str = ""
    copy: str = ""
    """The object in which an export lies."""
    fingerprint: str = ""
    """Of the request that made it: the same key with another body is refused."""
    rev: int = 0
    asked: dict[str, Any] = field(default_factory=dict)

    @property
    def final(self) -> bool:
        """Tells whether nothing more is to be done."""
        return self.state in FINAL
