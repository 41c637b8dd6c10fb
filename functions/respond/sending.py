"""Sends one reply: checked again, recorded before the request, judged by the answer. Never the same twice.

A reply is taken by one sender: `pending` becomes `sending` in one conditional write, which also says when to look again
should nobody come back from the request. What comes back from it decides; where nothing tells whether it was posted, it
is `unknown`, until its echo is found or a person decides.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from aws import observe
from model.dispatch import Dispatch
from model.errors import Conflict, Erased, Purged, Unavailable
from model.http import Outcome, Result
from model.reply import Reply, ReplyState, move_reply
from platforms.sending.deeds import HIDING
from platforms.sending.outgoing import Outgoing, Unsendable
from platforms.sending.sender import REPEATABLE
from respond.answerable import Answerable, address_reply, find_answerable
from respond.asking import Asking, SendLease, wait_for_lease
from respond.attaching import load_files
from respond.doing import why_reply_closed
from respond.echoing import find_echo, finish_reply, keep_answer
from respond.following import EARLIER, find_hold
from respond.notice import add_notice
from respond.outgoing_ports import Access, Requests
from store.brand.tokens import TokenDead
from store.stores import Stores

LOOK_AGAIN_MS = 120_000
"""How long after an attempt began nobody can be in it any more: the function's time is shorter."""
LOOKS_MS = (60_000, 300_000, 900_000, 3_600_000)
"""When to look for the echo of what may have been posted, counted from the attempt."""
MOST_ATTEMPTS = 12
LONGEST_LATE_MS = 86_400_000
"""What could not be sent within a day of its time is not sent at all."""
FIRST_WAIT_S = 30
LONGEST_WAIT_S = 3_600

_SKIPPED = ("restricted", "opted_out", "open_again", "not_asked", "asked_lately")
_REFUSALS = {"window_closed": ReplyState.EXPIRED} | dict.fromkeys(_SKIPPED, ReplyState.SKIPPED)


