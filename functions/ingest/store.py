"""From the queue `deliveries` into the tables: parse, resolve, fold, and hand on what wants a label.

A whole batch is kept together, because one read then serves a hundred deliveries; when that fails, each
delivery is kept alone, so that one of them cannot hold back the others.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Protocol

from aws import batch, kms, objects, observe, queues, settings
from aws.queues import Message
from ingest.arrival import Arrival, arrive
from model import policy
from model.errors import Malformed
from model.event import SILENT, Event
from model.interaction import Interaction
from model.messages import ROWS_PER_MESSAGE, Envelope, Rows
from platforms import registry
from platforms.base import Platform
from store import keys
from store.accounts import Account
from store.contacts import Profile
from store.stores import Stores


class Claims(Protocol):
    """As `aws.objects`."""

    def get(self, key: str) -> bytes | None:
        """Raises Unavailable."""
        ...

    def delete(self, keys: Sequence[str]) -> None:
        """Raises Unavailable."""
        ...


@dataclass(frozen=True, slots=True)
class Read:
    """A delivery that was read: what it brings for its brand, and the claim check it came by."""

    brand: str
    arrivals: tuple[Arrival, ...]
    claim: str | None = None


class Store:
    """Keeps deliveries. `forward` queues messages for `segment/sentiment`."""

    def __init__(
        self,
        stores: Stores,
        claims: Claims,
        forward: Callable[[list[str]], None],
        platform: Callable[[str], Platform] = registry.platform,
    ) -> None:
        self._stores = stores
        self._claims = claims
        self._forward = forward
        self._platform = platform

    def handle(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to an SQS event: which messages are to come again."""
        read: dict[str, Read] = {}

        def read_one(message: Message) -> None:
            found = self.read(message)
            if found is not None:
                read[message.id] = found

        answer = batch.process(event, read_one)
        failed = self._keep_all(read)
        answer["batchItemFailures"] = [*answer["batchItemFailures"], *({"itemIdentifier": i} for i in failed)]
        return answer

    def _keep_all(self, read: Mapping[str, Read]) -> list[str]:
        try:
            self.keep(read.values())
        except Exception as error:  # noqa: BLE001 - each is tried again alone, and its own failure reported
            observe.failure("batch_failed", error, deliveries=len(read))
        else:
            return []
        return [each for each in read if not self._kept_alone(read[each])]

    def _kept_alone(self, read: Read) -> bool:
        try:
            self.keep([read])
        except Exception as error:  # noqa: BLE001 - this message alone comes again
            observe.failure("delivery_failed", error)
            return False
        return True

    def read(self, message: Message) -> Read | None:
        """Parse one message; None when it was parked or its time is over."""
        envelope = Envelope.from_json(message.body)
        if policy.expires_at(envelope.platform, envelope.received_at) <= self._stores.clock():
            observe.metric("delivery_too_old", platform=envelope.platform)
            return None
        try:
            return Read(envelope.brand, tuple(self._arrivals(envelope)), envelope.claim)
        except Malformed as error:
            self._park(envelope, error.code)
        return None

    def _arrivals(self, envelope: Envelope) -> Iterator[Arrival]:
        platform = self._known_platform(envelope.platform)
        accounts = self._stores.accounts.served_by(envelope.brand, envelope.endpoint)
        own_ids = frozenset().union(*(account.own_ids() for account in accounts))
        for event in self._events(platform, envelope, own_ids):
            account = _addressed(event, accounts)
            if account is None:
                observe.metric("event_without_account", platform=platform.name)
                continue
            name = partial(self._name, envelope.brand, platform.name)
            arrival = arrive(
                event, envelope.brand, platform.name, account.id, own_ids, envelope.received_at, name
            )
            if arrival is not None:
                yield arrival

    def _known_platform(self, name: str) -> Platform:
        try:
            return self._platform(name)
        except KeyError as error:
            raise Malformed("unknown_platform") from error

    def _events(self, platform: Platform, envelope: Envelope, own_ids: Iterable[str]) -> list[Event]:
        body = envelope.body if envelope.claim is None else self._claims.get(envelope.claim)
        if body is None:
            raise Malformed("claim_missing")
        try:
            events = platform.parse(envelope.delivery(body, tuple(sorted(own_ids))))
        except Malformed:
            raise
        except Exception as error:
            # A crash here is our own fault, yet the delivery is as unreadable as a broken one: it waits, parked.
            observe.failure("parse_crashed", error, platform=platform.name)
            raise Malformed("parse_crashed") from error
        return [event for event in events if event.kind not in SILENT]

    def _name(self, brand: str, platform: str, realm: str, scope: str, native_id: str) -> str:
        return keys.hid(self._stores.vault.index_key(brand), brand, platform, realm, scope, native_id)

    def _welcome(self, brand: str, arrivals: Sequence[Arrival]) -> list[Arrival]:
        """Those whose owner was not erased after they were written: such things must not come back."""
        vault = self._stores.vault
        vault.prepare(brand, {arrival.interaction.owner for arrival in arrivals})
        return [arrival for arrival in arrivals if not self._suppressed(arrival.interaction)]

    def _suppressed(self, item: Interaction) -> bool:
        erased_at = self._stores.vault.erased_at(item.brand, item.owner)
        if erased_at is None or item.seen_at > erased_at:
            return False
        observe.metric("event_of_erased_person", platform=item.platform)
        return True

    def _park(self, envelope: Envelope, reason: str) -> None:
        self._stores.parked.park(envelope, reason, self._stores.now_ms())
        observe.metric("delivery_parked", platform=envelope.platform, reason=reason)

    def keep(self, read: Iterable[Read]) -> None:
        """Write what the deliveries bring and hand on the rows that want a label."""
        by_brand: dict[str, list[Arrival]] = {}
        claims: list[str] = []
        for each in read:
            by_brand.setdefault(each.brand, []).extend(each.arrivals)
            claims += [each.claim] if each.claim else []
        for brand, arrivals in by_brand.items():
            if arrivals:
                self._keep_brand(brand, arrivals)
        if claims:
            self._claims.delete(claims)

    def _keep_brand(self, brand: str, arrivals: Sequence[Arrival]) -> None:
        # What others lean on comes first: a row is written last but the head that points to it, and every
        # write may be repeated, so that a crash between any two loses nothing.
        stores, arrivals = self._stores, self._welcome(brand, arrivals)
        stores.contacts.relate(brand, [edge for arrival in arrivals for edge in arrival.edges()])
        stores.contacts.see(brand, _profiles(arrivals))
        kept = stores.feed.fold_in(brand, [arrival.interaction for arrival in arrivals])
        stores.conversations.note(brand, kept.values())
        wanting = [item.id for item in kept.values() if item.wants_label]
        if wanting:
            self._forward([rows.to_json() for rows in _messages(brand, wanting)])


def _addressed(event: Event, accounts: Sequence[Account]) -> Account | None:
    """The connected account an event is for; one that names none is for the only account there is."""
    if event.account_id is None:
        return accounts[0] if len(accounts) == 1 else None
    return next((account for account in accounts if account.native_id == event.account_id), None)


def _profiles(arrivals: Iterable[Arrival]) -> Iterator[Profile]:
    for arrival in arrivals:
        seen = arrival.sighting
        if seen is not None:
            platform = arrival.interaction.platform
            received_at = arrival.interaction.received_at
            yield Profile(seen.person, platform, seen.native_id, received_at, seen.name, seen.handle)


def _messages(brand: str, ids: Sequence[str]) -> Iterator[Rows]:
    for start in range(0, len(ids), ROWS_PER_MESSAGE):
        yield Rows(brand, tuple(ids[start : start + ROWS_PER_MESSAGE]))


@cache
def _store() -> Store:
    return Store(
        Stores(kms, time.time), objects, lambda bodies: queues.send_many(settings.queue_sentiment(), bodies)
    )


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Lambda entry: a batch of the queue `deliveries`."""
    return _store().handle(event)
