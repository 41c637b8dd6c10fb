"""An eventual read may show a row as it was before its last change. What follows from it must not be left undone.

A write that rests on such a read is refused, and made again. Where a step finds that everything is as it should be
nothing is written and nobody refuses: A is changed to B and back to A, a read still shows the first A, and B stays.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.proof import lives
from tests.proof.lives import MS, Stage, State
from tests.proof.tablefake import MOST_BEHIND, TableFake, answering
from tests.store.path import Path
from tests.tables import create_tables, make_client

BORN = MS - 60_000


class Lag:
    """While it is on, every eventual read shows a row some writes earlier."""

    on = False

    def __call__(self) -> bool:
        return self.on


LAG = Lag()


@pytest.fixture
def stage() -> Iterator[Stage]:
    LAG.on = False
    with answering(TableFake(stale=LAG)) as fake:
        create_tables(make_client("dynamodb"))
        yield Stage(Path.connected(), lives.emptied(fake), fake.exact, fake.fall_behind)


def _tell(verb: str, after_s: int, text: str | None) -> dict[str, Any]:
    return lives.tell("message", verb, BORN, BORN + 1000 * after_s, text)


UNHAPPY_TWICE = [_tell("create", 0, "bad now"), _tell("edit", 10, "so so"), _tell("edit", 20, "bad now")]
CONTENT_TWICE = [_tell("create", 0, "good"), _tell("edit", 10, "so so"), _tell("edit", 20, "good")]
BACK_AGAIN = [_tell("create", 0, "so so"), _tell("delete", 10, None), _tell("restore", 20, "so so")]
TOLD_AGAIN = [_tell("create", 0, "bad now"), _tell("delete", 10, None), _tell("create", 0, "bad now")]
EDITED_LATE = [_tell("create", 0, "bad now"), _tell("delete", 10, None), _tell("edit", 5, "so so")]


def _play(stage: Stage, told: list[dict[str, Any]], lags: bool) -> State:
    """Returns what is kept when reads lag behind from the last thing told on."""
    stage.empty()
    for number, each in enumerate(told):
        LAG.on = lags and number == len(told) - 1
        stage.path.deliver(each, received_at=MS + number)
        stage.path.run()
    LAG.on = False
    return lives.state(stage.path)


@pytest.mark.parametrize("behind", range(1, MOST_BEHIND + 1))
@pytest.mark.parametrize(
    "told",
    [UNHAPPY_TWICE, CONTENT_TWICE, BACK_AGAIN, TOLD_AGAIN, EDITED_LATE],
    ids=["sad", "glad", "restored", "told again", "edited late"],
)
def test_what_is_again_as_it_was_is_seen_to_have_changed_in_between(
    stage: Stage, told: list[dict[str, Any]], behind: int
) -> None:
    stage.lag(behind)
    assert _play(stage, told, lags=True) == _play(stage, told, lags=False)


def test_who_is_unhappy_again_is_unsatisfied_and_comes_first_again(stage: Stage) -> None:
    state = _play(stage, UNHAPPY_TWICE, lags=True)
    facts, segments = state.facts["u2"]
    assert (facts.interactions, facts.negative, segments) == (1, 1, {"unsatisfied"})
    assert state.heads[stage.path.item("t1", "thread")].reasons
