"""Sealing what a legal hold keeps under the hold's own key, and back. Every write is conditional."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from pynamodb.exceptions import DeleteError, DoesNotExist, UpdateError
from pynamodb.expressions.update import Action

from model import policy
from model.errors import Conflict, Erased, Purged
from model.naming import OTHERS
from store import keys
from store.contacts import PROFILE, SEEN_THROUGH, account_of
from store.conversations import Conversations
from store.feed import Feed
from store.feed_rows import header_of, place
from store.holds import Hold
from store.tables import FeedRow, IdentityRow
from store.transactions import lost_race
from store.vault import Place, Vault

PAGE = 100
TRIES = 10


class Holding:
    """Moves a person's rows under a hold and from under it."""

    def __init__(self, vault: Vault, feed: Feed, conversations: Conversations) -> None:
        self._vault = vault
        self._feed = feed
        self._conversations = conversations

    def take(self, hold: Hold) -> int:
        """Have everything of the person sealed under the hold and without an end; how many rows that was now."""
        self._vault.prepare(hold.brand, [hold.name], {hold.name: hold.until})
        taken = int(self._take_profile(hold))
        for ids in self._pages(hold):
            rows = FeedRow.batch_get(
                [keys.interaction(hold.brand, each) for each in ids], consistent_read=True
            )
            taken += sum(self._take(hold, row) for row in rows)
        return taken

    def held(self, hold: Hold) -> Iterator[str]:
        """Ids of the interactions under the hold."""
        for row in FeedRow.expiry.query(keys.in_bucket(hold.brand, hold.name)):
            yield keys.item_of(row.pk)

    def give_back(self, hold: Hold, now_ms: int) -> dict[str, int]:
        """Have nothing under the hold: rows whose time is not over live on, others go. Counts of both."""
        done = {"kept": 0, "deleted": 0}
        self._give_back_profile(hold)
        for item in list(self.held(hold)):
            outcome = self._give_back(hold, item, now_ms)
            if outcome:
                done[outcome] += 1
        return done

    def _pages(self, hold: Hold) -> Iterator[list[str]]:
        brand, person = hold.brand, hold.person
        yield from _pages(lambda before: self._feed.person_page(brand, person, before, PAGE))
        for thread in self._conversations.private_threads(brand, person):
            listing = keys.listed_under(brand, thread)
            yield from _pages(partial(self._page, listing))

    def _page(self, listing: str, before: str | None) -> tuple[list[str], str | None]:
        return self._feed.page(listing, before, PAGE)

    def _take(self, hold: Hold, row: FeedRow) -> bool:
        for _ in range(TRIES):
            if row.hold is not None or header_of(hold.brand, row).owner != hold.person:
                return False
            try:
                record = self._vault.unseal(hold.brand, place(row.pk), bytes(row.sealed))
            except (Erased, Purged):
                return False
            self._keep_named(hold, record)
            sealed = self._vault.seal(hold.brand, place(row.pk), hold.name, hold.name, record)
            if _changed(row, _taken(hold, row, sealed)):
                return True
            try:
                row = FeedRow.get(row.pk, consistent_read=True)
            except DoesNotExist:
                return False
        raise Conflict("an interaction kept changing under us")

    def _keep_named(self, hold: Hold, record: Mapping[str, Any]) -> None:
        """People whom the row names keep their own key in it: it is needed as long as the row is."""
        readable = (people for people, words in record.get(OTHERS, ()) if words is not None)
        named = {person: hold.until for people in readable for person in people}
        self._vault.prepare(hold.brand, (), named=named)

    def _take_profile(self, hold: Hold) -> bool:
        for _ in range(TRIES):
            row = _identity(hold)
            if row is None or row.hold is not None or not row.sealed:
                return False
            where = Place("core", row.pk, PROFILE)
            try:
                record = self._vault.unseal(hold.brand, where, bytes(row.sealed))
            except (Erased, Purged):
                return False
            record[SEEN_THROUGH] = account_of(row, record)
            sealed = self._vault.seal(hold.brand, where, hold.name, hold.name, record)
            actions = [IdentityRow.sealed.set(sealed), IdentityRow.hold.set(hold.id)]
            if _identity_changed(row, [*actions, IdentityRow.due_pk.remove(), IdentityRow.due_sk.remove()]):
                return True
        raise Conflict("an identity kept changing under us")

    def _give_back(self, hold: Hold, item: str, now_ms: int) -> str | None:
        for _ in range(TRIES):
            try:
                row = FeedRow.get(keys.interaction(hold.brand, item), consistent_read=True)
            except DoesNotExist:
                return None
            if row.hold != hold.id:
                return None
            actions = self._returned(hold, row, now_ms)
            if actions is None and _deleted(row):
                return "deleted"
            if actions is not None and _changed(row, actions):
                return "kept"
        raise Conflict("an interaction kept changing under us")

    def _returned(self, hold: Hold, row: FeedRow, now_ms: int) -> list[Action] | None:
        """What makes the row an ordinary one again; None when its time or its person's is over."""
        header = header_of(hold.brand, row)
        erased_at = self._vault.erased_at(hold.brand, header.owner)
        if row.due_at * 1000 <= now_ms or (erased_at is not None and header.seen_at <= erased_at):
            return None
        bucket = policy.bucket_of(row.platform, row.account, policy.INTERACTION, header.received_at)
        try:
            record = self._vault.unseal(hold.brand, place(row.pk), bytes(row.sealed))
            sealed = self._vault.seal(hold.brand, place(row.pk), header.owner, bucket, record)
        except (Erased, Purged):
            return None
        return [*_given_back(row, sealed), *_listed(hold.brand, row, bucket, header.id)]

    def _give_back_profile(self, hold: Hold) -> None:
        for _ in range(TRIES):
            row = _identity(hold)
            if (
                row is None
                or row.hold != hold.id
                or _identity_changed(row, self._profile_returned(hold, row))
            ):
                return
        raise Conflict("an identity kept changing under us")

    def _profile_returned(self, hold: Hold, row: IdentityRow) -> list[Action]:
        where, last_at = Place("core", row.pk, PROFILE), int(row.last_at or 0)
        actions: list[Action] = [
            IdentityRow.hold.remove(),
            IdentityRow.due_pk.set(keys.idle(hold.brand, "identity", row.platform)),
            IdentityRow.due_sk.set(policy.idle_since("", last_at)),
        ]
        try:
            erased = self._vault.erased_at(hold.brand, hold.person)
            record = self._vault.unseal(hold.brand, where, bytes(row.sealed))
            account = str(record.pop(SEEN_THROUGH, ""))
            bucket = policy.bucket_of(row.platform, account, policy.PROFILE, last_at)
            sealed = self._vault.seal(hold.brand, where, hold.person, bucket, record)
        except (Erased, Purged):
            return [*actions, IdentityRow.sealed.remove()]
        gone = erased is not None and last_at <= erased
        return [*actions, IdentityRow.sealed.remove() if gone else IdentityRow.sealed.set(sealed)]


