"""`rapport tail`: follow the inbox in the terminal: what comes in, and how it sounds."""

import argparse
import time
import unicodedata
from collections.abc import Iterator
from typing import Any

from infra.cli.agent_api import AgentApi
from infra.cli.colours import painted
from infra.cli.target import agent_api

SIGNS = {"negative": "-", "positive": "+", "neutral": "=", "unknown": "?"}
SOONEST_S = 1.0
MOST_CONVERSATIONS = 500
"""Of the inbox, highest priority first: what lies below is not followed."""

UNSEEN = 20
"""How many interactions of one conversation are shown at once."""

STEERING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Control and formatting characters (also those that turn the direction of writing), half characters, breaks."""

JOINERS = frozenset("\u200c\u200d")
"""Formatting characters that scripts and emoji need."""

PATIENCE_S = 15.0
"""How long an interaction is held back until it has been analysed."""


def add_to(subparsers: Any) -> None:
    """Registers `tail`."""
    parser = subparsers.add_parser("tail", help="follow the inbox", description=__doc__)
    parser.add_argument("--interval", type=_seconds, default=2.0, help="seconds between two looks (2)")
    parser.add_argument("--platform", help="only of this platform")
    parser.add_argument("--once", action="store_true", help="show what is there and stop")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exits with 0 with `--once`, else until interrupted."""
    followed = Followed(agent_api(), arguments.platform)
    while True:
        for item in followed.look(final=arguments.once):
            print(line(item), flush=True)
        if arguments.once:
            return 0
        time.sleep(arguments.interval)


class Followed:
    """Keeps what was shown of each conversation so far."""

    def __init__(self, api: AgentApi, platform: str | None = None) -> None:
        self._api = api
        self._platform = platform
        self._last: dict[str, tuple[str, object]] = {}
        self._shown: set[tuple[str, str | None]] = set()
        self._waiting_since: dict[str, float] = {}

    def look(self, final: bool = False) -> list[dict[str, Any]]:
        """Returns what is new since the last look, oldest first; `final` waits for no analysis."""
        fresh = [item for head in self._changed() for item in self._unseen(head, final)]
        return sorted(fresh, key=lambda item: (item["occurred_at"] or "", item["id"]))

    def _changed(self) -> Iterator[str]:
        heads = self._api.every("conversations", limit=100, platform=self._platform)
        for number, head in enumerate(heads):
            if number == MOST_CONVERSATIONS:
                return
            last = head["last_interaction"] or {}
            state = (str(last.get("id")), (last.get("snippet"), last.get("deleted")))
            if self._last.get(head["id"]) != state or head["id"] in self._waiting_since:
                self._last[head["id"]] = state
                yield head["id"]

    def _unseen(self, conversation: str, final: bool) -> Iterator[dict[str, Any]]:
        page = self._api.get("conversations", conversation, "interactions", limit=UNSEEN)["data"]
        if not final and any(self._unfinished(item) for item in page) and self._may_wait(conversation):
            return
        self._waiting_since.pop(conversation, None)
        for item in page:
            seen = (item["id"], item["text"])
            if seen not in self._shown:
                self._shown.add(seen)
                yield item

    def _unfinished(self, item: dict[str, Any]) -> bool:
        return item["sentiment"] is None and not item["deleted"]

    def _may_wait(self, conversation: str) -> bool:
        since = self._waiting_since.setdefault(conversation, time.monotonic())
        return time.monotonic() - since < PATIENCE_S


def line(item: dict[str, Any]) -> str:
    """Returns one interaction on one line."""
    mood = (item["sentiment"] or {}).get("label", "unknown")
    author = item["author"] or {}
    who = "us" if item["direction"] == "out" else _name_author(author)
    words = "(deleted)" if item["deleted"] else plain(item["text"] or item["title"] or "")
    clock = (item["occurred_at"] or "")[11:19]
    head = (
        f"{clock}  {item['platform']:<17} {item['kind']:<8} {item['mode']:<7} {item['language'] or '--':<3}"
    )
    return painted(f"{head} {SIGNS.get(mood, '?')} {plain(who)}: {words}", mood)


def _name_author(author: dict[str, Any]) -> str:
    """Returns what somebody is called, or how their platform's id begins."""
    return author.get("name") or author.get("handle") or author.get("short_id") or "somebody"


def plain(text: str) -> str:
    """Takes line breaks and control characters out: other people's words must not steer the terminal."""
    kept = (
        letter if letter in JOINERS or unicodedata.category(letter) not in STEERING else " "
        for letter in text
    )
    return " ".join("".join(kept).split())


def _seconds(text: str) -> float:
    return max(float(text), SOONEST_S)
