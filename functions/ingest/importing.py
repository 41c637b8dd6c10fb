"""Hands the parts of an import on as deliveries, and counts what is new, known and refused before it does."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from ingest.addressing import add_scope
from ingest.arrival import make_arrival
from ingest.clock import Clock, Deadline
from ingest.custody import Custody
from ingest.filing import TOLD, find_filings
from ingest.helpdesks import NotImported
from ingest.unpack import Part, Piece
from model.errors import Malformed, Unavailable
from model.event import SILENT, Event
from model.messages import Envelope
from model.paper import Paper
from platforms import registry
from platforms.base import ARCHIVE
from store.brand.accounts import Account
from store.stores import Stores
from store.vault import keys as vault_keys

SECONDS_A_PART = 20.0
LOOKED_UP = 100
Finder = Callable[[str, Iterable[str]], AbstractSet[str]]
"""Tells which of these ids of a brand are known."""
RECOGNISED = 10
"""Parts before the one an import goes on with whose items are remembered: a post with many comments fills some."""


@dataclass(slots=True)
class ImportTally:
    """Counts what an import found. `failed` counts parts that no store took: the same command brings them later."""

    new: int = 0
    known: int = 0
    failed: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    def list_lines(self, dry_run: bool) -> list[str]:
        """Returns what a person is told, with the reasons by how often they were met."""
        verb = "would import" if dry_run else "imported"
        lines = [f"{verb} {self.new} new, {self.known} known already, {self.refused.total()} refused"]
        lines += [f"  {count} {reason}" for reason, count in self.refused.most_common()]
        return [*lines, f"{self.failed} parts were not taken: run it again"] if self.failed else lines


class Importing:
    """Imports into one account. Without `custody` it only counts."""

    def __init__(self, stores: Stores, account: Account, custody: Custody | None, clock: Clock) -> None:
        self._stores, self._account, self._custody, self._clock = stores, account, custody, clock
        self._platform = registry.platform(account.platform)
        self._own = (account.native_id, *account.self_ids)
        self._seen: set[str] = set()
        self.tally = ImportTally()

    def import_pieces(self, pieces: Iterable[Piece], done: int = 0) -> Iterator[int]:
        """Yields the number of parts that are safe by now, after each; the first `done` were handed on before.

        Stops at the first that no store takes: what is counted as safe is safe.
        """
        number = 0
        before: deque[Part] = deque(maxlen=RECOGNISED)
        for piece in pieces:
            if isinstance(piece, NotImported):
                if number >= done:  # the others were told of before
                    self.tally.refused[piece.reason] += 1
                continue
            number += 1
            if number <= done:
                before.append(piece)
                continue
            while before:
                self._recognise(before.popleft())
            try:
                self._import(piece)
            except Malformed as error:
                self.tally.refused[error.code] += 1
            except Unavailable:
                self.tally.failed += 1
                return
            yield number

    def _recognise(self, part: Part) -> None:
        """Remembers what a part that was handed on before holds: the next may hold some of it again."""
        with suppress(Malformed):
            self._seen.update(self._name_items(*self._read(part)))

    def _read(self, part: Part) -> tuple[Envelope, list[Event]]:
        account = self._account
        now_ms = int(self._clock.wall() * 1000)
        envelope = Envelope(
            account.platform,
            account.endpoint,
            account.brand,
            now_ms,
            {},
            part.body,
            None,
            ARCHIVE,
            part.name or None,
        )
        events = self._platform.read_delivery(envelope.delivery(part.body, self._own))
        return envelope, [event for event in events if event.kind not in SILENT or event.signal in TOLD]

    def _import(self, part: Part) -> None:
        envelope, told = self._read(part)
        if not told:
            self.tally.refused["nothing_in_it"] += 1
            return
        self._count(envelope, told)
        if self._custody is not None and not self._custody.take_delivery(
            envelope, Deadline(self._clock, SECONDS_A_PART)
        ):
            raise Unavailable("neither queue nor bucket takes it")

    def _name_items(self, envelope: Envelope, events: Sequence[Event]) -> dict[str, Finder]:
        """Returns the ids of what the events tell of, each once, with where it would be known."""
        account, vault = self._account, self._stores.vault
        name = partial(vault_keys.hid, vault.index_key(account.brand), account.brand, account.platform)
        scoped = [add_scope(event, self._platform, account) for event in events]
        arrivals = (
            make_arrival(
                event, account.brand, account.platform, account.id, frozenset(self._own), envelope.received_at, name
            )
            for event in scoped
            if event.kind not in SILENT
        )  # fmt: skip
        found: dict[str, Finder] = {
            each.interaction.id: self._find_rows for each in arrivals if each is not None
        }
        for each in find_filings(scoped, envelope, [account], name):
            if isinstance(each, Paper):
                found[each.id] = self._stores.papers.find_existing
            else:
                found[each.profile.person] = self._stores.profiles.find_known
        return found

    def _find_rows(self, brand: str, ids: Iterable[str]) -> set[str]:
        return set(self._stores.feed.read_headers(brand, ids))

    def _count(self, envelope: Envelope, events: Sequence[Event]) -> None:
        items = self._name_items(envelope, events)
        unseen = {each: find for each, find in items.items() if each not in self._seen}
        for find in dict.fromkeys(unseen.values()):
            ids = [each for each, its in unseen.items() if its == find]
            known = set[str]()
            for start in range(0, len(ids), LOOKED_UP):
                known |= find(self._account.brand, ids[start : start + LOOKED_UP])
            self.tally.known += len(known)
            self.tally.new += len(ids) - len(known)
        self._seen.update(unseen)
