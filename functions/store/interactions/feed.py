"""The `feed` table: interactions, written so that no order and no repetition of events matters."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from model import policy
from model.errors import Erased, Purged
from model.fold import fold, fold_by_id
from model.interaction import Interaction
from store.dynamo import batches
from store.dynamo import keys as row_keys
from store.dynamo.writes import delete_if, retrying, update_if
from store.interactions import keys as interaction_keys
from store.interactions.listings import Listings
from store.interactions.long_texts import LongTexts
from store.interactions.mapping import (
    changes,
    header_of,
    placeholder,
    read_row,
    to_row,
)
from store.interactions.rows import FeedRow
from store.interactions.stored import StoredInteraction
from store.vault import keys as vault_keys
from store.vault.sealed import Tampered, bucket_of
from store.vault.vault import Vault

PAGE_LIMIT = 100


class Feed(Listings):
    """Reads and folds interactions of one brand at a time."""

    def __init__(self, vault: Vault, now_ms: Callable[[], int], texts: LongTexts) -> None:
        """Takes `texts`, which keeps what is too long for a row."""
        self.texts = texts
        self._vault = vault
        self._now_ms = now_ms

    def read_stored(
        self, brand: str, ids: Iterable[str], consistent: bool = False
    ) -> dict[str, StoredInteraction]:
        """Returns those of these interactions that exist and are not past their time, nothing of them opened."""
        rows = self._rows(brand, ids, consistent)
        return {item: StoredInteraction(brand, row) for item, row in rows.items()}

    def read_headers(
        self, brand: str, ids: Iterable[str], consistent: bool = False
    ) -> dict[str, Interaction]:
        """Returns these interactions with nothing opened: no content, no native ids, no key is touched."""
        return {item: header_of(brand, row) for item, row in self._rows(brand, ids, consistent).items()}

    def open_interactions(
        self, brand: str, ids: Iterable[str], consistent: bool = False, placeholders: bool = False
    ) -> dict[str, Interaction]:
        """Returns these interactions as `open_rows` does; those that are past their time are left out."""
        return self.open_rows(brand, self._rows(brand, ids, consistent).values(), placeholders)

    def open_stored(self, brand: str, found: Iterable[StoredInteraction]) -> dict[str, Interaction]:
        """Returns these interactions unsealed, as `open_rows` does."""
        return self.open_rows(brand, [each.row for each in found])

    def _rows(self, brand: str, ids: Iterable[str], consistent: bool = False) -> dict[str, FeedRow]:
        wanted = [interaction_keys.interaction(brand, item) for item in dict.fromkeys(ids)]
        now_s = self._now_ms() // 1000
        rows = FeedRow.batch_get(wanted, consistent_read=consistent) if wanted else ()
        # What a legal hold keeps longer is for those who hold it, not for everyday readers.
        return {row_keys.item_of(row.pk): row for row in rows if (row.expires_at or row.due_at) > now_s}

    def open_rows(
        self, brand: str, rows: Iterable[FeedRow], placeholders: bool = False
    ) -> dict[str, Interaction]:
        """Returns the interactions of these rows, unsealed; those whose keys are gone are left out.

        So are damaged ones, unless `placeholders` are to stand for them: `unreadable`, with what is in the clear.
        """
        opened, damaged = self._opened(brand, rows)
        return {**opened, **damaged} if placeholders else opened

    def _opened(
        self, brand: str, rows: Iterable[FeedRow]
    ) -> tuple[dict[str, Interaction], dict[str, Interaction]]:
        rows = list(rows)
        self._vault.load_salts(brand, [bytes(row.sealed) for row in rows if row.sealed])
        opened: dict[str, Interaction] = {}
        damaged: dict[str, Interaction] = {}
        for row in rows:
            item, found = row_keys.item_of(row.pk), read_row(brand, row, self._vault)
            if found.damaged:
                damaged[item] = placeholder(brand, row)
            elif found.value is not None:
                opened[item] = found.value
        return opened, damaged

    def fold_interactions(self, brand: str, arrived: Sequence[Interaction]) -> dict[str, Interaction]:
        """Folds what arrived into what is known and keeps it; returns the state after, by id.

        Items whose owner was erased since, or whose time is over, are dropped and missing in the answer.
        """
        pending = fold_by_id(arrived)
        self._prepare(brand, pending.values())
        pending = self._shortened(brand, pending)
        known = self._rows(brand, pending)
        opened, damaged = self._opened(brand, known.values())
        if same := {
            item for item, was in opened.items() if self._folded(known[item], was, pending[item]) == was
        }:
            # What is not written nobody refuses, and what follows from it follows from the row as it is by now.
            sure = self._rows(brand, same, consistent=True)
            pending = {item: new for item, new in pending.items() if item in sure or item not in same}
            known = {item: row for item, row in known.items() if item not in same} | sure
            again, spoiled = self._opened(brand, sure.values())
            opened = {item: was for item, was in opened.items() if item not in same} | again
            damaged |= spoiled
        kept: dict[str, Interaction] = {}
        kept |= self._put_new(brand, [new for item, new in pending.items() if item not in known])
        for item, new in pending.items():
            if item in damaged:
                continue
            if item in kept or (item in known and item not in opened and not self._replaces(new)):
                continue
            state = self._keep(brand, new, known.get(item), opened.get(item))
            if state is not None:
                kept[item] = state
        if damaged:
            # Nothing takes its place: a newer version, or a backup, may still have what it says. The event is parked.
            raise Tampered("what is known of an interaction cannot be read")
        return kept

    def _shortened(self, brand: str, pending: Mapping[str, Interaction]) -> dict[str, Interaction]:
        shortened = {}
        for item, new in pending.items():
            try:
                shortened[item] = self.texts.shorten(brand, new)
            except (Erased, Purged):
                shortened[item] = new  # nor is its row kept
        return shortened

    def _prepare(self, brand: str, items: Iterable[Interaction]) -> None:
        items = list(items)
        owners, buckets = set(), {}
        for item in items:
            owners.add(item.owner)
            bucket = policy.bucket_of(item.platform, item.account, policy.INTERACTION, item.received_at)
            buckets[bucket] = policy.bucket_due(item.platform, policy.INTERACTION, item.received_at)
        self._vault.prepare_salts(brand, owners, buckets)

    def _put_new(self, brand: str, items: Iterable[Interaction]) -> dict[str, Interaction]:
        """Puts what nothing is known of. What is not among the answer is known after all, or is not to be kept."""
        states = [fold(None, new) for new in items]
        rows = {state.id: self._fresh(brand, state) for state in states if not state.deleted}
        inserted = [(item, row) for item, row in rows.items() if row is not None]
        done = batches.run_statements([batches.insert_statement(row) for _, row in inserted])
        put = {item for (item, _), was_put in zip(inserted, done, strict=True) if was_put}
        return {state.id: state for state in states if state.id in put}

    def _fresh(self, brand: str, state: Interaction) -> FeedRow | None:
        try:
            return to_row(brand, state, self._vault)
        except (Erased, Purged):
            return None

    def _keep(
        self, brand: str, new: Interaction, row: FeedRow | None, known: Interaction | None
    ) -> Interaction | None:
        again = retrying("an interaction")
        while again():
            state = self._folded(row, known, new)
            if known is not None and state == known:
                return state
            # A write has the row say what it says then.
            past = {row.kept_at if row is not None else None, new.content.kept_at if new.content else None}
            try:
                written = self._write(brand, state, row)
            except (Erased, Purged):
                return None
            if written:
                # What is kept of versions that an edit or a deletion made the past.
                self.texts.delete(past - {state.content.kept_at if state.content else None})
                return state
            fresh = self._rows(brand, [new.id], consistent=True)
            held_only = row is None and not fresh
            row = fresh.get(new.id)
            known = self.open_rows(brand, fresh.values()).get(new.id)
            if held_only or (row is not None and known is None and not self._replaces(new)):
                return None

    def _folded(self, row: FeedRow | None, known: Interaction | None, new: Interaction) -> Interaction:
        """Returns the state after both.

        What a deletion takes away stays under a legal hold, sealed and shown to nobody.
        """
        state = fold(known, new)
        if known is None or known.content is None or state.content is not None or not self._held(known, row):
            return state
        return replace(state, content=known.content, content_order=known.content_order)

    def _held(self, item: Interaction, row: FeedRow | None) -> bool:
        return row is not None and (
            row.hold is not None or self._vault.find_hold(item.brand, item.owner) is not None
        )

    def _replaces(self, new: Interaction) -> bool:
        """Tells whether `new` replaces a row whose key is gone: its author was erased, and said it after that.

        Who kept it first did so with the key from before. An edit alone would bring something older back.
        """
        salt = self._vault.read_salt(new.brand, new.owner)
        if salt is None or salt.value is None or salt.erased_at is None:
            return False
        return new.kind is not None and new.seen_at > salt.erased_at

    def _write(self, brand: str, state: Interaction, row: FeedRow | None) -> bool:
        """Makes one conditional write; False when somebody else was faster. Raises Erased or Purged."""
        if row is None and _leaves_no_trace(state) and not self._held(state, row):
            return not self._rows(brand, [state.id], consistent=True)  # its message may have come just now
        if row is None:
            # What is past its time may stand there for two more days, unreadable, until TTL takes it.
            return to_row(brand, state, self._vault).put_unless_alive(self._now_ms() // 1000)
        # Another owner (the author turned up late) needs a salt of their own; the first receipt's bucket stays.
        self._vault.prepare_salts(brand, [state.owner])
        return update_if(
            row,
            changes(row, to_row(brand, state, self._vault, bucket_of(bytes(row.sealed)))),
            FeedRow.rev == row.rev,
        )

    def remove_deleted(self, brand: str, found: Iterable[StoredInteraction]) -> int:
        """Takes away the rows of deleted interactions whose platform allows no trace; returns how many.

        It comes last: until then their headers tell what has to be counted anew without them.
        """
        rows = [each.row for each in found]
        gone = [row for row in rows if row.hold is None and _leaves_no_trace(header_of(brand, row))]
        return sum(delete_if(row, FeedRow.rev == row.rev) for row in gone)

    def delete_bucket(self, brand: str, bucket: str) -> int:
        """Deletes what is listed under a bucket, as platforms want it that allow no trace; returns how many."""
        deleted = 0
        for row in FeedRow.expiry.query(vault_keys.in_bucket(brand, bucket)):
            self.texts.delete_listed([row])
            # A legal hold lists its rows elsewhere; an index may not know yet.
            deleted += delete_if(FeedRow(row.pk), FeedRow.hold.does_not_exist())
        return deleted


def _leaves_no_trace(item: Interaction) -> bool:
    return item.deleted and not policy.rule_for(item.platform).residue
