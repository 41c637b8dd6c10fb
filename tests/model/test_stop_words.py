"""A message that is nothing but a stop word counts in each of the 27 languages; one that holds it does not."""

import pytest

from model.stop_words import STOP_WORDS, says_stop

LANGUAGES = "ar cs da de el en es fi fr he hi hu id it ja ko nl pl pt ro ru sv th tr uk vi zh".split()


def test_every_language_has_its_words() -> None:
    assert sorted(STOP_WORDS) == LANGUAGES
    assert all(len(words) >= 3 for words in STOP_WORDS.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_word_is_understood_however_it_is_written(language: str) -> None:
    for word in STOP_WORDS[language]:
        assert says_stop(word), word
        assert says_stop(f"  {word.upper()} !!\n"), word
        assert says_stop(f"„{word}“."), word
        assert not says_stop(f"{word} {word} 4711"), word


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "!",
        "Stop sending me broken parcels",
        "When does it end?",
        "Where is my parcel",
        "x" * 100,
        "bus stop",
    ],
)
def test_what_says_more_or_something_else_is_none(text: str | None) -> None:
    assert not says_stop(text)
