"""The words behind a label are places in the text, as it was written."""

import pytest

from segment.marks import MOST, spans
from segment.scoring import score


def _shown(text: str, words: list[tuple[str, float]]) -> list[tuple[str, int]]:
    return [(text[start : start + length], weight) for start, length, weight in spans(text, words)]


@pytest.mark.parametrize(
    ("text", "word", "written"),
    [
        ("I HATE this", "hate", "HATE"),
        ("this is soooo bad", "soo", "soooo"),
        ("I don’t like it", "don't", "don’t"),
        ("schlechter Laden, ein Laden", "laden", "Laden"),
        ("nope :-( no", ":-(", ":-("),
        ("was 😡 hier", "😡", "😡"),
        ("#fail again", "#fail", "#fail"),
        ("whatever.* hate.*", ".*", ".*"),
    ],
)
def test_a_word_is_found_as_it_was_written(text: str, word: str, written: str) -> None:
    assert _shown(text, [(word, -0.425)]) == [(written, round(-42.5))]


def test_parts_of_words_and_respelled_words_are_left_out() -> None:
    assert _shown("I am hateful", [("hate", -1.0)]) == []
    assert _shown("यह बहुत बुरा है", [("bura", -1.0)]) == []


def test_the_strongest_come_first_and_not_too_many() -> None:
    words = [(letter, -1.0) for letter in "abcdefgh"]
    assert len(_shown("a b c d e f g h", words)) == MOST


def test_what_the_engine_names_is_in_the_text() -> None:
    text = "I HATE this horrible phone, support is soooo slow :("
    found = score(text, "en")
    shown = {word.lower() for word, _ in _shown(text, list(found.words))}
    assert {"hate", "horrible"} <= shown
