"""Hashes of tokens."""

from segment.scoring.features import context, grams, hashes, meet_tokens


def test_negation_reaches_three_words_and_stops_at_a_mark() -> None:
    _, negated = context(meet_tokens("not a b c d".split()))
    assert list(negated) == [1, 2, 3]
    _, negated = context(meet_tokens(["isn't", "a", ".", "b"]))
    assert list(negated) == [1]
    assert context(meet_tokens("a . b".split()))[1] == {}


def test_a_pair_is_hashed_alike_in_every_text() -> None:
    one, _ = context(meet_tokens(["very", "good"]))
    two, _ = context(meet_tokens(["it", "is", "very", "good", "!"]))
    assert len(one) == 3
    assert one[1] == two[3]
    assert len(set(two)) == len(two)


def test_hashes_are_stable_across_processes() -> None:
    assert grams("ab") == ([2389431232], [154406297])


def test_a_hashtag_shares_the_pieces_of_its_word() -> None:
    assert set(grams("love")[0]) <= set(grams("#love")[0])
    assert grams("love")[1] == grams("#love")[1]


def test_all_features_of_a_text() -> None:
    found = hashes("not good", "en")
    assert (len(found.words), len(found.pairs), len(found.negated), len(found.ideas)) == (2, 3, 1, 2)


def test_a_token_that_came_before_is_the_same_one() -> None:
    one, two = meet_tokens(["again", "again"])
    assert one is two
