"""Keeps what we wrote to somebody, or about them, under a legal hold: sealed by its key, without an end; and back.

A row's revision stays as it is: whoever is sending it at this moment is not disturbed, and seals it as they know the
hold to be. What they may not have known of is found by the second pass (`privacy.hold`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pynamodb.exceptions import DoesNotExist

from model import policy
from model.errors import Erased, Purged
from store.dynamo.rows import OpsRow
from store.dynamo.writes import delete_if, retrying, update_if
from store.forgetting.holds import Hold
from store.outbox import keys as outbox_keys
from store.outbox.rows import PaperRow, RecipientRow, ReplyRow
from store.outbox.safekeeping import WrittenRow, find_holder, place_of
from store.vault.vault import Vault

HEAD = "#"


@dataclass(frozen=True, slots=True)
class Written:
    """Describes a kind of what we write: the list by person, the row a place of the list leads to, what else leads
    there.
    """

    listing: Callable[[str, str], str]
    model: type[Any]
    find_key: Callable[[str, str, str], tuple[str, str]]
    list_others: Callable[[str, Any, str], list[OpsRow]]

    def list_places(self, hold: Hold) -> list[OpsRow]:
        """Returns the places of the person's list."""
        return list(OpsRow.query(self.listing(hold.brand, hold.person), consistent_read=True))

    def find_row(self, hold: Hold, place: OpsRow) -> WrittenRow | None:
        """Returns what a place leads to; None where nothing is."""
        try:
            key = self.find_key(hold.brand, hold.person, place.sk.partition("#")[2])
            row: WrittenRow = self.model.get(*key, consistent_read=True)
        except DoesNotExist:
            return None
        return row


def _list_papers(brand: str, row: PaperRow, position: str) -> list[OpsRow]:
    filed = outbox_keys.papers(brand, row.conversation)
    named = (outbox_keys.mentioned(brand, str(each)) for each in row.mentions or ())
    return [OpsRow(filed, f"{row.kind}#{position}"), *(OpsRow(each, position) for each in named)]


KINDS = (
    Written(
        outbox_keys.outbox,
        ReplyRow,
        lambda brand, _, reply: (outbox_keys.reply(brand, reply), HEAD),
        lambda brand, row, position: [OpsRow(outbox_keys.replies(brand, row.conversation), position)],
    ),
    Written(
        outbox_keys.papered,
        PaperRow,
        lambda brand, _, paper: (outbox_keys.paper(brand, paper), HEAD),
        _list_papers,
    ),
    Written(
        outbox_keys.received,
        RecipientRow,
        lambda brand, person, sent: (outbox_keys.recipients(brand, sent, person[:1]), person),
        lambda *_: [],
    ),
)


class HeldWritings:
    """Moves what we wrote under a hold and from under it."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def take(self, hold: Hold) -> int:
        """Seals all of these writings under the existing key of the hold, without an end. Returns their number."""
        taken = 0
        for kind, place in _list_all(hold):
            row = self._take(hold, kind, place)
            if row is not None:
                taken += 1
                for each in (place, *kind.list_others(hold.brand, row, place.sk)):
                    _pin(each)
        return taken

    def give_back(self, hold: Hold, now_ms: int) -> dict[str, int]:
        """Takes it from under the hold: what is not over lives on, the rest goes. Returns counts of both."""
        done = {"kept": 0, "deleted": 0}
        for kind, place in _list_all(hold):
            row, kept = self._give_back(hold, kind, place, now_ms)
            if row is None:
                _unpin(place, now_ms // 1000)
                continue
            # The person's list last: as long as that names it, whoever was stopped comes here again.
            for each in (*kind.list_others(hold.brand, row, place.sk), place):
                if kept:
                    _unpin(each, policy.expires_at(row.platform, _written_at(row)))
                else:
                    each.delete()
            done["kept" if kept else "deleted"] += 1
        return done

    def _take(self, hold: Hold, kind: Written, place: OpsRow) -> WrittenRow | None:
        again = retrying("what we wrote")
        while again():
            row = kind.find_row(hold, place)
            if row is None or find_holder(row) is not None:
                return row
            try:
                sealed = self._resealed(hold.brand, row, hold.name, hold.name)
            except (Erased, Purged):
                return None
            if row.update_at({"sealed": sealed, "expires_at": None}, int(row.rev)):
                return row

    def _give_back(
        self, hold: Hold, kind: Written, place: OpsRow, now_ms: int
    ) -> tuple[WrittenRow | None, bool]:
        """Returns the row as it was, and whether it lives on."""
        again = retrying("what we wrote")
        while again():
            row = kind.find_row(hold, place)
            if row is None:
                return None, False
            values = self._returned(hold, row, now_ms)
            if values is None and delete_if(row, type(row).rev == row.rev):
                return row, False
            if values is not None and (not values or row.update_at(values, int(row.rev))):
                return row, True

    def _returned(self, hold: Hold, row: WrittenRow, now_ms: int) -> dict[str, Any] | None:
        """Returns what makes the row ordinary again; None when its time or its person's is over, or it was dropped."""
        at = _written_at(row)
        expires_at = policy.expires_at(row.platform, at)
        erased_at = self._vault.erased_at(hold.brand, hold.person)
        if expires_at * 1000 <= now_ms or (erased_at is not None and at <= erased_at):
            return None
        if getattr(row, "dropped", None):
            return None
        if find_holder(row) is None:
            return {}
        bucket = policy.bucket_of(row.platform, row.account, policy.INTERACTION, at)
        try:
            self._vault.prepare_salts(hold.brand, [hold.person], {bucket: expires_at})
            sealed = self._resealed(hold.brand, row, hold.person, bucket)
        except (Erased, Purged):
            return None
        return {"sealed": sealed, "expires_at": expires_at}

    def _resealed(self, brand: str, row: WrittenRow, owner: str, bucket: str) -> bytes:
        place = place_of(row)
        record = self._vault.unseal(brand, place, bytes(row.sealed)) if row.sealed else {}
        if owner != bucket and getattr(row, "gone_at", None):
            # Deleted at the platform while the hold kept it.
            record.pop("text", None)
        return self._vault.seal(brand, place, owner, bucket, record)


def _list_all(hold: Hold) -> Iterator[tuple[Written, OpsRow]]:
    for kind in KINDS:
        for place in kind.list_places(hold):
            yield kind, place


def _written_at(row: WrittenRow) -> int:
    if isinstance(row, PaperRow):
        return int(row.received_at or row.created_at)
    return int(row.at if isinstance(row, RecipientRow) else row.created_at)


def _pin(place: OpsRow) -> None:
    update_if(OpsRow(place.pk, place.sk), [OpsRow.expires_at.remove()], OpsRow.expires_at.exists())


def _unpin(place: OpsRow, expires_at: int) -> None:
    """Gives a place that has no end the end `expires_at`."""
    endless = OpsRow.pk.exists() & OpsRow.expires_at.does_not_exist()
    update_if(OpsRow(place.pk, place.sk), [OpsRow.expires_at.set(expires_at)], endless)
