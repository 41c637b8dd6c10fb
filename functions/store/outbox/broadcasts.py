"""Broadcasts in `ops`, and the ledger of who got them: one conditional row for each recipient.

A recipient's row is there before anything is sent, and its place in the walk is only passed when it is settled: a
crash, or a second run, finds the row and repeats nothing. What a person got is sealed like a reply to them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from pynamodb.exceptions import DoesNotExist

from model import policy
from model.broadcast import Broadcast, BroadcastState, PublicText, Recipient, RecipientState
from model.errors import Conflict
from store.contacts.wakeups import Wakeups
from store.dynamo.rows import OpsRow
from store.outbox import keys as outbox_keys
from store.outbox.rows import BroadcastRow, RecipientRow
from store.outbox.safekeeping import open_words, prepare_safekeeping
from store.vault import keys as vault_keys
from store.vault.sealed import SealedPlace
from store.vault.vault import Vault

WORDS = ("platform", "account", "segment", "title", "text", "created_by", "approved_by", "place", "reason")
NUMBERS = ("created_at", "due_at", "cleared_at")
SHARDS = "abcdefghijklmnopqrstuvwxyz234567"
"""The first letters that ids of people have."""
KEPT_DAYS = 400
SKIPPED = "skipped"
BROADCASTS_DUE = Wakeups(outbox_keys.broadcasts_due)
"""Broadcasts to begin, or to go on with."""


class Broadcasts:
    """Keeps broadcasts and their recipients, of one brand at a time."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def find_broadcast(self, brand: str, broadcast: str) -> Broadcast | None:
        """Returns a broadcast as it is now; None where there is none."""
        try:
            row = BroadcastRow.get(outbox_keys.broadcasts(brand), broadcast, consistent_read=True)
        except DoesNotExist:
            return None
        return _read_broadcast(brand, row)

    def list_broadcasts(self, brand: str) -> list[Broadcast]:
        """Returns all broadcasts of the last months, the newest first."""
        rows = BroadcastRow.query(outbox_keys.broadcasts(brand), consistent_read=True)
        found = [_read_broadcast(brand, row) for row in rows]
        return sorted(found, key=lambda each: each.created_at, reverse=True)

    def keep_broadcast(self, after: Broadcast) -> Broadcast:
        """Keeps a broadcast in the place of the one it was made from (`rev` 0: of none). Raises Conflict."""
        values: dict[str, Any] = {name: getattr(after, name) or None for name in (*WORDS, *NUMBERS)}
        values |= {
            "state": after.state.value,
            "counts": dict(after.counts),
            "posts": [[each.platform, each.account, each.text, each.place] for each in after.posts] or None,
            "rev": after.rev + 1,
            "expires_at": after.created_at // 1000 + KEPT_DAYS * policy.DAY_S,
        }
        row = BroadcastRow(outbox_keys.broadcasts(after.brand), after.id)
        if not row.update_at(values, after.rev or None):
            raise Conflict("the broadcast was changed by somebody else")
        return replace(after, rev=after.rev + 1)

    def find_recipient(self, broadcast: Broadcast, person: str) -> Recipient | None:
        """Returns what became of a broadcast for somebody; None where nothing was begun."""
        try:
            row = RecipientRow.get(
                _shard(broadcast.brand, broadcast.id, person), person, consistent_read=True
            )
        except DoesNotExist:
            return None
        return self._read(broadcast.brand, row)

    def keep_recipient(self, after: Recipient) -> Recipient:
        """Keeps a recipient in the place of the one it was made from (`rev` 0: of none).

        Raises Conflict where somebody was faster, Erased and Purged where nothing may be kept any more.
        """
        kept = after.person, after.platform, after.account, after.at
        kept_by = prepare_safekeeping(self._vault, after.brand, *kept)
        pk = _shard(after.brand, after.broadcast, after.person)
        record = {name: value for name in ("text", "native_id") if (value := getattr(after, name))}
        place = SealedPlace("ops", pk, after.person)
        sealed = self._vault.seal(after.brand, place, kept_by.owner, kept_by.bucket, record)
        if not after.rev:
            # First: what an erasure could not find must not be there.
            position = outbox_keys.listed(after.at, after.broadcast)
            left_out = SKIPPED if after.state is RecipientState.SKIPPED else None
            key = outbox_keys.received(after.brand, after.person)
            OpsRow(key, position, expires_at=kept_by.expires_at, reason=left_out).save()
        values = {
            "platform": after.platform,
            "account": after.account,
            "conversation": after.conversation or None,
            "state": after.state.value,
            "code": after.code or None,
            "at": after.at,
            "attempts": after.attempts or None,
            "attempt_at": after.attempt_at or None,
            "counted": after.counted.value if after.counted else None,
            "expires_at": kept_by.expires_at,
            "sealed": sealed,
            "rev": after.rev + 1,
        }
        if not RecipientRow(pk, after.person).update_at(values, after.rev or None):
            raise Conflict("somebody else is sending it")
        return replace(after, rev=after.rev + 1)

    def page_recipients(
        self, brand: str, broadcast: str, state: RecipientState | None, after: str | None, limit: int
    ) -> tuple[list[Recipient], str | None]:
        """Returns up to `limit` recipients by id, those in a state where one is named, and where to go on."""
        found: list[Recipient] = []
        for shard in SHARDS[SHARDS.index(after[0]) if after else 0 :]:
            key = outbox_keys.recipients(brand, broadcast, shard)
            condition = RecipientRow.sk > after if after and after[0] == shard else None
            wanted = None if state is None else RecipientRow.state == state.value
            rows = RecipientRow.query(key, condition, filter_condition=wanted)
            for row in rows:
                found.append(self._read(brand, row))
                if len(found) > limit:
                    return found[:limit], found[limit - 1].person
        return found, None

    def list_of_person(self, brand: str, person: str, got: bool = False) -> Iterator[tuple[str, int]]:
        """Yields the broadcasts to a person, newest first, each with when; `got`: none that they were left out of."""
        rows = OpsRow.query(
            outbox_keys.received(brand, person), consistent_read=True, scan_index_forward=False
        )
        for row in rows:
            if got and row.reason == SKIPPED:
                continue
            at, _, broadcast = row.sk.partition("#")
            yield broadcast, int(at)

    def name_key(self, known: Recipient) -> str:
        """Returns the key by which platforms take a message to a recipient once, and tell of it later."""
        index_key = self._vault.index_key(known.brand)
        return vault_keys.hid(index_key, known.brand, "outbox", "broadcast", known.broadcast, known.person)

    def read_received(self, brand: str, person: str, ids: Iterable[str]) -> list[Recipient]:
        """Returns what somebody got of these broadcasts."""
        wanted = [(_shard(brand, each, person), person) for each in dict.fromkeys(ids)]
        rows = RecipientRow.batch_get(wanted, consistent_read=True) if wanted else ()
        return [self._read(brand, row) for row in rows]

    def _read(self, brand: str, row: RecipientRow) -> Recipient:
        opened = open_words(self._vault, brand, row, int(row.at))
        return Recipient(
            brand,
            row.pk.split("#")[2],
            row.sk,
            row.platform,
            row.account,
            row.conversation or "",
            int(row.at),
            RecipientState(row.state),
            row.code or "",
            int(row.attempts or 0),
            int(row.attempt_at or 0),
            str(opened.get("text", "")),
            str(opened.get("native_id", "")),
            RecipientState(row.counted) if row.counted else None,
            int(row.rev),
        )


def _shard(brand: str, broadcast: str, person: str) -> str:
    return outbox_keys.recipients(brand, broadcast, person[:1])


def _read_broadcast(brand: str, row: BroadcastRow) -> Broadcast:
    values: dict[str, Any] = {name: getattr(row, name) or "" for name in WORDS}
    values |= {name: int(getattr(row, name) or 0) for name in NUMBERS}
    return Broadcast(
        id=row.sk,
        brand=brand,
        state=BroadcastState(row.state),
        counts={name: int(number) for name, number in (row.counts or {}).items()},
        posts=tuple(PublicText(*each) for each in row.posts or ()),
        rev=int(row.rev),
        **values,
    )
