"""The sending side of a platform, by declaration, and the five questions that every answer to a send is asked.

1. Is it the platform speaking? `read_fault` and `read_proof` say so; anything else is judged by its status alone.
2. The envelope beats the status: a fault is looked for before a proof, whatever the status is.
3. The documented proof, also "so already" and "taken for moderation", is sent.
4. A fault in the platform's own form means what its table says.
5. What may have been done is repeated only where repeating cannot double it; else it is unknown.
"""

import re
from collections.abc import Mapping
from typing import ClassVar

from model.http import Call, Outcome, Result
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.oauth import DEAD_TOKEN, GRANTS, read_grant
from platforms.sending.outgoing import Outgoing, Unsendable
from platforms.sending.verdict import Verdict
from platforms.sending.waits import Reset, read_wait
from platforms.sending.ways import Way

REPEATABLE = frozenset({"edit", "delete", "hide", "react", "token"})
"""Doing them twice leaves things as doing them once."""

DAY_S = 86_400
_WAITING_PAGE = re.compile(
    r"maintenance|error code: ?1015|you are being rate limited|too many requests|whoa there"
    r"|blocked by network security|your ip(?: address)? (?:has been|is) (?:temporarily )?blocked",
    re.IGNORECASE,
)
"""Pages that say themselves that nothing was done and that waiting helps."""


class PlatformSender:
    """Declares how a platform is sent to and what its answers mean; it needs no receiving leaf. Pure."""

    name: ClassVar[str]
    sources: ClassVar[tuple[str, ...]]
    """The pages that document the codes."""
    keyed: ClassVar[frozenset[str]] = frozenset()
    """Operations whose call carries our key, so that the platform takes a repeated one once."""
    bare: ClassVar[frozenset[str]] = frozenset()
    """Operations whose documented success is a 2xx without a body."""
    codes: ClassVar[Mapping[str, Verdict]] = {}
    phrases: ClassVar[tuple[tuple[str, Verdict], ...]] = ()
    """Patterns (case does not count) in the platform's words, asked before the codes."""
    safe: ClassVar[frozenset[int]] = frozenset()
    """Statuses that the platform lists as safe to send again, whatever the body is."""
    resets: ClassVar[tuple[Reset, ...]] = ()
    ways: ClassVar[tuple[Way, ...]] = ()
    """How a conversation can be answered; none where we make no requests yet."""
    deeds: ClassVar[Mapping[str, frozenset[str]]] = {}
    """What may be done with what stands there, by the conversation's mode."""
    usual_reaction: ClassVar[str] = ""
    """What a reaction is where none is named; empty where the platform has one kind, or knows the usual one."""
    one_reply: ClassVar[bool] = False
    """Whether an item has one reply, which is changed and taken away by naming the item."""

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:  # noqa: ARG002 - for leaves
        """Returns the request that sends it. Raises Unsendable."""
        raise Unsendable("no_such_way")

    def make_preparation(self, out: Outgoing, credentials: Mapping[str, str]) -> Call | None:  # noqa: ARG002 - for leaves
        """Returns a request that comes before and shows nothing yet, whose id goes to `prepared`; None for none.

        It is asked again with what was prepared by then, until nothing more has to come before.
        """
        return None

    def join_prepared(self, prepared: str, native_id: str) -> str:  # noqa: ARG002 - for leaves
        """Returns what is prepared after another request, of what was before and what that one's answer tells."""
        return native_id

    def complete_id(self, out: Outgoing, native_id: str) -> str:  # noqa: ARG002 - for leaves
        """Returns the id under which the echo, or we ourselves, know what was sent: of the answer's id, in full."""
        return native_id

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns the error in the platform's own form; None when there is none."""
        raise NotImplementedError

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns the documented proof in a 2xx answer without a fault; None when it is not there."""
        raise NotImplementedError

    def judge(self, answer: SendAnswer) -> Outcome:
        """Returns what an answer means for the send it answers."""
        said = _read(self, answer)
        if isinstance(said, Sent):
            return Outcome(Result.SENT, said.native_id, None, said.code, None)
        verdict = _by_status(self, answer) if said is None else _by_fault(self, answer, said)
        return self._settle(answer, verdict, said)

    def _settle(self, answer: SendAnswer, verdict: Verdict, said: SendFault | None) -> Outcome:
        code = said.code if said else str(answer.status) if 400 <= answer.status < 500 else None
        detail = said.detail if said else None
        result = _RESULTS.get(verdict, Result.REFUSED)
        if verdict is Verdict.GONE:
            result = _OF_GONE.get(answer.operation, Result.REFUSED)
        if verdict is Verdict.MAYBE:
            repeatable = answer.operation in REPEATABLE | self.keyed
            result = Result.RETRY if repeatable else Result.UNKNOWN
        if result is not Result.RETRY:
            return Outcome(result, said.native_id if said else None, None, code, detail)
        wait = read_wait(answer, said.wait_s if said else None, self.resets)
        if wait is not None and wait > DAY_S:
            return Outcome(Result.REFUSED, None, None, code, detail)
        return Outcome(result, None, wait, code, detail)


_RESULTS = {
    Verdict.RETRY: Result.RETRY,
    Verdict.DEAD: Result.TOKEN_DEAD,
    Verdict.HOLDS: Result.SENT,
}


_OF_GONE = {"delete": Result.SENT, "token": Result.TOKEN_DEAD}
"""A missing target is what a deletion wants; where a token is asked for, the connection itself is missing."""


def _read(sender: PlatformSender, answer: SendAnswer) -> SendFault | Sent | None:
    if answer.status == 0:
        return None
    if answer.operation == "token" and (granted := read_grant(answer)) is not None:
        return granted
    fault = sender.read_fault(answer)
    if fault is not None:
        return fault
    if answer.ok and answer.empty and answer.operation in sender.bare:
        return Sent()
    return sender.read_proof(answer) if answer.ok else None


def _by_status(sender: PlatformSender, answer: SendAnswer) -> Verdict:
    status = answer.status
    page = status >= 400 or answer.words.lstrip().startswith("<")
    if status == 429 or status in sender.safe or (page and _WAITING_PAGE.search(answer.words)):
        return Verdict.RETRY
    if status == 401:
        return Verdict.DEAD
    return Verdict.REFUSED if 400 <= status < 500 and status != 408 else Verdict.MAYBE


def _by_fault(sender: PlatformSender, answer: SendAnswer, fault: SendFault) -> Verdict:
    detail = fault.detail or ""
    for pattern, verdict in sender.phrases:
        if re.search(pattern, detail, re.IGNORECASE):
            return verdict
    for key in fault.keys:
        if (known := sender.codes.get(key)) is not None:
            return known
    if answer.operation == "token":
        if (granted := next((GRANTS[key] for key in fault.keys if key in GRANTS), None)) is not None:
            return Verdict.DEAD if DEAD_TOKEN.search(detail) else granted
        if answer.status in (400, 401):
            return Verdict.DEAD
    return _of_status(sender, answer.status)


def _of_status(sender: PlatformSender, status: int) -> Verdict:
    """Returns what a status says about a fault whose code is in no table."""
    if status == 429 or status in sender.safe:
        return Verdict.RETRY
    if status == 401:
        return Verdict.DEAD
    if status // 100 == 3:
        return Verdict.MAYBE
    return Verdict.MAYBE if status == 408 or (status >= 500 and status != 501) else Verdict.REFUSED
