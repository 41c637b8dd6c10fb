"""Sealing what a legal hold keeps under the hold's own key, and back. Every write is conditional."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from pynamodb.exceptions import DoesNotExist
from pynamodb.expressions.update import Action

from model import policy
from model.errors import Erased, Purged
from model.fold import drop_deleted
from store.contacts import keys as contact_keys
from store.contacts.mapping import PROFILE, SEEN_THROUGH, account_of
from store.contacts.rows import IdentityRow
from store.conversations.conversations import Conversations
from store.dynamo import keys as row_keys
from store.dynamo.writes import delete_if, retrying, update_if
from store.forgetting import pinned_rows
from store.forgetting.holds import Hold
from store.interactions import keys as interaction_keys
from store.interactions.feed import Feed
from store.interactions.mapping import changes, from_row, header_of, to_row
from store.interactions.rows import FeedRow
from store.vault import keys as vault_keys
from store.vault.sealed import SealedPlace
from store.vault.vault import Vault

PAGE = 100


class Holding:
    """Moves a person's rows under a hold and from under it."""

    def __init__(self, vault: Vault, feed: Feed, conversations: Conversations) -> None:
        self._vault = vault
        self._feed = feed
        self._conversations = conversations

    def take(self, hold: Hold) -> int:
        """Seals everything of the person under the hold, without an end; returns how many items that are."""
        self._vault.prepare_salts(hold.brand, [hold.name], {hold.name: hold.until})
        taken = int(self._take_profile(hold))
        # Before the rows: an erasure knows by the edges which of the rows they lead to it may not change.
        pinned_rows.pin_rows(hold)
        for ids in self._pages(hold):
            wanted = [interaction_keys.interaction(hold.brand, each) for each in ids]
            rows = FeedRow.batch_get(wanted, consistent_read=True)
            taken += sum(self._take(hold, row) for row in rows)
        return taken

    def held(self, hold: Hold) -> Iterator[str]:
        """Yields the ids of the interactions under the hold."""
        for row in FeedRow.expiry.query(vault_keys.in_bucket(hold.brand, hold.name)):
            yield row_keys.item_of(row.pk)

    def give_back(self, hold: Hold, now_ms: int) -> dict[str, int]:
        """Takes all from under the hold: rows whose time is not over live on, others go. Returns counts of both."""
        done = {"kept": 0, "deleted": 0}
        self._give_back_profile(hold)
        for item in list(self.held(hold)):
            outcome = self._give_back(hold, item, now_ms)
            if outcome:
                done[outcome] += 1
        pinned_rows.unpin_rows(hold)
        return done

    def _pages(self, hold: Hold) -> Iterator[list[str]]:
        brand, person = hold.brand, hold.person
        yield from _pages(lambda before: self._feed.page_person(brand, person, before, PAGE))
        for thread in self._conversations.list_private_threads(brand, person):
            listing = interaction_keys.listed_under(brand, thread)
            yield from _pages(partial(self._page, listing))

    def _page(self, listing: str, before: str | None) -> tuple[list[str], str | None]:
        return self._feed.page_listing(listing, before, PAGE)

    def _take(self, hold: Hold, row: FeedRow) -> bool:
        again = retrying("an interaction")
        while again():
            if row.hold is not None or header_of(hold.brand, row).owner != hold.person:
                return row.hold == hold.id
            try:
                item = from_row(hold.brand, row, self._vault)
                taken = changes(row, to_row(hold.brand, item, self._vault, hold.name))
                if _changed(row, taken):
                    return True
                row = FeedRow.get(row.pk, consistent_read=True)
            except (Erased, Purged, DoesNotExist):
                return False

    def _take_profile(self, hold: Hold) -> bool:
        again = retrying("an identity")
        while again():
            row = _identity(hold)
            if row is None or row.hold is not None:
                return row is not None
            actions: list[Action] = [
                IdentityRow.hold.set(hold.id),
                IdentityRow.due_pk.remove(),
                IdentityRow.due_sk.remove(),
            ]
            if _identity_changed(row, [*actions, *self._names_taken(hold, row)]):
                return True

    def _names(self, hold: Hold, row: IdentityRow) -> dict[str, Any]:
        """Returns what is sealed in the profile; nothing when nobody can read it any more."""
        where = SealedPlace("core", row.pk, PROFILE)
        try:
            return self._vault.unseal(hold.brand, where, bytes(row.sealed)) if row.sealed else {}
        except (Erased, Purged):
            return {}

    def _names_taken(self, hold: Hold, row: IdentityRow) -> list[Action]:
        if record := self._names(hold, row):
            record[SEEN_THROUGH] = account_of(row, record)
        return self._sealed(hold, row, hold.name, hold.name, record)

    def _names_returned(self, hold: Hold, row: IdentityRow) -> list[Action]:
        record = self._names(hold, row)
        account = str(record.pop(SEEN_THROUGH, ""))
        bucket = policy.bucket_of(row.platform, account, policy.PROFILE, int(row.last_at or 0))
        return self._sealed(hold, row, hold.person, bucket, record)

    def _sealed(
        self, hold: Hold, row: IdentityRow, owner: str, bucket: str, record: Mapping[str, Any]
    ) -> list[Action]:
        where = SealedPlace("core", row.pk, PROFILE)
        try:
            sealed = record and self._vault.seal(hold.brand, where, owner, bucket, record)
        except (Erased, Purged):
            sealed = None
        return [IdentityRow.sealed.set(sealed) if sealed else IdentityRow.sealed.remove()]

    def _give_back(self, hold: Hold, item: str, now_ms: int) -> str | None:
        again = retrying("an interaction")
        while again():
            try:
                row = FeedRow.get(interaction_keys.interaction(hold.brand, item), consistent_read=True)
            except DoesNotExist:
                return None
            if row.hold != hold.id:
                return None
            actions = self._returned(hold, row, now_ms)
            if actions is None and _deleted(row):
                return "deleted"
            if actions is not None and _changed(row, actions):
                return "kept"

    def _returned(self, hold: Hold, row: FeedRow, now_ms: int) -> list[Action] | None:
        """Returns what makes the row ordinary again; None when its time or its person's is over, or it was deleted."""
        header = header_of(hold.brand, row)
        erased_at = self._vault.erased_at(hold.brand, header.owner)
        if row.due_at * 1000 <= now_ms or (erased_at is not None and header.seen_at <= erased_at):
            return None
        if header.deleted and not policy.rule_for(row.platform).residue:
            return None
        bucket = policy.bucket_of(row.platform, row.account, policy.INTERACTION, header.received_at)
        due = policy.bucket_due(row.platform, policy.INTERACTION, header.received_at)
        try:
            self._vault.prepare_salts(hold.brand, [header.owner], {bucket: due})
            item = drop_deleted(from_row(hold.brand, row, self._vault))
            return changes(row, to_row(hold.brand, item, self._vault, bucket))
        except (Erased, Purged):
            return None

    def _give_back_profile(self, hold: Hold) -> None:
        again = retrying("an identity")
        while again():
            row = _identity(hold)
            if (
                row is None
                or row.hold != hold.id
                or _identity_changed(row, self._profile_returned(hold, row))
            ):
                return

    def _profile_returned(self, hold: Hold, row: IdentityRow) -> list[Action]:
        last_at = int(row.last_at or 0)
        actions: list[Action] = [
            IdentityRow.hold.remove(),
            IdentityRow.due_pk.set(contact_keys.idle(hold.brand, "identity", row.platform)),
            IdentityRow.due_sk.set(policy.idle_since("", last_at)),
        ]
        erased = self._vault.erased_at(hold.brand, hold.person)
        if erased is not None and last_at <= erased:
            return [*actions, IdentityRow.sealed.remove()]
        return [*actions, *self._names_returned(hold, row)]


def _pages(read: Callable[[str | None], tuple[list[str], str | None]]) -> Iterator[list[str]]:
    before: str | None = None
    while True:
        ids, before = read(before)
        if ids:
            yield ids
        if before is None:
            return


def _identity(hold: Hold) -> IdentityRow | None:
    try:
        return IdentityRow.get(contact_keys.identity(hold.brand, hold.person), PROFILE, consistent_read=True)
    except DoesNotExist:
        return None


def _changed(row: FeedRow, actions: list[Action]) -> bool:
    return update_if(row, actions, FeedRow.rev == row.rev)


def _identity_changed(row: IdentityRow, actions: list[Action]) -> bool:
    """Changes an identity whose names and version are as they were read; tells whether it did."""
    same = IdentityRow.sealed == row.sealed if row.sealed else IdentityRow.sealed.does_not_exist()
    same &= IdentityRow.rev == row.rev if row.rev is not None else IdentityRow.rev.does_not_exist()
    return update_if(row, [*actions, IdentityRow.rev.set(int(row.rev or 0) + 1)], same)


def _deleted(row: FeedRow) -> bool:
    return delete_if(row, FeedRow.rev == row.rev)
