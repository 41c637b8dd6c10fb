"""Identities in `core`: a sealed profile, and the facts that segments look at."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from pynamodb.expressions.update import Action

from aws import observe
from model import policy
from model.contact import Contact, Facts, Stage
from model.errors import Conflict, Erased, Purged
from store.contacts import history, wakeups
from store.contacts import keys as contact_keys
from store.contacts.rows import HistoryRow, IdentityRow, PointerRow
from store.dynamo import batches
from store.dynamo import keys as row_keys
from store.dynamo.writes import attempt, update_if
from store.vault import keys as vault_keys
from store.vault.sealed import Place, Tampered, sealed_with
from store.vault.vault import Vault

PROFILE = "#"
SEEN_THROUGH = "account"
"""Where a profile keeps its account while a legal hold's bucket, which does not name it, takes the place of its own."""
TRIES = 5
FLIPS = 45
"""Segments entered and left in one transaction of 100 parts; further ones follow in the next."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Who an identity is. Personal: lives sealed. `person` is its hid, `seen_at` epoch ms.

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
        """The fields that are set."""
        fields = {"native_id": self.native_id, "name": self.name, "handle": self.handle}
        return {name: value for name, value in fields.items() if value is not None}


class Contacts:
    """Reads and changes identities of one brand at a time."""

    def __init__(self, vault: Vault, now_ms: Callable[[], int]) -> None:
        self._vault = vault
        self._now_ms = now_ms

    def see_people(
        self, brand: str, profiles: Iterable[Profile], newcomers: frozenset[str] = frozenset()
    ) -> None:
        """Have an identity for everyone seen; a known one is re-sealed once a day, or on a new name or account.

        `newcomers` are most likely not there yet, and not looked for before they are put.
        """
        newest: dict[str, Profile] = {}
        for profile in sorted(profiles, key=lambda p: p.seen_at):
            newest[profile.person] = _merged(newest.get(profile.person), profile)
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

    def _put_new(self, brand: str, profiles: Iterable[Profile]) -> set[str]:
        """Put those of whom nothing is known; who is not among the answer is known after all, or was erased."""
        rows = {each.person: self._fresh(brand, each) for each in profiles}
        inserted = [(person, row) for person, row in rows.items() if row is not None]
        done = batches.run_statements([batches.insert_statement(row) for _, row in inserted])
        return {person for (person, _), was_put in zip(inserted, done, strict=True) if was_put}

    def _fresh(self, brand: str, profile: Profile) -> IdentityRow | None:
        pk, day = contact_keys.identity(brand, profile.person), _day(profile)
        hold = self._vault.find_hold(brand, profile.person)
        record = profile.record() | _lasting(profile, hold)
        try:
            sealed = self._vault.seal(brand, Place("core", pk, PROFILE), *_sealed_by(profile, hold), record)
        except (Erased, Purged):
            return None
        values = _seen(brand, profile, sealed, day, None, hold)
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
            profile = _older(profile, self._profile_record(brand, row), row)
            self._prepare(brand, [profile])
        day = _day(profile)
        if row is not None and not self._stale(brand, row, profile, day):
            return
        known = self._profile_record(brand, row) if row is not None else {}
        hold = (
            row.hold
            if row is not None and row.hold is not None
            else self._vault.find_hold(brand, profile.person)
        )
        owner, bucket = _sealed_by(profile, hold)
        try:
            record = known | profile.record() | _lasting(profile, hold)
            sealed = self._vault.seal(brand, Place("core", pk, PROFILE), owner, bucket, record)
        except (Erased, Purged):
            return
        actions = _actions(_seen(brand, profile, sealed, day, row, hold))
        if row is None:
            actions.append(IdentityRow.first_at.set(IdentityRow.first_at | profile.seen_at))
        if not _updated(IdentityRow(pk, PROFILE), actions, row):
            self._see(
                brand, profile, self._rows(brand, [profile.person], consistent=True).get(profile.person)
            )

    def _stale(self, brand: str, row: IdentityRow, profile: Profile, day: str) -> bool:
        if (row.sealed_day or "") < day:
            return True
        known = self._profile_record(brand, row)
        if account_of(row, known) != profile.account:
            return True
        return any(known.get(name) != value for name, value in profile.record().items())

    def _profile_record(self, brand: str, row: IdentityRow) -> dict[str, Any]:
        """Returns what is sealed in a row for whoever will write it. Raises Tampered."""
        if not row.sealed:
            return {}
        try:
            return self._vault.unseal(brand, Place("core", row.pk, PROFILE), bytes(row.sealed))
        except (Erased, Purged):
            return {}

    def _shown_record(self, brand: str, row: IdentityRow) -> dict[str, Any]:
        """Returns the same for readers: nothing of what is damaged."""
        if not row.sealed:
            return {}
        place = Place("core", row.pk, PROFILE)
        return self._vault.read_sealed(brand, place, bytes(row.sealed), dict).value or {}

    def read_profiles(self, brand: str, people: Iterable[str]) -> dict[str, dict[str, Any]]:
        """`{native_id, name, handle}` by person, as far as they are known and may still be read."""
        rows = self._rows(brand, set(people))
        self._vault.load_salts(brand, [bytes(row.sealed) for row in rows.values() if row.sealed])
        return {person: _rectified(self._shown_record(brand, row)) for person, row in rows.items()}

    def rectify_profile(
        self, brand: str, person: str, fields: Mapping[str, str], by: str, now_ms: int
    ) -> bool:
        """Put these names in the place of the platform's, whatever it sends later; False when there is nobody.

        They are kept in the profile beside the platform's own, which go on being updated.
        """
        for _ in range(TRIES):
            row = self._rows(brand, [person], consistent=True).get(person)
            known = {} if row is None else self._profile_record(brand, row)
            if row is None or not known:
                return False
            rectified = {**known.get("rectified", {}), **fields}
            record = known | {"rectified": rectified, "rectified_by": by, "rectified_at": now_ms}
            owner, bucket = sealed_with(bytes(row.sealed))
            sealed = self._vault.seal(brand, Place("core", row.pk, PROFILE), owner, bucket, record)
            if _updated(IdentityRow(row.pk, PROFILE), [IdentityRow.sealed.set(sealed)], row):
                return True
        raise Conflict("a profile kept changing under us")

    def read_record(self, brand: str, person: str) -> dict[str, Any]:
        """Everything that is kept sealed of a person's profile, the platform's names and what took their place."""
        row = self._rows(brand, [person], consistent=True).get(person)
        return {} if row is None else self._shown_record(brand, row)

    def find_seen_times(self, brand: str, person: str) -> tuple[int, int]:
        """When a person was first and last seen (epoch ms, 0 for never)."""
        row = self._rows(brand, [person], consistent=True).get(person)
        return (0, 0) if row is None else (int(row.first_at or 0), int(row.last_at or 0))

    def list_names(
        self, brand: str, people: Iterable[str], consistent: bool = False
    ) -> dict[str, tuple[str, ...]]:
        """What these are known by: their platform's id, name and handle, and what took the place of those."""
        rows = self._rows(brand, people, consistent)
        self._vault.load_salts(brand, [bytes(row.sealed) for row in rows.values() if row.sealed])
        return {person: _names(self._shown_record(brand, row)) for person, row in rows.items()}

    def read_contacts(
        self, brand: str, people: Iterable[str], consistent: bool = False
    ) -> dict[str, Contact]:
        """What is known of these people without opening anything sealed."""
        wanted = [(contact_keys.identity(brand, person), PROFILE) for person in dict.fromkeys(people)]
        rows = IdentityRow.batch_get(wanted, consistent_read=consistent) if wanted else ()
        return {contact.id: contact for contact in (from_row(brand, row) for row in rows)}

    def change_contact(
        self,
        brand: str,
        person: str,
        step: Callable[[Contact], Contact],
        memberships: Callable[[Contact, Contact], Mapping[str, Any]] | None = None,
        known: Contact | None = None,
    ) -> Contact | None:
        """Apply `step`; members rows and history of segments entered and left change in the same transaction.

        `memberships(before, after)` gives the evidence for each segment entered. None when there is nobody. `known`
        spares a read; when it is behind, a change of it is refused and repeated, but that there is none is believed.
        `step` must come to the same when it is applied again.
        """
        refused = 0
        while refused < TRIES:
            known = known or self.read_contacts(brand, [person], consistent=True).get(person)
            if known is None:
                return None
            after = step(known)
            if after == known:
                return after
            part = _part(known, after)
            if not self._written(known, part, memberships(known, part) if memberships else {}):
                refused += 1
            elif part.segments == after.segments:
                return replace(after, rev=known.rev + 1)
            known = None
        raise Conflict("a contact kept changing under us")

    def change_contacts(
        self,
        brand: str,
        steps: Mapping[str, Callable[[Contact], Contact]],
        memberships: Callable[[Contact, Contact], Mapping[str, Any]],
    ) -> None:
        """As `change` for many people, who are read together; those who stay in their segments also written."""
        known = self.read_contacts(brand, steps)
        after = {person: steps[person](contact) for person, contact in known.items()}
        plain = [person for person, contact in after.items() if _stays(known[person], contact)]
        done = batches.run_statements([_statement(known[each], after[each]) for each in plain])
        lost = {person for person, written in zip(plain, done, strict=True) if not written}
        for person, step in steps.items():
            if person in lost or person not in known:
                self.change_contact(brand, person, step, memberships)
            elif person not in plain and after[person] != known[person]:
                self.change_contact(brand, person, step, memberships, known[person])

    def _written(self, known: Contact, after: Contact, evidence: Mapping[str, Any]) -> bool:
        """Keep `after` unless somebody was faster; its next flip is noted before, the one before it goes after."""
        moved = after.flip_at != known.flip_at
        if moved and after.flip_at:
            wakeups.FLIPS.arm_wakeup(after.brand, after.id, after.flip_at)
        if not _write(known, after, evidence, self._now_ms()):
            return False
        if moved and known.flip_at:
            wakeups.FLIPS.disarm_wakeup(after.brand, after.id, known.flip_at)
        return True

    def relate_people(self, brand: str, edges: Iterable[tuple[str, str, str, int, int]]) -> None:
        """Keep association edges `(author, person, item, at ms, until epoch s)`, both ways."""
        # A creation and its edit tell of the same edge, and a batch must not name a key twice.
        newest = {(author, person, item): (at, until) for author, person, item, at, until in sorted(edges)}
        holds = (
            self._vault.find_holds(brand, {each for edge in newest for each in edge[:2]}) if newest else {}
        )
        with PointerRow.batch_write() as batch:
            for (author, person, item), (at, until) in newest.items():
                held = {holds[each] for each in (author, person) if each in holds}
                values = {"at": at, **history.ending(until, held)}
                batch.save(
                    PointerRow(
                        contact_keys.edge(brand, person), contact_keys.edge_out(author, item), **values
                    )
                )
                batch.save(
                    PointerRow(contact_keys.edge(brand, author), contact_keys.edge_in(person, item), **values)
                )


