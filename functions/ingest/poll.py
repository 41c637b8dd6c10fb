"""Does what falls due for accounts, every five minutes: asks platforms that never call, and renews what ends.

A page is in custody before the cursor behind it is kept: a run that is killed between the two asks for that page again,
and what comes twice is stored once. One account is asked by one run at a time. A page of what is all known ends a
round of a list that begins with the newest; what came late is caught by looking some minutes back.
"""

import random
from collections.abc import Callable, Mapping
from functools import cache
from typing import Protocol

from aws import kms, objects, observe, queues, secrets, settings
from ingest.clock import Clock, Deadline, SystemClock
from ingest.custody import Custody
from ingest.poll_asking import Client, Credentials, find_served, lease_due
from ingest.poll_audits import Audits
from ingest.poll_beginnings import begin_missing_jobs, is_time_to_look
from ingest.poll_checks import Checker
from ingest.poll_renewals import ReadEndpoint, Renewals
from ingest.poll_rounds import Rounds
from ingest.ports import Objects
from model.account_job import ASK, AUDIT, CHECK, RENEW
from platforms import registry
from platforms.base import Platform
from store.brand.accounts import Account
from store.brand.brands import Brands
from store.brand.polls import PollState
from store.stores import Stores
from web.client import make_client
from web.renewing import RenewedAccess

SPARE_S = 20.0


Turn = Callable[[PollState, Account, Deadline], None]
"""What is done for an account that falls due; it gives the lease back with the time when that is due again."""


class Poll:
    """Holds what one run works with. `jitter` gives 0 to 1, so that accounts do not fall due all at once."""

    def __init__(
        self,
        stores: Stores,
        client: Client,
        custody: Custody,
        clock: Clock,
        credentials: Credentials = lambda _: {},
        platform: Callable[[str], Platform] = registry.platform,
        jitter: Callable[[], float] = random.random,
        endpoint: ReadEndpoint = secrets.read_endpoint,
        kept: Objects = objects,
    ) -> None:
        self._stores = stores
        self._platform = platform
        asking = (stores, client, custody, clock, credentials, platform, jitter)
        renewals = Renewals(stores, client, clock, credentials, platform, endpoint, kept)
        self._turns: Mapping[str, Turn] = {
            ASK: Rounds(*asking).ask_account,
            RENEW: renewals.renew_account,
            CHECK: Checker(*asking).check_account,
            AUDIT: Audits(*asking).audit_account,
        }

    def run(self, brand: str, deadline: Deadline) -> int:
        """Does what is due for the brand's accounts, until the time is over; returns how many had their turn."""
        taken = 0
        for state in lease_due(self._stores, brand, deadline):
            self._take_turn(state, deadline)
            taken += 1
        return taken

    def begin_missing(self, brand: str) -> int:
        """Begins every job that is to be done for the brand's accounts and was not begun; returns how many."""
        try:
            return begin_missing_jobs(self._stores, brand, self._platform)
        except Exception as error:  # noqa: BLE001 - who is due has a turn all the same; it is looked again in an hour
            observe.failure("poll_beginning_failed", error)
            return 0

    def _take_turn(self, state: PollState, deadline: Deadline) -> None:
        account = find_served(self._stores, state)
        if account is None:
            return
        try:
            self._turns[state.job](state, account, deadline)
        except Exception as error:  # noqa: BLE001 - the next account has its turn all the same
            observe.failure(
                "poll_crashed", error, platform=state.platform, job=state.job
            )  # the lease ends by itself


class Context(Protocol):
    """Names what a run needs of Lambda's context."""

    def get_remaining_time_in_millis(self) -> int:
        """Returns the milliseconds until the function is stopped."""
        ...


@cache
def _poll() -> Poll:
    custody = Custody(queues, objects, settings.queue_deliveries())
    stores, client = Stores(kms), make_client(settings.simulated_web())

    access = RenewedAccess(stores.tokens, client, stores.clock)
    return Poll(
        stores, client, custody, SystemClock(),
        lambda account: access.find_access(account.brand, account.platform, account.id),
    )  # fmt: skip


def handler(_event: Mapping[str, object], context: Context) -> None:
    """Asks platforms whose turn it is: the function's entry, called by schedule."""
    deadline = Deadline(SystemClock(), context.get_remaining_time_in_millis() / 1000 - SPARE_S)
    looks = is_time_to_look(SystemClock().wall())
    for brand in Brands().list_brands():
        if looks:
            _poll().begin_missing(brand.id)
        _poll().run(brand.id, deadline)
