"""Turns what is known of a person into attributes of their identity's row."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from pynamodb.expressions.update import Action

from model import policy
from model.errors import Erased, Purged
from store.contacts import keys as contact_keys
from store.contacts.rows import IdentityRow
from store.vault import keys as vault_keys
from store.vault.sealed import SealedPlace, sealed_with
from store.vault.vault import Vault

PROFILE = "#"
SEEN_THROUGH = "account"
"""Where a profile keeps its account while a legal hold's bucket, which does not name it, takes the place of its own."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Holds who an identity is. Personal: lives sealed. `person` is its hid, `seen_at` epoch ms.

    `account` is the one it was seen through: with that one's consent the name goes.
    """

    person: str
    platform: str
    native_id: str
    seen_at: int
    name: str | None = None
    handle: str | None = None
    account: str = ""

    def record(self) -> dict[str, str]:
        """Returns the fields that are set."""
        fields = {"native_id": self.native_id, "name": self.name, "handle": self.handle}
        return {name: value for name, value in fields.items() if value is not None}


def shown_names(record: dict[str, Any]) -> dict[str, Any]:
    """Returns what is shown: names that the person had corrected stand above the platform's."""
    names = {name: value for name, value in record.items() if not name.startswith("rectified")}
    return names | dict(record.get("rectified", {}))


def merge_sightings(known: Profile | None, new: Profile) -> Profile:
    """Returns the newer of two sightings with the names that only the older one told."""
    if known is None:
        return new
    return replace(new, name=new.name or known.name, handle=new.handle or known.handle)


def add_older_sighting(profile: Profile, known: Mapping[str, Any], row: IdentityRow) -> Profile:
    """Adds a sighting from before the last one: it tells what is not known, and brings no old name back."""
    name, handle = known.get("name") or profile.name, known.get("handle") or profile.handle
    account = (account_of(row, known) if known else "") or profile.account
    return replace(profile, seen_at=int(row.last_at), name=name, handle=handle, account=account)


def account_of(row: IdentityRow, record: Mapping[str, Any]) -> str:
    """Returns through which account the names in a row were seen last; `record` is what is sealed in it."""
    bucket = policy.read_bucket(sealed_with(bytes(row.sealed))[1]) if row.sealed else None
    return str(record.get(SEEN_THROUGH, "")) if bucket is None else bucket.account


def names_in(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Returns all words that a profile names its person by."""
    values = [record.get(name) for name in ("native_id", "name", "handle")]
    return tuple(dict.fromkeys(each for each in (*values, *record.get("rectified", {}).values()) if each))


def lasting_account(profile: Profile, hold: str | None) -> dict[str, str]:
    """Returns the account beside a profile whose bucket, a legal hold's, does not name it."""
    return {} if hold is None else {SEEN_THROUGH: profile.account}


def sealed_by(profile: Profile, hold: str | None) -> tuple[str, str]:
    """Returns owner and bucket of a profile: a legal hold, or the person and the day."""
    if hold is not None:
        return vault_keys.hold_name(hold), vault_keys.hold_name(hold)
    return profile.person, policy.bucket_of(
        profile.platform, profile.account, policy.PROFILE, profile.seen_at
    )


def sealed_day(profile: Profile) -> str:
    """Returns the day under which a profile is sealed."""
    return datetime.fromtimestamp(profile.seen_at / 1000, UTC).strftime("%Y%m%d")


def seen_values(
    brand: str, profile: Profile, sealed: bytes, day: str, known: IdentityRow | None, hold: str | None
) -> dict[str, Any]:
    """Returns the attributes that a sighting sets; None for those that it removes."""
    values: dict[str, Any] = {
        "platform": profile.platform,
        "sealed": sealed,
        "sealed_day": day,
        "last_at": profile.seen_at,
    }
    was = "" if known is None else known.due_sk or ""
    since = policy.idle_since(was, profile.seen_at)
    if hold is not None:
        return values | {"hold": hold, "due_pk": None, "due_sk": None}
    if since != was:
        values |= {"due_pk": contact_keys.idle(brand, "identity", profile.platform), "due_sk": since}
    return values


def actions_of(values: Mapping[str, Any]) -> list[Action]:
    """Returns the update that sets these attributes; None removes one."""
    found: list[Action] = []
    for name, value in values.items():
        attribute = getattr(IdentityRow, name)
        found.append(attribute.remove() if value is None else attribute.set(value))
    return found


def unseal_record(vault: Vault, brand: str, row: IdentityRow) -> dict[str, Any]:
    """Returns what is sealed in a row for whoever will write it, nothing once its key is gone. Raises Tampered."""
    if not row.sealed:
        return {}
    try:
        return vault.unseal(brand, SealedPlace("core", row.pk, PROFILE), bytes(row.sealed))
    except (Erased, Purged):
        return {}
