"""Hands the parts of an import on as deliveries, and counts what is new, known and refused before it does."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from ingest.addressing import add_scope
from ingest.arrival import make_arrival
from ingest.clock import Clock, Deadline
from ingest.custody import Custody
from ingest.helpdesks import NotImported
from ingest.unpack import Part, Piece
from model.errors import Malformed, Unavailable
from model.event import SILENT, Event
from model.messages import Envelope
from platforms import registry
from platforms.base import ARCHIVE
from store.brand.accounts import Account
from store.stores import Stores
from store.vault import keys as vault_keys

SECONDS_A_PART = 20.0
LOOKED_UP = 100


@dataclass(slots=True)
class ImportTally:
    """What an import found. `failed` counts parts that no store took: the same command brings them later."""

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
        self._seen: set[str] = set()
        self.tally = ImportTally()

    def import_pieces(self, pieces: Iterable[Piece], done: int = 0) -> Iterator[int]:
        """Yields the number of parts that are safe by now, after each; the first `done` were handed on before.

        Stops at the first that no store takes: what is counted as safe is safe.
        """
        number = 0
        for piece in pieces:
            if isinstance(piece, NotImported):
                self.tally.refused[piece.reason] += 1
                continue
            number += 1
            if number <= done:
                continue
            try:
                self._import(piece)
            except Malformed as error:
                self.tally.refused[error.code] += 1
            except Unavailable:
                self.tally.failed += 1
                return
            yield number

    def _import(self, part: Part) -> None:
        now_ms = int(self._clock.wall() * 1000)
        account = self._account
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
        own = (account.native_id, *account.self_ids)
        events = self._platform.read_delivery(envelope.delivery(part.body, own))
        told = [event for event in events if event.kind not in SILENT]
        if not told:
            self.tally.refused["nothing_in_it"] += 1
            return
        self._count(told, own, now_ms)
        if self._custody is not None and not self._custody.take_delivery(
            envelope, Deadline(self._clock, SECONDS_A_PART)
        ):
            raise Unavailable("neither queue nor bucket takes it")

    def _count(self, events: Sequence[Event], own: Sequence[str], now_ms: int) -> None:
        account, vault = self._account, self._stores.vault
        name = partial(vault_keys.hid, vault.index_key(account.brand), account.brand, account.platform)
        arrivals = (
            make_arrival(
                add_scope(event, self._platform, account), account.brand, account.platform, account.id,
                frozenset(own), now_ms, name,
            )
            for event in events
        )  # fmt: skip
        found = [each.interaction.id for each in arrivals if each is not None]
        ids = [each for each in dict.fromkeys(found) if each not in self._seen]
        known: set[str] = set()
        for start in range(0, len(ids), LOOKED_UP):
            known |= self._stores.feed.read_headers(account.brand, ids[start : start + LOOKED_UP]).keys()
        self.tally.known += len(known)
        self.tally.new += len(ids) - len(known)
        self._seen.update(ids)
