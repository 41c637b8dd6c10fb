"""What a person has a say in: restriction, objections, and the log of consents given and withdrawn."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pynamodb.expressions.update import Action

from store.contacts import keys as contact_keys
from store.contacts.mapping import PROFILE
from store.contacts.rows import ConsentRow, IdentityRow
from store.dynamo import keys as row_keys
from store.dynamo.writes import attempt
from store.vault import keys as vault_keys
from store.vault.rows import SaltRow


@dataclass(frozen=True, slots=True)
class Consent:
    """One line of the log: `given` or withdrawn, to which `wording` (a version), on which `channel`. Epoch ms."""

    purpose: str
    given: bool
    wording: str
    channel: str
    at: int
    agent: str = ""


class Consents:
    """Keeps what people said. The log is append-only: a withdrawal is a line of its own."""

    def append_consent(self, brand: str, person: str, line_id: str, line: Consent) -> None:
        """Append a line; the same line again changes nothing."""
        ConsentRow(
            contact_keys.consents(brand, person),
            row_keys.at(line.at, line_id),
            at=line.at,
            purpose=line.purpose,
            given=line.given,
            wording=line.wording,
            channel=line.channel,
            agent=line.agent,
        ).save()

    def list_consents(self, brand: str, person: str) -> Iterator[Consent]:
        """All lines in their order."""
        for row in ConsentRow.query(contact_keys.consents(brand, person), consistent_read=True):
            yield Consent(
                row.purpose,
                bool(row.given),
                row.wording or "",
                row.channel or "",
                int(row.at),
                row.agent or "",
            )

    def restrict_person(self, brand: str, person: str, since_ms: int | None) -> bool:
        """Store and do nothing else from now on; None lifts it. False when there is nobody.

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

    def object_to(self, brand: str, person: str, purposes: Iterable[str]) -> bool:
        """Use their data for these purposes no more. False when there is nobody."""
        return _changed(brand, person, IdentityRow.objections.add(set(purposes)))

    def allow(self, brand: str, person: str, purposes: Iterable[str]) -> bool:
        """Take objections back. False when there is nobody."""
        return _changed(brand, person, IdentityRow.objections.delete(set(purposes)))


def _set_or_removed(model: type[IdentityRow] | type[SaltRow], since_ms: int | None) -> Action:
    attribute = model.restricted_at
    action: Action = attribute.remove() if since_ms is None else attribute.set(since_ms)
    return action


def _changed(brand: str, person: str, action: Action) -> bool:
    with attempt() as together:
        profile = IdentityRow(contact_keys.identity(brand, person), PROFILE)
        together.update(profile, [action], condition=IdentityRow.pk.exists())
    return together.done
