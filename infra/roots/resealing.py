"""Seals anew, under the newest root, what has no end: names, accounts and legal holds. Interactions age out instead."""

from collections.abc import Iterable, Iterator

from model import policy
from model.errors import Erased, Purged
from store.brand import keys as brand_keys
from store.brand.rows import AccountRow
from store.contacts import keys as contact_keys
from store.contacts.directory import IDENTITY, Place, due_page
from store.contacts.mapping import PROFILE
from store.contacts.rows import IdentityRow
from store.dynamo.writes import update_if
from store.forgetting import keys as forgetting_keys
from store.vault import keys as vault_keys
from store.vault.rows import HoldRow
from store.vault.sealed import SealedPlace, Tampered
from store.vault.vault import Vault

PAGE = 100
Lasting = AccountRow | HoldRow | IdentityRow
"""Rows whose sealed part has no end."""


def reseal_lasting(vault: Vault, brand: str) -> dict[str, int]:
    """Returns how many rows are under the newest root now that were not, and how many cannot be opened.

    May be stopped and started again; somebody who writes a row meanwhile has sealed it anew already.
    """
    counts = {"resealed": 0, "unreadable": 0}
    for row in _lasting_rows(brand):
        if not row.sealed:
            continue
        place = SealedPlace("core", row.pk, row.sk)
        try:
            sealed = vault.reseal(brand, place, bytes(row.sealed))
        except (Erased, Purged):
            continue
        except Tampered:
            counts["unreadable"] += 1
            continue
        if sealed is not None:
            counts["resealed"] += _replaced(row, sealed)
    return counts


def _replaced(row: Lasting, sealed: bytes) -> bool:
    model = type(row)
    return update_if(model(row.pk, row.sk), [model.sealed.set(sealed)], model.sealed == row.sealed)


def _lasting_rows(brand: str) -> Iterator[Lasting]:
    for account in AccountRow.query(brand_keys.account(brand)):
        yield account
        yield from AccountRow.query(brand_keys.endpoint(account.endpoint), AccountRow.sk == account.account)
    for hold in HoldRow.query(vault_keys.holds(brand)):
        yield hold
        if hold.hold is not None:
            yield from HoldRow.query(forgetting_keys.deferred_redactions(brand, hold.hold))
    for platform in policy.RULES:
        for people in _identity_pages(brand, platform):
            yield from IdentityRow.batch_get(
                [(contact_keys.identity(brand, each), PROFILE) for each in people]
            )


def _identity_pages(brand: str, platform: str) -> Iterator[Iterable[str]]:
    after: Place | None = None
    while page := due_page(brand, IDENTITY, platform, after, PAGE):
        yield [person for _, person in page]
        after = page[-1]
