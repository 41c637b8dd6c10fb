"""Notes what a legal hold keeps an erasure from: names of the erased in rows that may not be changed while it stands.

To redact them later the names have to be known then. They are noted for the hold, sealed under its key, and go with
it. A note is only made while the hold is not ending, and a hold ends long after that was said: none is missed.
"""

from collections.abc import Iterator

from model.errors import Erased, Purged
from store.dynamo.writes import attempt
from store.forgetting import keys as forgetting_keys
from store.forgetting.erasing.leaver import Leaver
from store.forgetting.holds import HoldState
from store.vault import keys as vault_keys
from store.vault.rows import HoldRow
from store.vault.sealed import SealedPlace
from store.vault.vault import Vault

NOTED = ("platform", "erased_at", "task", "words")


def defer_redaction(vault: Vault, who: Leaver, hold: str, person: str) -> bool:
    """Notes that `who` is to be erased from what the hold on `person` keeps, once it ends.

    Returns False when the hold is not on that person, or ends.
    """
    name, pk = vault_keys.hold_name(hold), forgetting_keys.deferred_redactions(who.brand, hold)
    record = {each: getattr(who, each) for each in NOTED}
    try:
        sealed = vault.seal(who.brand, SealedPlace("core", pk, who.person), name, name, record)
    except (Erased, Purged):
        return False
    row = HoldRow(pk, who.person, sealed=sealed)
    stands = (HoldRow.hold == hold) & HoldRow.state.is_in(HoldState.PENDING.value, HoldState.ACTIVE.value)
    with attempt() as together:
        together.save(row)
        together.condition_check(HoldRow, vault_keys.holds(who.brand), person, condition=stands)
    return together.done


def list_deferred(vault: Vault, brand: str, hold: str) -> Iterator[Leaver]:
    """Yields everybody who was noted; the hold's key has to be there."""
    pk = forgetting_keys.deferred_redactions(brand, hold)
    for row in HoldRow.query(pk, consistent_read=True):
        record = vault.unseal(brand, SealedPlace("core", pk, row.sk), bytes(row.sealed))
        yield Leaver(brand, row.sk, **(record | {"words": tuple(record["words"])}))


def forget_deferred(brand: str, hold: str) -> None:
    """Deletes the notes: nothing is deferred any more."""
    for row in HoldRow.query(forgetting_keys.deferred_redactions(brand, hold), consistent_read=True):
        row.delete()
