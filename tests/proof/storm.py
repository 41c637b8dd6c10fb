"""A storm of mixed deliveries, what must come of it, and blowing it through store, sentiment and assign."""

import json
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any, cast

from botocore.exceptions import ReadTimeoutError

from aws import batch
from model.messages import Envelope
from tests.proof.hooks import Killed
from tests.proof.tablefake import Params, Refused, TableFake
from tests.store.path import Path, sqs_event
from tests.store.world import BRAND, ENDPOINT, NOW

MS = NOW * 1000
DUPLICATES = 0.3
PEOPLE, POSTS = 120, 40
HOUR_MS = 3_600_000
SAID = {"this is bad": "negative", "good work": "positive", "so so": "neutral"}
STALE = 0.1
"""Of reads that need not be consistent."""
BATCH = 100
"""Deliveries handed to the store at once, as the template has it."""

Record = dict[str, Any]
Message = dict[str, Any]
Queue = deque[Message]
Step = Callable[[dict[str, Any]], dict[str, Any]]


AMID = 10
"""How much more often than other calls a batch of statements is struck in its midst."""


class Unlucky(TableFake):
    """Tables at which each of six things goes wrong with the chance `rate` at every call it can befall.

    The process dies before it, or after it; the table refuses it; the table does it and its answer is lost. In the
    midst of a batch of statements the process dies, or the table has enough: these are few among the calls, and are
    struck the more often.
    """

    def __init__(self, chance: Random) -> None:
        super().__init__(stale=lambda: self.rate > 0 and chance.random() < STALE)
        self.rate = 0.0
        self.faults: Counter[str] = Counter()
        self._chance = chance

    @contextmanager
    def lucky(self) -> Iterator[None]:
        """Nothing goes wrong for now."""
        rate, self.rate = self.rate, 0.0
        yield
        self.rate = rate

    def call(self, operation: str, params: Params) -> Params:
        """As the tables'. Raises Killed, Refused and ReadTimeoutError."""
        if self._strikes("killed before"):
            raise Killed
        if self._strikes("refused"):
            raise Refused("ThrottlingException")
        answer = self._done(operation, params)
        if self._strikes("killed after"):
            raise Killed
        if self._strikes("reply lost"):
            raise ReadTimeoutError(endpoint_url="https://dynamodb.example")
        return answer

    def _done(self, operation: str, params: Params) -> Params:
        statements = params.get("Statements", ())
        if len(statements) < 2:
            return super().call(operation, params)
        killed, enough = self._strikes("killed within", AMID), self._strikes("enough", AMID)
        if not killed and not enough:
            return super().call(operation, params)
        half = len(statements) // 2
        answer = super().call(operation, {**params, "Statements": statements[:half]})
        if killed:
            raise Killed
        answer["Responses"] += [{"Error": {"Code": "ThrottlingError"}}] * (len(statements) - half)
        return answer

    def _strikes(self, fault: str, times: int = 1) -> bool:
        struck = self._chance.random() < self.rate * times
        self.faults[fault] += struck
        return struck


@dataclass
class Expected:
    """What a storm must leave behind."""

    hours: Counter[tuple[str, int, str]] = field(default_factory=Counter)
    """By day, hour and counter (`n`, `kind_message`, `sentiment_negative`)."""
    people: Counter[str] = field(default_factory=Counter)
    unhappy: Counter[str] = field(default_factory=Counter)
    threads: set[tuple[str, str]] = field(default_factory=set)

    def counts(self, record: Record, sentiment: str) -> None:
        """One interaction more."""
        moment = datetime.fromtimestamp(record["occurred_at"] / 1000, UTC)
        for counter in ("n", f"kind_{record['kind']}", f"sentiment_{sentiment}", "direction_in"):
            self.hours[moment.strftime("%Y%m%d"), moment.hour, counter] += 1
        self.people[record["author_id"]] += 1
        self.unhappy[record["author_id"]] += sentiment == "negative"


