"""Accounts: a brand's connected presences, and the endpoints whose webhooks serve them."""

import secrets as random
from collections.abc import Mapping
from typing import Any

from aws import secrets, settings
from model import endpoint_id
from model.endpoint import Endpoint
from model.privacy_task import Ask
from platforms import registry
from platforms.base import Platform
from platforms.secret import MadeBy, SecretRefused
from respond import views
from respond.call import PAGING, Call, Reply
from respond.fields import Field, Fields, any_text, named_texts, one_of, text, texts
from respond.problems import Problem, invalid
from store import keys
from store.accounts import REVOKED, Account

ENDPOINT_BYTES = endpoint_id.RANDOM_BYTES
ACCOUNT = "account"
"""The realm of accounts' ids, apart from people and items of the same number."""


SECRET_BYTES = 32
"""Random bytes in a secret that is made up."""

FILTERS: Fields = PAGING

MOST_WAITING = 100
"""Unconfirmed tasks that are looked through for those about accounts."""

BODY: Fields = {
    "platform": Field(one_of(registry.names()), "whose account it is", required=True),
    "native_id": Field(text(200), "the platform's own id of the Page, bot, workspace or site", required=True),
    "title": Field(text(200), "what agents call it"),
    "self_ids": Field(texts(50, text(200)), "further native ids under which the account itself writes"),
    "connected_by": Field(
        text(200),
        "the platform's user who connects it, as its app names them; their removal of the app ends it",
    ),
    "secrets": Field(named_texts(10, any_text(4096)), "what proves its deliveries; never shown again"),
    "endpoint": Field(text(32, 32), "an endpoint of the same platform that serves this account too"),
}


def listed(call: Call) -> Reply:
    """GET /accounts: by id."""
    after = call.position(r"[a-z0-9_]{1,64}") or ""
    accounts = sorted(call.stores.accounts.of_brand(call.brand), key=lambda account: account.id)
    waiting = [account for account in accounts if account.id > after]
    shown = waiting[: call.limit]
    following = shown[-1].id if len(waiting) > len(shown) else None
    asked = _withdrawals(call)
    return call.page([_view(account, asked.get(account.id)) for account in shown], following)


def add(call: Call) -> Reply:
    """POST /accounts: connect an account; secrets that were made up for it are shown this once.

    One that withdrew our access is connected again: with an id of its own, for what was kept is gone.
    """
    platform = registry.platform(call.body["platform"])
    known = call.stores.accounts.of_brand(call.brand)
    named = platform.name, call.body["native_id"]
    before = next((each for each in known if (each.platform, each.native_id) == named), None)
    if before is not None and before.state != REVOKED:
        raise Problem(409, "exists", "The account is connected already.")
    endpoint, generated = _endpoint(call, platform, known, before)
    account = _account(call, platform, endpoint, before)
    if before is None:
        call.stores.accounts.add(account)
    else:
        call.stores.accounts.reconnect(before, account)
    call.note("add account" if before is None else "connect account again", account.id)
    return Reply({**_view(account), "generated_secrets": generated}, 201)


def _endpoint(
    call: Call, platform: Platform, known: list[Account], before: Account | None
) -> tuple[str, dict[str, str]]:
    """Where its deliveries come, and the secrets that were made up for it. Its own stays, unless secrets are new."""
    wanted = call.body.get("endpoint")
    if before is not None and not call.body.get("secrets") and wanted in (None, before.endpoint):
        return before.endpoint, {}
    if wanted is not None:
        return _shared(call, platform, known), {}
    return _new_endpoint(call, platform)


def _account_id(call: Call, platform: Platform, connected_at: int) -> str:
    """The same for the same native account, so that it cannot be connected twice; another for each later time."""
    index_key, scope = call.stores.vault.index_key(call.brand), str(connected_at or "")
    return keys.hid(index_key, call.brand, platform.name, ACCOUNT, scope, call.body["native_id"])


def _account(call: Call, platform: Platform, endpoint: str, before: Account | None) -> Account:
    now_ms = call.stores.now_ms()
    connected_at = 0 if before is None else now_ms
    return Account(
        id=_account_id(call, platform, connected_at),
        brand=call.brand,
        platform=platform.name,
        endpoint=endpoint,
        native_id=call.body["native_id"],
        title=call.body.get("title", ""),
        self_ids=tuple(call.body.get("self_ids", ())),
        created_at=now_ms if before is None else before.created_at,
        connected_at=connected_at,
        connected_by=call.body.get("connected_by"),
    )


def _shared(call: Call, platform: Platform, known: list[Account]) -> str:
    """An endpoint that serves an account of the brand and platform already."""
    endpoint = str(call.body["endpoint"])
    if call.body.get("secrets"):
        raise invalid("`secrets` belong to the endpoint, which has them already.")
    if not any(each.endpoint == endpoint and each.platform == platform.name for each in known):
        raise invalid("`endpoint` must be one of this brand and platform.")
    if not platform.names_account:
        raise invalid("On this platform every account needs an endpoint of its own.")
    return endpoint


def _new_endpoint(call: Call, platform: Platform) -> tuple[str, dict[str, str]]:
    """A registered endpoint, and the secrets that were made up for it."""
    wanted = [secret.name for secret in platform.secrets]
    given = _cleaned(platform, call.body.get("secrets", {}))
    generated = {
        secret.name: secret.make_up(random.token_bytes(SECRET_BYTES))
        for secret in platform.secrets
        if secret.name not in given and secret.made_by is MadeBy.OWNER
    }
    missing = [name for name in wanted if name not in given and name not in generated]
    if missing:
        raise invalid(f"`secrets` needs {', '.join(missing)}.")
    endpoint = endpoint_id.new(random.token_bytes(ENDPOINT_BYTES))
    secrets.create(platform.name, endpoint, Endpoint(call.brand, {**given, **generated}))
    return endpoint, generated


def _cleaned(platform: Platform, given: Mapping[str, str]) -> dict[str, str]:
    """Returns the secrets as they are used. Raises Problem 422 with the reason for one that cannot be a secret."""
    declared = {secret.name: secret for secret in platform.secrets}
    if not given.keys() <= declared.keys():
        raise invalid(f"`secrets` of this platform are {', '.join(declared)}.")
    try:
        return {name: declared[name].clean(value) for name, value in given.items()}
    except SecretRefused as error:
        raise invalid(f"`secrets`: {error}.", error.code) from None


def _withdrawals(call: Call) -> dict[str | None, str]:
    """The task by account, where somebody has to confirm or refuse that the account withdrew our access."""
    waiting = call.stores.tasks.list_waiting(call.brand, "", MOST_WAITING)
    return {task.account: task.id for task in waiting if task.ask is Ask.REVOKE}


def _view(account: Account, withdrawal_task: str | None = None) -> dict[str, Any]:
    return {
        "id": account.id,
        "platform": account.platform,
        "title": account.title,
        "native_id": account.native_id,
        "self_ids": list(account.self_ids),
        "state": account.state,
        "connected_by": account.connected_by,
        "withdrawal_task": withdrawal_task,
        "endpoint": account.endpoint,
        "webhook_url": f"{settings.webhook_url()}/webhooks/{account.platform}/{account.endpoint}",
        "created_at": views.iso(account.created_at),
    }
