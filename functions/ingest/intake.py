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
from ingest.acquaintances import by_known_names
from ingest.addressees import addressed_to
from ingest.arrival import Arrival, Naming, arrive
from ingest.demands import addressed, demands, is_unproved_deletion, scoped
from ingest.suppression import Suppression
from model import policy
from model.errors import Conflict, Malformed
from model.event import SILENT, Event
from model.http import Delivery
from model.messages import ROWS_PER_MESSAGE, Envelope, PrivacyDemand, Rows
from platforms import registry
from platforms.base import Platform, Scope
from store import keys
from store.accounts import REVOKED, Account
from store.contacts import Profile
from store.feed import named_in
from store.stores import Stores

TRIES = 3
"""How often people may be erased while we keep what they write, until the delivery comes again later."""


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
    demands: tuple[PrivacyDemand, ...] = ()
    """What the platform asks about somebody's data, or says of our access."""


class Intake:
    """Keeps deliveries. `forward` queues messages for `segment/sentiment`, `demand` for `privacy/fulfil`."""

    def __init__(
        self,
        stores: Stores,
        claims: Claims,
        forward: Callable[[list[str]], None],
        demand: Callable[[list[str]], None],
        platform: Callable[[str], Platform] = registry.platform,
    ) -> None:
        self._stores = stores
        self._claims = claims
        self._forward = forward
        self._demand = demand
        self._platform = platform
        self._suppression = Suppression(stores.vault, stores.feed, stores.now_ms)

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
            return self._read(envelope)
        except Malformed as error:
            self._park(envelope, error.code)
        return None

    def _read(self, envelope: Envelope) -> Read:
        platform = self._known_platform(envelope.platform)
        body = envelope.body if envelope.claim is None else self._claims.get(envelope.claim)
        if body is None:
            raise Malformed("claim_missing")
        accounts = self._stores.accounts.served_by(envelope.brand, envelope.endpoint)
        # An account's own id comes first: Telegram's payloads do not name the bot they are for.
        own_ids = tuple(each for account in accounts for each in (account.native_id, *account.self_ids))
        events = _events(platform, envelope.delivery(body, own_ids))
        if Scope.ACCOUNT in (platform.item_scope, platform.person_scope):
            events = [scoped(event, platform, addressed(event, accounts)) for event in events]
        name = partial(self._name, envelope.brand, platform.name)
        active = [account for account in accounts if account.state != REVOKED]
        return Read(
            envelope.brand,
            tuple(_arrivals(events, envelope, active, frozenset(own_ids), name)),
            envelope.claim,
            tuple(demands(events, envelope, body, accounts, name)),
        )

    def _known_platform(self, name: str) -> Platform:
        try:
            return self._platform(name)
        except KeyError as error:
            raise Malformed("unknown_platform") from error

    def _name(self, brand: str, platform: str, realm: str, scope: str, native_id: str) -> str:
        return keys.hid(self._stores.vault.index_key(brand), brand, platform, realm, scope, native_id)

    def _park(self, envelope: Envelope, reason: str) -> None:
        self._stores.parked.park(envelope, reason, self._stores.now_ms())
        observe.metric("delivery_parked", platform=envelope.platform, reason=reason)

    def keep(self, read: Iterable[Read]) -> None:
        """Write what the deliveries bring and hand on the rows that want a label."""
        by_brand: dict[str, list[Arrival]] = {}
        claims: list[str] = []
        asked: list[PrivacyDemand] = []
        for each in read:
            asked += each.demands
            by_brand.setdefault(each.brand, []).extend(each.arrivals)
            claims += [each.claim] if each.claim else []
        for brand, arrivals in by_brand.items():
            if arrivals:
                self._keep_brand(brand, arrivals)
        if asked:
            self._demand([demand.to_json() for demand in asked])
        if claims:
            self._claims.delete(claims)

    def _keep_brand(self, brand: str, arrivals: Sequence[Arrival]) -> None:
        for _ in range(TRIES):
            arrivals = self._kept_in_vain(brand, arrivals)
            if not arrivals:
                return
        raise Conflict("people kept being erased under us")

    def _kept_in_vain(self, brand: str, arrivals: Sequence[Arrival]) -> list[Arrival]:
        """Keep them; those of people whose key went meanwhile, which nobody can read."""
        # What others lean on comes first: a row is written last but the head that points to it, and every
        # write may be repeated, so that a crash between any two loses nothing.
        stores, arrivals = self._stores, addressed_to(self._stores.conversations, brand, arrivals)
        arrivals = by_known_names(stores.contacts, brand, arrivals)
        items = [arrival.interaction for arrival in arrivals]
        newcomers = stores.vault.prepare(brand, {item.owner for item in items}, named=named_in(items))
        arrivals = self._suppression.welcome(brand, arrivals)
        stores.contacts.relate(brand, [edge for arrival in arrivals for edge in arrival.edges()])
        stores.contacts.see(brand, _profiles(arrivals), newcomers)
        kept = stores.feed.fold_in(brand, [arrival.interaction for arrival in arrivals])
        # How long somebody waited whose data may only be stored is not counted.
        stored_only = stores.vault.restrictions(brand, {item.owner for item in kept.values()})
        answers = stores.conversations.note(brand, [i for i in kept.values() if i.owner not in stored_only])
        if stored_only:
            stores.conversations.note(brand, [i for i in kept.values() if i.owner in stored_only])
        stores.response_times.add(brand, answers, int(stores.clock()))
        wanting = [item.id for item in kept.values() if item.wants_label]
        if wanting:
            self._forward([rows.to_json() for rows in _messages(brand, wanting)])
        # Last: what goes after this look was kept in time, and goes with everything else.
        people = {item.owner for item in items if item.owner != item.account_owner} - newcomers
        changed = stores.vault.changed(brand, people)
        return [arrival for arrival in arrivals if arrival.interaction.owner in changed]


