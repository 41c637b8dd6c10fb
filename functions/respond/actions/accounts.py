"""Lists and connects accounts: a brand's connected presences, and the endpoints whose webhooks serve them."""

import secrets as random
from collections.abc import Sequence

from msgspec import UNSET

from aws import secrets, settings
from model import endpoint_id
from model.endpoint import Endpoint
from model.privacy_task import Ask
from platforms import registry
from platforms.base import Platform
from respond.action import Asked, Caller, action
from respond.actions.endpoint_secrets import complete_secrets
from respond.actions.public_presence import publish_account
from respond.denied import deny_conflict, deny_impossible
from respond.paging import cut_page, make_page, read_position
from respond.shapes.account import (
    AccountView,
    ConnectedAccountView,
    NewAccount,
    show_account,
    show_connected,
)
from respond.shapes.page import Page, PageQuery
from respond.shown import NOTHING
from store.brand.account_ids import make_account_id
from store.brand.accounts import REVOKED, Account

ENDPOINT_BYTES = endpoint_id.RANDOM_BYTES
MOST_WAITING = 100
"""Unconfirmed tasks that are looked through for those about accounts."""


@action(scope="accounts:read", audit=None)
def list_accounts(caller: Caller, asked: Asked[PageQuery]) -> Page[AccountView]:
    """Lists the brand's accounts by id."""
    after = read_position(caller, asked, r"[a-z0-9_]{1,64}") or ""
    accounts = sorted(caller.stores.accounts.list_accounts(caller.brand), key=lambda account: account.id)
    shown, last = cut_page([each for each in accounts if each.id > after], asked.wanted.limit)
    withdrawals = _find_withdrawals(caller)
    rows = [show_account(each, settings.webhook_url(), withdrawals.get(each.id)) for each in shown]
    return make_page(caller, asked, rows, last.id if last else None)


@action(scope="accounts:write", audit="add account", shows=NOTHING)
def connect_account(caller: Caller, asked: Asked[NewAccount]) -> ConnectedAccountView:
    """Connects an account; secrets that were made up for it are shown this once.

    One that withdrew our access is connected again: with an id of its own, for what was kept is gone.
    """
    wanted, platform = asked.wanted, registry.platform(asked.wanted.platform)
    known = caller.stores.accounts.list_accounts(caller.brand)
    named = platform.name, wanted.native_id
    before = next((each for each in known if (each.platform, each.native_id) == named), None)
    if before is not None and before.state != REVOKED:
        raise deny_conflict("exists", "The account is connected already.")
    endpoint, generated = _find_endpoint(caller, wanted, platform, known, before)
    account = _make_account(caller, wanted, platform, endpoint, before)
    publish_account(caller, account)
    if before is None:
        caller.stores.accounts.connect_account(account)
        caller.note(account.id)
    else:
        caller.stores.accounts.reconnect_account(before, account)
        caller.note(account.id, word="connect account again")
    for job in platform.list_jobs(account.native_id):
        caller.stores.polls.begin_polling(account, job)
    return show_connected(show_account(account, settings.webhook_url()), generated)


def _find_endpoint(
    caller: Caller, wanted: NewAccount, platform: Platform, known: Sequence[Account], before: Account | None
) -> tuple[str, dict[str, str]]:
    """Returns where its deliveries come, and the secrets that were made up for it.

    Its own endpoint stays, unless secrets are new.
    """
    if before is not None and not wanted.secrets and wanted.endpoint in (UNSET, before.endpoint):
        return before.endpoint, {}
    if wanted.endpoint is not UNSET:
        return _share_endpoint(wanted, platform, known), {}
    return _register_endpoint(caller, wanted, platform)


def _make_account(
    caller: Caller, wanted: NewAccount, platform: Platform, endpoint: str, before: Account | None
) -> Account:
    now_ms = caller.stores.now_ms()
    connected_at = 0 if before is None else now_ms
    index_key = caller.stores.vault.index_key(caller.brand)
    return Account(
        id=make_account_id(index_key, caller.brand, platform.name, wanted.native_id, connected_at),
        brand=caller.brand,
        platform=platform.name,
        endpoint=endpoint,
        native_id=wanted.native_id,
        title=wanted.title or "",
        self_ids=tuple(wanted.self_ids or ()),
        created_at=now_ms if before is None else before.created_at,
        connected_at=connected_at,
        connected_by=wanted.connected_by or None,
    )


def _find_withdrawals(caller: Caller) -> dict[str | None, str]:
    """Returns the task by account, where somebody has to confirm or refuse that it withdrew our access."""
    waiting = caller.stores.tasks.list_waiting(caller.brand, "", MOST_WAITING)
    return {task.account: task.id for task in waiting if task.ask is Ask.REVOKE}


def _share_endpoint(wanted: NewAccount, platform: Platform, known: Sequence[Account]) -> str:
    """Returns an endpoint that serves an account of the brand and platform already."""
    if wanted.secrets:
        raise deny_impossible("`secrets` belong to the endpoint, which has them already.", pointer="/secrets")
    if not any(each.endpoint == wanted.endpoint and each.platform == platform.name for each in known):
        raise deny_impossible("`endpoint` must be one of this brand and platform.", pointer="/endpoint")
    if not platform.names_account:
        detail = "On this platform every account needs an endpoint of its own."
        raise deny_impossible(detail, pointer="/endpoint")
    return str(wanted.endpoint)


def _register_endpoint(caller: Caller, wanted: NewAccount, platform: Platform) -> tuple[str, dict[str, str]]:
    """Returns a registered endpoint, and the secrets that were made up for it."""
    record, generated = complete_secrets(platform, wanted.secrets or {})
    endpoint = endpoint_id.new(random.token_bytes(ENDPOINT_BYTES), settings.endpoint_key())
    secrets.create(platform.name, endpoint, Endpoint(caller.brand, record))
    return endpoint, generated
