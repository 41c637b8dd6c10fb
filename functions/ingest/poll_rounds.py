"""Rounds of asking one account: a page at a time, each in custody before the cursor behind it is kept."""

from dataclasses import replace
from hashlib import sha256

from aws import observe
from ingest.clock import Deadline
from ingest.poll_asking import ASK_S, LEASE_S, NO_TOKEN, NO_TOKEN_S, AccountAsker, find_token
from ingest.poll_noting import note_for_checks
from ingest.poll_pages import (
    LOOK_BACK_MS,
    count_wait,
    list_own_ids,
    make_bare,
    make_page,
    make_poll_call,
    make_told,
    read_poll_page,
)
from model.errors import RapportError
from model.http import Call, Delivery
from platforms.base import Platform
from store.brand.accounts import Account
from store.brand.polls import STOPPED, PollState
from store.brand.tokens import TokenDead
from web.client import WebAnswer
from web.failures import WebFailed, WebRefused
from web.waiting import read_retry_after

MOST_PAGES = 10
"""Pages of one account in one run; the next goes on where it ended."""
TIRED_OF_CURSOR = 3
"""After so many failures in a row a round begins anew."""
DEAD_TOKEN = frozenset({401, 403})
GONE = 410
NOT_THERE = frozenset({403, 404, GONE})
"""What is answered about one of several lists that is no longer there, or not ours to see."""


class Rounds(AccountAsker):
    """Asks an account's lists."""

    def ask_account(self, state: PollState, account: Account, deadline: Deadline) -> None:
        """Asks for pages until the round is over, or the time; the lease of `state` is given back."""
        for _ in range(MOST_PAGES):
            if deadline.count_seconds() < ASK_S:
                break
            after, due_at = self._ask_page(state, account, deadline)
            if due_at is not None:
                self._stores.polls.end_poll(after, due_at)
                return
            kept = self._stores.polls.save_poll(after, self._now() + LEASE_S)
            if kept is None:  # we took so long that somebody else goes on
                return
            state = kept
        self._stores.polls.end_poll(state, self._now())

    def _ask_page(
        self, state: PollState, account: Account, deadline: Deadline
    ) -> tuple[PollState, int | None]:
        """Returns the state after one page, and when the account is due again; None when the round goes on."""
        platform = self._platform(account.platform)
        state = state if state.cursor is not None else replace(state, began=self._now() * 1000)
        try:
            answer = self._client.ask(self._make_call(platform, state, account))
        except TokenDead as error:  # it is lacking where somebody only gave the webhook's secret
            if "webhook" in platform.capabilities:
                return replace(state, reason=NO_TOKEN), self._now() + NO_TOKEN_S
            return self._back_off(state, error.code)
        except (WebFailed, WebRefused, RapportError) as error:  # the last: its token waits to be renewed
            return self._back_off(state, error.code)
        if answer.status == 304:
            return self._end_round(replace(state, newest=max(state.newest, state.mark)), platform)
        if answer.status in NOT_THERE and state.cursor is not None and platform.walks:
            return self._go_on(platform, replace(state, failures=0), account, make_bare(account), None)
        if answer.status == GONE:
            observe.metric("poll_gone", platform=account.platform)
            return replace(state, reason="gone"), STOPPED
        if answer.status != 200:
            code = "token" if answer.status in DEAD_TOKEN else f"status_{answer.status}"
            return self._back_off(state, code, read_retry_after(answer.headers, self._now()))
        return self._take_page(platform, state, account, answer, deadline)

    def _make_call(self, platform: Platform, state: PollState, account: Account) -> Call:
        token = find_token(self._credentials, account, platform.polled_openly)
        return make_poll_call(platform, state, account, token, self._now() * 1000)

    def _take_page(
        self, platform: Platform, state: PollState, account: Account, answer: WebAnswer, deadline: Deadline
    ) -> tuple[PollState, int | None]:
        now_ms = int(self._clock.wall() * 1000)
        envelope = make_page(platform, account, answer, now_ms)
        digest = sha256(answer.body).hexdigest()[:32]
        first = state.cursor is None
        delivery = envelope.delivery(answer.body, list_own_ids(account))
        events, following, reason = read_poll_page(platform, delivery)
        unchanged = first and digest == state.digest
        if (events or reason) and not unchanged and not self._custody.take_delivery(envelope, deadline):
            return self._back_off(state, "custody")
        if reason is not None:
            return self._back_off(replace(state, digest=digest), reason)
        if not unchanged:
            note_for_checks(self._stores, platform, account, events, state.mark, now_ms)
        times = [at for event in events if (at := event.changed_at or event.occurred_at) and at <= now_ms]
        state = replace(state, newest=max([state.newest, *times]), failures=0, reason=None)
        if first:
            found = answer.headers
            state = replace(
                state, digest=digest, etag=found.get("etag"), last_modified=found.get("last-modified")
            )
        known = (
            platform.newest_first and bool(events) and max(times, default=now_ms) < state.mark - LOOK_BACK_MS
        )
        # Behind an unchanged page of what is newest there is nothing new; behind one of what is oldest there may be.
        over = known or (unchanged and platform.newest_first and not platform.walks)
        return self._go_on(platform, state, account, delivery, None if over else following)

    def _go_on(
        self,
        platform: Platform,
        state: PollState,
        account: Account,
        delivery: Delivery,
        following: str | None,
    ) -> tuple[PollState, int | None]:
        """Returns the state with the cursor behind a page; a round without a further page is over."""
        further = platform.go_on(
            make_told(state, account, self._now() * 1000), state.cursor, delivery, following
        )
        state = replace(state, cursor=further or (state.cursor if platform.keeps_cursor else None))
        return self._end_round(state, platform) if further is None else (state, None)

    def _end_round(self, state: PollState, platform: Platform) -> tuple[PollState, int]:
        now = self._now()
        cursor = state.cursor if platform.keeps_cursor else None
        # What was written while the round went on may stand on a page that was read before it.
        mark = min(state.newest, state.began) if state.began else state.newest
        done = replace(state, mark=mark, cursor=cursor, failures=0, reason=None, read_at=now)
        return done, now + int(platform.poll_every_s * (1 + 0.1 * self._jitter()))

    def _back_off(self, state: PollState, reason: str, wait_s: int | None = None) -> tuple[PollState, int]:
        observe.metric("poll_failed", platform=state.platform, reason=reason)
        failures = state.failures + 1
        if failures % TIRED_OF_CURSOR == 0:  # what it points to may be gone there
            # Of a list that begins with the oldest all up to the newest that was seen is in custody.
            mark = state.mark if self._platform(state.platform).newest_first else state.newest
            state = replace(state, cursor=None, digest=None, etag=None, last_modified=None, mark=mark)
        return replace(state, failures=failures, reason=reason), self._now() + count_wait(failures, wait_s)
