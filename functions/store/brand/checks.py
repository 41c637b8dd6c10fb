"""Keeps which items of an account are looked at again, because its platform never says that something is gone.

One row is one question: as many things as the platform answers at once. It comes again, later each time up to a day,
until the things are as old as is bounded, and ends then by itself.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from model.interaction import account_owner
from store.brand import keys as brand_keys
from store.brand.accounts import Account
from store.brand.rows import CheckRow
from store.vault.sealed import SealedPlace
from store.vault.vault import Vault

OLDEST_S = 30 * 86_400
"""How old something may be that is looked at again."""
FIRST_S, LAST_S = 3600, 86_400
"""Between two looks at something new, and at the longest."""

Known = tuple[str, str | None, str]
"""Native id, where it is shown, and a digest of its words."""


@dataclass(frozen=True, slots=True)
class Question:
    """Lists things to be asked about at once; `written_at` is the youngest's time, `until` when nobody asks any
    more.
    """

    due_at: int
    name: str
    written_at: int
    until: int
    items: tuple[Known, ...]
    doubted: bool = False
    """Whether it was answered before that all of it is gone."""


class Checks:
    """Keeps questions by account, sealed like a cursor: they hold ids of posts. `clock` gives epoch seconds."""

    def __init__(self, vault: Vault, clock: Callable[[], float]) -> None:
        self._vault = vault
        self._clock = clock

    def note_items(self, account: Account, written_at: int, until: int, items: Sequence[Known]) -> None:
        """Notes things to be looked at again from an hour on; a page that is read twice makes no second question."""
        name = sha256(
            "\n".join(sorted(each[0] for each in items)).encode("utf-8", "surrogatepass")
        ).hexdigest()[:24]
        self._save(account, Question(_next_at(written_at, written_at), name, written_at, until, tuple(items)))

    def list_due(self, account: Account, most: int) -> Iterator[Question]:
        """Yields what is due, the longest due first."""
        pk = brand_keys.checks(account.brand, account.id)
        until = brand_keys.poll_due(int(self._clock()) + 1, "")
        for row in CheckRow.query(pk, CheckRow.sk < until, limit=most):
            at, _, name = row.sk.partition("#")
            told = self._vault.unseal(account.brand, SealedPlace("ops", pk, name), bytes(row.sealed))
            items = tuple((each[0], each[1], each[2]) for each in told["items"])
            yield Question(
                int(at), name, int(row.written_at), int(row.until), items, told.get("doubted") is True
            )

    def find_next(self, account: Account) -> int | None:
        """Returns when something is due next (epoch s); None where nothing is."""
        rows = CheckRow.query(brand_keys.checks(account.brand, account.id), limit=1)
        return next((int(row.sk.partition("#")[0]) for row in rows), None)

    def settle(self, account: Account, asked: Question, left: Sequence[Known], doubted: bool = False) -> None:
        """Lists again for later what is still there; nothing more where all is gone or old enough."""
        now = int(self._clock())
        if left and now < asked.until:
            due_at = now + FIRST_S if doubted else _next_at(asked.written_at, now)
            self._save(account, replace(asked, due_at=due_at, items=tuple(left), doubted=doubted))
        CheckRow(
            brand_keys.checks(account.brand, account.id), brand_keys.poll_due(asked.due_at, asked.name)
        ).delete()

    def _save(self, account: Account, question: Question) -> None:
        pk = brand_keys.checks(account.brand, account.id)
        bucket = brand_keys.account_bucket(account.platform)
        place = SealedPlace("ops", pk, question.name)
        told = {"items": [list(each) for each in question.items], "doubted": question.doubted}
        sealed = self._vault.seal(account.brand, place, account_owner(account.id), bucket, told)
        ends = max(question.due_at, question.until) + 2 * LAST_S
        key = brand_keys.poll_due(question.due_at, question.name)
        written_at, until = question.written_at, question.until
        CheckRow(pk, key, expires_at=ends, written_at=written_at, until=until, sealed=sealed).save()


def _next_at(written_at: int, now: int) -> int:
    return now + min(max(FIRST_S, now - written_at), LAST_S)