def _rectified(record: dict[str, Any]) -> dict[str, Any]:
    """What is shown: names that the person had corrected stand above the platform's."""
    names = {name: value for name, value in record.items() if not name.startswith("rectified")}
    return names | dict(record.get("rectified", {}))


def _merged(known: Profile | None, new: Profile) -> Profile:
    if known is None:
        return new
    return replace(new, name=new.name or known.name, handle=new.handle or known.handle)


def _older(profile: Profile, known: Mapping[str, Any], row: IdentityRow) -> Profile:
    """A sighting from before the last one: it tells what is not known, and brings no old name back."""
    name, handle = known.get("name") or profile.name, known.get("handle") or profile.handle
    account = (account_of(row, known) if known else "") or profile.account
    return replace(profile, seen_at=int(row.last_at), name=name, handle=handle, account=account)


def account_of(row: IdentityRow, record: Mapping[str, Any]) -> str:
    """Through which account the names in a row were seen last; `record` is what is sealed in it."""
    bucket = policy.read_bucket(sealed_with(bytes(row.sealed))[1]) if row.sealed else None
    return str(record.get(SEEN_THROUGH, "")) if bucket is None else bucket.account


def _names(record: Mapping[str, Any]) -> tuple[str, ...]:
    values = [record.get(name) for name in ("native_id", "name", "handle")]
    return tuple(dict.fromkeys(each for each in (*values, *record.get("rectified", {}).values()) if each))


