"""Accounts that have to be asked: when next, who is asking, and how far each was read.

A due row is put before the state that names it and the former one goes last, so that a run that is killed anywhere
leaves an account due; a due row that its state does not name is a leftover, and goes when it is met.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from model.account_job import ASK, AUDIT
from model.errors import Erased, Purged
from model.interaction import account_owner
from store.brand import keys as brand_keys
from store.brand.accounts import Account
from store.brand.rows import PollRow
from store.dynamo.rows import OpsRow
from store.dynamo.writes import put_if, update_if
from store.vault.sealed import SealedPlace
from store.vault.vault import Vault

STOPPED = 0
"""The due time of what is not asked any more."""
FIRST_AUDIT_S = 86_400


@dataclass(frozen=True, slots=True)
class PollState:
    """Says how far an account was read. Times are epoch seconds, but `mark` and `newest`: epoch ms of what was written.

    Everything up to `mark` is known; `newest` is what the round that goes on has seen, which `began` then (epoch ms).
    `cursor` is where that goes on.
    """

    brand: str
    platform: str
    account: str
    endpoint: str
    due_at: int
    mark: int = 0
    newest: int = 0
    failures: int = 0
    reason: str | None = None
    read_at: int = 0
    began: int = 0
    pages: int = 0
    found: int = 0
    """Of an audit: what it read, and what it found that was not here."""
    rev: int = 0
    cursor: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    """Of a round's first page, by which it is seen that nothing changed."""
    job: str = ASK

    @property
    def row(self) -> str:
        """Returns its sort key."""
        return name_poll(self.platform, self.account, self.job)


class Polls:
    """Keeps states and due times. `clock` gives epoch seconds, `states` and `due` the keys below which they are."""

    def __init__(
        self,
        vault: Vault,
        clock: Callable[[], float],
        states: Callable[[str], str] = brand_keys.polls,
        due: Callable[[str], str] = brand_keys.polls_due,
    ) -> None:
        self._vault = vault
        self._clock = clock
        self._states = states
        self._due = due

    def begin_polling(self, account: Account, job: str = ASK) -> None:
        """Begins a job for an account; does nothing where it is done already."""
        now = int(self._clock())
        state = PollState(account.brand, account.platform, account.id, account.endpoint, now, job=job)
        if job == AUDIT:  # what was told before is no gap
            state = replace(state, due_at=now + FIRST_AUDIT_S, mark=now * 1000)
        self._put_due(state)
        put_if(self._row(state), PollRow.pk.does_not_exist())

    def list_begun(self, brand: str) -> set[str]:
        """Returns the names of all that is done for a brand's accounts, or was once."""
        return {str(row.sk) for row in PollRow.query(self._states(brand), attributes_to_get=["sk"])}

    def list_due(self, brand: str) -> Iterator[tuple[str, int]]:
        """Yields what is due with its time, the longest due first."""
        until = brand_keys.poll_due(int(self._clock()) + 1, "")
        for row in OpsRow.query(self._due(brand), OpsRow.sk < until):
            at, _, name = row.sk.partition("#")
            yield name, int(at)

    def lease_poll(self, brand: str, name: str, due_at: int, seconds: int) -> PollState | None:
        """Returns the state, for `seconds` nobody else's; None when somebody has it, or it is due no more."""
        row = next(
            iter(PollRow.query(self._states(brand), PollRow.sk == name, consistent_read=True)),
            None,
        )
        if row is None or row.due_at != due_at:
            OpsRow(self._due(brand), brand_keys.poll_due(due_at, name)).delete()
            return None
        now = int(self._clock())
        free = PollRow.leased_until.does_not_exist() | (PollRow.leased_until <= now)
        unchanged = PollRow.rev == row.rev if row.rev else PollRow.rev.does_not_exist()
        rev = int(row.rev or 0) + 1
        actions = [PollRow.leased_until.set(now + seconds), PollRow.rev.set(rev)]
        if not update_if(PollRow(row.pk, row.sk), actions, free & unchanged):
            return None
        try:
            return replace(self._state(brand, row), rev=rev)
        except (Erased, Purged):  # the account withdrew our access, and its keys went
            OpsRow(brand_keys.polls_due(brand), brand_keys.poll_due(due_at, name)).delete()
            return None

    def save_poll(self, state: PollState, leased_until: int) -> PollState | None:
        """Returns the state as it is kept now, with the lease prolonged; None when somebody else took it over."""
        row = self._row(replace(state, rev=state.rev + 1))
        row.leased_until = leased_until
        return replace(state, rev=state.rev + 1) if put_if(row, PollRow.rev == state.rev) else None

    def end_poll(self, state: PollState, due_at: int) -> bool:
        """Gives the lease back and has the account asked again at `due_at`; returns whether the lease was ours."""
        after = replace(state, due_at=due_at)
        if due_at != STOPPED:
            self._put_due(after)
        if self.save_poll(after, 0) is None:
            return False
        if due_at != state.due_at:
            OpsRow(self._due(state.brand), brand_keys.poll_due(state.due_at, state.row)).delete()
        return True

    def find_poll(self, brand: str, platform: str, account: str, job: str = ASK) -> PollState | None:
        """Returns how far a job got for an account; None where it is not done for it."""
        name = name_poll(platform, account, job)
        row = next(iter(PollRow.query(self._states(brand), PollRow.sk == name)), None)
        return None if row is None else self._state(brand, row)

    def _put_due(self, state: PollState) -> None:
        OpsRow(self._due(state.brand), brand_keys.poll_due(state.due_at, state.row)).save()

    def _row(self, state: PollState) -> PollRow:
        pk, owner = self._states(state.brand), account_owner(state.account)
        bucket = f"{state.platform}#account#forever"
        named = {name: getattr(state, name) for name in _SEALED}
        sealed = self._vault.seal(state.brand, SealedPlace("ops", pk, state.row), owner, bucket, named)
        kept = {name: getattr(state, name) for name in _CLEAR}
        return PollRow(pk, state.row, sealed=sealed, rev=state.rev or None, **kept)

    def _state(self, brand: str, row: PollRow) -> PollState:
        place = SealedPlace("ops", row.pk, row.sk)
        named: Mapping[str, Any] = self._vault.unseal(brand, place, bytes(row.sealed))
        kept: dict[str, Any] = {name: getattr(row, name) for name in _CLEAR}
        kept["job"] = row.job or ASK
        for name in _COUNTED:
            kept[name] = int(kept[name] or 0)
        kept |= {name: named.get(name) for name in _SEALED}
        return PollState(brand, rev=int(row.rev or 0), **kept)


def name_poll(platform: str, account: str, job: str) -> str:
    """Returns what a job of an account is called in the timetable."""
    name = brand_keys.account_row(platform, account)
    return name if job == ASK else f"{name}#{job}"


_SEALED = ("cursor", "etag", "last_modified", "digest")
_TOLD = ("platform", "account", "endpoint", "reason", "job")
_COUNTED = ("due_at", "mark", "newest", "failures", "read_at", "began", "pages", "found")
_CLEAR = (*_TOLD, *_COUNTED)
