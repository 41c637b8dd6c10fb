"""Asks a platform for new tokens, once: what `store.brand.tokens` needs of the outside."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
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
    """Does what `web.client.WebClient` does."""

    def ask(self, call: Call, limits: Limits | None = None) -> WebAnswer:
        """Raises WebRefused and WebFailed."""
        ...


class TokenStore(Protocol):
    """Does what `store.brand.tokens.Tokens` does."""

    def find_access(
        self, brand: str, platform: str, account: str, renew: Callable[[Credentials], Renewal] | None = None
    ) -> Mapping[str, str]:
        """Raises TokenDead, Conflict, Unavailable."""
        ...

    def note_refusal(
        self, brand: str, platform: str, account: str, used: Mapping[str, str], reason: str | None
    ) -> None:
        """Notes that a platform refused what it was asked with."""
        ...


@dataclass(frozen=True, slots=True)
class RenewedAccess:
    """Knows what accounts ask and send with; what is about to end is renewed first, by one function alone."""

    tokens: TokenStore
    client: TokenAsker
    clock: Callable[[], float]

    def find_access(self, brand: str, platform: str, account: str) -> Mapping[str, str]:
        """Returns the values of an account. Raises TokenDead, Conflict, Unavailable."""
        renew = make_renewal(platform, self.client, self.clock)
        return self.tokens.find_access(brand, platform, account, renew)

    def note_refusal(
        self, brand: str, platform: str, account: str, used: Mapping[str, str], reason: str | None
    ) -> None:
        """Notes that a platform refused what it was asked with: the next time it is renewed, or found dead."""
        self.tokens.note_refusal(brand, platform, account, used, reason)


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
