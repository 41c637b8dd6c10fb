"""Asks a platform for new tokens, once: what `store.brand.tokens` needs of the outside."""

from collections.abc import Callable
from typing import Protocol

from model.credentials import Credentials, Renewal
from model.errors import Unavailable
from model.http import Call
from platforms.consent import read_tokens
from platforms.consents import CONSENTS
from web.client import Limits, WebAnswer
from web.failures import WebFailed, WebRefused

LIMITS = Limits(seconds=10.0, most_bytes=100_000, redirects=0)


class TokenAsker(Protocol):
    """As `web.client.WebClient`."""

    def ask(self, call: Call, limits: Limits | None = None) -> WebAnswer:
        """Raises WebRefused and WebFailed."""
        ...


def ask_for_tokens(name: str, call: Call, client: TokenAsker, clock: Callable[[], float]) -> Renewal:
    """Returns what the token address of the platform called `name` says. Raises Unavailable without an answer."""
    try:
        answer = client.ask(call, LIMITS)
    except (WebFailed, WebRefused) as error:
        raise Unavailable(f"no answer about tokens: {error.code}") from error
    return read_tokens(name, answer.status, answer.headers, answer.body, clock())


def make_renewal(
    name: str, client: TokenAsker, clock: Callable[[], float]
) -> Callable[[Credentials], Renewal] | None:
    """Returns how the platform called `name` renews what is sent with; None where nothing is renewed."""
    consent = CONSENTS.get(name)
    if consent is None:
        return None
    return lambda record: ask_for_tokens(name, consent.renew_access(record.values), client, clock)
