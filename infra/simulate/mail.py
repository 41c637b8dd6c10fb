"""The stream of deliveries: every account's story, interleaved, now and then repeated or out of order."""

from collections.abc import Iterable, Iterator, Mapping
from random import Random
from typing import Any

from infra.simulate.story import Story, Verb
from infra.simulate.teller import Letter
from infra.simulate.tellers import teller

Row = Mapping[str, Any]
"""An account as in stack.json: platform, account, webhook_url, secrets, self_ids."""

Posting = tuple[Letter, Row]

REPEATED, HELD_BACK = 0.08, 0.08
"""Shares of deliveries that come twice, and that are overtaken by later ones."""

OVERTAKEN_BY = 4
"""Most deliveries that overtake one."""


def stream(rows: Iterable[Row], seed: int, start_ms: int) -> Iterator[Posting]:
    """Yields without end; the same accounts, seed and start give the same bytes."""
    rng = Random(f"mail {seed}")
    tales = [_tale(row, seed, start_ms) for row in rows]
    held: list[tuple[int, Posting]] = []
    while tales:
        posting = next(rng.choice(tales))
        due, held = [p for left, p in held if left <= 0], [(left - 1, p) for left, p in held if left > 0]
        yield from due
        fate = rng.random()
        if fate < HELD_BACK:
            held.append((rng.randrange(1, OVERTAKEN_BY), posting))
            continue
        yield posting
        if fate > 1 - REPEATED:
            held.append((rng.randrange(0, OVERTAKEN_BY), posting))


def tour(rows: Iterable[Row], seed: int, start_ms: int) -> Iterator[Posting]:
    """Yields each account's story in order until everything it can tell was told once."""
    for row in rows:
        missing = set(teller(row["platform"]).stage.verbs)
        for verb, posting in _told(row, seed, start_ms):
            yield posting
            missing.discard(verb)
            if not missing:
                break


def _tale(row: Row, seed: int, start_ms: int) -> Iterator[Posting]:
    return (posting for _, posting in _told(row, seed, start_ms))


def _told(row: Row, seed: int, start_ms: int) -> Iterator[tuple[Verb, Posting]]:
    told_by = teller(row["platform"])(row["account"], tuple(row["self_ids"]))
    story = Story(f"{seed} {row['platform']} {row['account']}", start_ms, told_by.stage)
    for beat in story.beats():
        yield beat.verb, (told_by.tell(beat), row)
