"""Tells answers to the question how content somebody is from everything else people write."""

import pytest

from model.event import Direction, Kind, Mode
from model.interaction import Content, Interaction
from model.rating import ANSWER_MS, Rating, find_rating, is_lone_rating, read_rating

ASKED = 1_790_000_000_000


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("5", Rating(5)),
        (" 4! ", Rating(4)),
        ("3/5", Rating(3)),
        ("1 star", Rating(1)),
        ("2 Sterne, leider", Rating(2, "leider")),
        ("⭐⭐⭐⭐", Rating(4)),
        ("★★☆☆☆", Rating(2)),
        ("5⭐", Rating(5)),
        ("5️⃣", Rating(5)),
        ("🙂", Rating(4)),
        ("😡😡 never again", Rating(1, "never again")),
        ("☹️", Rating(2)),
        ("4 - quick, thank you", Rating(4, "quick, thank you")),
        ("4\nquick", Rating(4, "quick")),
        ("2 parcels are missing", None),
        ("5-6 days already", None),
        ("1, 2 or 3?", None),
        ("15", None),
        ("6", None),
        ("0", None),
        ("I give you 5", None),
        ("", None),
        ("thanks", None),
    ],
)
def test_a_rating_is_told_from_a_sentence(text: str, found: Rating | None) -> None:
    assert read_rating(text) == found


def test_only_who_was_asked_answers_and_for_three_days() -> None:
    def item(text: str = "5", at: int = ASKED + 1, mode: Mode = Mode.PRIVATE, **more: object) -> Interaction:
        told = {"author": "mara", "direction": Direction.IN, "content": Content(text=text)} | more
        return Interaction("i", "acme", "telegram", "a", Kind.MESSAGE, mode, created_at=at, seen_at=at,
                           received_at=at, content_order="1", **told)  # type: ignore[arg-type]  # fmt: skip

    assert find_rating(ASKED, "mara", item()) == Rating(5)
    assert is_lone_rating(ASKED, "mara", item())
    assert is_lone_rating(ASKED, "mara", item(at=ASKED + ANSWER_MS))
    assert find_rating(ASKED, "mara", item("2 - slow")) == Rating(2, "slow")
    assert not is_lone_rating(ASKED, "mara", item("2 - slow"))
    for nothing in (item(at=ASKED), item(at=ASKED + ANSWER_MS + 1), item(mode=Mode.PUBLIC),
                    item(direction=Direction.OUT), item(author="tom"), item("Hello")):  # fmt: skip
        assert find_rating(ASKED, "mara", nothing) is None
    assert find_rating(0, "mara", item()) is None
    assert find_rating(ASKED, None, item(author=None)) is None
