"""Finds the endpoint that a request came to, in the secret store's records, which a warm function remembers."""

from dataclasses import dataclass
from typing import TypeVar

from aws import observe, settings
from ingest.clock import Clock, Deadline
from ingest.ports import Secrets
from model import endpoint_id
from model.endpoint import ACTIVE, Endpoint
from model.errors import Malformed, Unavailable

FRESH_S = 60
"""How long a record is used without asking again: a secret that was taken away proves nothing after a minute."""

STALE_S = 3600
"""How long it is used while the secret store does not answer: senders that do not retry would lose more."""

ASK_AGAIN_S = 15
"""How soon a silent secret store is asked again."""

UNKNOWN_S = 60
"""How long "there is no such endpoint" is remembered."""

FORCED_S = 60
"""How often a failed signature may make us look for a changed secret."""

MOST_REMEMBERED = 1000

READ_RESERVE_S = 1.5
"""What looking an endpoint up leaves of the time budget for the stores."""

Key = tuple[str, str]
Value = TypeVar("Value")


@dataclass(slots=True)
class _Known:
    endpoint: Endpoint
    read_at: float
    good_until: float
    forced_at: float | None = None


class Endpoints:
    """Finds endpoints by platform and id. Anything but `active` is as good as absent."""

    def __init__(self, secrets: Secrets, clock: Clock) -> None:
        self._secrets = secrets
        self._clock = clock
        self._known: dict[Key, _Known] = {}
        self._unknown: dict[Key, float] = {}

    def find(self, platform: str, endpoint: str, deadline: Deadline) -> Endpoint | None:
        """Returns the endpoint's record, None when there is none. Raises Unavailable when that cannot be told."""
        if not endpoint_id.valid(endpoint, settings.endpoint_key()):
            return None
        key = (platform, endpoint)
        now = self._clock.wall()
        if _within(now, self._unknown.get(key), UNKNOWN_S):
            return None
        known = self._known.get(key)
        # A clock that was set back must not keep a record alive.
        if known is not None and known.read_at <= now < known.good_until:
            return known.endpoint
        try:
            return self._read(key, deadline, _counts_as_forced(known, now))
        except Unavailable:
            if known is None or now >= known.read_at + STALE_S:
                raise
            observe.metric("secrets_stale")
            known.good_until = now + ASK_AGAIN_S
            return known.endpoint

    def changed(self, platform: str, endpoint: str, deadline: Deadline) -> Endpoint | None:
        """Returns the record if it is another than the one remembered, for a request that was not proved by that.

        Asks at most once a minute and endpoint: a flood of forgeries costs no reads.
        """
        key = (platform, endpoint)
        now = self._clock.wall()
        known = self._known.get(key)
        if known is None or _within(now, known.forced_at, FORCED_S):
            return None
        known.forced_at = now
        try:
            found = self._read(key, deadline, forced_at=now)
        except Unavailable:
            return None
        return None if found == known.endpoint else found

    def _read(self, key: Key, deadline: Deadline, forced_at: float | None = None) -> Endpoint | None:
        found = self._ask(key, deadline)
        now = self._clock.wall()
        if found is None or found.state != ACTIVE:
            self._known.pop(key, None)
            _remember(self._unknown, key, now)
            return None
        _remember(self._known, key, _Known(found, now, now + FRESH_S, forced_at))
        return found

    def _ask(self, key: Key, deadline: Deadline) -> Endpoint | None:
        for seconds in deadline.list_timeouts(READ_RESERVE_S):
            try:
                return self._secrets.read_endpoint(*key, seconds)
            except Unavailable:
                observe.metric("secrets_unavailable")
            except Malformed as error:
                observe.metric("endpoint_broken", platform=key[0])
                raise Unavailable("the endpoint's record is broken") from error
        raise Unavailable("the endpoint's record cannot be read")


def _counts_as_forced(known: _Known | None, now: float) -> float | None:
    """Returns `now` while forgeries come: the minute's read then also looks for a changed secret."""
    return None if known is None or known.forced_at is None else now


def _within(now: float, since: float | None, seconds: float) -> bool:
    return since is not None and since <= now < since + seconds


def _remember(memory: dict[Key, Value], key: Key, value: Value) -> None:
    """Keeps it as the newest, and forgets the oldest when there are too many."""
    memory.pop(key, None)
    if len(memory) >= MOST_REMEMBERED:
        del memory[next(iter(memory))]
    memory[key] = value
