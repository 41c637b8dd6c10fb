"""Keeps who people are: one sealed profile an identity, with the platform's names and what took their place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pynamodb.expressions.update import Action

from aws import observe
from model import policy
from model.errors import Erased, Purged
from store.contacts import keys as contact_keys
from store.contacts.mapping import (
    PROFILE,
    Profile,
    account_of,
    actions_of,
    add_older_sighting,
    lasting_account,
    merge_sightings,
    names_in,
    sealed_by,
    sealed_day,
    seen_values,
    shown_names,
    unseal_record,
)
from store.contacts.rows import IdentityRow
from store.dynamo import batches
from store.dynamo import keys as row_keys
from store.dynamo.writes import retrying, update_if
from store.vault.sealed import SealedPlace, Tampered, sealed_with
from store.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Called:
    """Holds what somebody is called, empty for nothing, and when (epoch s) the key goes under which that lies."""

    platform: str
    name: str
    handle: str
    until: int


class Profiles:
    """Keeps and reads profiles of one brand at a time."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def see_people(
        self, brand: str, profiles: Iterable[Profile], newcomers: frozenset[str] = frozenset()
    ) -> None:
        """Keeps an identity for all seen; a known one is re-sealed once a day, or on a new name or account.

        `newcomers` are most likely not there yet, and not looked for before they are put.
        """
        newest: dict[str, Profile] = {}
        for profile in sorted(profiles, key=lambda p: p.seen_at):
            newest[profile.person] = merge_sightings(newest.get(profile.person), profile)
        if not newest:
            return
        self._prepare(brand, newest.values())
        known = self._rows(brand, newest.keys() - newcomers)
        self._vault.load_salts(brand, [bytes(row.sealed) for row in known.values() if row.sealed])
        fresh = [profile for person, profile in newest.items() if person not in known]
        put = self._put_new(brand, fresh)
        for person, profile in newest.items():
            if person in put:
                continue
            try:
                self._see(brand, profile, known.get(person))
            except Tampered:
                # Who the person was stays as it is, for a newer version or a backup to read; what they wrote is kept.
                observe.metric("sealed_unreadable", table="core")

    def find_known(self, brand: str, people: Iterable[str]) -> set[str]:
        """Returns which of these people have an identity."""
        return set(self._rows(brand, dict.fromkeys(people)))

    def _put_new(self, brand: str, profiles: Iterable[Profile]) -> set[str]:
        """Puts those of whom nothing is known. Who is not among the answer is known after all, or was erased."""
        rows = {each.person: self._fresh(brand, each) for each in profiles}
        inserted = [(person, row) for person, row in rows.items() if row is not None]
        done = batches.run_statements([batches.insert_statement(row) for _, row in inserted])
        return {person for (person, _), was_put in zip(inserted, done, strict=True) if was_put}

    def _fresh(self, brand: str, profile: Profile) -> IdentityRow | None:
        pk, day = contact_keys.identity(brand, profile.person), sealed_day(profile)
        hold = self._vault.find_hold(brand, profile.person)
        record = profile.record() | lasting_account(profile, hold)
        try:
            sealed = self._vault.seal(
                brand, SealedPlace("core", pk, PROFILE), *sealed_by(profile, hold), record
            )
        except (Erased, Purged):
            return None
        values = seen_values(brand, profile, sealed, day, None, hold)
        return IdentityRow(pk, PROFILE, first_at=profile.seen_at, **values)

    def _prepare(self, brand: str, profiles: Iterable[Profile]) -> None:
        owners, buckets = [], {}
        for each in profiles:
            owners.append(each.person)
            bucket = policy.bucket_of(each.platform, each.account, policy.PROFILE, each.seen_at)
            buckets[bucket] = policy.bucket_due(each.platform, policy.PROFILE, each.seen_at)
        self._vault.prepare_salts(brand, owners, buckets)

    def _rows(self, brand: str, people: Iterable[str], consistent: bool = False) -> dict[str, IdentityRow]:
        wanted = [(contact_keys.identity(brand, person), PROFILE) for person in people]
        return {
            row_keys.item_of(row.pk): row for row in IdentityRow.batch_get(wanted, consistent_read=consistent)
        }

    def _see(self, brand: str, profile: Profile, row: IdentityRow | None) -> None:
        pk = contact_keys.identity(brand, profile.person)
        if row is not None and profile.seen_at < (row.last_at or 0):
            profile = add_older_sighting(profile, unseal_record(self._vault, brand, row), row)
            self._prepare(brand, [profile])
        day = sealed_day(profile)
        if row is not None and not self._stale(brand, row, profile, day):
            return
        known = unseal_record(self._vault, brand, row) if row is not None else {}
        hold = (
            row.hold
            if row is not None and row.hold is not None
            else self._vault.find_hold(brand, profile.person)
        )
        owner, bucket = sealed_by(profile, hold)
        try:
            record = known | profile.record() | lasting_account(profile, hold)
            sealed = self._vault.seal(brand, SealedPlace("core", pk, PROFILE), owner, bucket, record)
        except (Erased, Purged):
            return
        actions = actions_of(seen_values(brand, profile, sealed, day, row, hold))
        if row is None:
            actions.append(IdentityRow.first_at.set(IdentityRow.first_at | profile.seen_at))
        if not _updated(IdentityRow(pk, PROFILE), actions, row):
            self._see(
                brand, profile, self._rows(brand, [profile.person], consistent=True).get(profile.person)
            )

    def _stale(self, brand: str, row: IdentityRow, profile: Profile, day: str) -> bool:
        if (row.sealed_day or "") < day:
            return True
        known = unseal_record(self._vault, brand, row)
        if account_of(row, known) != profile.account:
            return True
        return any(known.get(name) != value for name, value in profile.record().items())

    def _shown_record(self, brand: str, row: IdentityRow) -> dict[str, Any]:
        """Returns what is sealed in a row for readers: nothing of what is damaged."""
        if not row.sealed:
            return {}
        place = SealedPlace("core", row.pk, PROFILE)
        return self._vault.read_sealed(brand, place, bytes(row.sealed), dict).value or {}

    def read_profiles(self, brand: str, people: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Returns `{platform, native_id, name, handle}` by person, as far as they are known and may still be read."""
        rows = self._rows(brand, set(people))
        self._vault.load_salts(brand, [bytes(row.sealed) for row in rows.values() if row.sealed])
        found = {person: shown_names(self._shown_record(brand, row)) for person, row in rows.items()}
        return {who: known and {"platform": rows[who].platform} | known for who, known in found.items()}

    def read_called(self, brand: str, people: Iterable[str]) -> dict[str, Called]:
        """Returns what these people are called and until when; nobody of whom it may not be read any more."""
        rows = self._rows(brand, set(people))
        self._vault.load_salts(brand, [bytes(row.sealed) for row in rows.values() if row.sealed])
        found = {}
        for person, row in rows.items():
            record = shown_names(self._shown_record(brand, row))
            due = policy.due_at(sealed_with(bytes(row.sealed))[1]) if record else None
            if due is not None:
                name, handle = str(record.get("name") or ""), str(record.get("handle") or "")
                found[person] = Called(row.platform, name, handle, due)
        return found

    def rectify_profile(
        self, brand: str, person: str, fields: Mapping[str, str], by: str, now_ms: int
    ) -> bool:
        """Puts these names in place of the platform's, whatever it sends later; False when there is nobody.

        They are kept in the profile beside the platform's own, which go on being updated.
        """
        again = retrying("a profile")
        while again():
            row = self._rows(brand, [person], consistent=True).get(person)
            known = {} if row is None else unseal_record(self._vault, brand, row)
            if row is None or not known:
                return False
            rectified = {**known.get("rectified", {}), **fields}
            record = known | {"rectified": rectified, "rectified_by": by, "rectified_at": now_ms}
            owner, bucket = sealed_with(bytes(row.sealed))
            sealed = self._vault.seal(brand, SealedPlace("core", row.pk, PROFILE), owner, bucket, record)
            if _updated(IdentityRow(row.pk, PROFILE), [IdentityRow.sealed.set(sealed)], row):
                return True

    def read_record(self, brand: str, person: str) -> dict[str, Any]:
        """Returns everything that is kept sealed of a person's profile, the platform's names and what took their
        place.
        """
        row = self._rows(brand, [person], consistent=True).get(person)
        return {} if row is None else self._shown_record(brand, row)

    def find_seen_times(self, brand: str, person: str) -> tuple[int, int]:
        """Returns when a person was first and last seen (epoch ms, 0 for never)."""
        row = self._rows(brand, [person], consistent=True).get(person)
        return (0, 0) if row is None else (int(row.first_at or 0), int(row.last_at or 0))

    def list_names(
        self, brand: str, people: Iterable[str], consistent: bool = False
    ) -> dict[str, tuple[str, ...]]:
        """Returns the words these are known by: the platform's id, name and handle, and what took their place."""
        rows = self._rows(brand, people, consistent)
        self._vault.load_salts(brand, [bytes(row.sealed) for row in rows.values() if row.sealed])
        return {person: names_in(self._shown_record(brand, row)) for person, row in rows.items()}


def _updated(row: IdentityRow, actions: list[Action], known: IdentityRow | None) -> bool:
    """Tells whether it was written: not, when a legal hold or another name came in between."""
    hold, sealed = (None, None) if known is None else (known.hold, known.sealed)
    same_hold = IdentityRow.hold == hold if hold else IdentityRow.hold.does_not_exist()
    same_names = IdentityRow.sealed == sealed if sealed else IdentityRow.sealed.does_not_exist()
    return update_if(row, actions, same_hold & same_names)
