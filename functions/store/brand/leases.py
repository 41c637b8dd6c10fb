"""Leases in `ops`: of several functions one alone does something, and whoever dies holding it holds it for a minute."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from model.errors import Conflict
from store.brand import keys as brand_keys
from store.brand.rows import LeaseRow
from store.dynamo.writes import delete_if, put_if

LEASE_S = 60
KEPT_S = 3600


class Leases:
    """Takes and gives back leases."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock

    @contextmanager
    def hold_lease(self, brand: str, what: str, seconds: int = LEASE_S) -> Iterator[None]:
        """Holds the lease called `what` for as long as the block lasts. Raises Conflict while somebody else does."""
        now, holder = int(self._clock()), secrets.token_hex(8)
        row = LeaseRow(
            brand_keys.leases(brand), what, holder=holder, until=now + seconds, expires_at=now + KEPT_S
        )
        if not put_if(row, LeaseRow.pk.does_not_exist() | (LeaseRow.until <= now)):
            raise Conflict("somebody else is doing it")
        try:
            yield
        finally:
            delete_if(LeaseRow(row.pk, row.sk), LeaseRow.holder == holder)
