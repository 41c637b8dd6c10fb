"""G2: a thousand identical deliveries from 64 senders at once are one interaction, counted once."""

import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from infra.cli.connecting import Row
from infra.simulate.post import NoAnswer, send
from infra.simulate.teller import Letter
from tests.journeys.letters import ANGRY, Pen
from tests.journeys.world import RunningStack

pytestmark = pytest.mark.e2e

SENDERS, TIMES = 64, 1000
PAUSES_S = (1, 2, 4, 8, *([16] * 60))
"""Platforms come again for hours: how fast the machine is decides how often, and nothing else."""
NO_ANSWER, TRY_LATER = 0, 503

Waits = Counter[int]


def _answered(letter: Letter, row: Row, waits: Waits) -> int:
    """The answer to one sender, who comes again as platforms do: the local server has few hands."""
    for pause in PAUSES_S:
        status = _status(letter, row)
        if status not in (NO_ANSWER, TRY_LATER):
            return status
        waits[status] += 1
        time.sleep(pause)
    return _status(letter, row)


def _status(letter: Letter, row: Row) -> int:
    try:
        return send(letter, row).status
    except NoAnswer:
        return NO_ANSWER


def _counted(world: RunningStack) -> Counter[str]:
    """All counters of all rollups."""
    found: Counter[str] = Counter()
    for item in world.scanned("TableOps"):
        if item["pk"]["S"].startswith("rollup#"):
            found.update({name: int(value["N"]) for name, value in item.items() if set(value) == {"N"}})
    del found["expires_at"]
    return found


def _stored(world: RunningStack, row: Any) -> list[Any]:
    """The rows, once they are labelled."""
    rows = world.rows_of(row)
    return rows if rows and all("labels" in each for each in rows) else []


def test_g2_a_thousand_identical_deliveries_from_64_senders_are_one_interaction(
    world: RunningStack, capsys: pytest.CaptureFixture[str]
) -> None:
    waits: Waits = Counter()
    row = world.connected("discourse", "https://thousand.journey.example")
    world.quiet()
    pen, before = Pen(row), _counted(world)
    letter = pen.letter(pen.item(ANGRY, private=False))
    with ThreadPoolExecutor(SENDERS) as senders:
        statuses = Counter(senders.map(lambda _: _answered(letter, row, waits), range(TIMES)))
    with capsys.disabled():
        sys.stdout.write(f"\n{dict(statuses)}, come again because of: {dict(waits)} ")
    assert statuses == {200: TIMES}
    world.until(lambda: _stored(world, row))
    world.quiet()
    assert len(world.rows_of(row)) == 1
    added = _counted(world) - before
    assert added["n"] == 1
    assert set(added.values()) == {1}
    (head,) = world.conversations(row)
    assert head["status"] == "open"