class Storm:
    """So many deliveries, of which three in ten are repetitions; all follows from `seed`."""

    def __init__(self, deliveries: int, seed: int) -> None:
        self.chance = Random(seed)
        self.expected = Expected()
        fresh = int(deliveries * (1 - DUPLICATES))
        records = [self._record(number) for number in range(fresh)]
        envelopes = [_envelope(record) for record in records]
        repeated = self.chance.choices(envelopes, k=deliveries - fresh)
        self.envelopes = [*envelopes, *repeated]
        self.chance.shuffle(self.envelopes)
        self._written: list[Record] = []

    def _record(self, number: int) -> Record:
        share = self.chance.random()
        if share < 0.05 and number > 10:
            return self._edit(number)
        person = f"u{self.chance.randrange(PEOPLE)}"
        said = self.chance.choice(list(SAID))
        record: Record = {
            "author_id": person,
            "author_name": f"Person {person}",
            "text": said,
            "occurred_at": MS - self.chance.randrange(48 * HOUR_MS),
        }
        if share < 0.5:
            record |= {
                "kind": "message",
                "mode": "private",
                "external_id": f"m{number}",
                "thread_id": f"t{person}",
            }
            self.expected.threads.add(("thread", f"t{person}"))
        elif share < 0.9:
            record |= self._comment(number)
        else:
            record |= {"kind": "reaction", "parent_id": f"c{number}", "text": "👍"}
        self.expected.counts(record, "neutral" if record["kind"] == "reaction" else SAID[said])
        return record

    def _comment(self, number: int) -> Record:
        post, native = f"p{self.chance.randrange(POSTS)}", f"c{number}"
        self.expected.threads.add(("item", native))
        return {
            "kind": "comment", "external_id": native, "parent_id": post, "thread_id": post, "conversation_id": native,
        }  # fmt: skip

    def _edit(self, number: int) -> Record:
        """Of a comment that is told nowhere else: it may well come before what it edits, or for good without it."""
        record: Record = {
            "kind": "comment", "author_id": f"u{number % PEOPLE}", "text": "good work, really",
            "occurred_at": MS - self.chance.randrange(48 * HOUR_MS), **self._comment(number),
        }  # fmt: skip
        self.expected.counts(record, "positive")
        self.expected.threads.discard(("item", record["external_id"]))
        return record | {"kind": "edit"}


def _envelope(record: Record) -> str:
    return Envelope("standard_webhooks", ENDPOINT, BRAND, MS, body=json.dumps([record]).encode()).to_json()


class Blow:
    """Hands a storm over; whatever a queue may do with messages (late, in another order, twice) it does.

    `fresh` makes a new process in the place of one that died: the queues survive it, what it remembered does not.
    """

    def __init__(self, fresh: Callable[[], Path], storm: Storm) -> None:
        self._fresh = fresh
        self._chance = storm.chance
        self.path = fresh()
        self.again = 0
        """Messages that had to come again, because a process died or failed."""
        self._deliveries = Queue(map(_event, storm.envelopes))
        self._sentiment, self._segments = Queue(), Queue()

    def all(self) -> Path:
        """Until every queue is empty; the process that is left."""
        while self._deliveries or self._sentiment or self._segments:
            group = [self._deliveries.popleft() for _ in range(min(BATCH, len(self._deliveries)))]
            if group:
                self._deliveries.extend(self._come_again(group, self.path.intake.take_deliveries))
                self._collect()
            if self._chance.random() < 0.5 or not self._deliveries:
                self._label()
        return self.path

    def _label(self) -> None:
        waiting = self._taken(self._sentiment)
        # Some come a second time, later.
        self._sentiment.extend(event for event in waiting if self._chance.random() < 0.1)
        for event in waiting:
            self._sentiment.extend(
                self._come_again([event], self._by(lambda: self.path.sentiment.label_interactions))
            )
        self._collect()
        waiting = self._taken(self._segments)
        for event in [*waiting, *waiting[:3]]:
            self._segments.extend(
                self._come_again([event], self._by(lambda: self.path.assign.assign_segments))
            )
        self._collect()

    def _collect(self) -> None:
        """A message has its id from when it is queued on, however often it comes."""
        for queue, sent in (
            (self._sentiment, self.path.sentiment_queue),
            (self._segments, self.path.segments_queue),
        ):
            queue.extend(map(_event, sent))
            sent.clear()

    def _taken(self, queue: Queue) -> list[Message]:
        taken = list(queue)
        queue.clear()
        self._chance.shuffle(taken)
        return taken

    def _by(self, step: Callable[[], Any]) -> Step:
        return lambda event: batch.process(event, step())

    def _come_again(self, messages: list[Message], step: Step) -> list[Message]:
        """Those that were not worked off."""
        try:
            answer = step({"Records": messages})
        except Killed:
            self._die()
            failed = messages
        else:
            ids = {each["itemIdentifier"] for each in answer["batchItemFailures"]}
            failed = [message for message in messages if message["messageId"] in ids]
        self.again += len(failed)
        return failed

    def _die(self) -> None:
        self._collect()
        self.path = self._fresh()


def _event(body: str) -> Message:
    return cast("Message", sqs_event([body])["Records"][0])


def found(path: Path, expected: Expected) -> Expected:
    """What the tables hold of what was expected."""
    left = Expected()
    for day in sorted({day for day, _, _ in expected.hours}):
        for row in path.stores.rollups.read_counts(BRAND, day):
            for counter, number in row.items():
                if (day, row["hour"], counter) in expected.hours:
                    left.hours[day, row["hour"], counter] += number
    hids = {path.item(person, "person"): person for person in expected.people}
    for start in range(0, len(hids), 100):
        some = list(hids)[start : start + 100]
        for hid, contact in path.stores.contacts.read_contacts(BRAND, some, consistent=True).items():
            left.people[hids[hid]] = contact.facts.interactions
            left.unhappy[hids[hid]] = contact.facts.negative
    return left
