"""Consents that were asked for: each `state` is good once, for ten minutes, and only its digest is kept."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from model.errors import Erased, Purged
from model.interaction import account_owner
from store.brand import keys as brand_keys
from store.brand.rows import GrantRow
from store.dynamo.writes import delete_if
from store.vault.sealed import SealedPlace
from store.vault.vault import Vault

GOOD_FOR_S = 600
STATE_BYTES = 32
ONE = "#"


@dataclass(frozen=True, slots=True)
class Grant:
    """Holds a consent that somebody was asked for: `record` are the app's id and secret, and the verifier."""

    brand: str
    platform: str
    account: str
    agent: str
    record: Mapping[str, str] = field(repr=False)


class Grants:
    """Begins and takes consents."""

    def __init__(self, vault: Vault, clock: Callable[[], float]) -> None:
        self._vault = vault
        self._clock = clock

    def begin_grant(self, grant: Grant) -> str:
        """Keeps what was asked for, the app's secret sealed. Returns the `state` by which it comes back."""
        state = secrets.token_urlsafe(STATE_BYTES)
        pk = brand_keys.grant(_digest(state))
        sealed = self._vault.seal(
            grant.brand,
            SealedPlace("ops", pk, ONE),
            account_owner(grant.account),
            brand_keys.account_bucket(grant.platform),
            dict(grant.record),
        )
        GrantRow(
            pk,
            ONE,
            brand=grant.brand,
            platform=grant.platform,
            account=grant.account,
            agent=grant.agent,
            expires_at=int(self._clock()) + GOOD_FOR_S,
            sealed=sealed,
        ).save()
        return state

    def take_grant(self, platform: str, state: str) -> Grant | None:
        """Returns what was asked for, once; None when nobody asked, it is too late, or it was taken already."""
        pk = brand_keys.grant(_digest(state))
        for row in GrantRow.query(pk, GrantRow.sk == ONE, consistent_read=True):
            late = int(row.expires_at) <= self._clock()
            if late or row.platform != platform or not delete_if(row, GrantRow.pk.exists()):
                return None
            try:
                record = self._vault.unseal(row.brand, SealedPlace("ops", pk, ONE), bytes(row.sealed))
            except (Erased, Purged):
                return None  # the account was withdrawn meanwhile
            return Grant(row.brand, row.platform, row.account, row.agent, record)
        return None


def _digest(state: str) -> str:
    return sha256(state.encode("utf-8", "surrogatepass")).hexdigest()
