"""Cognito's own sign-in page, as the console's function speaks to it: a code becomes tokens, and tokens are revoked.

The standard library does it: the function starts fast and has no botocore to load.
https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from model.errors import Unavailable

SECONDS = 5.0
MOST_BYTES = 65_536
FORM = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}


class SignInRefused(Exception):
    """Says that Cognito gives no tokens for this."""


@dataclass(frozen=True, slots=True)
class HostedSignIn:
    """Asks the sign-in page below one address, for one client, which sends people back to one address."""

    url: str
    client_id: str
    redirect: str

    def exchange_code(self, code: str, verifier: str) -> dict[str, Any]:
        """Returns the tokens for a code that was asked for with this verifier. Raises SignInRefused, Unavailable."""
        return self._ask_tokens(
            {
                "grant_type": "authorization_code",
                "code": code,
                "code_verifier": verifier,
                "redirect_uri": self.redirect,
            }
        )

    def renew_tokens(self, refresh: str) -> dict[str, Any]:
        """Returns an access token for a refresh token. Raises SignInRefused, Unavailable."""
        return self._ask_tokens({"grant_type": "refresh_token", "refresh_token": refresh})

    def revoke_token(self, refresh: str) -> None:
        """Ends a refresh token and what was made from it. Raises Unavailable."""
        self._post("revoke", {"token": refresh})

    def _ask_tokens(self, fields: Mapping[str, str]) -> dict[str, Any]:
        status, body = self._post("token", fields)
        if 400 <= status < 500 and status != 429:
            raise SignInRefused
        try:
            found = json.loads(body)
            return {"access_token": str(found["access_token"]), "expires_in": int(found["expires_in"])} | (
                {"refresh_token": str(found["refresh_token"])} if "refresh_token" in found else {}
            )
        except (ValueError, KeyError, TypeError, RecursionError):
            raise Unavailable("Cognito answers something else than tokens") from None

    def _post(self, what: str, fields: Mapping[str, str]) -> tuple[int, bytes]:
        parts = urlsplit(self.url)
        kind = HTTPConnection if parts.scheme == "http" else HTTPSConnection
        connection = kind(parts.netloc, timeout=SECONDS)
        try:
            body = urlencode({"client_id": self.client_id, **fields})
            connection.request("POST", f"{parts.path}/oauth2/{what}", body, FORM)
            answer = connection.getresponse()
            return answer.status, answer.read(MOST_BYTES)
        except (OSError, HTTPException):
            raise Unavailable("Cognito does not answer") from None
        finally:
            connection.close()
