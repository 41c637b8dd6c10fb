"""Sends a broadcast, person by person, each once.

It walks through the segment's members. A member's row is put before the request, and the walk's place is kept only
behind members whose rows are settled, together with the counts: whoever is stopped begins again at the place that was
kept, and finds the rows. A row in `sending` that nobody can be at any more is sent again where the platform takes our
key once, and `unknown` otherwise. Where the platform asks to wait, the walk waits: its account is the queue's group.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from aws import observe
from model.broadcast import (
    SETTLED,
    Broadcast,
    BroadcastLimits,
    BroadcastState,
    Recipient,
    RecipientState,
    add_counts,
    move_broadcast,
)
from model.dispatch import BroadcastWalk
from model.errors import Conflict, Erased, Purged, Unavailable
from model.http import Outcome, Result
from model.reply import Reply
from platforms.sending.outgoing import Unsendable
from platforms.sending.registry import find_sender
from respond.answerable import address_reply
from respond.asking import Asking, SendLease, wait_for_lease
from respond.audience import ERASED, MESSAGE, Reach, find_reach, is_braked, read_limits
from respond.notice import add_notice, note_notice
from respond.outgoing_ports import Access, Requests
from store.brand.tokens import TokenDead
from store.dynamo.writes import retrying
from store.outbox.broadcasts import BROADCASTS_DUE
from store.stores import Stores

AT_ONCE = 25
"""Members in one step of the walk."""
BUDGET_S = 30
LOOK_AGAIN_MS = 120_000
"""How long after an attempt began nobody can be in it any more."""
MOST_ATTEMPTS = 5
WAIT_S = 30
TOKEN_WAIT_S = 3_600
PRIVATE = "private"
S = RecipientState


class WalkWaits(Exception):
    """Stops the walk before this member, which waits."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Broadcasting:
    """Takes the broadcasts' messages of the queue `outbox`. `forward` queues the next step."""

    stores: Stores
    requests: Requests
    access: Access
    forward: Callable[[Broadcast], None]

    def take_walk(self, message: BroadcastWalk) -> None:
        """Goes one step on."""
        known = self.stores.broadcasts.find_broadcast(message.brand, message.broadcast)
        if known is None or known.state is not BroadcastState.RUNNING or known.posts:
            return
        if message.rev and message.rev != known.rev:
            # Another message leads on from what was kept since.
            return
        limits, now_ms = read_limits(self.stores, known.brand), self.stores.now_ms()
        starts = max(known.due_at, limits.find_quiet_end(now_ms) or 0)
        if starts > now_ms:
            BROADCASTS_DUE.arm_wakeup(known.brand, known.id, starts)
            return
        if is_braked(self.stores, known, limits):
            self._keep(known, lambda now: move_broadcast(now, BroadcastState.BRAKED, "alert"))
            observe.metric("broadcast_braked", platform=known.platform)
            return
        # Whoever stops in this step is made up for by the next sweep.
        look_at = now_ms + LOOK_AGAIN_MS + 1
        BROADCASTS_DUE.arm_wakeup(known.brand, known.id, look_at)
        try:
            credentials = dict(self.access.find_access(known.brand, known.platform, known.account))
        except TokenDead:
            BROADCASTS_DUE.arm_wakeup(known.brand, known.id, now_ms + TOKEN_WAIT_S * 1000)
            return
        except (Conflict, Unavailable):
            return
        self._step(known, limits, credentials)
        BROADCASTS_DUE.disarm_wakeup(known.brand, known.id, look_at)

    def _step(self, known: Broadcast, limits: BroadcastLimits, credentials: dict[str, str]) -> None:
        members, following = self.stores.segments.page_members(
            known.brand, known.segment, known.place or None, AT_ONCE
        )
        until = self.stores.now_ms() + BUDGET_S * 1000
        place, states, wait_s = known.place, list[RecipientState](), 0.0
        for member in members:
            if self.stores.now_ms() > until or not self._runs(known):
                break
            try:
                states.append(self._reach_one(known, member.contact, limits, credentials))
            except WalkWaits as later:
                wait_s = later.seconds
                break
            place = member.contact
        whole = following is None and len(states) == len(members)

        def settle(now: Broadcast) -> Broadcast:
            after = replace(now, place=place, counts=add_counts(now.counts, states))
            ends = whole and now.state is BroadcastState.RUNNING
            return move_broadcast(after, BroadcastState.DONE) if ends else after

        kept = self._keep(known, settle)
        if kept.state is not BroadcastState.RUNNING:
            return
        if wait_s:
            BROADCASTS_DUE.arm_wakeup(kept.brand, kept.id, self.stores.now_ms() + int(wait_s * 1000))
        else:
            self.forward(kept)

    def _runs(self, known: Broadcast) -> bool:
        """Returns whether nobody paused or cancelled it meanwhile."""
        now = self.stores.broadcasts.find_broadcast(known.brand, known.id)
        return now is not None and now.state is BroadcastState.RUNNING and now.place == known.place

    def _keep(self, known: Broadcast, change: Callable[[Broadcast], Broadcast]) -> Broadcast:
        """Keeps a step that began at `known.place`. Raises Conflict where another copy took that step."""
        now: Broadcast | None = known
        again = retrying("the broadcast")
        while again():
            if now is None or now.place != known.place:
                raise Conflict("another copy goes on with the broadcast")
            try:
                return self.stores.broadcasts.keep_broadcast(change(now))
            except Conflict:
                now = self.stores.broadcasts.find_broadcast(known.brand, known.id)

    def _reach_one(
        self, known: Broadcast, person: str, limits: BroadcastLimits, credentials: dict[str, str]
    ) -> RecipientState:
        """Returns what became of it for one member. Raises WalkWaits where the walk has to wait before them."""
        row = self.stores.broadcasts.find_recipient(known, person)
        if row is not None and row.state in SETTLED:
            return row.counts_as
        try:
            if row is not None and row.state is S.SENDING and not self._may_repeat(row):
                return self._settle(row, S.UNKNOWN, "interrupted")
            reach = find_reach(self.stores, known, person, limits)
            if reach.reason == ERASED:
                return S.SKIPPED
            row = row or self._make_row(known, person)
            if reach.reason:
                return self._settle(row, S.SKIPPED, reach.reason)
            return self._send(row, reach, credentials)
        except (Erased, Purged):
            return S.SKIPPED
        except Conflict:
            # Another copy is at this very person: it settles the row, or leaves it to be looked at again.
            raise WalkWaits(LOOK_AGAIN_MS / 1000) from None

    def _may_repeat(self, row: Recipient) -> bool:
        """Returns whether an attempt nobody came back from may be made again. Raises WalkWaits while one may last."""
        if self.stores.now_ms() < row.attempt_at + LOOK_AGAIN_MS:
            raise WalkWaits((row.attempt_at + LOOK_AGAIN_MS - self.stores.now_ms()) / 1000 + 1)
        return MESSAGE in find_sender(row.platform).keyed

    def _make_row(self, known: Broadcast, person: str) -> Recipient:
        now_ms = self.stores.now_ms()
        return Recipient(known.brand, known.id, person, known.platform, known.account, "", now_ms)

    def _send(self, row: Recipient, reach: Reach, credentials: dict[str, str]) -> RecipientState:
        found = reach.found
        assert found is not None  # noqa: S101 - whoever is reached has a conversation
        now_ms = self.stores.now_ms()
        lease = SendLease(row.brand, row.account, reach.operation)
        if wait := wait_for_lease(self.stores, lease):
            raise WalkWaits(wait)
        row = replace(row, text=reach.text, conversation=found.head.id, attempts=row.attempts + 1)
        reply = add_notice(self.stores, self._name_reply(row, reach), found)
        taken = self.stores.broadcasts.keep_recipient(
            replace(row, state=S.SENDING, text=reply.text, attempt_at=now_ms)
        )
        out = address_reply(found, reply, now_ms)
        asking = Asking(self.stores, self.requests, found.sender, lease, credentials)
        try:
            # What comes before shows nothing: whoever begins again asks for it again.
            out, stopped = asking.prepare_sending(out, lambda _: None)
            outcome = stopped or asking.send_prepared(out)
        except Unsendable as error:
            return self._settle(taken, S.REFUSED, error.code)
        if outcome.result in (Result.RETRY, Result.TOKEN_DEAD):
            if outcome.result is Result.TOKEN_DEAD:
                self.access.note_refusal(row.brand, row.platform, row.account, credentials, outcome.code)
            return self._back(taken, outcome)
        state = {Result.SENT: S.SENT, Result.UNKNOWN: S.UNKNOWN}.get(outcome.result, S.REFUSED)
        made = replace(taken, native_id=outcome.native_id or "")
        settled = self._settle(made, state, outcome.code or "")
        if state is S.SENT:
            note_notice(self.stores, reply)
        return settled

    def _name_reply(self, row: Recipient, reach: Reach) -> Reply:
        """Returns a recipient's message as a reply. Its id is the key by which platforms take it once."""
        found, key = reach.found, self.stores.broadcasts.name_key(row)
        assert found is not None  # noqa: S101 - as above
        return Reply(
            key, row.brand, row.platform, row.account, row.conversation, found.item.id, row.person, PRIVATE,
            reach.operation, "", row.at, row.at, text=row.text, tag=reach.tag,
        )  # fmt: skip

    def _back(self, taken: Recipient, outcome: Outcome) -> RecipientState:
        """Puts it back, for nothing was posted. Raises WalkWaits; the platform's limit is no attempt."""
        waits = outcome.retry_after_s if outcome.retry_after_s is not None else WAIT_S
        if taken.attempts >= MOST_ATTEMPTS:
            return self._settle(taken, S.FAILED, outcome.code or "")
        self.stores.broadcasts.keep_recipient(replace(taken, state=S.PENDING, code=outcome.code or ""))
        raise WalkWaits(max(1.0, waits))

    def _settle(self, row: Recipient, state: RecipientState, code: str) -> RecipientState:
        try:
            self.stores.broadcasts.keep_recipient(replace(row, state=state, code=code))
        except Conflict:
            # The platform told of this very attempt before it answered.
            now = self.stores.broadcasts.read_received(row.brand, row.person, [row.broadcast])
            told = next((each for each in now if each.attempt_at == row.attempt_at), None)
            if told is None or told.state not in SETTLED:
                raise
            return self._add_native_id(told, row.native_id)
        return state

    def _add_native_id(self, told: Recipient, native_id: str) -> RecipientState:
        """Keeps the platform's id of a message that it told a state of: later states come under that id."""
        if native_id and not told.native_id:
            self.stores.broadcasts.keep_recipient(replace(told, native_id=native_id))
        return told.counts_as