def _events(platform: Platform, delivery: Delivery) -> list[Event]:
    try:
        return platform.parse(delivery)
    except Malformed:
        raise
    except Exception as error:
        # A crash here is our own fault, yet the delivery is as unreadable as a broken one: it waits, parked.
        observe.failure("parse_crashed", error, platform=platform.name)
        raise Malformed("parse_crashed") from error


def _arrivals(
    events: Iterable[Event],
    envelope: Envelope,
    accounts: Sequence[Account],
    own_ids: frozenset[str],
    name: Naming,
) -> Iterator[Arrival]:
    for event in events:
        if event.kind in SILENT or is_unproved_deletion(event):
            continue
        account = addressed(event, accounts)
        if account is None:
            observe.metric("event_without_account", platform=envelope.platform)
            continue
        if envelope.received_at <= account.connected_at:
            # It came through a connection that was withdrawn since: what was kept of that is gone, and stays so.
            observe.metric("event_before_connection", platform=envelope.platform)
            continue
        arrival = arrive(
            event, envelope.brand, envelope.platform, account.id, own_ids, envelope.received_at, name
        )
        if arrival is not None:
            yield arrival


def _profiles(arrivals: Iterable[Arrival]) -> Iterator[Profile]:
    for arrival in arrivals:
        seen = arrival.sighting
        if seen is not None:
            item = arrival.interaction
            yield Profile(
                seen.person,
                item.platform,
                seen.native_id,
                item.received_at,
                seen.name,
                seen.handle,
                item.account,
            )


def _messages(brand: str, ids: Sequence[str]) -> Iterator[Rows]:
    for start in range(0, len(ids), ROWS_PER_MESSAGE):
        yield Rows(brand, tuple(ids[start : start + ROWS_PER_MESSAGE]))


@cache
def _intake() -> Intake:
    return Intake(
        Stores(kms, time.time),
        objects,
        lambda bodies: queues.send_many(settings.queue_sentiment(), bodies),
        lambda bodies: queues.send_many(settings.queue_privacy(), bodies),
    )


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Lambda entry: a batch of the queue `deliveries`."""
    return _intake().handle(event)
