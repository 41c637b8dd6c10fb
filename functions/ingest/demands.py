"""What a platform's control events ask for: that a person's data go, or that we lost our access to an account."""

from collections.abc import Iterable, Iterator, Sequence

from aws import observe
from ingest.arrival import PERSON, Naming
from model import confirmation
from model.event import Event, Kind, Signal
from model.fold import source_time
from model.messages import Envelope, PrivacyDemand
from model.privacy_task import Ask
from store.accounts import Account

OF_PERSON = {Signal.ERASE_PERSON: Ask.ERASE, Signal.HIDE_PERSON: Ask.HIDE}


def demands(
    events: Iterable[Event], envelope: Envelope, body: bytes, accounts: Sequence[Account], name: Naming
) -> Iterator[PrivacyDemand]:
    """The demands in a delivery. The same delivery again makes the same demands, which are fulfilled once.

    The first one's id is the confirmation code that a platform was answered with.
    """
    asking = [event for event in events if event.signal in (*OF_PERSON, Signal.REVOKED)]
    for number, event in enumerate(asking):
        code = confirmation.code(envelope.endpoint, body, number)
        if event.signal in OF_PERSON:
            demand = _of_person(event, envelope, code, name)
        else:
            demand = _revoke(event, envelope, code, accounts)
        if demand is not None:
            yield demand


def _of_person(event: Event, envelope: Envelope, code: str, name: Naming) -> PrivacyDemand | None:
    if event.author_id is None:
        observe.metric("demand_without_person", platform=envelope.platform)
        return None
    person = name(PERSON, event.person_scope, event.author_id)
    return _demand(envelope, code, OF_PERSON[event.signal], person=person)


def _revoke(event: Event, envelope: Envelope, code: str, accounts: Sequence[Account]) -> PrivacyDemand | None:
    account = addressed(event, accounts)
    if account is None:
        observe.metric("revocation_without_account", platform=envelope.platform)
        return None
    if source_time(event.occurred_at, envelope.received_at) <= account.connected_at:
        observe.metric("revocation_of_former_connection", platform=envelope.platform)
        return None
    return _demand(envelope, code, Ask.REVOKE, account=account.id)


def _demand(
    envelope: Envelope, code: str, ask: Ask, person: str | None = None, account: str | None = None
) -> PrivacyDemand:
    return PrivacyDemand(
        envelope.brand, code, ask.value, envelope.platform, person, account, envelope.received_at
    )


def addressed(event: Event, accounts: Sequence[Account]) -> Account | None:
    """The connected account an event is for; one that names none is for the only account there is.

    A deletion that names none (X's compliance events) is for whoever has the item: its row says which.
    """
    if event.account_id is None:
        return accounts[0] if len(accounts) == 1 or (accounts and event.kind is Kind.DELETE) else None
    return next((account for account in accounts if account.native_id == event.account_id), None)
