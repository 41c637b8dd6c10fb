"""Reads how content somebody is from their answer: a number from 1 to 5, stars or a face, and words."""

import re
from dataclasses import dataclass

from model.event import Direction, Mode
from model.interaction import Interaction

ANSWER_MS = 3 * 86_400_000
"""How long after the question an answer to it is taken as one."""
FACES = {
    "😡": 1, "😠": 1, "🤬": 1, "🙁": 2, "☹": 2, "😞": 2, "😟": 2, "😐": 3, "😑": 3, "🙂": 4, "😊": 4, "☺": 4,
    "😍": 5, "😀": 5, "😃": 5, "😄": 5, "😁": 5, "🤩": 5,
}  # fmt: skip
_STAR = "[★⭐🌟]"
_WORDS = "stars?|sterne?|étoiles?|estrellas?|stelle|stella"
_SIGN = re.compile(
    rf"(?P<sure>(?P<number>[1-5])\s*(?:/\s*5|(?:{_WORDS})\b|{_STAR})|(?P<stars>{_STAR}{{1,5}})☆*"
    rf"|(?P<face>[{''.join(FACES)}])(?P=face)*)|(?P<digit>[1-5])(?!\d)",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"\s*[,;:!–—-]+\s+|\s*\n\s*")
"""What stands between a number and words that go with it: `2 parcels are missing` rates nothing."""
_JOINERS = str.maketrans("", "", "\ufe0e\ufe0f\u20e3")
"""What makes a picture of a sign."""


@dataclass(frozen=True, slots=True)
class Rating:
    """Says how content somebody is, 1 to 5, and what they add to it."""

    value: int
    comment: str = ""


def read_rating(text: str) -> Rating | None:
    """Returns the rating that a text is; None for any other text."""
    plain = text.translate(_JOINERS).strip()
    found = _SIGN.match(plain)
    if found is None:
        return None
    value = (
        FACES.get(found["face"] or "") or len(found["stars"] or "") or int(found["number"] or found["digit"])
    )
    rest = plain[found.end() :]
    if not rest.strip(" .!"):
        return Rating(value)
    behind = _BEHIND.match(rest)
    if found["sure"] is None and behind is None:
        return None
    comment = rest[behind.end() :] if behind else rest.lstrip(" .,;:!")
    return None if comment[:1].isdigit() else Rating(value, comment.strip())


def find_rating(asked_at: int, customer: str | None, item: Interaction) -> Rating | None:
    """Returns how content a conversation's customer says to be who was asked at `asked_at` (epoch ms, 0 for never)."""
    if not asked_at < item.occurred_at <= asked_at + ANSWER_MS or not asked_at:
        return None
    theirs = item.author is not None and item.author == customer
    if item.mode is not Mode.PRIVATE or item.direction is Direction.OUT or not theirs or item.shown is None:
        return None
    return read_rating(item.shown.text or "")


def is_lone_rating(asked_at: int, customer: str | None, item: Interaction) -> bool:
    """Tells whether an interaction is such an answer and nothing else."""
    found = find_rating(asked_at, customer, item)
    return found is not None and not found.comment and not (item.shown and item.shown.media)
