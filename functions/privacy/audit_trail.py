"""The audit log under seal: what was in each window of time, signed into the chain of receipts.

Rows themselves are unchained, so that readers never wait for one another; a dropped, altered, added or re-ordered
row shows in its window's digest.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from model import receipt
from model.policy import DAY_S
from model.receipt import Receipt
from store.brand.audit import KEPT_DAYS, Audit, Entry
from store.brand.ledger import Ledger

WINDOW_MS = 15 * 60_000
SETTLE_MS = 2 * 60_000
"""Longer than any function that notes something may run: its row has the time at which it began."""
LONGEST_MS = DAY_S * 1000
"""After an outage a window is at most a day."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Names a window (epoch ms) that does not hold what was signed: `gap` before it, `count` or `content` in it."""

    start: int
    end: int
    reason: str


def digest_of(entries: Iterable[Entry]) -> tuple[int, str]:
    """Returns how many entries there are, and the SHA-256 of them in their order."""
    number, state = 0, sha256()
    for entry in entries:
        number += 1
        line = json.dumps(
            [entry.position, entry.at, entry.what], sort_keys=True, separators=(",", ":")
        ).encode()
        state.update(len(line).to_bytes(4, "big") + line)
    return number, state.hexdigest()


def windows(start_ms: int, now_ms: int) -> Iterator[tuple[int, int]]:
    """Yields the windows since `start_ms` that are over and settled; none is longer than a day."""
    end = (now_ms - SETTLE_MS) // WINDOW_MS * WINDOW_MS
    while start_ms < end:
        until = min(end, start_ms + LONGEST_MS)
        yield start_ms, until
        start_ms = until


def sign(audit: Audit, ledger: Ledger, brand: str, start_ms: int, now_ms: int) -> int:
    """Signs what was noted since `start_ms`; returns where to begin next time."""
    for start, end in windows(start_ms, now_ms):
        number, digest = digest_of(audit.list_entries(brand, start, end))
        body = {"start": start, "end": end, "rows": number, "digest": digest}
        ledger.append_receipt(brand, receipt.AUDIT, body, now_ms)
        start_ms = end
    return start_ms


def verify(audit: Audit, brand: str, receipts: Iterable[Receipt], now_ms: int) -> list[Gap]:
    """Returns windows whose rows are not those that were signed, as far as the log is kept. The chain is checked
    elsewhere.
    """
    found: list[Gap] = []
    oldest = now_ms - KEPT_DAYS * DAY_S * 1000
    covered: int | None = None
    for each in receipts:
        if each.kind != receipt.AUDIT:
            continue
        start, end = int(each.body["start"]), int(each.body["end"])
        if covered is not None and start > covered:
            found.append(Gap(covered, start, "gap"))
        covered = max(end, covered or 0)
        if start >= oldest:
            found += _differences(audit, brand, each, start, end)
    return found


def _differences(audit: Audit, brand: str, signed: Receipt, start: int, end: int) -> list[Gap]:
    number, digest = digest_of(audit.list_entries(brand, start, end))
    if number != signed.body["rows"]:
        return [Gap(start, end, "count")]
    return [] if digest == signed.body["digest"] else [Gap(start, end, "content")]
