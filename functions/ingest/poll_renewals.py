"""Renews subscriptions at hubs and platforms, and looks whether they still stand: once a day for each account."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from aws import observe, settings
from ingest.clock import Clock, Deadline
from ingest.fetch_keys import KeyFetcher
from ingest.poll_asking import NO_TOKEN, NO_TOKEN_S, Client, Credentials
from ingest.poll_pages import count_wait
from ingest.ports import Objects
from model.endpoint import Endpoint
from model.errors import Malformed, RapportError
from platforms.base import Platform
from platforms.renewal import RenewalAnswer, Renewed
from store.brand.accounts import Account
from store.brand.polls import PollState
from store.brand.tokens import TokenDead
from store.stores import Stores
from web.client import Limits
from web.failures import WebFailed, WebRefused

LIMITS = Limits(seconds=10.0, most_bytes=2_000_000)
MOST_CALLS = 8
BY_SECRETS = "secrets"
TOO_LONG = "too_long"


class ReadEndpoint(Protocol):
    """Does what `aws.secrets.read_endpoint` does."""

    def __call__(self, platform: str, endpoint: str) -> Endpoint | None:
        """Raises Unavailable, and Malformed."""
        ...


class Renewals:
    """Has the talk that a platform declares, and notes how it ended."""

    def __init__(
        self,
        stores: Stores,
        client: Client,
        clock: Clock,
        credentials: Credentials,
        platform: Callable[[str], Platform],
        endpoint: ReadEndpoint,
        kept: Objects,
    ) -> None:
        self._stores, self._client, self._clock = stores, client, clock
        self._credentials, self._platform, self._endpoint = credentials, platform, endpoint
        self._keys = KeyFetcher(client, kept, clock)

    def renew_account(self, state: PollState, account: Account, deadline: Deadline) -> None:  # noqa: ARG002 - it is short
        """Renews an account's subscription, and gives the lease of `state` back."""
        platform, now = self._platform(account.platform), int(self._clock.wall())
        reason: str | None = None
        wait_s = platform.renew_every_s
        try:
            self._renew(platform, account)
        except TokenDead:  # nobody gave one, or it is red already
            reason, wait_s = NO_TOKEN, NO_TOKEN_S
        except (WebFailed, WebRefused, RapportError) as error:
            reason, wait_s = error.code, 0
        if reason is None:
            done = replace(state, failures=0, reason=None, read_at=now)
        elif wait_s:
            done = replace(state, reason=reason)
        else:
            observe.metric("renewal_failed", platform=state.platform, reason=reason)
            done = replace(state, failures=state.failures + 1, reason=reason)
            wait_s = count_wait(done.failures)
        self._stores.polls.end_poll(done, now + wait_s)

    def _renew(self, platform: Platform, account: Account) -> None:
        """Fetches published keys and has the talk. Raises what went wrong, Malformed where the platform refused."""
        if platform.find_key_address() is not None:  # they are all that ends
            self._keys.refresh_keys(platform)
            return
        told = self._tell(platform, account)
        answers: list[RenewalAnswer] = []
        while (call := platform.renew(told, answers)) is not None:
            if len(answers) >= MOST_CALLS:
                raise Malformed(TOO_LONG)
            answer = self._client.ask(call, LIMITS)
            if not 200 <= answer.status < 300:
                raise Malformed(f"status_{answer.status}")
            answers.append(RenewalAnswer(answer.status, answer.headers, answer.body, answer.url))

    def _tell(self, platform: Platform, account: Account) -> Renewed:
        address = f"{settings.webhook_url()}/webhooks/{account.platform}/{account.endpoint}"
        if platform.renews_by != BY_SECRETS:
            return Renewed(account.native_id, address, access=self._credentials(account))
        record = self._endpoint(account.platform, account.endpoint)
        secrets = {} if record is None or record.brand != account.brand else record.current
        return Renewed(account.native_id, address, secrets=secrets)
