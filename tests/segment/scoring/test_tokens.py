"""Tokens of texts."""

import pytest

from segment.scoring.tokens import counted, tokens


def test_handles_links_numbers_and_entities_are_folded() -> None:
    assert tokens("@Some_One see https://a.test/x?y=1 &amp; pay 3,50") == ["@user", "see", "http", "pay", "0"]


def test_elongation_emoji_emoticons_and_hashtags() -> None:
    assert tokens("Sooooo good :-) 👍🏽 #LoveIt") == ["soo", "good", ":-)", "👍", "#loveit"]


def test_punctuation_runs_and_capitals() -> None:
    assert tokens("NO!!!! what?! well...") == ["no", "!!", "what", "!?", "well", "…"]
    assert tokens("THIS IS BAD")[-1] == "\x01caps"


def test_words_of_scripts_with_marks_stay_whole() -> None:
    assert tokens("خدمةٌ سيئة") == ["خدمةٌ", "سيئة"]
    assert tokens("बहुत अच्छा नहीं") == ["bahut", "achchha", "nahin"]
    assert tokens("ที่นี่ดีมาก") == ["ที่นี่ดีมาก"]


def test_curly_apostrophes_and_foreign_question_marks() -> None:
    assert tokens("don’t") == ["don't"]
    assert tokens("متى؟")[-1] == "?"


def test_winks_and_letter_faces_are_tokens_and_words_count_without_marks() -> None:
    assert tokens("so ;) o_o xD T_T") == ["so", ";)", "o_o", "xd", "t_t"]
    assert counted(tokens("ok ;) !!! ...")) == 2


@pytest.mark.parametrize("more", ["\u00e9", "\u2026", "\u0301", "\u0e31"])
def test_what_else_stands_in_a_text_does_not_change_its_tokens(more: str) -> None:
    plain = "don't :) #tag1 we're 3.50% to_t o_o @user http so... wait?! x__y <3"
    assert tokens(f"{plain} {more}")[: len(tokens(plain))] == tokens(plain)
