"""The console's session: who signed in with the company's account gets an access token, again after each reload.

The refresh token stays in a cookie that no script can read and no other site can have sent; the access token is
answered, and the page keeps it in memory only. Asked for are the header that only a script of our own origin can set
and the Origin itself.
"""

import contextlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from urllib.parse import urlsplit

from aws.hosted_sign_in import SignInRefused
from model.errors import Unavailable

COOKIE = "__Host-rapport"
KEPT = "Path=/; HttpOnly; Secure; SameSite=Strict"
"""No date: the browser forgets it when it closes, and Cognito after twelve hours."""

LONGEST_COOKIE = 4000
"""Browsers keep no larger ones."""

_CODE = re.compile(r"[\x21-\x7e]{1,512}")
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_REFRESH = re.compile(r"[A-Za-z0-9._~+/=-]+")

Json = dict[str, Any]


class SignIn(Protocol):
    """Gives tokens: Cognito, or a test in its place."""

    def exchange_code(self, code: str, verifier: str) -> Json: ...

    def renew_tokens(self, refresh: str) -> Json: ...

    def revoke_token(self, refresh: str) -> None: ...


def answer_session(
    method: str, headers: Mapping[str, str], cookies: Sequence[str], body: str, sign_in: SignIn, home: str
) -> tuple[int, Json | None, str | None]:
    """Returns status, content and the cookie to set for one request; names of `headers` are small letters."""
    if method not in ("POST", "DELETE"):
        return 405, _problem("method_not_allowed", "A session is begun, renewed or ended."), None
    if headers.get("x-rapport") != "1" or headers.get("origin") != _origin(home):
        return 403, _problem("forbidden", "Only the page itself may ask for its session."), None
    kept = find_refresh(cookies)
    if method == "DELETE":
        return _end(kept, sign_in)
    try:
        return _begin(kept, body, sign_in)
    except SignInRefused:
        return 401, _problem("unauthorized", "You were not signed in. Try again."), forget_refresh()
    except Unavailable:
        return 503, _problem("unavailable", "The sign-in service does not answer. Try again."), None


def find_refresh(cookies: Sequence[str]) -> str | None:
    """Returns the refresh token among a request's cookies."""
    for cookie in cookies:
        name, _, value = cookie.strip().partition("=")
        if name == COOKIE and _REFRESH.fullmatch(value):
            return value
    return None


def forget_refresh() -> str:
    """Returns the cookie that takes ours away."""
    return f"{COOKIE}=; Max-Age=0; {KEPT}"


def _begin(kept: str | None, body: str, sign_in: SignIn) -> tuple[int, Json | None, str | None]:
    """Takes a code, or goes on with a session; without either nobody is signed in, which is no error."""
    try:
        asked = json.loads(body or "{}")
        code, verifier = asked.get("code"), asked.get("verifier")
    except (ValueError, AttributeError, RecursionError):
        return 400, _problem("bad_request", "Send a JSON object."), None
    if code is not None:
        if not (_fits(_CODE, code) and _fits(_VERIFIER, verifier)):
            return 400, _problem("bad_request", "Send a code with its verifier."), None
        return _tell(sign_in.exchange_code(code, verifier))
    if kept is None:
        return 200, {"access_token": None}, None
    try:
        return _tell(sign_in.renew_tokens(kept))
    except SignInRefused:
        return 200, {"access_token": None}, forget_refresh()


def _tell(tokens: Json) -> tuple[int, Json, str | None]:
    told = {"access_token": tokens["access_token"], "expires_in": tokens["expires_in"]}
    refresh = tokens.get("refresh_token")
    if refresh is None:
        return 200, told, None
    if not _fits(_REFRESH, refresh) or len(refresh) > LONGEST_COOKIE:
        raise Unavailable("no browser keeps this refresh token")
    return 200, told, f"{COOKIE}={refresh}; {KEPT}"


def _end(kept: str | None, sign_in: SignIn) -> tuple[int, None, str]:
    """Signs out, which always works here: where Cognito does not hear of it, the token, which nobody has, runs out."""
    if kept is not None:
        with contextlib.suppress(Unavailable):
            sign_in.revoke_token(kept)
    return 204, None, forget_refresh()


def _fits(pattern: re.Pattern[str], text: object) -> bool:
    return isinstance(text, str) and pattern.fullmatch(text) is not None


def _origin(home: str) -> str:
    parts = urlsplit(home)
    return f"{parts.scheme}://{parts.netloc}"


def _problem(code: str, detail: str) -> Json:
    return {"code": code, "detail": detail}
