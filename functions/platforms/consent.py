"""Declares how a platform gives tokens: by somebody's consent, by a refresh token, or to the app itself. Pure.

https://www.rfc-editor.org/rfc/rfc6749 https://www.rfc-editor.org/rfc/rfc7636
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import quote, urlencode

from model.credentials import Renewal
from model.http import Call, Result
from platforms.reading.payload import text, whole
from platforms.sending.answer import SendAnswer
from platforms.sending.registry import SENDERS, find_sender

JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"
LONGEST_S = 10 * 365 * 86_400


def make_challenge(verifier: str) -> str:
    """Returns the digest of a verifier that goes ahead of it (PKCE, S256)."""
    return base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True)
class ConsentForm:
    """Holds a platform's two addresses for tokens and its ways with them. Without `ask_at` no person is asked."""

    token_url: str
    ask_at: str = ""
    scopes: tuple[str, ...] = ()
    separator: str = " "
    pkce: bool = True
    basic: bool = False
    """Whether the app proves itself in a header, not in the form."""
    id_name: str = "client_id"
    extra: Mapping[str, str] = field(default_factory=dict)
    """What else the address that asks has to say."""
    renewal_scope: str = ""
    """Scope of what is given to the app itself."""

    def make_link(self, client_id: str, redirect: str, state: str, challenge: str) -> str:
        """Returns where somebody is asked for consent."""
        told = {"response_type": "code", self.id_name: client_id, "redirect_uri": redirect, "state": state}
        told |= {"scope": self.separator.join(self.scopes)} if self.scopes else {}
        told |= {"code_challenge": challenge, "code_challenge_method": "S256"} if self.pkce else {}
        return f"{self.ask_at}?{urlencode({**told, **self.extra}, quote_via=quote)}"

    def exchange_code(self, app: Mapping[str, str], code: str, redirect: str, verifier: str) -> Call:
        """Returns the request that takes a consent's code for tokens; `app` has `client_id` and `client_secret`."""
        told = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect}
        return self._call(app, told | ({"code_verifier": verifier} if self.pkce else {}))

    def renew_access(self, kept: Mapping[str, str]) -> Call:
        """Returns the request for what is sent with: by the refresh token, or for the app itself."""
        if "refresh_token" in kept:
            return self._call(kept, {"grant_type": "refresh_token", "refresh_token": kept["refresh_token"]})
        return self._call(kept, {"grant_type": "client_credentials", "scope": self.renewal_scope})

    def _call(self, app: Mapping[str, str], told: Mapping[str, str]) -> Call:
        headers = {"Accept": JSON_TYPE, "Content-Type": FORM_TYPE}
        client, secret = app.get("client_id", ""), app.get("client_secret", "")
        if self.basic:
            proof = f"{quote(client, safe='')}:{quote(secret, safe='')}".encode()
            headers["Authorization"] = f"Basic {base64.b64encode(proof).decode()}"
            # Public clients are named in the form as well; it does no harm to others.
            told = {**told, self.id_name: client}
        else:
            told = {**told, self.id_name: client, "client_secret": secret}
        return Call("POST", self.token_url, headers, urlencode(told).encode())


def read_tokens(name: str, status: int, headers: Mapping[str, str], body: bytes, now: float) -> Renewal:
    """Returns what the token address of the platform called `name` answered."""
    answer = SendAnswer.from_http("token", status, headers, body, now)
    access = text(answer.find_value("access_token")) if answer.ok else None
    if access is None:
        if name not in SENDERS:
            return Renewal(Result.TOKEN_DEAD if status in (400, 401, 403) else Result.RETRY, code=str(status))
        outcome = find_sender(name).judge(answer)
        result = Result.RETRY if outcome.result is Result.SENT else outcome.result
        return Renewal(result, code=outcome.code)
    refresh = text(answer.find_value("refresh_token"))
    kept_for = first_time(answer, "refresh_token_expires_in", "refresh_expires_in")
    return Renewal(
        Result.SENT,
        {"access_token": access},
        first_time(answer, "expires_in"),
        {} if refresh is None else {"refresh_token": refresh},
        kept_for,
    )


def first_time(answer: SendAnswer, *names: str) -> int | None:
    """Returns the first time in seconds that an answer tells under one of these names, of a sensible length."""
    for name in names:
        seconds = whole(answer.find_value(name))
        if seconds is not None and 0 < seconds < LONGEST_S:
            return seconds
    return None
