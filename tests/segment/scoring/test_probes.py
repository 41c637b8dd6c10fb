"""Plain sentences to companies, written for this test: what customers say, without slang or sarcasm.

The figures on labelled posts say how well noisy posts are read; these say that nothing obvious is read wrongly in a
whole language. Floors hold for all sentences together: no single one is promised.
"""

from pathlib import Path

import pytest

from segment.scoring import score

FOLDER = Path(__file__).parent / "probes"
LANGUAGES = ("de", "en", "es", "fr", "it", "pt")
Probe = tuple[str, str]


def probes(language: str) -> list[Probe]:
    """(label, sentence) of one language."""
    lines = (FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return [(label, text) for label, _, text in (line.partition("\t") for line in lines)]


def share_right(language: str, found: list[Probe]) -> float:
    return sum(score(text, language).sentiment == label for label, text in found) / len(found)


def test_most_plain_sentences_are_read_rightly() -> None:
    shares = {language: share_right(language, probes(language)) for language in LANGUAGES}
    assert all(len(probes(language)) == 40 for language in LANGUAGES)
    assert sum(shares.values()) / len(shares) >= 0.82
    assert min(shares.values()) >= 0.72


def test_complaints_are_hardly_ever_called_positive() -> None:
    angry = [
        (language, text) for language in LANGUAGES for label, text in probes(language) if label == "negative"
    ]
    glad = [text for language, text in angry if score(text, language).sentiment == "positive"]
    assert len(glad) <= 0.06 * len(angry)


def test_neutral_questions_are_hardly_ever_called_negative() -> None:
    asked = [
        (language, text) for language in LANGUAGES for label, text in probes(language) if label == "neutral"
    ]
    wrong = [text for language, text in asked if score(text, language).sentiment == "negative"]
    assert len(wrong) <= 0.1 * len(asked)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_of_plain_sentences_is_known(language: str) -> None:
    found = [score(text).language for _, text in probes(language)]
    assert found.count(language) >= 0.9 * len(found)
