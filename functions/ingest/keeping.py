"""Writing what deliveries bring: rows, people, conversations, and the ids of what wants a label."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from ingest.arrival import Arrival
from ingest.deliveries import Claims, Read
from ingest.filing import keep_filings
from ingest.handle_codes import find_handle_codes
from ingest.known_names import add_known_names
from ingest.moves import follow_moves
from ingest.opting_out import find_stop_words
from ingest.private_recipients import add_private_recipients
from ingest.progress import keep_progress
from ingest.suppression import Suppression
from ingest.wanting import Wanting
from model.messages import ROWS_PER_MESSAGE, PrivacyDemand, Rows
from store.contacts.mapping import Profile
from store.conversations.moved_places import MovedPlace
from store.dynamo.writes import retrying
from store.stores import Stores

Forward = Callable[[list[str]], None]


class Keeping:
    """Keeps what was read.

    `forward` queues messages for `segment/sentiment`, `demand` for `privacy/fulfil`, `fetch` for `ingest/fetch`.
    """

    def __init__(
        self, stores: Stores, claims: Claims, forward: Forward, demand: Forward, fetch: Forward
    ) -> None:
        self._stores = stores
        self._claims = claims
        self._forward = forward
        self._demand = demand
        self._wanting = Wanting(stores, fetch)
        self._suppression = Suppression(stores.vault, stores.feed, stores.now_ms)

    def keep_deliveries(self, read: Iterable[Read]) -> None:
        """Writes what the deliveries bring and hands on the rows that want a label."""
        read = list(read)
        by_brand: dict[str, list[Arrival]] = {}
        claims: list[str] = []
        asked: list[PrivacyDemand] = []
        moves: list[MovedPlace] = []
        for each in read:
            asked += each.demands
            moves += each.moves
            by_brand.setdefault(each.brand, []).extend(each.arrivals)
            claims += [each.claim] if each.claim else []
        self._stores.moved_places.keep_moves(moves)  # first: what is said in the new place may be here too
        for brand, arrivals in by_brand.items():
            if arrivals:
                self._keep_brand(brand, arrivals)
                accounts = {arrival.interaction.account for arrival in arrivals}
                self._stores.silences.note_accounts(brand, accounts)
        for each in read:
            self._wanting.keep_names(each.brand, each.profiles)
            self._wanting.hand_over(each.wants)
            keep_progress(self._stores, each.brand, each.progress)
            keep_filings(self._stores, each.brand, each.filings)
            if each.tellings:
                self._stores.places.keep_tellings(each.brand, each.tellings)
        if asked:
            self._demand([demand.to_json() for demand in asked])
        if claims:
            self._claims.delete(claims)

    def _keep_brand(self, brand: str, arrivals: Sequence[Arrival]) -> None:
        arrivals = follow_moves(self._stores, brand, arrivals)
        again = retrying("people", "being erased under us")
        while arrivals and again():
            arrivals = self._kept_in_vain(brand, arrivals)

    def _kept_in_vain(self, brand: str, arrivals: Sequence[Arrival]) -> list[Arrival]:
        """Keeps them; returns those of people whose key went meanwhile, which nobody can read."""
        # What others lean on comes first: a row is written last but the head that points to it, and every
        # write may be repeated, so that a crash between any two loses nothing.
        stores, arrivals = self._stores, add_private_recipients(self._stores.conversations, brand, arrivals)
        arrivals = add_known_names(stores.profiles, brand, arrivals)
        items = [arrival.interaction for arrival in arrivals]
        newcomers = stores.vault.prepare_salts(brand, {item.owner for item in items})
        arrivals = self._suppression.drop_forgotten(brand, arrivals)
        stores.deletions.note_deletions(brand, (arrival.interaction for arrival in arrivals))
        arrivals = self._drop_overtaken(brand, arrivals)
        stores.contacts.relate_people(brand, [edge for arrival in arrivals for edge in arrival.list_edges()])
        stores.profiles.see_people(brand, _profiles(arrivals), newcomers)
        kept = stores.feed.fold_interactions(brand, [arrival.interaction for arrival in arrivals])
        # A deletion that found no row was noted before it looked: either it saw ours, or we see its note.
        taken = stores.deletions.find_taken(brand, kept.values())
        kept |= stores.feed.fold_interactions(brand, taken) if taken else {}
        # How long somebody waited whose data may only be stored is not counted.
        stored_only = stores.vault.find_restricted(brand, {item.owner for item in kept.values()})
        filed = {arrival.interaction.id: arrival.filed for arrival in arrivals if arrival.filed is not None}
        history = {arrival.interaction.id for arrival in arrivals if arrival.history} | filed.keys()
        imported = {arrival.interaction.id for arrival in arrivals if arrival.imported}
        stores.conversations.note_history(brand, [kept[each] for each in kept if each in history], filed)
        stores.conversations.note_interactions(
            brand, [kept[each] for each in kept if each in imported - history]
        )
        new = [item for item in kept.values() if item.id not in imported]
        answers = stores.conversations.note_interactions(
            brand, [i for i in new if i.owner not in stored_only]
        )
        if stored_only:
            stores.conversations.note_interactions(brand, [i for i in new if i.owner in stored_only])
        if answers:
            policy = stores.sla.read_policy(brand)
            stores.response_times.add_response_times(brand, answers, policy, int(stores.clock()))
        stops = find_stop_words(brand, new, stores.vault.index_key(brand))
        if said := [*stops, *find_handle_codes(brand, new)]:
            self._demand([demand.to_json() for demand in said])
        wanting = [item.id for item in kept.values() if item.wants_label]
        if wanting:
            self._forward([rows.to_json() for rows in _messages(brand, wanting)])
        # Last: what goes after this look was kept in time, and goes with everything else.
        people = {item.owner for item in items if item.owner != item.account_owner} - newcomers
        changed = stores.vault.find_changed(brand, people)
        return [arrival for arrival in arrivals if arrival.interaction.owner in changed]

    def _drop_overtaken(self, brand: str, arrivals: Sequence[Arrival]) -> list[Arrival]:
        """Returns those that no earlier delivery deleted; a legal hold keeps what a deletion takes away."""
        stores = self._stores
        told = [arrival.interaction for arrival in arrivals]
        gone = [
            item
            for item in stores.deletions.find_overtaken(brand, told)
            if stores.vault.find_hold(brand, item.owner) is None
        ]
        return [arrival for arrival in arrivals if arrival.interaction not in gone]


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