def _lasting(profile: Profile, hold: str | None) -> dict[str, str]:
    return {} if hold is None else {SEEN_THROUGH: profile.account}


def _sealed_by(profile: Profile, hold: str | None) -> tuple[str, str]:
    """Owner and bucket of a profile: a legal hold, or the person and the day."""
    if hold is not None:
        return vault_keys.hold_name(hold), vault_keys.hold_name(hold)
    return profile.person, policy.bucket_of(
        profile.platform, profile.account, policy.PROFILE, profile.seen_at
    )


def _updated(row: IdentityRow, actions: list[Action], known: IdentityRow | None) -> bool:
    """Whether it was written: not, when a legal hold or another name came in between."""
    hold, sealed = (None, None) if known is None else (known.hold, known.sealed)
    same_hold = IdentityRow.hold == hold if hold else IdentityRow.hold.does_not_exist()
    same_names = IdentityRow.sealed == sealed if sealed else IdentityRow.sealed.does_not_exist()
    return update_if(row, actions, same_hold & same_names)


def _day(profile: Profile) -> str:
    return datetime.fromtimestamp(profile.seen_at / 1000, UTC).strftime("%Y%m%d")


def _seen(
    brand: str, profile: Profile, sealed: bytes, day: str, known: IdentityRow | None, hold: str | None
) -> dict[str, Any]:
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


