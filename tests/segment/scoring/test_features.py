"""Tokens and hashes."""

from segment.scoring.features import context, counted, grams, hashes, tokens


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


def test_negation_reaches_three_words_and_stops_at_a_mark() -> None:
    _, negated = context("not a b c d".split())
    assert list(negated) == [1, 2, 3]
    _, negated = context(["isn't", "a", ".", "b"])
    assert list(negated) == [1]
    assert context("a . b".split())[1] == {}


def test_a_pair_is_hashed_alike_in_every_text() -> None:
    one, _ = context(["very", "good"])
    two, _ = context(["it", "is", "very", "good", "!"])
    assert len(one) == 3
    assert one[1] == two[3]
    assert len(set(two)) == len(two)


def test_winks_and_letter_faces_are_tokens_and_words_count_without_marks() -> None:
    assert tokens("so ;) o_o xD T_T") == ["so", ";)", "o_o", "xd", "t_t"]
    assert counted(tokens("ok ;) !!! ...")) == 2


def test_hashes_are_stable_across_processes() -> None:
    assert grams("ab") == ([2389431232], [154406297])


def test_a_hashtag_shares_the_pieces_of_its_word() -> None:
    assert set(grams("love")[0]) <= set(grams("#love")[0])
    assert grams("love")[1] == grams("#love")[1]


def test_all_features_of_a_text() -> None:
    found = hashes("not good", "en")
    assert (len(found.words), len(found.pairs), len(found.negated), len(found.ideas)) == (2, 3, 1, 2)
