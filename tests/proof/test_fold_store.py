"""W11: create, edit, delete, restore and reactions in any order, any number of times, through the real store.

The deliveries of an example are told in the order they happened, and in another: permuted, some of them again,
in any batches, once with and once without labels made in between. What is kept must be the same:
- every row of the feed, unsealed, and everyone's profile and associations, always;
- counters, facts, segments and heads too, when labels are made at the end;
- how many interactions are counted, always: a count is of what was shown when it was first seen, so its
  sentiment and hour may tell of an older version.
A head tells an agent's story: one begun by something that is deleted later stays. So heads are compared where
nothing of theirs is deleted, and where all tell the same time of birth.
"""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moto import mock_aws

from tests.proof import lives
from tests.proof.lives import Order, Stage, State, Told
from tests.proof.tablefake import MOST_BEHIND, TableFake, answering
from tests.store.path import Path
from tests.tables import create_tables, make_client

CASES, SOAK_CASES, MOTO_CASES = 500, 10_000, 5
STALE = (0.1, 0.5, 0.9)
"""How many of the eventual reads of an example show a row as it was before its last change."""


class Lag:
    """Says which reads lag behind: the same whenever an example is played again, so that it can be made smaller."""

    def __init__(self) -> None:
        self._chance = random.Random(7)
        self._share = STALE[0]

    def begin(self, seed: int, share: float) -> None:
        """Begins an example."""
        self._chance.seed(seed)
        self._share = share

    def __call__(self) -> bool:
        return self._chance.random() < self._share


LAG = Lag()


def _path() -> Path:
    return Path.connected()


@contextmanager
def _on_the_fake() -> Iterator[Stage]:
    """Reads lag behind here."""
    with answering(TableFake(stale=LAG)) as fake:
        create_tables(make_client("dynamodb"))
        path = _path()
        yield Stage(path, lives.emptied(fake), fake.exact, fake.fall_behind)


@contextmanager
def _on_moto() -> Iterator[Stage]:
    with mock_aws():
        tables = create_tables(make_client("dynamodb"))
        path = _path()
        yield Stage(path, lives.emptied_moto(tables), nullcontext)


def check(stage: Stage, told: tuple[Told, ...], data: st.DataObject) -> None:
    """One example."""
    LAG.begin(data.draw(st.integers(0, 2**16)), data.draw(st.sampled_from(STALE)))
    stage.lag(data.draw(st.integers(1, MOST_BEHIND)))
    straight = Order(tuple(range(len(told))), (len(told) or 1,))
    expected = stage.play(told, straight)
    labelled_last = stage.play(told, data.draw(lives.orders(len(told), labelled=False)))
    labelled_between = stage.play(told, data.draw(lives.orders(len(told), labelled=True)))
    for other in (labelled_last, labelled_between):
        assert other.bare == expected.bare
        assert other.profiles == expected.profiles
        assert other.edges == expected.edges
        assert other.counted == expected.counted == sum(not each.deleted for each in expected.items.values())
        assert _sentiments(other) == _sentiments(expected)
        assert _what_people_said(other) == _what_people_said(expected)
        assert _standing_labels(other) == _standing_labels(expected)
    assert labelled_last.items == expected.items
    assert labelled_last.counters == expected.counters
    assert labelled_last.facts == expected.facts
    _check_heads(stage.path, told, expected, labelled_last)


def _sentiments(state: State) -> Counter[str]:
    """Returns the counts by sentiment, whatever hour and language they stand under."""
    return +sum(
        (Counter({k: n for k, n in row.items() if k.startswith("sentiment_")}) for row in state.counters),
        Counter[str](),
    )


def _what_people_said(state: State) -> dict[str, object]:
    """Returns counts and segments; a mood's time may be that of a version whose creation turned out to be earlier."""
    return {
        person: (facts.interactions, facts.negative, facts.positive, segments)
        for person, (facts, segments) in state.facts.items()
    }


def _standing_labels(state: State) -> dict[str, object]:
    return {item: each.labels for item, each in state.items.items() if not each.deleted}


def _check_heads(path: Path, told: tuple[Told, ...], expected: State, other: State) -> None:
    for item, head in (("comment", path.item("c1")), ("message", path.item("t1", "thread"))):
        if not lives.deleted(told, item) and len(lives.births(told, item)) == 1:
            assert head in expected.heads
            assert other.heads[head] == expected.heads[head]


def _examples(stage: Stage, number: int) -> int:
    """Check so many; the number that were."""
    seen = 0

    @settings(max_examples=number, deadline=None, database=None)
    @given(told=lives.lives(), data=st.data())
    def every(told: tuple[Told, ...], data: st.DataObject) -> None:
        nonlocal seen
        seen += 1
        check(stage, told, data)

    every()
    return seen


def test_any_order_and_repetition_ends_in_one_state() -> None:
    with _on_the_fake() as stage:
        assert _examples(stage, CASES) >= CASES


def test_and_so_it_does_on_moto() -> None:
    with _on_moto() as stage:
        assert _examples(stage, MOTO_CASES) >= MOTO_CASES


@pytest.mark.soak
def test_any_order_and_repetition_many_times() -> None:
    with _on_the_fake() as stage:
        assert _examples(stage, SOAK_CASES) >= SOAK_CASES


def test_who_was_heard_of_by_an_edit_first_is_as_unhappy_as_by_its_creation_first() -> None:
    with _on_the_fake() as stage:
        told = tuple(
            Told((lives.tell("comment", verb, None, None, "bad"),), lives.MS) for verb in ("create", "edit")
        )
        straight, turned = (stage.play(told, Order(order, (1,), (True,))) for order in ((0, 1), (1, 0)))
        assert _what_people_said(turned) == _what_people_said(straight)
        assert [segments for _, segments in straight.facts.values()] == [{"unsatisfied"}]
        assert _standing_labels(turned) == _standing_labels(straight)