def _taken(hold: Hold, row: FeedRow, sealed: bytes) -> list[Action]:
    return [
        FeedRow.rev.set(int(row.rev) + 1),
        FeedRow.sealed.set(sealed),
        FeedRow.hold.set(hold.id),
        FeedRow.due_at.set(int(row.expires_at)),
        FeedRow.expires_at.remove(),
        FeedRow.expiry_pk.set(keys.in_bucket(hold.brand, hold.name)),
        FeedRow.expiry_sk.set(keys.item_of(row.pk)),
    ]


def _given_back(row: FeedRow, sealed: bytes) -> list[Action]:
    return [
        FeedRow.rev.set(int(row.rev) + 1),
        FeedRow.sealed.set(sealed),
        FeedRow.hold.remove(),
        FeedRow.expires_at.set(int(row.due_at)),
        FeedRow.due_at.remove(),
    ]


def _listed(brand: str, row: FeedRow, bucket: str, item: str) -> list[Action]:
    if policy.rule_for(row.platform).residue:
        return [FeedRow.expiry_pk.remove(), FeedRow.expiry_sk.remove()]
    return [FeedRow.expiry_pk.set(keys.in_bucket(brand, bucket)), FeedRow.expiry_sk.set(item)]


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
        return IdentityRow.get(keys.identity(hold.brand, hold.person), PROFILE, consistent_read=True)
    except DoesNotExist:
        return None


def _changed(row: FeedRow, actions: list[Action]) -> bool:
    try:
        row.update(actions, condition=FeedRow.rev == row.rev)
    except UpdateError as error:
        if lost_race(error):
            return False
        raise
    return True


def _identity_changed(row: IdentityRow, actions: list[Action]) -> bool:
    condition = IdentityRow.sealed == row.sealed if row.sealed else IdentityRow.sealed.does_not_exist()
    try:
        row.update(actions, condition=condition)
    except UpdateError as error:
        if lost_race(error):
            return False
        raise
    return True


def _deleted(row: FeedRow) -> bool:
    try:
        row.delete(FeedRow.rev == row.rev)
    except DeleteError as error:
        if lost_race(error):
            return False
        raise
    return True
