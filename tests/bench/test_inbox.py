"""What the measure of a large inbox does while the local AWS is busy."""

from typing import Any

import pytest

from bench.figures import NotRun
from bench.inbox import find_like


class Slow:
    """Shows a row only after it was asked so often."""

    def __init__(self, after: int) -> None:
        self.left = after
        self.asked: list[dict[str, Any]] = []

    def get_item(self, **asked: Any) -> dict[str, Any]:
        self.asked.append(asked)
        self.left -= 1
        return {} if self.left >= 0 else {"Item": {"pk": asked["Key"]["pk"]}}


def test_a_conversation_that_is_not_there_yet_is_waited_for() -> None:
    waited: list[float] = []
    slow = Slow(after=2)
    assert find_like(slow, "acme", "abc", waited.append) == {"pk": {"S": "conversation#acme#abc"}}
    assert len(waited) == 2
    assert all(each["ConsistentRead"] for each in slow.asked)


def test_one_that_never_comes_is_named() -> None:
    with pytest.raises(NotRun, match="rapport-test-core has none of the brand `acme`"):
        find_like(Slow(after=10_000), "acme", "abc", lambda _: None)
