"""Who walks the journeys, and what is taken first."""

from tests.scheduling import choose_file

STORM, PATH = "tests/journeys/test_storm.py", "tests/journeys/test_path.py"
PROOF, MODEL = "tests/proof/test_storm.py", "tests/model/test_fold.py"


def test_one_worker_walks_the_journeys_and_the_others_compute() -> None:
    assert choose_file([MODEL, PROOF, PATH, STORM], journeys=True) == PATH, "in the order they have"
    assert choose_file([STORM, MODEL, PROOF], journeys=False) == PROOF, "what is long comes first"
    assert choose_file([STORM, MODEL], journeys=False) == MODEL


def test_whoever_is_done_helps_with_what_is_left() -> None:
    assert choose_file([MODEL, PROOF], journeys=True) == PROOF
    assert choose_file([STORM], journeys=False) == STORM
