"""Posting a delivery the way its platform would: signed now, over HTTP, no redirect followed."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from time import time
from typing import Any
from urllib.parse import urlencode, urlsplit

from infra.simulate.teller import Letter
from platforms import registry
from platforms.proof import Signed

SECONDS = 30.0
"""A first request may start a function; no platform would wait that long."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Holds what the webhook answered."""

    status: int
    body: str


class NoAnswer(ConnectionError):
    """Says that nothing answers at the webhook's address; the text names it."""


def send(letter: Letter, row: Mapping[str, Any], now: int | None = None) -> Reply:
    """Sends `letter` to the account's webhook, signed with its secrets at `now` (epoch s). Raises NoAnswer."""
    url = row["webhook_url"] + (f"/{letter.part}" if letter.part else "")
    to = urlsplit(url)  # some sign where a request goes
    secrets = {**row["secrets"], "request_host": to.netloc, "request_target": find_target(url)}
    signed = sign_letter(letter, secrets, int(time()) if now is None else now)
    return request(letter.method, url, signed.headers, signed.body, signed.query)


def find_target(url: str) -> str:
    """Returns the path that the webhook sees: a local stack puts one of its own before it."""
    path = urlsplit(url).path
    return path[max(path.find("/webhooks/"), 0) :]


def sign_letter(letter: Letter, secrets: Mapping[str, str], now: int) -> Signed:
    """Returns all headers, parameters and the body of `letter`; a GET is not signed."""
    if letter.method == "GET":
        return Signed(dict(letter.headers), dict(letter.query), letter.body)
    signed = registry.platform(letter.platform).sign(letter.body, secrets, now)
    return Signed(
        signed.headers | dict(letter.headers), signed.query | dict(letter.query), signed.body or letter.body
    )


def request(
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes = b"",
    query: Mapping[str, str] | None = None,
) -> Reply:
    """Sends one request as given. Raises NoAnswer."""
    to = urlsplit(url)
    kind = http.client.HTTPSConnection if to.scheme == "https" else http.client.HTTPConnection
    connection = kind(to.hostname or "", to.port, timeout=SECONDS)
    target = to.path + (f"?{urlencode(query)}" if query else "")
    try:
        connection.request(method, target, body or None, dict(headers))
        answer = connection.getresponse()
        return Reply(answer.status, answer.read().decode("utf-8", "replace"))
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer(f"{to.scheme}://{to.netloc} does not answer") from error
    finally:
        connection.close()
