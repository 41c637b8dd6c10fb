"""The keys that platforms publish, as the schedule fetched and stored them: the webhook reads these and asks nobody.

A key that is not among them is asked for through the queue `fetches`, and its sender comes again. A set that nobody
could fetch for two days proves nothing any more: a key that was withdrawn must come to an end.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from aws import observe
from ingest.clock import Clock, Deadline
from ingest.ports import Objects, Sender
from model.errors import Unavailable
from model.fetch_messages import KeysWanted
from platforms.base import Platform
from platforms.token_proof import KEYS_EVERY_S, PUBLISHED

PREFIX = "keysets/"
FRESH_S = 60
"""How long what was read is used without looking again."""
AGAIN_S = 5
"""The same where there was nothing, or a key lacked."""
OLD_S = 2 * KEYS_EVERY_S
"""From when on a set is asked for, whatever the schedule does."""
LONGEST_S = 2 * 86_400
"""How long a set proves anything."""
JUST_S = 300
"""How long nobody fetches a set again: what is not in it is no key of the platform's."""
ASK_S = 60
"""How often one warm function asks for a set."""
READ_RESERVE_S = 1.5


@dataclass(frozen=True, slots=True)
class KeySet:
    """Holds what a platform published at `fetched_at` (epoch seconds); `written` is a JSON Web Key Set."""

    fetched_at: int
    written: str = ""


@dataclass(slots=True)
class _Read:
    found: KeySet | None
    read_at: float
    good_until: float


def name_object(platform: str) -> str:
    """Returns the key of the object in which a platform's keys are stored."""
    return f"{PREFIX}{platform}.json"


def read_stored(body: bytes | None) -> KeySet | None:
    """Returns what an object holds; None for none, or one that is none of ours."""
    try:
        return None if body is None else KeySet(int(json.loads(body)["fetched_at"]), body.decode())
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


class KeySets:
    """Holds what one warm function knows of published keys."""

    def __init__(self, objects: Objects, queues: Sender, clock: Clock, queue_url: Callable[[], str]) -> None:
        self._objects, self._queues, self._clock, self._queue_url = objects, queues, clock, queue_url
        self._known: dict[str, _Read] = {}
        self._asked_at: dict[str, float] = {}

    def add_published(
        self, platform: Platform, records: Sequence[Mapping[str, str]], deadline: Deadline
    ) -> Sequence[Mapping[str, str]]:
        """Returns an endpoint's secrets with what its platform publishes, where that is fetched."""
        if platform.find_key_address() is None:
            return records
        found = self._find(platform.name, deadline)
        if found is None or self._clock.wall() - found.fetched_at >= OLD_S:
            self._ask(platform.name, deadline)
        return records if found is None else [{**each, PUBLISHED: found.written} for each in records]

    def is_awaited(self, platform: Platform, deadline: Deadline) -> bool:
        """Returns whether a key that lacks may be published meanwhile, and has it looked for."""
        read = self._known.get(platform.name)
        now = self._clock.wall()
        if read is not None and read.found is not None and now - read.found.fetched_at < JUST_S:
            return False
        if read is not None:
            read.good_until = min(read.good_until, now + AGAIN_S)
        self._ask(platform.name, deadline)
        observe.metric("keys_awaited", platform=platform.name)
        return True

    def _find(self, name: str, deadline: Deadline) -> KeySet | None:
        now, read = self._clock.wall(), self._known.get(name)
        if read is None or not read.read_at <= now < read.good_until:
            read = self._known[name] = self._read(name, deadline, read)
        found = read.found
        return found if found is not None and now - found.fetched_at < LONGEST_S else None

    def _read(self, name: str, deadline: Deadline, before: _Read | None) -> _Read:
        now = self._clock.wall()
        try:
            seconds = deadline.choose_timeout(READ_RESERVE_S)
            found = read_stored(self._objects.get(name_object(name), seconds))
        except Unavailable:  # also where there is none: this role may not list
            return _Read(None if before is None else before.found, now, now + AGAIN_S)
        return _Read(found, now, now + (AGAIN_S if found is None else FRESH_S))

    def _ask(self, name: str, deadline: Deadline) -> None:
        now = self._clock.wall()
        if 0 <= now - self._asked_at.get(name, float("-inf")) < ASK_S:
            return
        self._asked_at[name] = now
        try:
            seconds = deadline.choose_timeout(READ_RESERVE_S)
            self._queues.send(self._queue_url(), KeysWanted(name).to_json(), seconds=seconds)
        except Unavailable as error:  # whoever comes again has it asked for again
            self._asked_at.pop(name)
            observe.failure("keys_not_asked_for", error, platform=name)
