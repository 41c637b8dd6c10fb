"""The language model: softmax regression on pieces of words, for the scripts that languages share."""

import re
from collections import Counter
from pathlib import Path

import numpy as np

from segment.scoring.concepts import languages
from segment.scoring.language import SHARED_SCRIPTS, language_hashes, language_words, script
from segment.scoring.tokens import tokens
from tools.train_sentiment.data import Row, learned_messages, own_posts, read_if_there, without
from tools.train_sentiment.fit import fit
from tools.train_sentiment.lexicon import entries
from tools.train_sentiment.matrix import matrix
from tools.train_sentiment.pack import stepped, write

BUCKETS = 1 << 16
PENALTY, STEPS = 0.2, 60
SENTENCES, TWEETS, TWEETS_EACH = "language_train.tsv.gz", "sentiment_train.tsv.gz", 1500
# Importance of a text beside that of a sentence.
OWN, WORDS, ENOUGH = 1.5, 0.2, 100
# Tweets labelled Hindi are Hindi in Latin letters mixed with English, some of them English only: those with
# fewer than two of these words would teach that English is Hindi.
ROMAN_HINDI = frozenset(
    "hai hain ka ki ke ko se mein me nahi nahin kya ho bhi aur toh yeh ye woh wo raha rahe rahi kar kuch koi "
    "tha thi the aap tum hum mere mera meri apna apne ab kyun kyu jo sab bhai yaar diya gaya hota".split()
)
# Added to the learned bias: it decides texts of one or two words, where the evidence is thin.
PRIORS = {"en": 1.0}
# Tatoeba's sentences are plain; what else is among them are tweets, which are for research.
_TWEET = re.compile("[@#]|https?:|[\U0001f000-\U0001faff]|\\bRT\\b").search


def own_rows() -> list[tuple[Row, float]]:
    """The texts written for this project and the words of ideas, with their importance."""
    texts = [Row(row.language, "", row.text) for row in learned_messages()] + own_posts()
    phrases = [Row(language, "", phrase) for language, _, phrase in entries()]
    words = [
        Row(language, "", word.rstrip("*").replace("_", " "))
        for language, lines in sorted(languages().items())
        for line in lines
        for word in line.split()[1:]
    ]
    return [(row, OWN) for row in texts] + [(row, WORDS) for row in [*phrases, *words]]


def public_rows(folder: Path, research: bool) -> list[tuple[Row, float]]:
    """Sentences of Tatoeba and English posts of SemEval; tweets in other languages for research only."""
    found = [row for row in read_if_there(folder, SENTENCES) if research or not _TWEET(row.text)]
    each: Counter[str] = Counter()
    for row in read_if_there(folder, TWEETS):
        if row.origin != "semeval" and not research:
            continue
        if row.language == "hi" and len(ROMAN_HINDI.intersection(language_words(tokens(row.text)))) < 2:
            continue
        each[row.language] += 1
        if each[row.language] <= TWEETS_EACH:
            found.append(row)
    held_back = read_if_there(folder, "langid_validation.tsv.xz")
    held_back += read_if_there(folder, "sentiment_validation.tsv.gz")
    return [(row, 1.0) for row in without(found, held_back)]


def readable(row: Row) -> bool:
    """Whether a text is in a script of several languages, and has words."""
    return script(row.text) in SHARED_SCRIPTS and bool(language_words(tokens(row.text)))


def train(folder: Path, target: Path, research: bool) -> None:
    """Write `target`."""
    weighed = [(row, weight) for row, weight in own_rows() + public_rows(folder, research) if readable(row)]
    mass: Counter[str] = Counter()
    for row, weight in weighed:
        mass[row.language] += weight  # type: ignore[assignment]  # a Counter adds up numbers of any kind
    # A language written in a script of its own gets a few stray rows here (names in Latin letters).
    spoken = sorted(language for language, total in mass.items() if total >= ENOUGH)
    weighed = [(row, weight) for row, weight in weighed if row.language in spoken]
    number = np.array([spoken.index(row.language) for row, _ in weighed])
    importance = np.array([weight * 1000 / mass[row.language] for row, weight in weighed])
    features = matrix([language_hashes(language_words(tokens(row.text))) for row, _ in weighed], BUCKETS)
    model = fit(features, np.ones((len(weighed), 1)), np.eye(len(spoken))[number], importance, PENALTY, STEPS)
    table, step, _ = stepped(model.weights)
    head = {
        "name": "language 2",
        "languages": spoken,
        "buckets": BUCKETS,
        "bias": [
            round(float(value) + PRIORS.get(language, 0.0), 4)
            for language, value in zip(spoken, model.bias[0], strict=True)
        ],
        "step": step,
    }
    write(target, head, table.tobytes())
