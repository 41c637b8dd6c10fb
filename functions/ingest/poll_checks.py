"""Looks again at what platforms never say is gone or was edited: some questions of an account at a time."""

from dataclasses import replace

from aws import observe
from ingest.clock import Deadline
from ingest.poll_asking import ASK_S, NO_TOKEN, NO_TOKEN_S, AccountAsker, find_token
from ingest.poll_pages import add_token, count_wait, list_own_ids, make_page, make_told
from model.errors import RapportError
from model.event import Kind
from model.want import KIND
from platforms.base import Platform
from platforms.checking import ASKED, CHECK, STATUS, digest_event
from store.brand.accounts import Account
from store.brand.checks import Known, Question
from store.brand.polls import PollState
from store.brand.tokens import TokenDead
from web.client import Limits, WebAnswer
from web.failures import WebFailed, WebRefused
from web.waiting import read_retry_after

MOST_QUESTIONS = 10
"""Of one account in one turn; a turn comes every 15 minutes as long as something is due."""
TURN_S, IDLE_S = 900, 3600
LIMITS = Limits(seconds=10.0, most_bytes=5_000_000)
SURELY_GONE = 410
GIVEN_UP = frozenset({400, 403, 405, 414})
"""What is answered to a question that will never get another answer; of a page that it is not ours to see."""


class Checker(AccountAsker):
    """Asks what is due, hands on what is gone or changed, and asks about the rest again."""

    def check_account(self, state: PollState, account: Account, deadline: Deadline) -> None:
        """Asks some questions of an account, and gives the lease of `state` back."""
        platform, reason, wait_s = self._platform(account.platform), None, 0
        for question in list(self._stores.checks.list_due(account, MOST_QUESTIONS)):
            if deadline.count_seconds() < ASK_S:
                break
            try:
                reason, wait_s = self._ask(platform, state, account, question, deadline)
            except TokenDead:
                reason, wait_s = NO_TOKEN, NO_TOKEN_S
            except (WebFailed, WebRefused, RapportError) as error:
                reason = error.code
                if platform.check_openly:  # one site of many: it comes again later, and the others go on
                    self._stores.checks.settle(account, question, question.items)
                    reason = None
            if reason is not None:
                break
        now = int(self._clock.wall())
        if reason is None:
            next_at = self._stores.checks.find_next(account) or now + IDLE_S
            done = replace(state, failures=0, reason=None, read_at=now)
            self._stores.polls.end_poll(done, max(now + TURN_S, min(next_at, now + IDLE_S)))
            return
        observe.metric("check_failed", platform=state.platform, reason=reason)
        failures = state.failures + (reason != NO_TOKEN)
        after = replace(state, failures=failures, reason=reason)
        self._stores.polls.end_poll(after, now + (wait_s or count_wait(max(1, failures))))

    def _ask(
        self, platform: Platform, state: PollState, account: Account, question: Question, deadline: Deadline
    ) -> tuple[str | None, int]:
        """Returns why nothing more is to be asked now, and how long; the question is settled otherwise."""
        now_ms = int(self._clock.wall() * 1000)
        call = platform.check(make_told(state, account, now_ms), question.items)
        openly = platform.polled_openly or platform.check_openly
        token = find_token(self._credentials, account, openly)
        answer = self._client.ask(add_token(platform, call, token), LIMITS)
        if not platform.check_openly and answer.status != 200:
            if answer.status in GIVEN_UP:
                self._stores.checks.settle(account, question, ())
            return f"status_{answer.status}", read_retry_after(answer.headers, now_ms // 1000) or 0
        return self._hand_on(platform, account, question, answer, deadline)

    def _hand_on(
        self, platform: Platform, account: Account, question: Question, answer: WebAnswer, deadline: Deadline
    ) -> tuple[str | None, int]:
        """Hands on what is gone or reads otherwise, and settles the question; returns as `_ask`."""
        asked = {native: digest for native, _, digest in question.items}
        told = {KIND: CHECK, ASKED: asked, STATUS: answer.status}
        body = b"{}" if platform.check_openly else answer.body  # of a page only the status says anything
        page = make_page(platform, account, answer, int(self._clock.wall() * 1000))
        envelope = replace(page, body=body, fetched=told)
        events = platform.list_checked(envelope.delivery(body, list_own_ids(account)))
        lost = {event.external_id for event in events if event.kind is Kind.DELETE}
        # A site that hides its API, or is being moved, answers as if nothing had ever been there: it is asked twice.
        if len(lost) == len(asked) and answer.status != SURELY_GONE and not question.doubted:
            self._stores.checks.settle(account, question, question.items, doubted=True)
            return None, 0
        if events:
            observe.metric("check_found", platform=account.platform)
            if not self._custody.take_delivery(envelope, deadline):
                return "custody", 0
        now = {event.external_id: digest_event(event) for event in events if event.kind is not Kind.DELETE}
        left: list[Known] = [
            (native, link, now.get(native, digest))
            for native, link, digest in question.items
            if native not in lost
        ]
        self._stores.checks.settle(account, question, left)
        return None, 0
