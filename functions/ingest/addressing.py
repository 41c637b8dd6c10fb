"""Finds the connected account that an event is for, the scope of its ids, and events that are for nobody."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from model.event import SILENT, Event, Kind, Signal
from platforms.base import Platform, Scope
from store.brand.accounts import REVOKED, Account


def find_addressed_account(event: Event, accounts: Sequence[Account]) -> Account | None:
    """Returns the connected account an event is for; one that names none is for the only account there is.

    A deletion that names none (X's compliance events) is for whoever has the item: its row says which.
    """
    if event.account_id is None:
        return accounts[0] if len(accounts) == 1 or (accounts and event.kind is Kind.DELETE) else None
    return next((account for account in accounts if account.native_id == event.account_id), None)


def find_other_products(events: Iterable[Event]) -> set[str]:
    """Returns the native ids of the accounts whose events are another platform's."""
    return {event.account_id or "" for event in events if event.signal is Signal.NOT_CONNECTED}


def unknown_accounts(events: Iterable[Event], accounts: Sequence[Account]) -> set[str]:
    """Returns the native ids of the accounts that events are for and no row knows; "" stands for one that is not named.

    What is for an account that withdrew its consent is known, and dropped.
    """
    active = [account for account in accounts if account.state != REVOKED]
    known = {account.native_id for account in accounts}
    return {event.account_id or "" for event in events if _is_for_nobody(event, known, active, accounts)}


def _is_for_nobody(
    event: Event, known: set[str], active: Sequence[Account], accounts: Sequence[Account]
) -> bool:
    if event.account_id is not None:
        return event.account_id not in known and (event.kind not in SILENT or event.signal is Signal.REVOKED)
    if event.kind in SILENT or find_addressed_account(event, active) is not None:
        return False
    return bool(active) or not accounts


def add_scope(event: Event, platform: Platform, account: Account | None) -> Event:
    """Returns the event with its account as its scope where the platform's ids mean something only there."""
    if account is None:
        return event
    if platform.item_scope is Scope.ACCOUNT and not event.scope:
        event = replace(event, scope=account.native_id)
    if platform.person_scope is Scope.ACCOUNT and not event.person_scope:
        event = replace(event, person_scope=account.native_id)
    return event
