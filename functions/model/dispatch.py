"""Shapes the messages of the queue `outbox`: which reply to look at, or which broadcast to go on with, by ids only."""

import json
from dataclasses import dataclass

from model.errors import Malformed
from model.messages import QueueMessage


@dataclass(frozen=True, slots=True)
class Dispatch(QueueMessage):
    """Holds a reply to look at: to be sent, or of which something is to be found out.

    `at` tells one look from the next.
    """

    brand: str
    reply: str
    at: int

    def to_json(self) -> str:
        record = {"brand": self.brand, "reply": self.reply, "at": self.at}
        return json.dumps(record, separators=(",", ":"))


def read_dispatch(text: str) -> Dispatch:
    """Returns the message of the queue `outbox` in a text. Raises Malformed when it is none of ours."""
    try:
        record = json.loads(text)
        return Dispatch(str(record["brand"]), str(record["reply"]), int(record["at"]))
    except (ValueError, KeyError, TypeError) as error:
        raise Malformed("bad_message") from error


@dataclass(frozen=True, slots=True)
class BroadcastWalk(QueueMessage):
    """Holds a broadcast to go on with; `rev` is what it leads on from, 0 for whatever is kept.

    `account`: of a public one.
    """

    brand: str
    broadcast: str
    rev: int
    at: int
    account: str = ""

    def to_json(self) -> str:
        record = {"brand": self.brand, "broadcast": self.broadcast, "rev": self.rev, "at": self.at}
        record |= {"account": self.account} if self.account else {}
        return json.dumps(record, separators=(",", ":"))


def read_outbox_message(text: str) -> "Dispatch | BroadcastWalk":
    """Returns the message of the queue `outbox` in a text, of either kind. Raises Malformed."""
    try:
        record = json.loads(text)
        if "broadcast" in record:
            walked = str(record["brand"]), str(record["broadcast"]), int(record["rev"]), int(record["at"])
            return BroadcastWalk(*walked, str(record.get("account", "")))
    except (ValueError, KeyError, TypeError) as error:
        raise Malformed("bad_message") from error
    return read_dispatch(text)
