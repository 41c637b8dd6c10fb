"""The language model: softmax regression on pieces of words, for the scripts that languages share."""

from collections import Counter
from pathlib import Path

import numpy as np

from segment.scoring.features import tokens
from segment.scoring.language import SHARED_SCRIPTS, language_hashes, language_words, script
from tools.train_sentiment.data import Row, read, without
from tools.train_sentiment.fit import fit
from tools.train_sentiment.matrix import matrix
from tools.train_sentiment.pack import stepped, write

BUCKETS = 1 << 15
SENTENCES = ("language_train.tsv.gz", "langid_train.tsv.xz")
TWEETS = "sentiment_train.tsv.gz"
TWEETS_EACH = 1500
SENTIMENT_LANGUAGES = ("ar", "de", "en", "es", "fr", "hi", "it", "pt")
# Languages many people write in on social platforms count more than their share of the training sentences:
# a short text that could be either is far more often Portuguese than Galician.
COMMON_IMPORTANCE = 3.0
# Tweets labelled Hindi are Hindi in Latin letters mixed with English, some of them English only: those with
# fewer than two of these words would teach that English is Hindi.
ROMAN_HINDI = frozenset(
    "hai hain ka ki ke ko se mein me nahi nahin kya ho bhi aur toh yeh ye woh wo raha rahe rahi kar kuch koi "
    "tha thi the aap tum hum mere mera meri apna apne ab kyun kyu jo sab bhai yaar diya gaya hota".split()
)


# Added to the learned bias of English, the other languages of the sentiment model, and the rare languages:
# it decides texts of one or two words, where the evidence is thin.
PRIOR_ENGLISH, PRIOR_SENTIMENT, PRIOR_RARE = 1.2, 0.6, -0.4


def training_rows(folder: Path) -> list[Row]:
    """Sentences and tweets in languages of shared scripts, none of them in the validation data."""
    sentences = [row for name in SENTENCES for row in read(folder, name)]
    each: Counter[str] = Counter()
    for row in read(folder, TWEETS):
        if row.language == "hi" and len(ROMAN_HINDI.intersection(language_words(tokens(row.text)))) < 2:
            continue
        each[row.language] += 1
        if each[row.language] <= TWEETS_EACH:
            sentences.append(row)
    held_back = read(folder, "langid_validation.tsv.xz") + read(folder, "sentiment_validation.tsv.gz")
    rows = without(sentences, held_back)
    return [row for row in rows if script(row.text) in SHARED_SCRIPTS and language_words(tokens(row.text))]


def common_languages(folder: Path) -> set[str]:
    return {row.language for row in read(folder, SENTENCES[0])}


def prior(language: str, common: set[str]) -> float:
    if language == "en":
        return PRIOR_ENGLISH
    if language in SENTIMENT_LANGUAGES:
        return PRIOR_SENTIMENT
    return 0.0 if language in common else PRIOR_RARE


def train(folder: Path, target: Path) -> None:
    """Write `target`."""
    rows = training_rows(folder)
    seen = Counter(row.language for row in rows)
    # A language written in a script of its own gets a few stray rows here (names in Latin letters).
    languages = sorted(language for language, count in seen.items() if count >= 100)
    rows = [row for row in rows if row.language in languages]
    number = np.array([languages.index(row.language) for row in rows])
    common = common_languages(folder)
    importance = np.array(
        [(COMMON_IMPORTANCE if row.language in common else 1) * 1000 / seen[row.language] for row in rows]
    )
    features = matrix([language_hashes(language_words(tokens(row.text))) for row in rows], BUCKETS)
    model = fit(features, np.ones((len(rows), 1)), np.eye(len(languages))[number], importance, 0.3, 60)
    table, step, _ = stepped(model.weights)
    head = {
        "name": "language 1",
        "languages": languages,
        "buckets": BUCKETS,
        "bias": [
            round(float(value) + prior(language, common), 4)
            for language, value in zip(languages, model.bias[0], strict=True)
        ],
        "step": step,
    }
    write(target, head, table.tobytes())