@dataclass(frozen=True, slots=True)
class Sendings:
    """Takes messages of the queue `outbox`."""

    stores: Stores
    requests: Requests
    access: Access
    random: Callable[[], float]
    """Between 0 and 1: spreads what is tried again."""

    def take_dispatch(self, message: Dispatch) -> None:
        """Does with a reply what is due. Raises Unavailable where it has to come again."""
        reply = self.stores.outbox.find_reply(message.brand, message.reply)
        if reply is None:
            return
        now_ms = self.stores.now_ms()
        try:
            if reply.state in (ReplyState.PENDING, ReplyState.SCHEDULED):
                self._send(reply, now_ms)
            elif reply.state is ReplyState.SENDING and now_ms >= reply.attempt_at + LOOK_AGAIN_MS:
                self._recover(reply, now_ms)
            elif reply.state is ReplyState.UNKNOWN:
                self._look(reply, now_ms)
            elif reply.state is ReplyState.AWAITING_APPROVAL:
                self._await(reply, now_ms)
            elif reply.unfinished:
                self._finish(reply, self._find(reply), now_ms)
        except Conflict:
            observe.info("reply_taken_by_another", reply=reply.id)
        except (Erased, Purged):
            observe.info("reply_forgotten", reply=reply.id)

    def _send(self, reply: Reply, now_ms: int) -> None:
        if now_ms < reply.due_at:
            self.stores.outbox.change_reply(reply, reply, reply.due_at)
            return
        if self._hold(reply, now_ms):
            return
        found = self._find(reply)
        closed = why_reply_closed(self.stores, found, reply, now_ms)
        if closed or found is None:
            self._stop(reply, _REFUSALS.get(closed, ReplyState.FAILED), now_ms, closed or "nothing_to_answer")
            return
        try:
            credentials = dict(self.access.find_access(reply.brand, reply.platform, reply.account))
        except TokenDead:
            self._wait(reply, now_ms, LONGEST_WAIT_S, "token_dead")
            return
        except (Conflict, Unavailable):
            self._wait(reply, now_ms, FIRST_WAIT_S, "no_token")
            return
        wait = wait_for_lease(self.stores, SendLease(reply.brand, reply.account, reply.operation))
        if wait:
            self._wait(reply, now_ms, wait, "limit")
            return
        try:
            files = load_files(self.stores.uploads, reply)
        except Unsendable as error:
            self._stop(reply, ReplyState.FAILED, now_ms, error.code)
            return
        taken = self._take(add_notice(self.stores, reply, found), now_ms)
        try:
            after, outcome = self._ask(taken, address_reply(found, taken, now_ms, files), found, credentials)
        except Unsendable as error:
            self._settle(taken, Outcome(Result.REFUSED, code=error.code), found)
            return
        if outcome.result is Result.TOKEN_DEAD:
            self.access.note_refusal(reply.brand, reply.platform, reply.account, credentials, outcome.code)
        self._settle(after, outcome, found)

    def _hold(self, reply: Reply, now_ms: int) -> bool:
        """Returns whether it does not go now: it came too late, or waits for the message before it."""
        if now_ms > reply.due_at + LONGEST_LATE_MS:
            self._stop(reply, ReplyState.EXPIRED, now_ms, "too_late")
            return True
        held = find_hold(self.stores, reply, now_ms)
        if held is reply.state:
            self._wait(reply, now_ms, FIRST_WAIT_S, EARLIER)
        elif held is not None:
            self._stop(reply, held, now_ms, EARLIER)
        return held is not None

    def _await(self, reply: Reply, now_ms: int) -> None:
        """Gives up what nobody approved within a day of its time; looks again then."""
        last = reply.due_at + LONGEST_LATE_MS
        if now_ms > last:
            self._stop(reply, ReplyState.EXPIRED, now_ms, "not_approved")
        else:
            self.stores.outbox.change_reply(reply, reply, last + 1)

    def _find(self, reply: Reply) -> Answerable | None:
        heads = self.stores.conversations.read_conversations(
            reply.brand, [reply.conversation], consistent=True
        )
        head = heads.get(reply.conversation)
        return (
            None if head is None else find_answerable(self.stores, head, reply.item, gone=bool(reply.about))
        )

    def _take(self, reply: Reply, now_ms: int) -> Reply:
        """Returns the reply as ours alone. Raises Conflict where another sender was faster."""
        taken = replace(
            move_reply(reply, ReplyState.SENDING, now_ms), attempts=reply.attempts + 1, attempt_at=now_ms
        )
        look_at = now_ms + LOOK_AGAIN_MS
        # Where its time has not come, the row from its acceptance still stands.
        stands = reply.queued_at_once and reply.first_look_at >= look_at
        return self.stores.outbox.change_reply(reply, taken, None if stands else look_at)

    def _ask(
        self, taken: Reply, out: Outgoing, found: Answerable, credentials: dict[str, str]
    ) -> tuple[Reply, Outcome]:
        """Returns what the platform's answer means. What a preparing call made is kept before it is used."""
        lease = SendLease(taken.brand, taken.account, out.operation)
        asking = Asking(self.stores, self.requests, found.sender, lease, credentials)

        def keep(prepared: str) -> None:
            nonlocal taken
            taken = self.stores.outbox.change_reply(taken, replace(taken, prepared=prepared))

        out, stopped = asking.prepare_sending(out, keep)
        if stopped is not None:
            return replace(taken, prepared=""), stopped
        return taken, asking.send_prepared(out)

    def _settle(self, taken: Reply, outcome: Outcome, found: Answerable) -> None:
        """Keeps what became of an attempt."""
        now_ms, code, words = self.stores.now_ms(), outcome.code or "", outcome.detail or ""
        observe.info(
            "reply_answered", reply=taken.id, platform=taken.platform, outcome=outcome.result.value, code=code
        )
        if outcome.result is Result.SENT:
            self._keep_sent(taken, outcome.native_id or "", now_ms, code, found)
        elif outcome.result is Result.RETRY and taken.attempts < MOST_ATTEMPTS:
            wait = outcome.retry_after_s
            self._back(
                taken, now_ms, _wait_s(taken.attempts, self.random()) if wait is None else wait, code, words
            )
        elif outcome.result is Result.TOKEN_DEAD and taken.attempts < MOST_ATTEMPTS:
            self._back(taken, now_ms, FIRST_WAIT_S, "token_dead", words)
        elif outcome.result is Result.UNKNOWN:
            unknown = move_reply(taken, ReplyState.UNKNOWN, now_ms, code, words)
            self.stores.outbox.change_reply(taken, unknown, now_ms + LOOKS_MS[0])
        else:
            state = ReplyState.REFUSED if outcome.result is Result.REFUSED else ReplyState.FAILED
            self.stores.outbox.change_reply(taken, move_reply(taken, state, now_ms, code, words))

    def _keep_sent(self, taken: Reply, native_id: str, now_ms: int, code: str, found: Answerable) -> None:
        """Keeps the interaction, then the state: who is stopped in between finds it as the echo."""
        sent = replace(move_reply(taken, ReplyState.SENT, now_ms, code), native_id=native_id)
        keep_answer(self.stores, sent, found)
        try:
            kept = self.stores.outbox.change_reply(taken, sent)
        except Conflict:
            # The platform told it by another way, and was faster.
            known = self.stores.outbox.find_reply(taken.brand, taken.id)
            if known is None or not known.unfinished:
                raise
            self._finish(replace(known, native_id=native_id or known.native_id), found, now_ms)
        else:
            finish_reply(self.stores, kept, now_ms)

    def _finish(self, reply: Reply, found: Answerable | None, now_ms: int) -> None:
        """Makes up for what an answer would have set off, of a reply that the platform told of otherwise."""
        if found is not None:
            keep_answer(self.stores, reply, found)
            finish_reply(self.stores, reply, now_ms)
        self.stores.outbox.change_reply(reply, replace(reply, unfinished=False))

    def _back(self, taken: Reply, now_ms: int, wait_s: float, code: str, words: str) -> None:
        """Puts it back: nothing was posted, or posting it again posts nothing new."""
        due = now_ms + int(wait_s * 1000)
        pending = replace(move_reply(taken, ReplyState.PENDING, now_ms, code, words), due_at=due)
        self.stores.outbox.change_reply(taken, pending, due)

    def _wait(self, reply: Reply, now_ms: int, wait_s: float, code: str) -> None:
        """Looks again later. The time of the attempt stays, so that it is given up a day after it."""
        observe.info("reply_waits", reply=reply.id, code=code)
        self.stores.outbox.change_reply(reply, reply, now_ms + int(wait_s * 1000))

    def _stop(self, reply: Reply, state: ReplyState, now_ms: int, code: str) -> None:
        self.stores.outbox.change_reply(reply, move_reply(reply, state, now_ms, code))

    def _recover(self, reply: Reply, now_ms: int) -> None:
        """Decides on an attempt that nobody came back from: with a key it is made again, else its fate is unknown."""
        found = self._find(reply)
        if found is not None and reply.operation in found.sender.keyed | REPEATABLE | HIDING.keys():
            self._back(reply, now_ms, 0, "interrupted", "")
            return
        unknown = move_reply(reply, ReplyState.UNKNOWN, now_ms, "interrupted")
        self._look(self.stores.outbox.change_reply(reply, unknown), now_ms)

    def _look(self, reply: Reply, now_ms: int) -> None:
        """Looks for the echo of what may have been posted, so often; then a person has to."""
        found = self._find(reply)
        echo = find_echo(self.stores, reply)
        if echo is not None and found is not None:
            self._keep_sent(reply, echo, now_ms, "echo", found)
            return
        later = next((each for each in LOOKS_MS if reply.attempt_at + each > now_ms), None)
        if later is not None:
            self.stores.outbox.change_reply(reply, reply, reply.attempt_at + later)


def _wait_s(attempts: int, share: float) -> float:
    """Returns how long to wait where the platform told nothing: doubled each time, and spread."""
    return min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** (attempts - 1)) * (0.5 + share / 2)
