"""The only place that destroys salts. What a salt sealed is unreadable from then on, in every copy.

A brand's gate stands in every one of these writes: while a legal hold is pending, no key is destroyed, and of who is
under one never.
"""

from collections.abc import Callable
from enum import StrEnum

from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from store.dynamo.writes import attempt, retrying
from store.vault import keys as vault_keys
from store.vault.rows import HoldRow, SaltRow

Also = Callable[[TransactWrite], None]
"""Adds updates to the transaction that destroys a salt."""

GATE = "#gate"


class Shredded(StrEnum):
    """Tells what came of it. `already`: there was a tombstone, which stays as it was. `held`: nothing was done."""

    SHREDDED = "shredded"
    ALREADY = "already"
    HELD = "held"


class Shredder:
    """Destroys the salts of people and retention buckets; a brand's root cannot be named here."""

    def destroy_person(self, brand: str, owner: str, erased_at_ms: int) -> Shredded:
        """Puts a tombstone in the place of a person's salt, also where there was none: it keeps them away."""
        return _destroyed(brand, vault_keys.person_salt(brand, owner), erased_at_ms)

    def destroy_bucket(self, brand: str, bucket: str, now_ms: int, also: Also | None = None) -> Shredded:
        """Destroys the salt of a retention bucket, whatever the number of its rows. `also` is written with it, or
        not.
        """
        return _destroyed(brand, vault_keys.bucket_salt(brand, bucket), now_ms, also)

    def close_person(self, brand: str, owner: str, now_ms: int) -> Shredded:
        """Announces that an idle person's salt will go; `Salts.create_salt` takes that back when it is used.

        A person who was erased once, objected, is restricted or under a legal hold keeps theirs: it says so.

        Functions hold salts for up to five minutes: `forget_person` comes when that time is over.
        """
        return _written(
            brand,
            vault_keys.person_salt(brand, owner),
            SaltRow.salt.exists()
            & SaltRow.closing_at.does_not_exist()
            & SaltRow.erased_at.does_not_exist()
            & SaltRow.restricted_at.does_not_exist()
            & SaltRow.objected_at.does_not_exist()
            & SaltRow.hold.does_not_exist(),
            [SaltRow.closing_at.set(now_ms)],
        )

    def forget_person(self, brand: str, owner: str, closed_before_ms: int) -> Shredded:
        """Deletes the salt of a person who stayed away, leaving nothing: they may come back as somebody new."""
        condition = SaltRow.closing_at.exists() & (SaltRow.closing_at < closed_before_ms)
        return _written(brand, vault_keys.person_salt(brand, owner), condition, None)


def _destroyed(brand: str, key: str, now_ms: int, also: Also | None = None) -> Shredded:
    return _written(
        brand,
        key,
        # Somebody who was erased and wrote again has both a tombstone and a salt.
        (SaltRow.salt.exists() | SaltRow.erased_at.does_not_exist()) & SaltRow.hold.does_not_exist(),
        [
            SaltRow.erased_at.set(now_ms),
            SaltRow.salt.remove(),
            SaltRow.closing_at.remove(),
        ],
        also,
    )


def _written(
    brand: str, key: str, condition: Condition, actions: list[Action] | None, also: Also | None = None
) -> Shredded:
    """Makes one transaction of the change (deletion without `actions`) and the look at the gate."""
    again = retrying("a salt")
    while again():
        with attempt() as together:
            if actions is None:
                together.delete(SaltRow(key), condition=condition)
            else:
                together.update(SaltRow(key), actions, condition=condition)
            together.condition_check(
                HoldRow, vault_keys.holds(brand), GATE, condition=HoldRow.pending.does_not_exist()
            )
            if also is not None:
                also(together)
        if together.refused is None:
            return Shredded.SHREDDED
        if (refused := _refused(together.refused)) is not None:
            return Shredded.HELD if refused is Shredded.ALREADY and _held(key) else refused


def _held(key: str) -> bool:
    """Tells whether the salt's person is under a legal hold."""
    return any(row.hold is not None for row in SaltRow.batch_get([key], consistent_read=True))


def _refused(error: TransactWriteError) -> Shredded | None:
    """Returns which of the two conditions did not hold; None when it was only a collision.

    PynamoDB sends checks first, whatever the order they were named in.
    """
    failed = [
        reason is not None and reason.code == "ConditionalCheckFailed"
        for reason in error.cancellation_reasons
    ]
    gate, salt = (*failed, False, False)[:2]
    if gate:
        return Shredded.HELD
    return Shredded.ALREADY if salt else None
