"""Stand-ins for the stores and clocks a step is handed: small, and as unreliable as they are told to be."""

from collections.abc import Iterable, Iterator, Sequence

from aws import settings
from aws.queues import Message
from model import endpoint_id
from model.credentials import Credentials
from model.endpoint import Endpoint
from model.errors import Unavailable

NOON = 1_764_072_000.0
"""2025-11-25T12:00:00Z"""


def make_endpoint_id(random_bytes: bytes) -> str:
    """An endpoint's id as the installation of the tests gives it out."""
    return endpoint_id.new(random_bytes, settings.endpoint_key())


class FakeClock:
    """Stands still until it is told how much time goes by."""

    def __init__(self, wall: float = NOON) -> None:
        self.wall_s = wall
        self.monotonic_s = 0.0

    def wall(self) -> float:
        return self.wall_s

    def monotonic(self) -> float:
        return self.monotonic_s

    def advance(self, seconds: float) -> None:
        self.wall_s += seconds
        self.monotonic_s += seconds


class Faults:
    """What goes wrong with a store: `down` refuses at once, `hangs` uses up the caller's whole time first.

    `refuse_next` calls fail before it works again; `loses_reply` does what it is asked, and then hangs.
    """

    def __init__(self, clock: FakeClock | None = None) -> None:
        self.clock = clock or FakeClock()
        self.down = False
        self.hangs = False
        self.loses_reply = False
        self.refuse_next = 0
        self.calls = 0
        self.timeouts: list[float | None] = []

    def before(self, seconds: float | None = None) -> None:
        """To be called at the start of every operation."""
        self.calls += 1
        self.timeouts.append(seconds)
        if self.hangs:
            self._wait(seconds)
        if self.refuse_next:
            self.refuse_next -= 1
            raise Unavailable("fake: refused")
        if self.down:
            raise Unavailable("fake: down")

    def after(self, seconds: float | None = None) -> None:
        """To be called once an operation took effect."""
        if self.loses_reply:
            self._wait(seconds)

    def _wait(self, seconds: float | None) -> None:
        self.clock.advance(60.0 if seconds is None else seconds)
        raise Unavailable("fake: timed out")


class FakeSecrets:
    """As `aws.secrets`: records by platform and endpoint. `calls` counts reads."""

    def __init__(self, clock: FakeClock | None = None) -> None:
        self.faults = Faults(clock)
        self.records: dict[tuple[str, str], Endpoint | Exception] = {}

    def read_endpoint(self, platform: str, endpoint: str, seconds: float | None = None) -> Endpoint | None:
        self.faults.before(seconds)
        record = self.records.get((platform, endpoint))
        if isinstance(record, Exception):
            raise record
        return record


class FakeQueues:
    """As `aws.queues`: messages by queue URL. What is received is hidden until `reappear`."""

    def __init__(self, clock: FakeClock | None = None) -> None:
        self.faults = Faults(clock)
        self.bodies: dict[str, list[str]] = {}
        self.groups: list[str | None] = []
        self.hidden: dict[str, list[str]] = {}

    def send(
        self, queue_url: str, body: str, *, group: str | None = None, seconds: float | None = None
    ) -> None:
        self.faults.before(seconds)
        self._add(queue_url, body)
        self.groups.append(group)
        self.faults.after(seconds)

    def send_many(self, queue_url: str, bodies: Iterable[str]) -> None:
        self.faults.before()
        for body in bodies:
            self._add(queue_url, body)
        self.faults.after()

    def receive(self, queue_url: str) -> list[Message]:
        self.faults.before()
        waiting = self.bodies.get(queue_url, [])
        taken, self.bodies[queue_url] = waiting[:10], waiting[10:]
        self.hidden.setdefault(queue_url, []).extend(taken)
        return [Message(str(number), body, receipt=body) for number, body in enumerate(taken)]

    def delete(self, queue_url: str, messages: Sequence[Message]) -> None:
        self.faults.before()
        for message in messages:
            if message.receipt in self.hidden.get(queue_url, []):
                self.hidden[queue_url].remove(message.receipt)

    def reappear(self, queue_url: str) -> None:
        """The visibility time-out passes."""
        self.bodies[queue_url] = self.hidden.pop(queue_url, []) + self.bodies.get(queue_url, [])

    def _add(self, queue_url: str, body: str) -> None:
        if not body.isascii():
            raise ValueError("SQS bodies are ASCII here")
        self.bodies.setdefault(queue_url, []).append(body)


class FakeObjects:
    """As `aws.objects`: bytes by key."""

    def __init__(self, clock: FakeClock | None = None) -> None:
        self.faults = Faults(clock)
        self.content: dict[str, bytes] = {}

    def put(self, key: str, body: bytes, seconds: float | None = None) -> None:
        self.faults.before(seconds)
        self.content[key] = body
        self.faults.after(seconds)

    def get(self, key: str, seconds: float | None = None) -> bytes | None:
        self.faults.before(seconds)
        return self.content.get(key)

    def measure(self, key: str) -> int | None:
        self.faults.before()
        return len(self.content[key]) if key in self.content else None

    def get_range(self, key: str, start: int, end: int) -> bytes:
        self.faults.before()
        return self.content[key][start:end]

    def link(self, key: str, seconds: int, mime: str = "") -> str:
        return f"https://bucket.example/{key}?for={seconds}&as={mime}"

    def get_many(self, keys: Sequence[str]) -> dict[str, bytes]:
        self.faults.before()
        return {key: self.content[key] for key in keys if key in self.content}

    def delete(self, keys: Sequence[str]) -> None:
        self.faults.before()
        for key in keys:
            self.content.pop(key, None)

    def pages(self, prefix: str) -> Iterator[list[str]]:
        self.faults.before()
        keys = sorted(key for key in self.content if key.startswith(prefix))
        for start in range(0, len(keys), 1000):
            yield keys[start : start + 1000]


class SendingSecrets:
    """What accounts send with, in a dictionary in place of the secret store."""

    def __init__(self, records: dict[tuple[str, str], Credentials] | None = None) -> None:
        self.records = records if records is not None else {}

    def read_credentials(self, platform: str, account: str) -> Credentials | None:
        """As the real one."""
        return self.records.get((platform, account))

    def keep_credentials(self, platform: str, account: str, record: Credentials) -> None:
        """As the real one."""
        self.records[platform, account] = record

    def drop_credentials(self, platform: str, account: str) -> None:
        """As the real one."""
        self.records.pop((platform, account), None)