def _part(known: Contact, after: Contact) -> Contact:
    """`after` with no more segments entered and left than fit into one transaction."""
    moved = sorted(after.segments ^ known.segments)[:FLIPS]
    return replace(after, segments=known.segments ^ frozenset(moved))


def _stays(known: Contact, after: Contact) -> bool:
    """Whether the change is one of the contact's own row and of nothing else."""
    same = known.segments == after.segments and known.flip_at == after.flip_at
    return same and known != after


def _statement(known: Contact, after: Contact) -> batches.Statement:
    row = IdentityRow(contact_keys.identity(after.brand, after.id), PROFILE)
    return batches.update_statement(row, _values(after), known.rev or None)


def _write(known: Contact, after: Contact, evidence: Mapping[str, Any], now_ms: int) -> bool:
    entered, left = after.segments - known.segments, known.segments - after.segments
    row = IdentityRow(contact_keys.identity(after.brand, after.id), PROFILE)
    guard = IdentityRow.rev == known.rev if known.rev else IdentityRow.rev.does_not_exist()
    values = _values(after)
    if not entered and not left:
        return row.update_at(values, known.rev or None)
    with attempt() as together:
        together.update(row, _actions(values), condition=guard)
        together.save(_history(after, {each: evidence.get(each, {}) for each in entered}, left, now_ms))
        for segment in entered:
            together.save(_member(after, segment, evidence.get(segment), now_ms))
        for segment in left:
            together.delete(_member(after, segment, None, now_ms))
    return together.done


def _history(after: Contact, entered: Mapping[str, Any], left: Iterable[str], now_ms: int) -> HistoryRow:
    return history.row_of(after, now_ms, entered=dict(entered), left=sorted(left))


def _member(contact: Contact, segment: str, evidence: Any, now_ms: int) -> PointerRow:
    return PointerRow(
        contact_keys.members(contact.brand, segment), contact.id, at=now_ms, reason=evidence or {}
    )


def _values(after: Contact) -> dict[str, Any]:
    """What a change keeps, by attribute; None for nothing."""
    return {
        "rev": after.rev + 1,
        "facts": after.facts.to_record(),
        "stage": after.stage.value,
        "counted_batches": list(after.counted_batches) or None,
        "segments": set(after.segments) or None,
        "stage_at": after.stage_at or None,
        "flip_at": after.flip_at or None,
    }


def _actions(values: Mapping[str, Any]) -> list[Action]:
    found: list[Action] = []
    for name, value in values.items():
        attribute = getattr(IdentityRow, name)
        found.append(attribute.remove() if value is None else attribute.set(value))
    return found


def from_row(brand: str, row: IdentityRow) -> Contact:
    return Contact(
        id=row_keys.item_of(row.pk),
        brand=brand,
        platform=row.platform,
        stage=Stage(row.stage or Stage.PROSPECT),
        stage_at=int(row.stage_at or 0),
        tags=frozenset(row.tags or ()),
        no_contact=bool(row.no_contact),
        edits=int(row.edits or 0),
        flip_at=int(row.flip_at or 0),
        segments=frozenset(row.segments or ()),
        facts=Facts(**(row.facts or {})),
        counted_batches=tuple(str(each) for each in row.counted_batches or ()),
        restricted=row.restricted_at is not None,
        objections=frozenset(row.objections or ()),
        hold=row.hold,
        rev=int(row.rev or 0),
    )
