"""A storm of mixed deliveries, what must come of it, and blowing it through store, sentiment and assign."""

import json
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any

from aws import batch
from model.messages import Envelope
from tests.store.path import Path, sqs_event
from tests.store.world import BRAND, ENDPOINT, NOW

MS = NOW * 1000
DUPLICATES = 0.3
PEOPLE, POSTS = 120, 40
HOUR_MS = 3_600_000
SAID = {"this is bad": "negative", "good work": "positive", "so so": "neutral"}
BATCH = 100
"""Deliveries handed to the store at once, as the template has it."""

Record = dict[str, Any]


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

    def groups(self) -> Iterator[list[str]]:
        """The deliveries as the store gets them."""
        for start in range(0, len(self.envelopes), BATCH):
            yield self.envelopes[start : start + BATCH]


def _envelope(record: Record) -> str:
    return Envelope("standard_webhooks", ENDPOINT, BRAND, MS, body=json.dumps([record]).encode()).to_json()


def blow(path: Path, storm: Storm) -> None:
    """Hand everything over; whatever a queue may do with ids (late, in another order, twice) it does."""
    late: deque[dict[str, Any]] = deque()
    for group in storm.groups():
        answer = path.store.handle(sqs_event(group))
        assert answer == {"batchItemFailures": []}
        if storm.chance.random() < 0.5:
            _label(path, storm.chance, late)
    _label(path, storm.chance, late)


def _label(path: Path, chance: Random, late: deque[dict[str, Any]]) -> None:
    chance.shuffle(path.sentiment_queue)
    waiting = [sqs_event([body]) for body in path.sentiment_queue]
    path.sentiment_queue.clear()
    again = [late.popleft() for _ in range(len(late))]
    for event in [*waiting, *again]:
        assert batch.process(event, path.sentiment.handle) == {"batchItemFailures": []}
        if chance.random() < 0.1 and event not in again:
            late.append(event)
    chance.shuffle(path.segments_queue)
    for body in [*path.segments_queue, *path.segments_queue[:3]]:
        assert batch.process(sqs_event([body]), path.assign.handle) == {"batchItemFailures": []}
    path.segments_queue.clear()


def found(path: Path, expected: Expected) -> Expected:
    """What the tables hold of what was expected."""
    left = Expected()
    for day in sorted({day for day, _, _ in expected.hours}):
        for row in path.stores.rollups.day(BRAND, day):
            for counter, number in row.items():
                if (day, row["hour"], counter) in expected.hours:
                    left.hours[day, row["hour"], counter] += number
    hids = {path.item(person, "person"): person for person in expected.people}
    for start in range(0, len(hids), 100):
        some = list(hids)[start : start + 100]
        for hid, contact in path.stores.contacts.read(BRAND, some, consistent=True).items():
            left.people[hids[hid]] = contact.facts.interactions
            left.unhappy[hids[hid]] = contact.facts.negative
    return left
