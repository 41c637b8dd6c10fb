"""A brand with keys, an account, and a clock that stands still: what the tests of stores and steps begin with."""

import hashlib
from collections.abc import Callable, Mapping
from itertools import count
from typing import ClassVar

from store.brand.accounts import Account
from store.stores import Stores

BRAND = "acme"
NOW = 1_790_000_000
"""Epoch seconds: 2026-09-21."""
ENDPOINT = "endpoint1"


class FakeWrapping:
    """Wraps keys by keeping them; the context must be the same, as with KMS."""

    watched: ClassVar[Callable[[Mapping[str, str]], None] | None] = None
    """Told the context of everything that is unwrapped; may refuse."""

    def __init__(self) -> None:
        self.calls = 0

    def generate_data_key(self, context: Mapping[str, str]) -> tuple[bytes, bytes]:
        """32 bytes that depend on the context."""
        wrapped = repr(sorted(context.items())).encode()
        return self.decrypt(wrapped, context), wrapped

    def decrypt(self, wrapped: bytes, context: Mapping[str, str]) -> bytes:
        """The same bytes again."""
        assert wrapped == repr(sorted(context.items())).encode()
        if FakeWrapping.watched is not None:
            FakeWrapping.watched(context)
        self.calls += 1
        return hashlib.sha256(wrapped).digest()


class Clock:
    """Stands still until it is moved."""

    def __init__(self, now: float = NOW) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def stores(clock: Clock | None = None, brand: str = BRAND, wrapping: FakeWrapping | None = None) -> Stores:
    """Stores of a brand that was set up."""
    made = Stores(wrapping or FakeWrapping(), clock or Clock())
    made.create_brand(brand)
    return made


_numbers = count(1)


def connect(
    made: Stores, platform: str, native_id: str, endpoint: str = ENDPOINT, brand: str = BRAND
) -> Account:
    """A connected account."""
    number = f"{platform}{next(_numbers)}"
    account = Account(number.ljust(32, "x"), brand, platform, endpoint, native_id)
    made.accounts.connect_account(account)
    return account
