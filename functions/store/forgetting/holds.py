"""Legal holds in `core`: asked for by one of supervisor and data protection officer, agreed to by the other.

From the agreement until everything held is sealed under the hold's own key, the brand's gate is shut: no key of
the brand is destroyed (`store.vault.shredder`), so no purge or erasure that comes later can be faster.

The person's salt names the hold: whoever writes something of theirs reads that salt anyway, and so seals it under the
hold from the first. The gate opens, and a hold ends, only when every writer must have read it anew.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from pynamodb.exceptions import DoesNotExist
from pynamodb.expressions.update import Action

from model.errors import Conflict, RapportError
from store.brand.agents import Agent
from store.dynamo.writes import attempt, delete_if, put_if, update_if
from store.vault import keys as vault_keys
from store.vault.rows import HoldRow
from store.vault.salts import Salts
from store.vault.sealed import SealedPlace
from store.vault.shredder import GATE
from store.vault.vault import Vault

PAIR = frozenset({"supervisor", "dpo"})
"""The two roles that a hold takes, one person each."""


class NotAllowed(RapportError):
    """Says that this agent may not ask for, agree to or end this hold."""

    code = "not_allowed"


class HoldState(StrEnum):
    """Names how far a hold got.

    `asked`: one agreed. `pending`: both did, what is there gets sealed. `active`: it is sealed. `ending`: that is
    undone.
    """

    ASKED = "asked"
    PENDING = "pending"
    ACTIVE = "active"
    ENDING = "ending"


@dataclass(frozen=True, slots=True)
class Hold:
    """Holds a legal hold on everything of a person that is there.

    `until` is epoch s, other times epoch ms; `reason` is sealed.
    """

    id: str
    brand: str
    person: str
    state: HoldState
    until: int
    asked_by: str
    at: int
    reason: str = ""
    agreed_by: str | None = None
    agreed_at: int = 0
    told_at: int = 0
    """Since when the person's salt names the hold or, once it is ending, names it no more."""

    @property
    def name(self) -> str:
        """Returns owner and bucket of what is sealed under it."""
        return vault_keys.hold_name(self.id)


