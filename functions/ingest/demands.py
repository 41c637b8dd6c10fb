"""Control events of platforms: that a person's data go, or that we lost our access to an account."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from aws import observe
from ingest.addressing import find_addressed_account
from ingest.arrival import ITEM, PERSON, Naming
from model import confirmation
from model.event import Event, Kind, Signal
from model.fold import source_time
from model.messages import Envelope, PrivacyDemand
from model.privacy_task import COMPLAINT, Ask
from store.brand.accounts import REVOKED, Account

SECOND_MS = 1000
DAY_MS = 86_400_000
OF_PERSON = {Signal.ERASE_PERSON: Ask.ERASE, Signal.HIDE_PERSON: Ask.HIDE, Signal.OBJECTS: Ask.CONSENT}


def find_demands(
    events: Iterable[Event], envelope: Envelope, body: bytes, accounts: Sequence[Account], name: Naming
) -> Iterator[PrivacyDemand]:
    """Yields the demands in a delivery. The same delivery again makes the same demands, which are fulfilled once.

    The first one's id is the confirmation code that a platform was answered with. What is uncovered needs a person's
    confirmation.
    """
    signals = (*OF_PERSON, Signal.REVOKED, Signal.APP_REMOVED)
    asking = [event for event in events if event.signal in signals or is_unproved_deletion(event)]
    for number, event in enumerate(asking):
        code = confirmation.code(envelope.endpoint, body, number)
        if event.signal in OF_PERSON:
            found = [_of_person(event, envelope, code, name)]
        elif is_unproved_deletion(event):
            found = [_deletion(event, envelope, code, name)]
        elif event.signal is Signal.REVOKED:
            found = [_revoke(event, envelope, code, accounts)]
        else:
            found = _removed_app(event, envelope, body, accounts)
        for demand in filter(None, found):
            yield replace(demand, needs_confirmation=True) if event.uncovered else demand


def is_unproved_deletion(event: Event) -> bool:
    """Returns whether the event deletes an item by words that its sender did not sign: it is not to be folded."""
    return event.kind is Kind.DELETE and event.uncovered


def _deletion(event: Event, envelope: Envelope, code: str, name: Naming) -> PrivacyDemand | None:
    if event.external_id is None:
        return None
    item = name(ITEM, event.scope, event.external_id)
    return replace(_demand(envelope, code, Ask.DELETE), item=item)


def _of_person(event: Event, envelope: Envelope, code: str, name: Naming) -> PrivacyDemand | None:
    if event.author_id is None:
        observe.metric("demand_without_person", platform=envelope.platform)
        return None
    person = name(PERSON, event.person_scope, event.author_id)
    demand = _demand(envelope, code, OF_PERSON[event.signal], person=person)
    return replace(demand, source=COMPLAINT) if event.signal is Signal.OBJECTS else demand


def _revoke(event: Event, envelope: Envelope, code: str, accounts: Sequence[Account]) -> PrivacyDemand | None:
    # What destroys an account's data names the account: the only one there is may be somebody else's.
    account = None if event.account_id is None else find_addressed_account(event, accounts)
    if account is None:
        observe.metric("revocation_without_account", platform=envelope.platform)
        return None
    if source_time(event.occurred_at, envelope.received_at) <= account.connected_at:
        observe.metric("revocation_of_former_connection", platform=envelope.platform)
        return None
    return _demand(envelope, code, Ask.REVOKE, account=account.id)


def _removed_app(
    event: Event, envelope: Envelope, body: bytes, accounts: Sequence[Account]
) -> list[PrivacyDemand | None]:
    """Returns a revocation of each account.

    Any user of an app may remove it, and the platform does not say whose accounts that ends. Where it was not the
    one who connected an account, a person has to confirm it, who is asked once a day however many users remove it.
    """
    moment = source_time(event.occurred_at, envelope.received_at)
    found: list[PrivacyDemand | None] = []
    for number, account in enumerate(each for each in accounts if each.state != REVOKED):
        if moment <= account.since - SECOND_MS:  # platforms cut their times to seconds
            observe.metric("revocation_of_former_connection", platform=envelope.platform)
            continue
        proved = account.connected_by is not None and account.connected_by == event.author_id
        day = f"{account.id} {envelope.received_at // DAY_MS}".encode()
        code = confirmation.code(envelope.endpoint, *((body, number) if proved else (day,)))
        demand = _demand(envelope, code, Ask.REVOKE, account=account.id)
        found.append(replace(demand, needs_confirmation=not proved))
    return found


def _demand(
    envelope: Envelope, code: str, ask: Ask, person: str | None = None, account: str | None = None
) -> PrivacyDemand:
    return PrivacyDemand(
        envelope.brand, code, ask.value, envelope.platform, person, account, envelope.received_at
    )
