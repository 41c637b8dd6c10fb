"""Gives accounts what they send with: tokens that somebody pastes, or a consent that the platform asks for."""

import secrets as random

from aws import settings
from model.credentials import Credentials
from platforms.consent import make_challenge
from platforms.consents import CONSENTS
from respond.action import Asked, Caller, action
from respond.actions.account_changes import find_account
from respond.actions.public_presence import signs_with_our_key
from respond.denied import deny_conflict, deny_impossible
from respond.shapes.authorization import AuthorizationView, AuthorizationWanted, show_sending
from respond.shown import NOTHING
from store.brand.accounts import REVOKED, Account
from store.brand.grants import Grant

VERIFIER_BYTES = 48


@action(scope="accounts:write", audit="authorize account", shows=NOTHING)
def authorize_account(caller: Caller, asked: Asked[AuthorizationWanted]) -> AuthorizationView:
    """Keeps pasted tokens, or returns where somebody consents: the platform then calls the callback.

    What is pasted or consented to takes the place of what was there, and makes a dead account good.
    """
    account, wanted = find_account(caller, asked.id), asked.wanted
    if account.state == REVOKED:
        raise deny_conflict("revoked", "The account is not connected any more.")
    if signs_with_our_key(account):
        raise deny_conflict("signs_itself", "The account signs with a key made here: it needs no token.")
    given = {name: value.strip() for name, value in (wanted.tokens or {}).items() if value.strip()}
    app = {
        "client_id": (wanted.client_id or "").strip(),
        "client_secret": (wanted.client_secret or "").strip(),
    }
    app = {name: value for name, value in app.items() if value}
    caller.note(account.id, about="tokens" if given else "consent")
    if given or _asks_for_itself(account, app):
        _keep(caller, account, given, app)
        return _show(caller, account, None)
    return _show(caller, account, _ask_for_consent(caller, account, app))


def callback_url(platform: str) -> str:
    """Returns the address at which a platform gives a consent's code back."""
    return f"{settings.webhook_url()}/oauth/{platform}/callback"


def _asks_for_itself(account: Account, app: dict[str, str]) -> bool:
    """Returns whether the platform gives tokens to the app itself, and nobody has to consent."""
    consent = CONSENTS.get(account.platform)
    return consent is not None and not consent.ask_at and len(app) == 2


def _keep(caller: Caller, account: Account, given: dict[str, str], app: dict[str, str]) -> None:
    renews = "refresh_token" in given or "access_token" not in given
    if renews and (account.platform not in CONSENTS or len(app) < 2):
        detail = (
            "`tokens` needs an `access_token`, or a `refresh_token` with `client_id` and `client_secret`."
        )
        raise deny_impossible(detail, pointer="/tokens")
    record = Credentials(caller.brand, {**app, **given}, renews)
    caller.stores.tokens.keep_consent(caller.brand, account.platform, account.id, record)


def _ask_for_consent(caller: Caller, account: Account, app: dict[str, str]) -> str:
    consent = CONSENTS.get(account.platform)
    if consent is None or not consent.ask_at:
        raise deny_impossible("This platform asks nobody: paste its `tokens`.", pointer="/tokens")
    if len(app) < 2:
        raise deny_impossible(
            "A consent needs `client_id` and `client_secret` of your app.", pointer="/client_id"
        )
    verifier = random.token_urlsafe(VERIFIER_BYTES)
    grant = Grant(caller.brand, account.platform, account.id, caller.agent, {**app, "verifier": verifier})
    state = caller.stores.grants.begin_grant(grant)
    return consent.make_link(
        app["client_id"], callback_url(account.platform), state, make_challenge(verifier)
    )


def _show(caller: Caller, account: Account, link: str | None) -> AuthorizationView:
    sending = caller.stores.tokens.list_sending(caller.brand).get(account.id)
    return AuthorizationView(
        id=account.id,
        authorize_url=link,
        callback_url=callback_url(account.platform),
        sending=show_sending(sending, caller.stores.clock()),
    )