class Holds:
    """Keeps holds of one brand at a time, one a person."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def ask(self, person: str, by: Agent, reason: str, until: int, now_ms: int) -> Hold:
        """Returns a new hold that the other role has to agree to.

        Raises NotAllowed, ValueError, Conflict when there is one.
        """
        if by.role not in PAIR:
            raise NotAllowed("a hold is asked for by a supervisor or a data protection officer")
        if not reason.strip() or until * 1000 <= now_ms:
            raise ValueError("a hold has a reason and an end that is to come")
        hold = Hold(secrets.token_hex(8), by.brand, person, HoldState.ASKED, until, by.id, now_ms, reason)
        self._vault.prepare_salts(hold.brand, [hold.name, person], {hold.name: until})
        row = HoldRow(
            vault_keys.holds(hold.brand),
            person,
            hold=hold.id,
            state=hold.state.value,
            ends_at=until,
            asked_by=by.id,
            asked_role=by.role,
            at=now_ms,
            sealed=self._vault.seal(
                hold.brand, _place(hold.brand, person), hold.name, hold.name, {"reason": reason}
            ),
        )
        if not put_if(row, HoldRow.pk.does_not_exist()):
            raise Conflict("there is a hold on this person")
        return hold

    def agree(self, person: str, by: Agent, now_ms: int) -> Hold:
        """Notes that both have agreed and shuts the gate in one write. Raises NotAllowed, Conflict, DoesNotExist."""
        row = HoldRow.get(vault_keys.holds(by.brand), person, consistent_read=True)
        if by.role not in PAIR - {row.asked_role} or by.id == row.asked_by:
            raise NotAllowed("a hold takes a supervisor and a data protection officer")
        self._moved(
            row,
            HoldState.ASKED,
            [
                HoldRow.state.set(HoldState.PENDING.value),
                HoldRow.agreed_by.set(by.id),
                HoldRow.agreed_at.set(now_ms),
            ],
            HoldRow.pending.add({row.hold}),
        )
        return self._read(by.brand, HoldRow.get(vault_keys.holds(by.brand), person, consistent_read=True))

    def tell(self, hold: Hold, now_ms: int) -> Hold:
        """Makes the person's salt name a pending hold, and an ending one no more; returns since when."""
        if hold.told_at:
            return hold
        key, salts = vault_keys.person_salt(hold.brand, hold.person), Salts()
        if hold.state is HoldState.PENDING:
            while not salts.hold_salt(key, hold.id):
                # Nobody was heard of for so long that their key went meanwhile.
                self._vault.forget_salt(hold.brand, hold.person)
                self._vault.prepare_salts(hold.brand, [hold.person])
        else:
            salts.release_salt(key, hold.id)
        self._vault.forget_salt(hold.brand, hold.person)
        row = HoldRow(vault_keys.holds(hold.brand), hold.person)
        row.update([HoldRow.told_at.set(now_ms)], condition=HoldRow.hold == hold.id)
        return replace(hold, told_at=now_ms)

    def settled(self, hold: Hold) -> None:
        """Opens the gate: all of it is sealed under the hold. Raises Conflict when it was before."""
        row = HoldRow(vault_keys.holds(hold.brand), hold.person, hold=hold.id)
        actions: list[Action] = [HoldRow.state.set(HoldState.ACTIVE.value)]
        self._moved(row, HoldState.PENDING, actions, HoldRow.pending.delete({hold.id}))

    def end(self, person: str, by: Agent) -> None:
        """Ends a hold early, or takes back one that was only asked for. Raises NotAllowed, Conflict, DoesNotExist."""
        row = HoldRow.get(vault_keys.holds(by.brand), person, consistent_read=True)
        if by.role not in PAIR:
            raise NotAllowed("a hold is ended by a supervisor or a data protection officer")
        if row.state == HoldState.ASKED:
            _drop(row)
        else:
            self.ending(self._read(by.brand, row))

    def ending(self, hold: Hold) -> None:
        """Lets an active hold end. Raises Conflict when it is not active."""
        row = HoldRow(vault_keys.holds(hold.brand), hold.person)
        if not update_if(
            row,
            [HoldRow.state.set(HoldState.ENDING.value), HoldRow.told_at.remove()],
            (HoldRow.state == HoldState.ACTIVE.value) & (HoldRow.hold == hold.id),
        ):
            raise Conflict("the hold is not active")

    def ended(self, hold: Hold) -> None:
        """Notes that nothing is sealed under it any more."""
        HoldRow(vault_keys.holds(hold.brand), hold.person).delete(HoldRow.hold == hold.id)

    def one(self, brand: str, person: str) -> Hold | None:
        """Returns the hold on a person."""
        try:
            return self._read(brand, HoldRow.get(vault_keys.holds(brand), person, consistent_read=True))
        except DoesNotExist:
            return None

    def is_agreed(self, brand: str, person: str) -> bool:
        """Returns whether two people agreed to a hold on the person that has not ended; asking alone keeps nothing."""
        hold = self.one(brand, person)
        return hold is not None and hold.state is not HoldState.ASKED

    def of_brand(self, brand: str) -> Iterator[Hold]:
        """Yields all holds, by person."""
        for row in HoldRow.query(vault_keys.holds(brand), HoldRow.sk > GATE, consistent_read=True):
            yield self._read(brand, row)

    def _moved(self, row: HoldRow, known: HoldState, actions: list[Action], gate: Action) -> None:
        """Changes the hold's state and the gate in one transaction."""
        with attempt() as together:
            together.update(
                row, actions, condition=(HoldRow.state == known.value) & (HoldRow.hold == row.hold)
            )
            together.update(HoldRow(row.pk, GATE), [gate])
        if not together.done:
            raise Conflict("the hold is in another state")

    def _read(self, brand: str, row: HoldRow) -> Hold:
        return Hold(
            row.hold,
            brand,
            row.sk,
            HoldState(row.state),
            int(row.ends_at),
            row.asked_by,
            int(row.at),
            self._reason(brand, row),
            row.agreed_by,
            int(row.agreed_at or 0),
            int(row.told_at or 0),
        )

    def _reason(self, brand: str, row: HoldRow) -> str:
        place = _place(brand, row.sk)
        return (
            self._vault.read_sealed(
                brand, place, bytes(row.sealed), lambda record: str(record["reason"])
            ).value
            or ""
        )


def _place(brand: str, person: str) -> SealedPlace:
    return SealedPlace("core", vault_keys.holds(brand), person)


def _drop(row: HoldRow) -> None:
    if not delete_if(row, (HoldRow.state == HoldState.ASKED.value) & (HoldRow.hold == row.hold)):
        raise Conflict("the hold is in another state")
