"""Keeps what a former helpdesk filed beside what people wrote: notes beside conversations, and facts about people.

It is kept once. What agents changed here since stands, and of whom was erased nothing comes back.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.addressing import find_addressed_account
from ingest.arrival import PERSON, THREAD, Arrival, Naming
from model import policy
from model.contact import Contact
from model.errors import Conflict, Erased, Purged
from model.event import Event, Signal
from model.filed import Filed
from model.fold import source_time
from model.messages import Envelope
from model.paper import Paper, PaperKind
from platforms.base import ARCHIVE
from store.brand.accounts import Account
from store.contacts.edits import Entered
from store.contacts.mapping import Profile
from store.stores import Stores

NOTE = "note"
"""The realm of the ids of imported notes."""
BY_IMPORT = "import"
FILING = frozenset({Signal.NOTED, Signal.DESCRIBED})
TOLD = FILING | {Signal.PLACE}
"""What an archive may tell besides what people did."""


@dataclass(frozen=True, slots=True)
class FiledPerson:
    """Holds somebody whom a former helpdesk knew, with what it filed about them."""

    profile: Profile
    filed: Filed


Filing = Paper | FiledPerson


def mark_imported(arrival: Arrival, event: Event) -> Arrival:
    """Returns the arrival as one of imported history."""
    return replace(arrival, imported=True, history=not event.still_open, filed=event.filed)


def find_filings(
    events: Iterable[Event], envelope: Envelope, active: Sequence[Account], name: Naming
) -> Iterator[Filing]:
    """Yields the notes of an imported part, and whom it describes; of other deliveries nothing."""
    if envelope.source != ARCHIVE:
        return
    for event in events:
        account = find_addressed_account(event, active) if event.signal in FILING else None
        if account is None or envelope.received_at <= account.connected_at:
            continue
        found = _note(event, envelope, account, name) or _person(event, envelope, account, name)
        if found is not None:
            yield found


def _note(event: Event, envelope: Envelope, account: Account, name: Naming) -> Paper | None:
    if event.signal is not Signal.NOTED or not event.text or not (event.thread_id and event.external_id):
        return None
    at = source_time(event.occurred_at, envelope.received_at)
    return Paper(
        id=name(NOTE, event.scope, f"{account.id} {event.external_id}"),
        brand=envelope.brand,
        kind=PaperKind.NOTE,
        platform=envelope.platform,
        account=account.id,
        conversation=name(THREAD, event.scope, event.thread_id),
        person=name(PERSON, event.person_scope, event.customer_id) if event.customer_id else "",
        agent=event.author_id or "",
        created_at=at,
        changed_at=at,
        text=event.text,
        received_at=envelope.received_at,
    )


def _person(event: Event, envelope: Envelope, account: Account, name: Naming) -> FiledPerson | None:
    who = event.author
    if event.signal is not Signal.DESCRIBED or who is None or who.id is None:
        return None
    person = name(PERSON, event.person_scope, who.id)
    platform, seen_at = envelope.platform, envelope.received_at
    profile = Profile(person, platform, who.id, seen_at, who.name, who.handle, account.id)
    return FiledPerson(profile, event.filed or Filed())


def keep_filings(stores: Stores, brand: str, filings: Sequence[Filing]) -> None:
    """Keeps filings that are not there yet, but none of people who were ever erased: what was filed is
    older than that.
    """
    owners = {_owner(each) for each in filings} - {""}
    gone = {each for each in owners if _was_erased(stores, brand, each)}
    kept = [each for each in filings if _owner(each) not in gone]
    people = [each for each in kept if isinstance(each, FiledPerson)]
    stores.profiles.see_people(brand, [each.profile for each in people])
    for each in people:
        _describe(stores, brand, each)
    notes = [each for each in kept if isinstance(each, Paper)]
    known = stores.papers.find_existing(brand, [note.id for note in notes])
    for note in notes:
        if note.id not in known:
            _keep_note(stores, note)


def _owner(filing: Filing) -> str:
    return filing.person if isinstance(filing, Paper) else filing.profile.person


def _was_erased(stores: Stores, brand: str, person: str) -> bool:
    salt = stores.vault.read_salt(brand, person)
    return salt is not None and salt.erased_at is not None


def _describe(stores: Stores, brand: str, described: FiledPerson) -> None:
    filed = described.filed
    if not (filed.tags or filed.attributes) or not policy.rule_for(described.profile.platform).segmentation:
        return

    def step(known: Contact, entered: Entered) -> tuple[Contact, Entered, str]:
        if known.edits or known.restricted:
            return known, entered, ""
        return (
            replace(known, tags=frozenset(filed.tags)),
            replace(entered, attributes=dict(filed.attributes)),
            "",
        )

    try:
        stores.edits.keep_edit(brand, described.profile.person, BY_IMPORT, step)
    except Erased:
        return


def _keep_note(stores: Stores, note: Paper) -> None:
    try:
        stores.papers.keep_paper(note)
    except (Conflict, Erased, Purged):  # somebody kept it at this moment, or nothing of theirs may be kept
        return
