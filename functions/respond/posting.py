"""Posts a public broadcast on one account, once: recorded before the request, judged by the answer.

Each account has a message of its own, in its own group of the queue, and a row that is taken by a conditional write. A
post in `sending` that nobody can be at any more is made again where the platform takes our key once, and is `unknown`
elsewhere. What has to wait comes back by the broadcast's due row. Quiet hours are for people who get a message.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from aws import observe
from model.broadcast import (
    SETTLED,
    Broadcast,
    BroadcastState,
    PublicPost,
    PublicText,
    RecipientState,
    add_counts,
    move_broadcast,
)
from model.canned import UnknownValue
from model.dispatch import BroadcastWalk
from model.errors import Conflict, Unavailable
from model.http import Outcome, Result
from platforms.sending.outgoing import Outgoing, Unsendable
from platforms.sending.publishing import PUBLISH
from platforms.sending.registry import find_sender
from respond.answerable import read_site
from respond.asking import Asking, SendLease, wait_for_lease
from respond.audience import is_braked, read_limits
from respond.broadcasting import LOOK_AGAIN_MS, MOST_ATTEMPTS, TOKEN_WAIT_S, WAIT_S
from respond.outgoing_ports import Access, Requests
from respond.publishable import fill_post, find_account
from store.brand.tokens import TokenDead
from store.dynamo.writes import retrying
from store.outbox.broadcasts import BROADCASTS_DUE
from store.outbox.posts import PUBLIC_POSTS
from store.stores import Stores
from store.vault import keys as vault_keys

S = RecipientState
_STATES = {Result.SENT: S.SENT, Result.UNKNOWN: S.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Posting:
    """Takes the messages of public broadcasts from the queue `outbox`, each for one account."""

    stores: Stores
    requests: Requests
    access: Access

    def take_post(self, message: BroadcastWalk) -> None:
        """Makes the account's post if it is due, and ends the broadcast with the last of them."""
        known = self.stores.broadcasts.find_broadcast(message.brand, message.broadcast)
        if known is None or known.state is not BroadcastState.RUNNING:
            return
        text = next((each for each in known.posts if each.account == message.account), None)
        if text is None:
            return
        now_ms = self.stores.now_ms()
        if known.due_at > now_ms:
            self._come_back(known, known.due_at)
            return
        if is_braked(self.stores, known, read_limits(self.stores, known.brand)):
            self._keep(known, lambda now: move_broadcast(now, BroadcastState.BRAKED, "alert"))
            observe.metric("broadcast_braked", platform=text.platform)
            return
        try:
            self._post(known, text, now_ms)
        except Conflict:
            # Another copy is at it: it settles the row, or leaves it to be looked at again.
            self._come_back(known, now_ms + LOOK_AGAIN_MS + 1)
            return
        self._finish(known)

    def _post(self, known: Broadcast, text: PublicText, now_ms: int) -> None:
        row = PUBLIC_POSTS.find_post(known.brand, known.id, text.account)
        if row is not None and row.state in SETTLED:
            return
        if row is not None and row.state is S.SENDING:
            if now_ms < row.attempt_at + LOOK_AGAIN_MS:
                self._come_back(known, row.attempt_at + LOOK_AGAIN_MS + 1)
                return
            if PUBLISH not in find_sender(row.platform).keyed:
                self._settle(row, S.UNKNOWN, "interrupted")
                return
        row = row or PublicPost(known.brand, known.id, text.account, text.platform, now_ms)
        account = find_account(self.stores, known.brand, text.account)
        if account is None:
            self._settle(row, S.SKIPPED, "account_disconnected")
            return
        try:
            credentials = dict(self.access.find_access(row.brand, row.platform, row.account))
        except TokenDead:
            self._come_back(known, now_ms + TOKEN_WAIT_S * 1000)
            return
        except (Conflict, Unavailable):
            self._come_back(known, now_ms + WAIT_S * 1000)
            return
        if wait := wait_for_lease(self.stores, SendLease(row.brand, row.account, PUBLISH)):
            self._come_back(known, now_ms + wait * 1000)
            return
        # Whoever is stopped in the request is made up for by the next look.
        self._come_back(known, now_ms + LOOK_AGAIN_MS + 1)
        taken = PUBLIC_POSTS.keep_post(
            replace(row, state=S.SENDING, attempts=row.attempts + 1, attempt_at=now_ms)
        )
        try:
            words = fill_post(self.stores, known.brand, text)
            out = Outgoing(
                PUBLISH,
                account=account.native_id,
                text=words,
                thread=text.place,
                key=self._name_key(taken),
                prepared=taken.prepared,
                site=read_site(account),
                now=now_ms // 1000,
                made_at=taken.at,
            )
            self._judge(known, *self._ask(taken, out, credentials), credentials)
        except (Unsendable, UnknownValue) as error:
            self._settle(taken, S.REFUSED, getattr(error, "code", "value_missing"))

    def _ask(
        self, taken: PublicPost, out: Outgoing, credentials: dict[str, str]
    ) -> tuple[PublicPost, Outcome]:
        """Returns what the platform's answer means. What a preparing call made is kept before it is used."""
        lease = SendLease(taken.brand, taken.account, PUBLISH)
        asking = Asking(self.stores, self.requests, find_sender(taken.platform), lease, credentials)

        def keep(prepared: str) -> None:
            nonlocal taken
            taken = PUBLIC_POSTS.keep_post(replace(taken, prepared=prepared))

        out, stopped = asking.prepare_sending(out, keep)
        return taken, asking.send_prepared(out) if stopped is None else stopped

    def _judge(
        self, known: Broadcast, taken: PublicPost, outcome: Outcome, credentials: dict[str, str]
    ) -> None:
        code = outcome.code or ""
        if outcome.result is Result.TOKEN_DEAD:
            self.access.note_refusal(taken.brand, taken.platform, taken.account, credentials, code)
        if outcome.result not in (Result.RETRY, Result.TOKEN_DEAD):
            made = replace(taken, native_id=outcome.native_id or "")
            self._settle(made, _STATES.get(outcome.result, S.REFUSED), code)
        elif taken.attempts >= MOST_ATTEMPTS:
            self._settle(taken, S.FAILED, code)
        else:
            # Nothing was posted, or posting it again posts nothing new.
            waits = outcome.retry_after_s if outcome.retry_after_s is not None else WAIT_S
            self._come_back(known, self.stores.now_ms() + int(max(1.0, waits) * 1000))
            PUBLIC_POSTS.keep_post(replace(taken, state=S.PENDING, code=code))

    def _settle(self, row: PublicPost, state: RecipientState, code: str) -> None:
        PUBLIC_POSTS.keep_post(replace(row, state=state, code=code))

    def _name_key(self, post: PublicPost) -> str:
        """Returns the key by which platforms take a post once."""
        index_key = self.stores.vault.index_key(post.brand)
        return vault_keys.hid(index_key, post.brand, "outbox", "post", post.broadcast, post.account)

    def _come_back(self, known: Broadcast, at_ms: int) -> None:
        BROADCASTS_DUE.arm_wakeup(known.brand, known.id, at_ms)

    def _finish(self, known: Broadcast) -> None:
        """Ends the broadcast when every account's post is settled."""
        made = PUBLIC_POSTS.list_posts(known.brand, known.id)
        states = [made[each.account].state if each.account in made else S.PENDING for each in known.posts]
        if set(states) <= SETTLED:
            counts = add_counts({}, states)
            self._keep(known, lambda now: move_broadcast(replace(now, counts=counts), BroadcastState.DONE))

    def _keep(self, known: Broadcast, change: Callable[[Broadcast], Broadcast]) -> None:
        """Keeps the broadcast's own state, unless somebody else ended, paused or cancelled it meanwhile."""
        now: Broadcast | None = known
        again = retrying("the broadcast")
        while again():
            if now is None or now.state is not BroadcastState.RUNNING:
                return
            try:
                self.stores.broadcasts.keep_broadcast(change(now))
            except Conflict:
                now = self.stores.broadcasts.find_broadcast(known.brand, known.id)
            else:
                return
