"""Many contacts that enter segments change in few transactions, and none waits for one that somebody else changed.

Tests of: `store.contacts.contacts`, `store.contacts.moves`.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from model.contact import Contact
from store.contacts import contacts as contacts_room
from store.contacts import keys as contact_keys
from store.contacts.contacts import Contacts
from store.contacts.mapping import PROFILE
from store.contacts.rows import IdentityRow, PointerRow
from store.dynamo.writes import Attempt, attempt
from tests.store.world import BRAND, stores

pytestmark = pytest.mark.usefixtures("tables")
PEOPLE = [f"person{number:02}" for number in range(20)]


@pytest.fixture
def contacts() -> Contacts:
    """Twenty contacts of no segment."""
    made = stores().contacts
    for person in PEOPLE:
        IdentityRow(contact_keys.identity(BRAND, person), PROFILE, platform="slack", rev=1).save()
    return made


@pytest.fixture
def transactions(monkeypatch: pytest.MonkeyPatch) -> list[Attempt]:
    """Each transaction that is tried."""
    tried: list[Attempt] = []

    def begin() -> Attempt:
        tried.append(attempt())
        return tried[-1]

    monkeypatch.setattr(contacts_room, "attempt", begin)
    return tried


def enter(contact: Contact) -> Contact:
    return replace(contact, segments=contact.segments | {"writers"})


def change(contacts: Contacts, step: Callable[[Contact], Contact] = enter) -> None:
    contacts.change_contacts(
        BRAND, dict.fromkeys(PEOPLE, step), lambda _, after: {each: {"n": 1} for each in after.segments}
    )


def members() -> set[str]:
    return {row.sk for row in PointerRow.query(contact_keys.members(BRAND, "writers"))}


def revisions(contacts: Contacts) -> set[int]:
    return {each.rev for each in contacts.read_contacts(BRAND, PEOPLE, consistent=True).values()}


def test_sixteen_go_into_one_transaction(contacts: Contacts, transactions: list[Attempt]) -> None:
    change(contacts)
    assert [each.done for each in transactions] == [True, True]
    assert members() == set(PEOPLE)
    assert revisions(contacts) == {2}
    change(contacts)
    assert (len(transactions), revisions(contacts)) == (2, {2})


def test_who_was_changed_meanwhile_is_changed_again_and_nobody_is_lost(
    contacts: Contacts, transactions: list[Attempt]
) -> None:
    meanwhile = [PEOPLE[3]]

    def step(contact: Contact) -> Contact:
        if contact.id in meanwhile:
            meanwhile.clear()
            row = IdentityRow(contact_keys.identity(BRAND, contact.id), PROFILE)
            row.update([IdentityRow.rev.set(7), IdentityRow.no_contact.set(True)])
        return enter(contact)

    change(contacts, step)
    assert [each.done for each in transactions].count(False) == 1
    assert members() == set(PEOPLE)
    known = contacts.read_contacts(BRAND, PEOPLE, consistent=True)
    assert (known[PEOPLE[3]].rev, known[PEOPLE[3]].no_contact) == (8, True)
    assert {each.rev for person, each in known.items() if person != PEOPLE[3]} == {2}
