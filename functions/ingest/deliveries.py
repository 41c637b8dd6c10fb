"""Reading a delivery: parse it within its time, find whose it is, and park what cannot be read or is for nobody."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from aws import observe
from ingest.addressing import add_scope, find_addressed_account, find_other_products, unknown_accounts
from ingest.arrival import Arrival, Naming, make_arrival
from ingest.demands import find_demands, is_unproved_deletion
from ingest.filing import Filing, find_filings, mark_imported
from ingest.moves import find_moves
from ingest.places import find_tellings
from ingest.probing import PROBE
from ingest.progress import ToldProgress, find_progress
from ingest.proving import want_proof
from ingest.term_hits import keep_hits, mark_hit
from ingest.time_limit import limit_time
from ingest.wanting import find_profiles, find_wants
from model import policy
from model.errors import Malformed
from model.event import SILENT, Event
from model.http import Delivery
from model.messages import Envelope, PrivacyDemand
from model.place import TellingOfPlace
from model.want import FETCH, UNPROVEN
from platforms import registry
from platforms.base import ARCHIVE, Platform, Scope
from store.brand.accounts import REVOKED, Account
from store.contacts.mapping import Profile
from store.conversations.moved_places import MovedPlace
from store.interactions.parked import UNKNOWN_ACCOUNT
from store.stores import Stores
from store.vault import keys as vault_keys

PARSE_S = 5.0
"""How long one delivery may take to be read. None takes a tenth of a second but those made to take long."""

JUST_CONNECTED_S = 5.0
"""How old our knowledge of the accounts may be before an event counts as for nobody."""


class Claims(Protocol):
    """Does what `aws.objects` does."""

    def get(self, key: str) -> bytes | None:
        """Raises Unavailable."""
        ...

    def delete(self, keys: Sequence[str]) -> None:
        """Raises Unavailable."""
        ...


@dataclass(frozen=True, slots=True)
class Read:
    """Holds a delivery that was read: what it brings for its brand, and the claim check that goes once that is kept."""

    brand: str
    arrivals: tuple[Arrival, ...]
    claim: str | None = None
    demands: tuple[PrivacyDemand, ...] = ()
    """What the platform asks about somebody's data, or says of our access."""
    moves: tuple[MovedPlace, ...] = ()
    """Which places go on under another id."""
    tellings: tuple[TellingOfPlace, ...] = ()
    """What it tells of posts and groups themselves."""
    unknown: frozenset[str] = frozenset()
    """Native ids of accounts that some of its events are for and no row knows."""
    elsewhere: frozenset[str] = frozenset()
    """Native ids of accounts that have events in it which are another platform's."""
    wants: tuple[Envelope, ...] = ()
    """What has to be fetched before it says everything."""
    profiles: tuple[Profile, ...] = ()
    """Who somebody is whose name was asked for."""
    progress: tuple[ToldProgress, ...] = ()
    """How far what we sent got."""
    filings: tuple[Filing, ...] = ()


