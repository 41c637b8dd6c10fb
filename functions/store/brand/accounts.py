"""A brand's connected accounts: listed for people, and found by endpoint for deliveries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from model.errors import Conflict
from model.interaction import account_owner
from store.brand import keys as brand_keys
from store.brand.rows import AccountRow
from store.dynamo.writes import write_together
from store.vault.sealed import SealedPlace
from store.vault.vault import Vault

ACTIVE, REVOKED = "active", "revoked"
CACHE_S = 60
UNREADABLE = "(unreadable)"
NEVER_DUE = 4_102_444_800
"""2100: an account's own key is destroyed when the account is removed, not by a date."""


@dataclass(frozen=True, slots=True)
class Account:
    """Holds a connected presence. `native_id`, `title` and `self_ids` are sealed at rest; times are epoch ms.

    `id` is that of the connection: one that was withdrawn and made again has another, and so all that is kept
    through it is kept apart. `connected_at` says since when, 0 for the first.
    """

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
    connected_at: int = 0
    connected_by: str | None = None
    """Native id of the platform's user who connected it, as the app knows them; sealed."""
    rev: int = 0
    """How often people changed it."""

    @property
    def since(self) -> int:
        """Returns when this connection began."""
        return max(self.created_at, self.connected_at)


class Accounts:
    """Adds, lists and resolves accounts; what an endpoint serves is cached for a minute."""

    def __init__(self, vault: Vault, clock: Callable[[], float]) -> None:
        self._vault = vault
        self._clock = clock
        self._cache: dict[str, tuple[float, tuple[Account, ...]]] = {}

    def connect_account(self, account: Account) -> None:
        """Keeps a new account. Raises Conflict when the brand has it already."""
        listed, served = self._rows(account, brand_keys.account_row(account.platform, account.id))
        with write_together("the account is connected already") as together:
            together.save(listed, condition=AccountRow.pk.does_not_exist())
            together.save(served)

    def reconnect_account(self, known: Account, account: Account) -> None:
        """Puts `account`, with an id of its own, in the place of `known`, which was revoked.

        Raises Conflict when somebody else did so, or it was never revoked.
        """
        row = self._listed(known.brand, known.platform, known.id)
        if row is None:
            raise Conflict("the account was connected again already")
        listed, served = self._rows(account, row.sk)
        with write_together("the account was connected again already") as together:
            together.save(listed, condition=_is(known.id) & (AccountRow.state == REVOKED))
            together.delete(AccountRow(brand_keys.endpoint(known.endpoint), known.id))
            together.save(served)
        self._cache.clear()

    def _rows(self, account: Account, place: str) -> tuple[AccountRow, AccountRow]:
        """Returns its row as it is listed at `place`, and the one under its endpoint."""
        self._vault.prepare_salts(account.brand, [account_owner(account.id)], {_bucket(account): NEVER_DUE})
        return (
            self._row(account, brand_keys.account(account.brand), place),
            self._row(account, brand_keys.endpoint(account.endpoint), account.id),
        )

    def _row(self, account: Account, pk: str, sk: str) -> AccountRow:
        record = {name: getattr(account, name) for name in ("native_id", "title", "settings", "connected_by")}
        record["self_ids"] = list(account.self_ids)
        sealed = self._vault.seal(
            account.brand, SealedPlace("core", pk, sk), account_owner(account.id), _bucket(account), record
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
            connected_at=account.connected_at or None,
            rev=account.rev or None,
            sealed=sealed,
        )

    def revoke_account(self, brand: str, platform: str, account: str) -> bool:
        """Notes that an account withdrew our access; False when the brand has none of this id (any more)."""
        revoked: list[Action] = [AccountRow.state.set(REVOKED)]
        return self._changed(brand, platform, account, lambda _: revoked)

    def save_change(self, known: Account, after: Account) -> Account:
        """Returns the account as people changed it. Raises Conflict when somebody else did meanwhile."""
        listed, unchanged = self._unchanged(known)
        after = replace(after, rev=known.rev + 1)
        served = self._row(after, brand_keys.endpoint(after.endpoint), after.id)
        with write_together("the account was changed meanwhile") as together:
            for row in (self._row(after, listed.pk, listed.sk), served):
                together.save(row, condition=_is(known.id) & unchanged)
        self._cache.pop(after.endpoint, None)
        return after

    def replace_account(self, known: Account, account: Account) -> Account:
        """Returns `account`, with an id of its own, in the place of `known`, for which nothing ever came.

        Raises Conflict when somebody changed it meanwhile, or connected the other one.
        """
        account = replace(account, rev=known.rev + 1)
        listed, served = self._rows(account, brand_keys.account_row(account.platform, account.id))
        row, unchanged = self._unchanged(known)
        with write_together("the account was changed or connected meanwhile") as together:
            together.save(listed, condition=AccountRow.pk.does_not_exist())
            together.save(served)
            together.delete(row, condition=unchanged)
            together.delete(AccountRow(brand_keys.endpoint(known.endpoint), known.id))
        self._cache.pop(account.endpoint, None)
        return account

    def _unchanged(self, known: Account) -> tuple[AccountRow, Condition]:
        """Returns an account's row in the list, and the condition that it is still as it was. Raises Conflict."""
        row = self._listed(known.brand, known.platform, known.id)
        if row is None or int(row.rev or 0) != known.rev:
            raise Conflict("the account was changed meanwhile")
        unchanged = AccountRow.rev == known.rev if known.rev else AccountRow.rev.does_not_exist()
        return row, unchanged & (AccountRow.state == known.state)

    def forget_names(self, brand: str, platform: str, account: str) -> bool:
        """Keeps of a revoked account only its native id, by which people know what to connect again."""

        def bare(row: AccountRow) -> list[Action]:
            known = self._account(brand, row)
            without = replace(known, title="", self_ids=(), settings={}, connected_by=None)
            return [AccountRow.sealed.set(self._row(without, row.pk, row.sk).sealed)]

        return self._changed(brand, platform, account, bare)

    def _changed(
        self, brand: str, platform: str, account: str, actions: Callable[[AccountRow], list[Action]]
    ) -> bool:
        """Changes both rows of an account; False when there is none of this id."""
        listed = self._listed(brand, platform, account)
        if listed is None:
            return False
        served = AccountRow.get(brand_keys.endpoint(listed.endpoint), account, consistent_read=True)
        try:
            with write_together("the account was connected again meanwhile") as together:
                for row in (listed, served):
                    together.update(row, actions(row), condition=_is(account))
        except Conflict:
            return False
        self._cache.pop(listed.endpoint, None)
        return True

    def _listed(self, brand: str, platform: str, account: str) -> AccountRow | None:
        rows = AccountRow.query(brand_keys.account(brand), consistent_read=True)
        return next((row for row in rows if (row.account, row.platform) == (account, platform)), None)

    def list_accounts(self, brand: str) -> list[Account]:
        """Returns all accounts of a brand."""
        rows = AccountRow.query(brand_keys.account(brand))
        return [self._readable(brand, row) or _unreadable(row) for row in rows]

    def list_served_accounts(
        self, brand: str, endpoint: str, within_s: float = CACHE_S
    ) -> tuple[Account, ...]:
        """Returns the accounts of `brand` that `endpoint` serves, as of at most `within_s` seconds ago."""
        cached = self._cache.get(endpoint)
        if cached and self._clock() - cached[0] < within_s:
            return cached[1]
        rows = [row for row in AccountRow.query(brand_keys.endpoint(endpoint)) if row.brand == brand]
        found = tuple(self._account(brand, row) for row in rows)
        self._cache[endpoint] = (self._clock(), found)
        return found

    def _account(self, brand: str, row: AccountRow) -> Account:
        """Returns the account for a step that works with it. Raises Tampered; its deliveries are then parked."""
        return _of(row, self._vault.unseal(brand, SealedPlace("core", row.pk, row.sk), bytes(row.sealed)))

    def _readable(self, brand: str, row: AccountRow) -> Account | None:
        place = SealedPlace("core", row.pk, row.sk)
        return self._vault.read_sealed(brand, place, bytes(row.sealed), lambda record: _of(row, record)).value


def _unreadable(row: AccountRow) -> Account:
    """Returns the placeholder of an account whose row is damaged: what is in the clear."""
    return _of(row, {"native_id": "", "title": UNREADABLE})


def _of(row: AccountRow, record: Mapping[str, Any]) -> Account:
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
        connected_at=int(row.connected_at or 0),
        connected_by=record.get("connected_by"),
        rev=int(row.rev or 0),
    )


def _is(account: str) -> Condition:
    return AccountRow.account == account


def _bucket(account: Account) -> str:
    return brand_keys.account_bucket(account.platform)
