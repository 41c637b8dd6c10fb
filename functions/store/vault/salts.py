"""The `keys` table: salts of people and retention buckets, and what remains of them."""

from collections.abc import Iterable, Mapping

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from store.dynamo import batches
from store.dynamo.writes import put_if, retrying, update_if
from store.vault.keyring import Salt, Wanted
from store.vault.keys import bucket_of_salt
from store.vault.open_buckets import OpenBuckets
from store.vault.rows import SaltRow


class Salts:
    """Reads and creates salts. Destroying them is `store.vault.shredder`'s business."""

    def read_salts(self, keys: Iterable[str], consistent: bool) -> dict[str, Salt]:
        """Returns the rows that exist, in batched reads."""
        rows = SaltRow.batch_get(list(dict.fromkeys(keys)), consistent_read=consistent)
        return {row.pk: _salt(row) for row in rows}

    def create_salts(self, wanted: Mapping[str, Wanted]) -> dict[str, Salt]:
        """Does as `create_salt` for many keys, of which none is known to be there."""
        for bucket in filter(None, map(bucket_of_salt, wanted)):
            OpenBuckets().open_bucket(*bucket)
        rows = [SaltRow(key, salt=value, due=due) for key, (value, due) in wanted.items()]
        done = batches.run_statements([batches.insert_statement(row) for row in rows])
        return {
            row.pk: _salt(row) if created else self.create_salt(row.pk, *wanted[row.pk])
            for row, created in zip(rows, done, strict=True)
        }

    def create_salt(self, key: str, value: bytes, due: int | None) -> Salt:
        """Puts a salt unless one, or its tombstone, is there; returns what is there afterwards.

        A salt that was about to go stays.
        """
        if (bucket := bucket_of_salt(key)) is not None:
            # First, so that no bucket has a key that the purge does not know of.
            OpenBuckets().open_bucket(*bucket)
        again = retrying("a salt")
        while again():
            fresh = SaltRow(key, salt=value, due=due)
            if _put(fresh, SaltRow.pk.does_not_exist()):
                return _salt(fresh)
            known = next(iter(SaltRow.batch_get([key], consistent_read=True)), None)
            if known is None:
                continue
            if known.closing_at is None:
                return _salt(known)
            kept = SaltRow(
                key,
                salt=known.salt,
                due=known.due,
                restricted_at=known.restricted_at,
                erased_at=known.erased_at,
                objected_at=known.objected_at,
                hold=known.hold,
            )
            if _put(kept, _unchanged(known)):
                return _salt(kept)

    def hold_salt(self, key: str, hold: str) -> bool:
        """Seals under a legal hold what is written of the person from now on. False without a salt."""
        return _updated(key, [SaltRow.hold.set(hold), SaltRow.closing_at.remove()], SaltRow.pk.exists())

    def release_salt(self, key: str, hold: str) -> None:
        """Takes a hold off a salt, where it is still this hold."""
        _updated(key, [SaltRow.hold.remove()], SaltRow.hold == hold)

    def remove_salt(self, key: str) -> None:
        """Leaves no trace of a salt: where a platform's terms forbid even the tombstone."""
        SaltRow(key).delete()

    def renew_salt(self, key: str, value: bytes, erased_at: int) -> Salt:
        """Puts a new salt beside the tombstone of `erased_at`; returns the winner either way. The tombstone stays."""
        again = retrying("a salt")
        while again():
            known = SaltRow.get(key, consistent_read=True)
            if known.salt is not None:
                return _salt(known)
            row = SaltRow(
                key, salt=value, erased_at=erased_at, objected_at=known.objected_at, hold=known.hold
            )
            same = SaltRow.hold.does_not_exist() if known.hold is None else SaltRow.hold == known.hold
            same &= _same("objected_at", known)
            if _put(row, SaltRow.salt.does_not_exist() & (SaltRow.erased_at == erased_at) & same):
                return _salt(row)


def _put(row: SaltRow, condition: Condition) -> bool:
    return put_if(row, condition)


def _updated(key: str, actions: list[Action], condition: Condition) -> bool:
    return update_if(SaltRow(key), actions, condition)


def _unchanged(row: SaltRow) -> Condition:
    """Returns the condition that the salt, its due time and the attributes beside it are as they were read."""
    condition: Condition = SaltRow.salt == row.salt
    for name in ("closing_at", "restricted_at", "erased_at", "objected_at", "hold"):
        condition &= _same(name, row)
    return condition


def _same(name: str, row: SaltRow) -> Condition:
    attribute, value = getattr(SaltRow, name), getattr(row, name)
    condition: Condition = attribute.does_not_exist() if value is None else attribute == value
    return condition


def _salt(row: SaltRow) -> Salt:
    closing = row.closing_at is not None
    return Salt(
        row.salt,
        _whole(row.erased_at),
        _whole(row.restricted_at),
        closing,
        _whole(row.objected_at),
        row.hold,
    )


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)
