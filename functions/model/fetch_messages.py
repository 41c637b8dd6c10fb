"""Shapes the messages of the queue `fetches`: ids and names of platforms only."""

import json
from dataclasses import dataclass

from model.errors import Malformed
from model.messages import QueueMessage


@dataclass(frozen=True, slots=True)
class FetchWanted(QueueMessage):
    """Asks to fetch something that waits, by the id under which it is kept."""

    brand: str
    id: str

    def to_json(self) -> str:
        return json.dumps({"brand": self.brand, "fetch": self.id}, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class KeysWanted(QueueMessage):
    """Asks for the keys that a platform publishes: somebody signed with an unknown one, or those here are old."""

    platform: str

    def to_json(self) -> str:
        return json.dumps({"keys": self.platform}, separators=(",", ":"))


def read_fetch_message(text: str) -> FetchWanted | KeysWanted:
    """Returns what a message of the queue `fetches` asks for. Raises Malformed when it is none of ours."""
    try:
        record = json.loads(text)
        if "keys" in record:
            return KeysWanted(str(record["keys"]))
        return FetchWanted(str(record["brand"]), str(record["fetch"]))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Malformed("bad_fetch_message") from error
