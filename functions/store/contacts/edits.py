"""Keeps what agents enter about a contact: stage with its reason, tags, attributes.

Stage and tags stand in the clear, because rules look at them: a tag is a word of the brand's own vocabulary and not a
place for anything about the person. Free text (reasons, attributes, an offer to come back) is sealed within the
profile, and so is kept and forgotten together with it.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from pynamodb.exceptions import DoesNotExist
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from model import policy
from model.contact import Contact
from store.contacts import history
from store.contacts import keys as contact_keys
from store.contacts.contacts import from_row
from store.contacts.mapping import PROFILE, unseal_record
from store.contacts.rows import HistoryRow, IdentityRow
from store.dynamo import keys as row_keys
from store.dynamo.writes import attempt, retrying
from store.vault import keys as vault_keys
from store.vault.sealed import SealedPlace, sealed_with
from store.vault.vault import Vault

REASONS = 20
"""Of the latest stages of one person."""
SEALED = "entered"
"""Where it is in the sealed profile."""


@dataclass(frozen=True, slots=True)
class Entered:
    """Holds the part of an edit that is sealed. `reasons` are those of the stages, by position in the history."""

    attributes: Mapping[str, str] = field(default_factory=dict)
    win_back_offer: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)

    @property
    def stage_reason(self) -> str:
        """Returns why the stage is what it is."""
        return self.reasons[max(self.reasons)] if self.reasons else ""


Step = Callable[[Contact, Entered], tuple[Contact, Entered, str]]
"""From what is known to what is to be, and the reason of a new stage."""


class Edits:
    """Reads and keeps what agents enter."""

    def __init__(self, vault: Vault, now_ms: Callable[[], int]) -> None:
        self._vault = vault
        self._now_ms = now_ms

    def read_entered(self, brand: str, person: str) -> Entered:
        """Returns the sealed part; nothing of somebody who is not there."""
        row = _row(brand, person)
        if row is None or not row.sealed:
            return Entered()
        place = SealedPlace("core", row.pk, PROFILE)
        return self._vault.read_sealed(brand, place, bytes(row.sealed), _entered).value or Entered()

    def keep_edit(self, brand: str, person: str, by: str, step: Step) -> Contact | None:
        """Applies `step`, with its line in the history; None when there is nobody. Raises Conflict, Erased."""
        again = retrying("a contact")
        while again():
            row = _row(brand, person)
            if row is None:
                return None
            record = unseal_record(self._vault, brand, row)
            known, entered = from_row(brand, row), _entered(record)
            after, wanted, reason = step(known, entered)
            if (after, wanted) == (known, entered):
                return known
            if self._kept(row, known, after, by, record, self._explained(known, after, wanted, reason)):
                return replace(after, edits=known.edits + 1, rev=known.rev + 1)

    def _explained(self, known: Contact, after: Contact, wanted: Entered, reason: str) -> Entered:
        if known.stage is after.stage:
            return wanted
        position = contact_keys.history(after.stage_at, known.rev + 1).removeprefix(contact_keys.history())
        latest = sorted({**wanted.reasons, position: reason}.items())[-REASONS:]
        return replace(wanted, reasons=dict(latest))

    def _kept(
        self,
        row: IdentityRow,
        known: Contact,
        after: Contact,
        by: str,
        record: Mapping[str, Any],
        entered: Entered,
    ) -> bool:
        actions = _actions(after, known)
        if entered != _entered(record):
            actions += self._sealed(known.brand, row, record, {SEALED: asdict(entered)})
        with attempt() as together:
            together.update(row, actions, condition=_unchanged(row))
            if known.stage is not after.stage:
                together.save(_line(known, after, by))
        return together.done

    def _sealed(
        self, brand: str, row: IdentityRow, record: Mapping[str, Any], new: Mapping[str, Any]
    ) -> list[Action]:
        place = SealedPlace("core", row.pk, PROFILE)
        if record:
            owner, bucket = sealed_with(bytes(row.sealed))
            return [IdentityRow.sealed.set(self._vault.seal(brand, place, owner, bucket, {**record, **new}))]
        if row.hold is not None:
            name = vault_keys.hold_name(row.hold)
            return [IdentityRow.sealed.set(self._vault.seal(brand, place, name, name, new))]
        # The names' time is over: what is entered now is kept as long as a name seen today, and came by no account.
        now, owner = self._now_ms(), row_keys.item_of(row.pk)
        bucket = policy.bucket_of(row.platform, "", policy.PROFILE, now)
        self._vault.prepare_salts(
            brand, [owner], {bucket: policy.bucket_due(row.platform, policy.PROFILE, now)}
        )
        return [
            IdentityRow.sealed.set(self._vault.seal(brand, place, owner, bucket, new)),
            IdentityRow.sealed_day.set(datetime.fromtimestamp(now / 1000, UTC).strftime("%Y%m%d")),
        ]


def _row(brand: str, person: str) -> IdentityRow | None:
    try:
        return IdentityRow.get(contact_keys.identity(brand, person), PROFILE, consistent_read=True)
    except DoesNotExist:
        return None


def _entered(record: Mapping[str, Any]) -> Entered:
    return Entered(**record.get(SEALED, {}))


def _actions(after: Contact, known: Contact) -> list[Action]:
    return [
        IdentityRow.rev.set(known.rev + 1),
        IdentityRow.edits.set(known.edits + 1),
        IdentityRow.stage.set(after.stage.value),
        IdentityRow.stage_at.set(after.stage_at),
        IdentityRow.tags.set(set(after.tags)) if after.tags else IdentityRow.tags.remove(),
        IdentityRow.no_contact.set(True) if after.no_contact else IdentityRow.no_contact.remove(),
    ]


def _unchanged(row: IdentityRow) -> Condition:
    """Returns the condition that nothing was counted, named, held or erased since."""
    found = IdentityRow.pk.exists()
    for name in ("rev", "sealed", "hold"):
        attribute, value = getattr(IdentityRow, name), getattr(row, name)
        found &= attribute.does_not_exist() if value is None else attribute == value
    return found


def _line(known: Contact, after: Contact, by: str) -> HistoryRow:
    return history.row_of(known, after.stage_at, stage=after.stage.value, was_stage=known.stage.value, by=by)
