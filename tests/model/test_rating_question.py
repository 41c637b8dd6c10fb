"""How content somebody is, is asked in every language that we understand, and what they answer is read."""

import pytest

from model.rating import read_rating
from model.rating_question import EMOJI, FACES, QUESTIONS, STARS, find_question
from model.stop_words import STOP_WORDS


def test_there_is_a_question_in_every_language_that_we_understand() -> None:
    assert QUESTIONS.keys() == STOP_WORDS.keys()
    assert len(QUESTIONS) == 27
    assert len({text for both in QUESTIONS.values() for text in both}) == 54


@pytest.mark.parametrize("language", sorted(QUESTIONS))
def test_it_says_which_answers_there_are_and_is_no_answer_itself(language: str) -> None:
    stars, emoji = find_question(STARS, language), find_question(EMOJI, language)
    assert "1" in stars
    assert "5" in stars
    assert emoji.endswith(FACES)
    assert [found and found.value for found in map(read_rating, FACES.split())] == [1, 2, 3, 4, 5]
    assert read_rating(stars) is None
    assert read_rating(emoji) is None
    assert max(len(stars), len(emoji)) <= 160


def test_the_first_language_that_is_known_counts() -> None:
    assert find_question(STARS, None, "xx", "de_AT", "fr").startswith("Wie waren wir?")
    assert find_question(STARS, "zh-TW") == QUESTIONS["zh"][0]
    assert find_question(STARS, "", None) == QUESTIONS["en"][0]
