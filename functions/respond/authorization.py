"""Takes somebody back whom a platform sends after they consented: `GET /oauth/{platform}/callback` takes the code for
tokens.

Anybody can call it. Only a `state` that an agent was given within ten minutes does anything, and that once.
"""

import time
from collections.abc import Mapping
from functools import cache
from typing import Any

from aws import gateway, kms, observe, settings
from model.credentials import Credentials
from model.errors import RapportError, Unavailable
from model.http import Answer, Request, Result
from platforms.consents import CONSENTS
from respond.actions.authorizations import callback_url
from store.brand.grants import Grant
from store.stores import Stores
from web.client import make_client
from web.renewing import TokenAsker, ask_for_tokens

LONGEST = 4096
PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Rapport</title></head>'
    "<body><p>{words}</p></body></html>"
)
SAFE = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
}
DONE = "Done: the account can be answered from Rapport. You may close this page."
UNKNOWN = "This link is not good (any more). Ask for a new one in Rapport."
DENIED = "The platform says that nobody consented. Nothing was changed."
REFUSED = "The platform did not accept the consent. Look at the app's id, secret and callback address, and try again."
LATER = "The platform does not answer. Ask for a new link in Rapport in a few minutes."


class Authorization:
    """Takes consents."""

    def __init__(self, stores: Stores, client: TokenAsker) -> None:
        self._stores = stores
        self._client = client

    def take_consent(self, platform: str, request: Request) -> Answer:
        """Takes the consent and returns a page that says what became of it."""
        state, code = request.query.get("state", ""), request.query.get("code", "")
        if not state or len(state) > LONGEST or len(code) > LONGEST or platform not in CONSENTS:
            return _page(400, UNKNOWN)
        grant = self._stores.grants.take_grant(platform, state)
        if grant is None:
            return _page(400, UNKNOWN)
        if not code:
            return _page(200, DENIED)
        return self._exchange(grant, code)

    def _exchange(self, grant: Grant, code: str) -> Answer:
        app = {name: grant.record[name] for name in ("client_id", "client_secret")}
        call = CONSENTS[grant.platform].exchange_code(
            app, code, callback_url(grant.platform), grant.record["verifier"]
        )
        try:
            given = ask_for_tokens(grant.platform, call, self._client, self._stores.clock)
        except Unavailable:
            return _page(502, LATER)
        if given.result is not Result.SENT:
            observe.metric("consent_refused", platform=grant.platform)
            return _page(502 if given.result is Result.RETRY else 400, REFUSED)
        renews = "refresh_token" in given.kept
        values = {**app, **({} if renews else given.access)}
        self._stores.tokens.keep_consent(
            grant.brand, grant.platform, grant.account, Credentials(grant.brand, values, renews), given
        )
        observe.metric("consent_given", platform=grant.platform)
        return _page(200, DONE)


def _page(status: int, words: str) -> Answer:
    return Answer(status, PAGE.format(words=words), "text/html; charset=utf-8", SAFE)


@cache
def _authorization() -> Authorization:
    return Authorization(Stores(kms, time.time), make_client(settings.simulated_web()))


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Answers `GET /oauth/{platform}/callback` of the public HTTP API: the function's entry."""
    try:
        platform = gateway.path_parameter(event, "platform")
        answer = _authorization().take_consent(platform, gateway.request(event))
    except gateway.BadRequest:
        answer = Answer(400)
    except RapportError as error:
        observe.failure("consent_failed", error)
        answer = _page(503, LATER)
    except Exception as error:  # noqa: BLE001 - the runtime would log the exception's text
        observe.failure("consent_failed", error)
        answer = Answer(503)
    return gateway.response(answer)
