"""Looks once a night whether all that platforms told since the last time is here; what lacks is handed on."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from aws import observe
from ingest.addressing import add_scope
from ingest.arrival import Arrival, make_arrival
from ingest.clock import Deadline
from ingest.poll_asking import ASK_S, LEASE_S, NO_TOKEN, NO_TOKEN_S, AccountAsker, find_token
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
from ingest.poll_rounds import NOT_THERE
from model import policy
from model.errors import RapportError
from model.event import Event
from model.http import Delivery
from platforms.base import Platform
from store.brand.accounts import Account
from store.brand.polls import PollState
from store.brand.tokens import TokenDead
from store.vault import keys as vault_keys
from web.failures import WebFailed, WebRefused
from web.waiting import read_retry_after

DAY_S = 86_400
NIGHT_S = 2 * 3600
"""When a night's audits begin, in seconds of the day (UTC)."""
SPREAD_S = 3 * 3600
MOST_PAGES = 20
"""Of an account in a night; what stands behind them is left to the next."""
ON_ITS_WAY_MS = 15 * 60_000
"""What is younger may still lie in a queue: it is no gap yet."""


class Audits(AccountAsker):
    """Reads the lists of an account anew, up to the last audit, and compares what they hold with what is kept."""

    def audit_account(self, state: PollState, account: Account, deadline: Deadline) -> None:
        """Goes on with an audit, and gives the lease of `state` back: until the next night when it is over."""
        platform = self._platform(account.platform)
        if state.cursor is None:
            state = replace(state, began=self._now() * 1000, pages=0, found=0)
        while deadline.count_seconds() >= ASK_S:
            try:
                state, due_at = self._look(platform, state, account, deadline)
            except TokenDead:
                state, due_at = replace(state, reason=NO_TOKEN, cursor=None), self._now() + NO_TOKEN_S
            except (WebFailed, WebRefused, RapportError) as error:
                state, due_at = self._fail(state, error.code)
            if due_at is not None:
                self._stores.polls.end_poll(state, due_at)
                return
            kept = self._stores.polls.save_poll(state, self._now() + LEASE_S)
            if kept is None:  # somebody else goes on
                return
            state = kept
        self._stores.polls.end_poll(state, self._now())

    def _look(
        self, platform: Platform, state: PollState, account: Account, deadline: Deadline
    ) -> tuple[PollState, int | None]:
        """Returns the state after one page, and when the account is due again; None when the audit goes on."""
        token = find_token(self._credentials, account, platform.polled_openly)
        bare = replace(state, etag=None, last_modified=None)
        answer = self._client.ask(make_poll_call(platform, bare, account, token, self._now() * 1000))
        if answer.status in NOT_THERE and state.cursor is not None and platform.walks:
            return self._go_on(
                platform, replace(state, pages=state.pages + 1), account, make_bare(account), None
            )
        if answer.status != 200:
            return self._fail(state, f"status_{answer.status}", read_retry_after(answer.headers, self._now()))
        envelope = make_page(platform, account, answer, self._now() * 1000)
        delivery = envelope.delivery(answer.body, list_own_ids(account))
        events, following, reason = read_poll_page(platform, delivery)
        if reason is not None:
            return self._fail(state, reason)
        missing = self._count_missing(platform, account, events, state.mark)
        if missing and not self._custody.take_delivery(envelope, deadline):
            return self._fail(state, "custody")
        if missing:
            observe.metric("gap_found", platform=account.platform)
        state = replace(state, pages=state.pages + 1, found=state.found + missing, failures=0, reason=None)
        over = platform.newest_first and bool(events) and _newest(events) < state.mark - LOOK_BACK_MS
        return self._go_on(platform, state, account, delivery, None if over else following)

    def _go_on(
        self,
        platform: Platform,
        state: PollState,
        account: Account,
        delivery: Delivery,
        following: str | None,
    ) -> tuple[PollState, int | None]:
        told = make_told(state, account, self._now() * 1000)
        further = platform.go_on(told, state.cursor, delivery, following)
        if further is None or state.pages >= MOST_PAGES:
            return self._end(state), self._find_night()
        return replace(state, cursor=further), None

    def _count_missing(self, platform: Platform, account: Account, events: Sequence[Event], mark: int) -> int:
        """Returns how many of these nobody has: neither kept nor deleted, erased, or past the time of its words."""
        now_ms, brand = self._now() * 1000, account.brand
        arrivals = [self._name(platform, account, each) for each in events]
        wanted = {
            each.interaction.id: each.interaction
            for each in arrivals
            if each is not None
            and not each.interaction.deleted
            and mark <= each.interaction.seen_at < now_ms - ON_ITS_WAY_MS
            and policy.expires_at(platform.name, each.interaction.seen_at) * 1000 > now_ms
        }
        lacking = [
            wanted[each] for each in wanted.keys() - self._stores.feed.read_headers(brand, wanted).keys()
        ]
        if not lacking:
            return 0
        erased = self._stores.vault.find_erased(brand, {each.owner for each in lacking})
        deleted = {each.id for each in self._stores.deletions.find_overtaken(brand, lacking)}
        return sum(1 for each in lacking if each.owner not in erased and each.id not in deleted)

    def _name(self, platform: Platform, account: Account, event: Event) -> Arrival | None:
        index_key = self._stores.vault.index_key(account.brand)
        name = partial(vault_keys.hid, index_key, account.brand, platform.name)
        own = frozenset(list_own_ids(account))
        at = self._now() * 1000
        return make_arrival(
            add_scope(event, platform, account), account.brand, platform.name, account.id, own, at, name
        )

    def _end(self, state: PollState) -> PollState:
        return replace(state, mark=state.began, cursor=None, read_at=self._now())

    def _fail(self, state: PollState, reason: str, wait_s: int | None = None) -> tuple[PollState, int]:
        observe.metric("audit_failed", platform=state.platform, reason=reason)
        failures = state.failures + 1
        after = replace(state, failures=failures, reason=reason, cursor=None)
        return after, self._now() + count_wait(failures, wait_s)

    def _find_night(self) -> int:
        now = self._now()
        return now - now % DAY_S + DAY_S + NIGHT_S + int(SPREAD_S * self._jitter())


def _newest(events: Sequence[Event]) -> int:
    return max(each.changed_at or each.occurred_at or 0 for each in events)
