"""What the engine says about single texts.

Tests of: `segment.scoring.engine`, `segment.scoring.concepts`, `segment.scoring.offence`, `segment.scoring.urgency`,
`segment.scoring.devanagari`.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.analysis import INTENTS, Analysis
from segment.scoring import score

REASONS_MAX = 12


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("I love how quickly you answered, great team", "en", "positive"),
        ("This is the worst delivery I have ever had", "en", "negative"),
        ("Super Laden, alles bestens, ich bin begeistert", "de", "positive"),
        ("Das ist echt zum Kotzen, so ein schlechter Laden", "de", "negative"),
        ("Qué bonito, me encanta, muchas gracias", "es", "positive"),
        ("C'est nul, je déteste cette entreprise", "fr", "negative"),
        ("Che bello, grazie mille, siete bravissimi", "it", "positive"),
        ("Que merda, odeio esse aplicativo horrível", "pt", "negative"),
        ("bahut accha hai, maza aa gaya, love it", "hi", "positive"),
    ],
)
def test_sentiment_in_the_languages_it_learned(text: str, language: str, expected: str) -> None:
    assert score(text, language).sentiment == expected


def test_negation_turns_a_word() -> None:
    assert score("the food was good", "en").score > score("the food was not good", "en").score
    assert score("das Essen war gut", "de").score > score("das Essen war nicht gut", "de").score


def test_emoji_emoticons_and_elongation_count() -> None:
    plain = score("the parcel came today", "en").score
    assert score("the parcel came today 😍", "en").score > plain
    assert score("the parcel came today :)", "en").score > plain
    assert score("the parcel came today 😡", "en").score < plain
    assert score("this is sooo good", "en") == score("this is soooooooo good", "en")


@pytest.mark.parametrize(
    "text", ["", "  ", "!!! ???", "...", "> all of it quoted", "<@U12> <#C34|noise>", "@someone"]
)
def test_a_text_in_which_nothing_is_said_is_unknown(text: str) -> None:
    found = score(text, "en")
    assert (found.sentiment, found.score, found.words, found.intent) == ("unknown", 0.0, (), ())


@pytest.mark.parametrize("language", ["tlh", "sw"])
def test_a_language_it_did_not_learn_is_unknown_where_nothing_is_plain(language: str) -> None:
    assert score("qo vih zag morth", language).sentiment == "unknown"


def test_the_language_of_the_platform_wins() -> None:
    text = "this was a really good evening with friends"
    assert score(text).language == "en"
    assert score(text, "de").language == "de"
    assert score(text, "pt-BR").language == "pt"
    assert score(text, "und").language == "en"


def test_the_words_that_made_it_are_shown_strongest_first() -> None:
    words = score("I hate this horrible blue phone", "en").words
    shown = dict(words)
    assert shown["hate"] < 0
    assert shown["horrible"] < 0
    sizes = [abs(value) for _, value in words]
    assert sizes == sorted(sizes, reverse=True)
    assert not {"!", "@user", "http"} & set(dict(score("@me http://x.test I hate this!! really", "en").words))


def test_hindi_reads_alike_in_both_scripts() -> None:
    assert score("यह बहुत अच्छा है", "hi").score > score("यह बहुत खराब है", "hi").score


def test_the_same_text_gives_the_same_answer() -> None:
    texts = ["What a day! 😂 #fun", "Wo bleibt mein Paket?", "obrigado pela ajuda de vocês"]
    assert [score(text) for text in texts] == [score(text) for text in texts]


def test_offence_is_higher_for_an_insult() -> None:
    assert score("you are a fucking idiot and a piece of shit", "en").offensive > 0.7
    assert score("ihr seid doch alles Arschlöcher", "de").offensive >= 0.7
    assert score("the parcel will come on tuesday", "en").offensive < 0.3


def test_an_angry_german_post_is_negative_and_urgent() -> None:
    text = "@laden Unverschämt! Seit Wochen warte ich, ich bin stinksauer und will sofort mein Geld zurück!"
    found = score(text, "de")
    assert found.sentiment == "negative"
    assert found.urgency >= 0.6
    assert "asks for speed" in found.reasons


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400), st.none() | st.sampled_from(["en", "de", "hi", "xx", "", "zh-Hant", "e"]))
def test_any_text_gives_a_valid_answer(text: str, language: str | None) -> None:
    valid(score(text, language))


@pytest.mark.parametrize(
    "text",
    [
        "\ud800 broken \udfff surrogates here",
        "a" * 100_000,
        "great " * 20_000,
        "😡" * 50_000,
        "!" * 100_000,
        "#" * 100_000,
        "@" * 100_000,
        ":" * 100_000,
        "-_" * 50_000,
        "http://" * 15_000,
        "अ" * 100_000,
        "\u0301" * 100_000,
        "\x00 \x01caps \x7f ok then",
    ],
)
def test_strange_and_long_texts(text: str) -> None:
    valid(score(text))
    valid(score(text, "en"))


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    beginning = "this is a perfectly ordinary sentence. " * 60
    assert score(beginning + "I hate you", "en") == score(beginning + "I love you", "en")


def valid(found: Analysis) -> None:
    assert found.sentiment in ("negative", "neutral", "positive", "unknown")
    assert -1 <= found.score <= 1
    assert 0 <= found.urgency <= 1
    assert 0 <= found.offensive <= 1
    assert len(found.reasons) <= REASONS_MAX
    assert all(label.name in INTENTS and label.method in ("model", "rule") for label in found.intent)
    assert all(0 <= label.confidence <= 1 for label in found.intent)
    assert (found.sentiment == "unknown") <= (found.score == 0.0 and found.words == ())