class Deliveries:
    """Reads deliveries, and parks those that it cannot read."""

    def __init__(
        self,
        stores: Stores,
        claims: Claims,
        platform: Callable[[str], Platform] = registry.platform,
        parse_s: float = PARSE_S,
    ) -> None:
        self._stores = stores
        self._claims = claims
        self._platform = platform
        self._parse_s = parse_s

    def read_delivery(self, envelope: Envelope) -> Read | None:
        """Returns what a delivery brings; None when it was parked as a whole or its time is over."""
        if policy.expires_at(envelope.platform, envelope.received_at) <= self._stores.clock():
            observe.metric("delivery_too_old", platform=envelope.platform)
            return None
        if envelope.source == PROBE:
            observe.info("probe_came", endpoint=envelope.endpoint)
            return None
        try:
            return self._read(envelope)
        except Malformed as error:
            self.park_delivery(envelope, error.code)
        return None

    def park_delivery(self, envelope: Envelope, reason: str, accounts: Sequence[str] = ()) -> None:
        """Keeps a delivery sealed with a reason until somebody replays it or its time is over."""
        self._stores.parked.park_delivery(envelope, reason, self._stores.now_ms(), accounts)
        observe.metric("delivery_parked", platform=envelope.platform, reason=reason)

    def name_hid(self, brand: str, platform: str, realm: str, scope: str, native_id: str) -> str:
        """Returns the opaque id that stands for a native id within a brand."""
        return vault_keys.hid(self._stores.vault.index_key(brand), brand, platform, realm, scope, native_id)

    def _read(self, envelope: Envelope) -> Read:
        platform = self._known_platform(envelope.platform)
        if envelope.source == FETCH:  # it was parked, and is replayed
            return Read(envelope.brand, (), wants=(envelope,))
        body = envelope.body if envelope.claim is None else self._claims.get(envelope.claim)
        if body is None:
            raise Malformed("claim_missing")
        accounts = self._stores.accounts.list_served_accounts(envelope.brand, envelope.endpoint)
        if envelope.source == UNPROVEN:
            return Read(envelope.brand, (), wants=want_proof(envelope, accounts))
        read = self._parse(platform, envelope, body, accounts)
        if read.unknown or read.elsewhere:
            newest = self._stores.accounts.list_served_accounts(
                envelope.brand, envelope.endpoint, JUST_CONNECTED_S
            )
            if newest != accounts:
                read = self._parse(platform, envelope, body, newest)
        read = self._read_by_siblings(read, platform, envelope, body)
        missing = read.unknown | read.elsewhere
        if not missing:
            return read
        # What is for accounts that we know is kept all the same; read again later, that changes nothing.
        observe.metric("event_for_unknown_account", platform=envelope.platform)
        self.park_delivery(envelope, UNKNOWN_ACCOUNT, sorted(missing - {""}))
        return replace(read, claim=None)

    def _read_by_siblings(self, read: Read, platform: Platform, envelope: Envelope, body: bytes) -> Read:
        """Returns `read` with what is for accounts of the platforms that share deliveries with this one.

        An app has one address for all that concerns a Page: the feed and the messages come together there.
        """
        if not read.elsewhere or not platform.siblings:
            return read
        connected = self._stores.accounts.list_accounts(envelope.brand)
        for name in platform.siblings:
            accounts = [account for account in connected if account.platform == name]
            known = {account.native_id for account in accounts}
            if not known & read.elsewhere:
                continue
            theirs = self._parse(self._known_platform(name), replace(envelope, platform=name), body, accounts)
            read = replace(
                read,
                arrivals=(*read.arrivals, *theirs.arrivals),
                demands=(*read.demands, *theirs.demands),
                moves=(*read.moves, *theirs.moves),
                tellings=(*read.tellings, *theirs.tellings),
                wants=(*read.wants, *theirs.wants),
                progress=(*read.progress, *theirs.progress),
                unknown=read.unknown | theirs.unknown,
                elsewhere=read.elsewhere - known,
            )
        return read

    def _parse(
        self, platform: Platform, envelope: Envelope, body: bytes, accounts: Sequence[Account]
    ) -> Read:
        accounts = [each for each in accounts if each.id == envelope.asked] or accounts
        # An account's own id comes first: Telegram's payloads do not name the bot they are for.
        own_ids = tuple(each for account in accounts for each in (account.native_id, *account.self_ids))
        active = [account for account in accounts if account.state != REVOKED]
        # Before the time limit: behind it nothing may wait for anybody.
        self._stores.vault.index_key(envelope.brand)
        name = partial(self.name_hid, envelope.brand, platform.name)
        with limit_time(self._parse_s):
            delivery = envelope.delivery(body, own_ids)
            events = keep_hits(_parse_events(platform, delivery), envelope.term)
            if Scope.ACCOUNT in (platform.item_scope, platform.person_scope):
                events = [
                    add_scope(event, platform, find_addressed_account(event, accounts)) for event in events
                ]
            arrivals = _arrivals(events, envelope, active, frozenset(own_ids), name)
            if platform.places_move:
                arrivals = (replace(each, may_have_moved=True) for each in arrivals)
            arrived = tuple(arrivals)
            return Read(
                envelope.brand,
                arrived,
                envelope.claim,
                tuple(find_demands(events, envelope, body, accounts, name)),
                tuple(find_moves(events, envelope, active, name)),
                tuple(find_tellings(events, envelope, active, name)),
                frozenset(unknown_accounts(events, accounts)),
                frozenset(find_other_products(events)),
                tuple(find_wants(platform, events, arrived, envelope, active)),
                tuple(find_profiles(events, envelope)),
                tuple(find_progress(platform, delivery, active, name)),
                tuple(find_filings(events, envelope, active, name)),
            )

    def _known_platform(self, name: str) -> Platform:
        try:
            return self._platform(name)
        except KeyError as error:
            raise Malformed("unknown_platform") from error


def _parse_events(platform: Platform, delivery: Delivery) -> list[Event]:
    try:
        return platform.read_delivery(delivery)
    except Malformed:
        raise
    except Exception as error:
        # A crash here is our own fault, yet the delivery is as unreadable as a broken one: it waits, parked.
        observe.failure("parse_crashed", error, platform=platform.name)
        raise Malformed("parse_crashed") from error


def _arrivals(
    events: Iterable[Event],
    envelope: Envelope,
    active: Sequence[Account],
    own_ids: frozenset[str],
    name: Naming,
) -> Iterator[Arrival]:
    for event in events:
        if event.kind in SILENT or event.unproved or is_unproved_deletion(event):
            continue
        account = find_addressed_account(event, active)
        if account is None:
            observe.metric("event_without_account", platform=envelope.platform)
            continue
        if envelope.received_at <= account.connected_at:
            # It came through a connection that was withdrawn since: what was kept of that is gone, and stays so.
            observe.metric("event_before_connection", platform=envelope.platform)
            continue
        arrival = make_arrival(
            event, envelope.brand, envelope.platform, account.id, own_ids, envelope.received_at, name
        )
        if arrival is not None:
            arrival = mark_imported(arrival, event) if envelope.source == ARCHIVE else arrival
            yield mark_hit(arrival, envelope.term)
