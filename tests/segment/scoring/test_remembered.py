"""What was computed for a word is kept, within bounds.

Tests of: `segment.scoring.remembered`, `segment.scoring.runs`.
"""

from segment.scoring.remembered import Remembered
from segment.scoring.runs import runs_model


class Asked:
    """Computes the text of a number, and notes that it was asked."""

    def __init__(self) -> None:
        self.numbers: list[int] = []

    def __call__(self, number: int) -> str:
        self.numbers.append(number)
        return str(number)


def test_what_was_asked_for_lately_is_not_computed_again() -> None:
    asked = Asked()
    memory = Remembered(asked, 3)
    for key in (1, 1, 2, 3, 4, 1, 5, 6, 1):
        assert memory[key] == str(key)
    assert asked.numbers == [1, 2, 3, 4, 5, 6], "1 moved on each time that its part was full"


def test_never_more_than_twice_its_size_is_kept() -> None:
    asked = Asked()
    memory = Remembered(asked, 3)
    for key in range(20):
        assert memory[key] == str(key)
        assert len(memory) <= 3
    for key in range(14):  # all but the last six
        assert memory[key] == str(key)
    assert len(asked.numbers) == 34


def test_nothing_is_left_after_forgetting() -> None:
    asked = Asked()
    memory = Remembered(asked, 2)
    for key in (1, 2, 3):
        assert memory[key]
    memory.forget()
    assert memory == {}
    assert memory[1] == "1"
    assert asked.numbers == [1, 2, 3, 1]


def test_what_may_point_at_somebody_is_not_remembered() -> None:
    model = runs_model()
    model.weigh_runs("ordinary 12345678 +49-30-1234 https://shop.example/u/somebody " + "x" * 30)
    kept = " ".join(model.seen)
    assert "ordinary" in kept
    for part in ("1234", "shop.example", "xxxx"):
        assert part not in kept
