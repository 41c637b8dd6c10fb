"""Reads lines of a function's log group: on demand, because counting refusals as metrics would cost for each reason."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aws import clients

MOST_PAGES = 40
PATIENCE_S = 8.0
"""A group that holds much is read for so long: whoever asked is waiting."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Holds the JSON lines that were found; `complete` is False where reading was given up before the end."""

    records: list[dict[str, Any]] = field(default_factory=list)
    complete: bool = True


def find_lines(
    group: str, pattern: str, start_ms: int, end_ms: int, clock: Callable[[], float] = time.monotonic
) -> Lines:
    """Returns the JSON lines of a log group that fit a filter pattern, of a time in epoch ms. Raises Unavailable.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
    """
    found: list[dict[str, Any]] = []
    more: dict[str, Any] = {}
    until = clock() + PATIENCE_S
    for _ in range(MOST_PAGES):
        page = clients.call(
            "logs",
            "filter_log_events",
            logGroupName=group,
            filterPattern=pattern,
            startTime=start_ms,
            endTime=end_ms,
            **more,
        )
        found += [record for each in page["events"] if (record := _record(each["message"])) is not None]
        if "nextToken" not in page:
            return Lines(found)
        if clock() >= until:
            break
        more = {"nextToken": page["nextToken"]}
    return Lines(found, complete=False)


def _record(line: str) -> dict[str, Any] | None:
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None
