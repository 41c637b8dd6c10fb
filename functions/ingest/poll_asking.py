"""Holds what every module that asks platforms for accounts works with, and finds the accounts that are due."""

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from ingest.clock import Clock, Deadline
from ingest.custody import Custody
from model.http import Call
from platforms.base import Platform
from store.brand.accounts import REVOKED, Account
from store.brand.polls import STOPPED, PollState
from store.stores import Stores
from web.client import Limits, WebAnswer

LEASE_S, ASK_S = 120, 15.0
NO_TOKEN, NO_TOKEN_S = "no_token", 3600
"""Why and for how long a platform that calls us is not asked: nobody gave a token, and nothing failed."""


class Client(Protocol):
    """Does what `web.client.WebClient` does."""

    def ask(self, call: Call, limits: Limits | None = None) -> WebAnswer:
        """Raises WebFailed and WebRefused."""
        ...


Credentials = Callable[[Account], Mapping[str, str]]
"""What an account's platform is asked with. Raises TokenDead, Conflict, Unavailable."""


class AccountAsker:
    """Holds what asking takes. `jitter` gives 0 to 1, so that accounts do not fall due all at once."""

    def __init__(
        self,
        stores: Stores,
        client: Client,
        custody: Custody,
        clock: Clock,
        credentials: Credentials,
        platform: Callable[[str], Platform],
        jitter: Callable[[], float],
    ) -> None:
        self._stores, self._client, self._custody, self._clock = stores, client, custody, clock
        self._credentials, self._platform, self._jitter = credentials, platform, jitter

    def _now(self) -> int:
        return int(self._clock.wall())


def find_token(credentials: Credentials, account: Account, openly: bool) -> str | None:
    """Returns the token that an account asks with; none where a platform is asked openly. Raises as `credentials`."""
    return None if openly else credentials(account).get("access_token")


def lease_due(stores: Stores, brand: str, deadline: Deadline) -> Iterator[PollState]:
    """Yields what of a brand is due and nobody else has in hand, leased, while there is time to ask."""
    for name, due_at in list(stores.polls.list_due(brand)):
        if deadline.count_seconds() < ASK_S:
            return
        state = stores.polls.lease_poll(brand, name, due_at, LEASE_S)
        if state is not None:
            yield state


def find_served(stores: Stores, state: PollState) -> Account | None:
    """Returns the account that a turn is for; None, and never due again, where it is gone or was taken back."""
    served = stores.accounts.list_served_accounts(state.brand, state.endpoint)
    account = next((each for each in served if each.id == state.account), None)
    if account is None or account.state == REVOKED:
        stores.polls.end_poll(state, STOPPED)
        return None
    return account
