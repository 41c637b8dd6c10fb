"""The local stack answers an inbox of 10,000 conversations as soon as one of 100."""

import pytest

from bench import inbox
from tests.console.bars.figures import print_figure

pytestmark = pytest.mark.bars


def test_ten_thousand_conversations_are_listed_as_soon_as_a_hundred() -> None:
    found = {each["name"]: each for each in inbox.rows(rounds=9)}
    ratios = {
        name: each["value"] for name, each in found.items() if name.endswith((".whole_ratio", ".own_time"))
    }
    print_figure("10,000 conversations", ", ".join(f"{name} {ratio}" for name, ratio in ratios.items()))
    assert [name for name, each in found.items() if each["passed"] is False] == []
    assert len(ratios) == 6
