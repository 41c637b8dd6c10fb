"""Texts are as long as platforms say: pieces with lengths counted by hand, alone and joined in twos and threes."""

from itertools import combinations

import pytest

from platforms.sending.counting import Counting, measure_text, split_graphemes
from platforms.sending.registry import SENDERS, find_sender

WAYS = (
    Counting.CODE_POINTS,
    Counting.UTF16,
    Counting.BYTES,
    Counting.GRAPHEMES,
    Counting.WEIGHTED,
    Counting.EMOJI_BYTES,
    Counting.STATUS,
    Counting.UTF16_BYTES,
    Counting.STRICT,
)
PIECES: dict[str, tuple[int, int, int, int, int, int]] = {
    # code points, UTF-16 units, bytes, graphemes, weighted for X, Threads
    "Thanks": (6, 6, 6, 6, 6, 6),
    "für": (3, 3, 4, 3, 3, 3),
    "e\u0301": (2, 2, 3, 1, 1, 2),  # e and a mark: X puts them together first
    "日本語": (3, 3, 9, 3, 6, 3),
    "한국": (2, 2, 6, 2, 4, 2),
    "\u1112\u1161\u11ab": (3, 3, 9, 1, 2, 3),  # one syllable of three letters
    "привет": (6, 6, 12, 6, 6, 6),
    "שלום": (4, 4, 8, 4, 4, 4),
    "ก็": (2, 2, 6, 1, 2, 2),
    "नि": (2, 2, 6, 1, 2, 2),
    "😀": (1, 2, 4, 1, 2, 4),
    "👍🏽": (2, 4, 8, 1, 2, 8),
    "👨\u200d👩\u200d👧": (5, 8, 18, 1, 2, 18),
    "🇩🇪": (2, 4, 8, 1, 2, 8),
    "❤\ufe0f": (2, 2, 6, 1, 2, 6),
    "1\ufe0f\u20e3": (3, 3, 7, 1, 2, 7),
    "𝒳": (1, 2, 4, 1, 2, 1),
    "https://example.com/a/very/long/path?with=query": (47, 47, 47, 47, 23, 47),
    "“ok”": (4, 4, 8, 4, 4, 4),
    "—": (1, 1, 3, 1, 1, 1),
    "@ann": (4, 4, 4, 4, 4, 4),
    "€": (1, 1, 3, 1, 2, 1),
}
GRAPHEMES, UTF16 = WAYS.index(Counting.GRAPHEMES), WAYS.index(Counting.UTF16)
LINK = 23
"""As Mastodon counts one."""


def count_piece(piece: str, counting: Counting) -> int:
    """What a piece has in the table; Mastodon's, Teams' and Telegram's lengths follow from it."""
    counts = PIECES[piece]
    match counting:
        case Counting.STATUS:
            return LINK if piece.startswith("https://") else counts[GRAPHEMES]
        case Counting.UTF16_BYTES:
            return 2 * counts[UTF16]
        case Counting.STRICT:
            return counts[UTF16]
    return counts[WAYS.index(counting)]


TEXTS = [
    *((piece,) for piece in PIECES),
    *combinations(PIECES, 2),
    *(three for number, three in enumerate(combinations(PIECES, 3)) if number % 29 == 0),
]


def test_there_are_enough_texts_for_every_platform() -> None:
    assert len(TEXTS) >= 100
    used = {way.counting for name in SENDERS for way in find_sender(name).ways}
    assert used <= set(WAYS) == set(Counting)


@pytest.mark.parametrize("counting", WAYS)
def test_every_text_is_as_long_as_its_pieces(counting: Counting) -> None:
    gap = 2 if counting is Counting.UTF16_BYTES else 1
    for pieces in TEXTS:
        wanted = sum(count_piece(piece, counting) for piece in pieces) + gap * (len(pieces) - 1)
        assert measure_text(" ".join(pieces), counting) == wanted, pieces


@pytest.mark.parametrize("name", [name for name in SENDERS if find_sender(name).ways])
def test_a_limit_is_kept_to_the_last_sign(name: str) -> None:
    for way in find_sender(name).ways:
        for piece in PIECES:
            one = measure_text(piece, way.counting)
            # Words stand apart, so that a link stays one.
            gap = measure_text(" ", way.counting)
            fitting = " ".join([piece] * ((way.most + gap) // (one + gap)))
            assert way.fits(fitting), piece
            assert not way.fits(fitting + " " + piece), piece


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("see example.com/a now", 4 + 23 + 4),
        ("mail a@example.com", 18),
        ("https://a.example, https://b.example", 23 + 2 + 23),
    ],
)
def test_x_counts_links(text: str, length: int) -> None:
    assert measure_text(text, Counting.WEIGHTED) == length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("hi @ann@social.example ok", len("hi @ann ok")),
        ("https://social.example/@ann/1", 23),
        ("👨\u200d👩\u200d👧 ok", 4),
    ],
)
def test_mastodon_counts_mentions_without_their_host(text: str, length: int) -> None:
    assert measure_text(text, Counting.STATUS) == length


def test_flags_and_lines_are_split() -> None:
    assert list(split_graphemes("🇩🇪🇫🇷")) == ["🇩🇪", "🇫🇷"]
    assert list(split_graphemes("a\r\nb")) == ["a", "\r\n", "b"]
    assert list(split_graphemes("")) == []
    assert measure_text("a😀", Counting.UTF16_BYTES) == 6
