"""Shows how an account is doing, and tries its webhook."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice

from aws import functions, logs, observe, settings
from model.account_job import ASK, AUDIT, CHECK, RENEW
from model.errors import Unavailable
from platforms import registry
from respond.action import Asked, Caller, action
from respond.actions.account_changes import find_account
from respond.shapes.account_health import AccountHealthView, AccountTestView, show_health
from respond.shapes.authorization import show_sending
from respond.shown import NOTHING
from store.brand.accounts import Account
from store.brand.polls import PollState
from store.interactions.parked import Parked

DAY_MS = 86_400_000
MOST_PARKED = 1000
"""Parked deliveries that are looked through."""


@action(scope="accounts:read", audit=None)
def get_account_health(caller: Caller, asked: Asked[None]) -> AccountHealthView:
    """Returns when an account was last heard of or asked, what was refused and parked, and ids that nobody has."""
    account = find_account(caller, asked.id)
    return show_health(
        account,
        caller.stores.silences.read_silence(caller.brand, account.id),
        caller.stores.now_ms(),
        _count_refused(account.endpoint, caller.stores.now_ms()),
        _list_parked(caller, account.endpoint),
        show_sending(caller.stores.tokens.list_sending(caller.brand).get(account.id), caller.stores.clock()),
        _find_poll(caller, account, ASK),
        _find_poll(caller, account, RENEW),
        _find_poll(caller, account, CHECK),
        _find_poll(caller, account, AUDIT),
    )


@action(scope="accounts:write", audit="test account", shows=NOTHING)
def try_account(caller: Caller, asked: Asked[None]) -> AccountTestView:
    """Asks the webhook to sign and take a probe of its own, and to refuse a forged one; nothing is stored of either."""
    account = find_account(caller, asked.id)
    caller.note(account.id)
    wanted = {"probe": {"platform": account.platform, "endpoint": account.endpoint}}
    said = functions.call_function(settings.function_webhook(), wanted)
    signed, forged = said.get("signed"), said.get("forged")
    good = signed is not None and 200 <= signed < 300 and forged is not None and 400 <= forged < 500
    return AccountTestView(id=account.id, signed=signed, forged=forged, good=good)


def _count_refused(endpoint: str, now_ms: int) -> tuple[Mapping[str, int] | None, bool]:
    """Returns how often the webhook turned something away in 24 hours, by reason, and whether that is all."""
    pattern = f'{{ ($.delivery_rejected = 1) && ($.endpoint = "{endpoint}") }}'
    try:
        found = logs.find_lines(settings.logs_webhook(), pattern, now_ms - DAY_MS, now_ms)
    except Unavailable as error:
        observe.failure("refusals_uncounted", error)
        return None, False
    # The local stand-in knows no patterns and answers every line.
    mine = [
        each for each in found.records if each.get("endpoint") == endpoint and "delivery_rejected" in each
    ]
    counts = Counter(str(record.get("reason")) for record in mine)
    return dict(sorted(counts.items())), found.complete


def _find_poll(caller: Caller, account: Account, job: str) -> PollState | None:
    """Returns how far a job got for an account; for whom it is not done there is no such row to read."""
    if job not in registry.platform(account.platform).list_jobs(account.native_id):
        return None
    return caller.stores.polls.find_poll(caller.brand, account.platform, account.id, job)


def _list_parked(caller: Caller, endpoint: str) -> tuple[Sequence[Parked], bool]:
    """Returns what is parked of an endpoint, and whether that is all."""
    listed = caller.stores.parked.list_parked(caller.brand, caller.stores.now_ms())
    looked = list(islice(listed, MOST_PARKED + 1))
    return [each for each in looked if each.endpoint == endpoint], len(looked) <= MOST_PARKED
