"""Decides under which key what we wrote is sealed, and until when; and opens it for everyday readers.

It lives as long as an interaction received when it was written. What is about somebody under a legal hold is sealed
under the hold's key from the first and has no end; when its own time is over it is there for those who hold it alone.
"""

from dataclasses import dataclass
from typing import Any

from model import policy
from model.errors import Purged
from store.outbox.rows import PaperRow, RecipientRow, ReplyRow
from store.vault import keys as vault_keys
from store.vault.sealed import SealedPlace, sealed_with
from store.vault.vault import Vault

WrittenRow = ReplyRow | PaperRow | RecipientRow


@dataclass(frozen=True, slots=True)
class Safekeeping:
    """Holds the owner and the bucket whose keys seal something, and when it ends (epoch s; None: a hold keeps it)."""

    owner: str
    bucket: str
    expires_at: int | None


def find_safekeeping(
    vault: Vault, brand: str, owner: str, platform: str, account: str, at_ms: int
) -> Safekeeping:
    """Returns how something of `owner`, written then, is sealed now. Raises Purged where only a hold keeps it."""
    expires_at = policy.expires_at(platform, at_ms)
    hold = vault.find_hold(brand, owner)
    if hold is None:
        return Safekeeping(owner, policy.bucket_of(platform, account, policy.INTERACTION, at_ms), expires_at)
    if vault.has_passed(expires_at):
        raise Purged
    name = vault_keys.hold_name(hold)
    return Safekeeping(name, name, None)


def prepare_safekeeping(
    vault: Vault, brand: str, owner: str, platform: str, account: str, at_ms: int
) -> Safekeeping:
    """Returns the same, of something new: its keys are there then."""
    bucket = policy.bucket_of(platform, account, policy.INTERACTION, at_ms)
    vault.prepare_salts(brand, [owner], {bucket: policy.bucket_due(platform, policy.INTERACTION, at_ms)})
    return find_safekeeping(vault, brand, owner, platform, account, at_ms)


def open_words(vault: Vault, brand: str, row: WrittenRow, at_ms: int) -> dict[str, Any]:
    """Returns what is sealed in a row; nothing where its keys are gone, or where its time is and a hold keeps it."""
    if row.expires_at is None and vault.has_passed(policy.expires_at(row.platform, at_ms)):
        return {}
    opened = vault.read_sealed(brand, place_of(row), bytes(row.sealed or b""), dict)
    return opened.value or {}


def place_of(row: WrittenRow) -> SealedPlace:
    """Returns where a row's sealed attribute stands."""
    return SealedPlace("ops", row.pk, row.sk)


def find_holder(row: WrittenRow) -> str | None:
    """Returns the name of the hold that a row is sealed under."""
    bucket = sealed_with(bytes(row.sealed))[1] if row.sealed else ""
    return bucket if vault_keys.is_hold(bucket) else None
