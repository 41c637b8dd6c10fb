"""Has the jobs of accounts begin that were connected before there were such jobs, or by somebody who was killed."""

from collections.abc import Callable

from aws import observe
from platforms.base import Platform
from store.brand.accounts import REVOKED
from store.brand.polls import name_poll
from store.stores import Stores

EVERY_S, RUN_S = 3600, 300
"""How often it is looked for what lacks, and how far apart the function's runs are."""


def is_time_to_look(now_s: float) -> bool:
    """Returns whether this run is the hour's first."""
    return int(now_s) % EVERY_S < RUN_S


def begin_missing_jobs(stores: Stores, brand: str, platform: Callable[[str], Platform]) -> int:
    """Begins what no row tells of, and returns how many that were; what was ever begun or has ended stays as it is."""
    begun, found = stores.polls.list_begun(brand), 0
    for account in stores.accounts.list_accounts(brand):
        if account.state == REVOKED:
            continue
        for job in platform(account.platform).list_jobs(account.native_id):
            if name_poll(account.platform, account.id, job) not in begun:
                stores.polls.begin_polling(account, job)
                observe.metric("poll_begun", platform=account.platform, job=job)
                found += 1
    return found
