"""Remembers for a minute what a brand's accounts are called, for lists that name them in every row."""

from collections.abc import Callable

from store.brand.accounts import CACHE_S, Accounts


class AccountTitles:
    """Reads the names of accounts."""

    def __init__(self, accounts: Accounts, clock: Callable[[], float]) -> None:
        self._accounts = accounts
        self._clock = clock
        self._cache: dict[str, tuple[float, dict[str, str]]] = {}

    def read_titles(self, brand: str) -> dict[str, str]:
        """Returns what a brand's accounts are called, by id, as of at most a minute ago."""
        cached = self._cache.get(brand)
        if cached and self._clock() - cached[0] < CACHE_S:
            return cached[1]
        found = {each.id: each.title for each in self._accounts.list_accounts(brand)}
        self._cache[brand] = (self._clock(), found)
        return found
