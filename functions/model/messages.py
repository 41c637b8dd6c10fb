"""Shapes the messages of each queue.

`deliveries` carries raw deliveries (the one queue with personal data); `sentiment`, `segments` and `privacy` carry
ids only.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from model.errors import Malformed
from model.http import Delivery
from model.search_term import TermMark

QUEUE_LIMIT = 250_000
"""Bytes of a message that surely fit a queue; larger bodies go by claim check (SQS took 256 KiB, now 1 MiB)."""

ROWS_PER_MESSAGE = 100
"""How many rows one message names: one BatchGet reads them."""


class QueueMessage:
    """Travels on a queue as text."""

    __slots__ = ()

    def to_json(self) -> str:
        """Returns the message as ASCII JSON: SQS refuses some control characters."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Envelope(QueueMessage):
    """Holds a verified delivery on its way to `ingest/intake`.

    Exactly one of `body` and `claim` (the object's key in the fallback bucket) is set. `received_at` is epoch
    milliseconds; what was parked and is replayed keeps its first one.
    """

    platform: str
    endpoint: str
    brand: str
    received_at: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    claim: str | None = None
    source: str = "webhook"
    url: str | None = None
    part: str = ""
    fetched: Mapping[str, object] | None = None
    """Of a page that was fetched: what was wanted, and the `status`."""
    claimed: Mapping[str, str] | None = None
    """Of a delivery that is not proved yet: what its sender claims to have signed."""
    alone: bool = False
    """True of what failed before: it is tried apart from others' deliveries."""
    term: TermMark | None = None
    """Of a page that a search found: for which term, and what to do with what it holds."""
    asked: str = ""
    """The account that a polled page was asked for, by our own id: an endpoint may serve several."""

    def to_json(self) -> str:
        """Returns the envelope as ASCII JSON; its body is base64."""
        named = ("platform", "endpoint", "brand", "received_at", "source", "url")
        record: dict[str, Any] = {name: getattr(self, name) for name in named}
        record["headers"] = dict(self.headers)
        if self.body is not None:
            record["body"] = base64.b64encode(self.body).decode()
        if self.term is not None:
            record["term"] = self.term.write_mark()
        for name in ("claim", "part", "fetched", "claimed", "alone", "asked"):
            if value := getattr(self, name):
                record[name] = value
        return json.dumps(record, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Envelope":
        """Returns the message of a text. Raises Malformed when it is none of ours."""
        try:
            record = json.loads(text)
            body = record.get("body")
            return cls(
                platform=record["platform"],
                endpoint=record["endpoint"],
                brand=record["brand"],
                received_at=int(record["received_at"]),
                headers=record.get("headers") or {},
                body=None if body is None else base64.b64decode(body, validate=True),
                claim=record.get("claim"),
                source=record.get("source") or "webhook",
                url=record.get("url"),
                part=record.get("part") or "",
                fetched=record.get("fetched"),
                claimed=record.get("claimed"),
                alone=record.get("alone") is True,
                term=TermMark.read_mark(record["term"]) if record.get("term") else None,
                asked=record.get("asked") or "",
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise Malformed("bad_envelope") from error

    def delivery(self, body: bytes, self_ids: tuple[str, ...] = ()) -> Delivery:
        """Returns the delivery that a platform parses; `body` is the one carried or the one claimed."""
        return Delivery(
            self.platform,
            body,
            self.headers,
            self.received_at,
            self.source,
            self.url,
            self_ids=self_ids,
            fetched=self.fetched,
            part=self.part,
        )


@dataclass(frozen=True, slots=True)
class Rows(QueueMessage):
    """Holds interactions of one brand that the next step is to look at; `ids` are their opaque hids.

    `batch` names the sentiment message that first labelled a row: counting is done once per batch.
    """

    brand: str
    ids: tuple[str, ...]
    batch: str | None = None

    def to_json(self) -> str:
        record: dict[str, Any] = {"brand": self.brand, "ids": list(self.ids)}
        if self.batch is not None:
            record["batch"] = self.batch
        return json.dumps(record, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Rows":
        """Returns the message of a text. Raises Malformed when it is none of ours."""
        try:
            record = json.loads(text)
            return cls(str(record["brand"]), tuple(str(i) for i in record["ids"]), record.get("batch"))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise Malformed("bad_rows") from error


@dataclass(frozen=True, slots=True)
class PrivacyDemand(QueueMessage):
    """Asks to do something about a person's data, or about an account that was revoked.

    `id` is the task's: the same demand twice is one task. `person`, `account` and `item` are opaque ids, `at` epoch ms.
    A task that was kept before (by the API) is named by brand and id alone.
    `needs_confirmation`: its sender did not prove all that it says, so nothing is done until a person confirms it.
    """

    brand: str
    id: str
    ask: str
    platform: str = ""
    person: str | None = None
    account: str | None = None
    at: int = 0
    source: str = "platform"
    item: str | None = None
    needs_confirmation: bool = False

    def to_json(self) -> str:
        record = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps({k: v for k, v in record.items() if v not in (None, "", 0)}, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "PrivacyDemand":
        """Returns the message of a text. Raises Malformed when it is none of ours."""
        try:
            record = json.loads(text)
            return cls(
                brand=str(record["brand"]),
                id=str(record["id"]),
                ask=str(record["ask"]),
                platform=str(record.get("platform", "")),
                person=record.get("person"),
                account=record.get("account"),
                at=int(record.get("at", 0)),
                source=str(record.get("source", "platform")),
                item=record.get("item"),
                needs_confirmation=bool(record.get("needs_confirmation")),
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise Malformed("bad_demand") from error


@dataclass(frozen=True, slots=True)
class Review(QueueMessage):
    """Asks to look again at the segments of contacts from whom nothing came; `people` are their hids."""

    brand: str
    people: tuple[str, ...]

    def to_json(self) -> str:
        return json.dumps({"brand": self.brand, "review": list(self.people)}, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class SegmentWalk(QueueMessage):
    """Asks for the next pages of a walk over a brand's contacts; what is to be done and where stands in the segment's
    row.
    """

    brand: str
    segment: str
    walk: str
    step: int = 0

    def to_json(self) -> str:
        record = {"brand": self.brand, "segment": self.segment, "walk": self.walk, "step": self.step}
        return json.dumps(record, separators=(",", ":"))


def read_segments_message(text: str) -> Rows | Review | SegmentWalk:
    """Returns what a message of the queue `segments` asks for. Raises Malformed when it is none of ours."""
    try:
        record = json.loads(text)
        if "review" in record:
            return Review(str(record["brand"]), tuple(str(each) for each in record["review"]))
        if "walk" in record:
            brand, segment, walk = (str(record[name]) for name in ("brand", "segment", "walk"))
            return SegmentWalk(brand, segment, walk, int(record["step"]))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Malformed("bad_segments_message") from error
    return Rows.from_json(text)
