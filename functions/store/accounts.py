"""A brand's connected accounts: listed for people, and found by endpoint for deliveries."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.update import Action

from model.errors import Conflict
from store import keys
from store.tables import AccountRow
from store.transactions import lost_race, transaction
from store.vault import Place, Vault

ACTIVE, REVOKED = "active", "revoked"
CACHE_S = 60
NEVER_DUE = 4_102_444_800
"""2100: an account's own key is destroyed when the account is removed, not by a date."""


@dataclass(frozen=True, slots=True)
class Account:
    """A connected presence. `native_id`, `title` and `self_ids` are sealed at rest; times are epoch ms."""

    id: str
    brand: str
    platform: str
    endpoint: str
    native_id: str
    title: str = ""
    self_ids: tuple[str, ...] = ()
    state: str = ACTIVE
    created_at: int = 0
    settings: dict[str, Any] = field(default_factory=dict)


class Accounts:
    """Adds, lists and resolves accounts; what an endpoint serves is cached for a minute."""

    def __init__(self, vault: Vault, clock: Callable[[], float]) -> None:
        self._vault = vault
        self._clock = clock
        self._cache: dict[str, tuple[float, tuple[Account, ...]]] = {}

    def add(self, account: Account) -> None:
        """Keep a new account. Raises Conflict when the brand has it already."""
        owner = f"account.{account.id}"
        self._vault.prepare(account.brand, [owner], {_bucket(account): NEVER_DUE})
        listed = self._row(
            account, keys.account(account.brand), keys.account_row(account.platform, account.id)
        )
        served = self._row(account, keys.endpoint(account.endpoint), account.id)
        try:
            with transaction() as together:
                together.save(listed, condition=AccountRow.pk.does_not_exist())
                together.save(served)
        except TransactWriteError as error:
            if lost_race(error):
                raise Conflict("the account is connected already") from error
            raise

    def _row(self, account: Account, pk: str, sk: str) -> AccountRow:
        record = {
            "native_id": account.native_id,
            "title": account.title,
            "self_ids": list(account.self_ids),
            "settings": account.settings,
        }
        sealed = self._vault.seal(
            account.brand, Place("core", pk, sk), f"account.{account.id}", _bucket(account), record
        )
        return AccountRow(
            pk,
            sk,
            account=account.id,
            brand=account.brand,
            platform=account.platform,
            endpoint=account.endpoint,
            state=account.state,
            created_at=account.created_at,
            sealed=sealed,
        )

    def revoke(self, brand: str, platform: str, account: str) -> bool:
        """Note that an account withdrew our access; False when the brand has none of this id."""
        known = next((each for each in self.of_brand(brand) if each.id == account), None)
        if known is None or known.platform != platform:
            return False
        revoked: list[Action] = [AccountRow.state.set(REVOKED)]
        with transaction() as together:
            together.update(AccountRow(keys.account(brand), keys.account_row(platform, account)), revoked)
            together.update(AccountRow(keys.endpoint(known.endpoint), account), revoked)
        self._cache.pop(known.endpoint, None)
        return True

    def of_brand(self, brand: str) -> list[Account]:
        """All accounts of a brand."""
        return self._open(brand, AccountRow.query(keys.account(brand)))

    def served_by(self, brand: str, endpoint: str) -> tuple[Account, ...]:
        """The accounts of `brand` that `endpoint` serves, as of at most a minute ago."""
        cached = self._cache.get(endpoint)
        if cached and self._clock() - cached[0] < CACHE_S:
            return cached[1]
        rows = [row for row in AccountRow.query(keys.endpoint(endpoint)) if row.brand == brand]
        found = tuple(self._open(brand, rows))
        self._cache[endpoint] = (self._clock(), found)
        return found

    def _open(self, brand: str, rows: Iterable[AccountRow]) -> list[Account]:
        return [self._account(brand, row) for row in rows]

    def _account(self, brand: str, row: AccountRow) -> Account:
        record = self._vault.unseal(brand, Place("core", row.pk, row.sk), bytes(row.sealed))
        return Account(
            id=row.account,
            brand=row.brand,
            platform=row.platform,
            endpoint=row.endpoint,
            native_id=record["native_id"],
            title=record.get("title", ""),
            self_ids=tuple(record.get("self_ids", ())),
            state=row.state,
            created_at=int(row.created_at or 0),
            settings=record.get("settings", {}),
        )


def _bucket(account: Account) -> str:
    return f"{account.platform}#account#forever"
