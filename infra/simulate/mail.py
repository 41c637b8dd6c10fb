"""The stream of deliveries: every account's story, interleaved, now and then repeated or out of order."""

from collections.abc import Iterable, Iterator, Mapping
from random import Random
from typing import Any

from infra.simulate.story import Beat, Stage, Story
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
        missing = _tellable(teller(row["platform"]).stage)
        for beat, posting in _told(row, seed, start_ms):
            yield posting
            missing -= _shown(beat)
            if not missing:
                break


def _tellable(stage: Stage) -> set[str]:
    """Returns what a platform can tell: verbs, private messages, answers in public, and what is ours."""
    places = {"private": stage.private, "answer": stage.public, "ours": stage.public and stage.ours}
    return {*stage.verbs, *(place for place, can in places.items() if can)}


def _shown(beat: Beat) -> set[str]:
    item = beat.item
    places = {"private": item.private, "answer": item.parent is not None, "ours": item.ours}
    return {beat.verb, *(place for place, shows in places.items() if shows)}


def _tale(row: Row, seed: int, start_ms: int) -> Iterator[Posting]:
    return (posting for _, posting in _told(row, seed, start_ms))


def _told(row: Row, seed: int, start_ms: int) -> Iterator[tuple[Beat, Posting]]:
    told_by = teller(row["platform"])(row["account"], tuple(row["self_ids"]))
    story = Story(f"{seed} {row['platform']} {row['account']}", start_ms, told_by.stage)
    for beat in story.beats():
        yield beat, (told_by.tell(beat), row)
