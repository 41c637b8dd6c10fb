"""Keeps what a person has a say in: restriction, objections, and the log of consents given and withdrawn."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pynamodb.expressions.update import Action

from store.contacts import keys as contact_keys
from store.contacts.mapping import PROFILE
from store.contacts.rows import ConsentRow, IdentityRow
from store.dynamo import keys as row_keys
from store.dynamo.writes import attempt, update_if
from store.vault import keys as vault_keys
from store.vault.rows import SaltRow

MARKETING = "marketing"


@dataclass(frozen=True, slots=True)
class Consent:
    """Holds one line of the log: `given` or withdrawn, to which `wording` (a version), on which `channel`. Epoch ms.

    `source` says how we know: the person wrote a stop word, an agent entered it, or a request asked for it.
    """

    purpose: str
    given: bool
    wording: str
    channel: str
    at: int
    agent: str = ""
    source: str = ""


class Consents:
    """Keeps what people said. The log is append-only: a withdrawal is a line of its own."""

    def append_consent(self, brand: str, person: str, line_id: str, line: Consent) -> None:
        """Appends a line; the same line again changes nothing."""
        ConsentRow(
            contact_keys.consents(brand, person),
            row_keys.at(line.at, line_id),
            at=line.at,
            purpose=line.purpose,
            given=line.given,
            wording=line.wording,
            channel=line.channel,
            agent=line.agent,
            source=line.source or None,
        ).save()

    def list_consents(self, brand: str, person: str) -> Iterator[Consent]:
        """Yields all lines in their order."""
        for row in ConsentRow.query(contact_keys.consents(brand, person), consistent_read=True):
            yield Consent(
                row.purpose,
                bool(row.given),
                row.wording or "",
                row.channel or "",
                int(row.at),
                row.agent or "",
                row.source or "",
            )

    def restrict_person(self, brand: str, person: str, since_ms: int | None) -> bool:
        """Restricts a person's data to being stored; None lifts it. False when there is nobody.

        It stands at the profile, which segments look at, and at the salt, which scoring reads anyway.
        """
        profile = IdentityRow(contact_keys.identity(brand, person), PROFILE)
        at_profile: list[Action] = [_set_or_removed(IdentityRow, since_ms)]
        at_salt: list[Action] = [_set_or_removed(SaltRow, since_ms)]
        with attempt() as together:
            together.update(profile, at_profile, condition=IdentityRow.pk.exists())
            together.update(
                SaltRow(vault_keys.person_salt(brand, person)), at_salt, condition=SaltRow.salt.exists()
            )
        return together.done

    def object_to(self, brand: str, person: str, purposes: Iterable[str], at_ms: int) -> bool:
        """Notes their objection to these purposes, since `at_ms`. False when there is nobody.

        An objection to advertising stands at the salt too, whose tombstone keeps it when the person is erased.
        """
        wanted = set(purposes)
        at_salt: list[Action] = [SaltRow.objected_at.set(at_ms)] if MARKETING in wanted else []
        return _changed(brand, person, IdentityRow.objections.add(wanted), at_salt)

    def allow(self, brand: str, person: str, purposes: Iterable[str]) -> bool:
        """Takes objections back. False when there is nobody."""
        wanted = set(purposes)
        at_salt: list[Action] = [SaltRow.objected_at.remove()] if MARKETING in wanted else []
        return _changed(brand, person, IdentityRow.objections.delete(wanted), at_salt)

    def note_notice(self, brand: str, person: str, at_ms: int) -> None:
        """Notes that they were sent the link to the privacy notice; the first time stays."""
        row = IdentityRow(contact_keys.identity(brand, person), PROFILE)
        first = IdentityRow.pk.exists() & IdentityRow.notice_at.does_not_exist()
        update_if(row, [IdentityRow.notice_at.set(at_ms)], first)


def _set_or_removed(model: type[IdentityRow] | type[SaltRow], since_ms: int | None) -> Action:
    attribute = model.restricted_at
    action: Action = attribute.remove() if since_ms is None else attribute.set(since_ms)
    return action


def _changed(brand: str, person: str, action: Action, at_salt: list[Action]) -> bool:
    with attempt() as together:
        profile = IdentityRow(contact_keys.identity(brand, person), PROFILE)
        together.update(profile, [action], condition=IdentityRow.pk.exists())
        if at_salt:
            together.update(
                SaltRow(vault_keys.person_salt(brand, person)), at_salt, condition=SaltRow.pk.exists()
            )
    return together.done
