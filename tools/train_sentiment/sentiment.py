"""The sentiment model: polarity and neutrality of hashed features, trained jointly on all languages."""

from collections import Counter
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from tools.train_sentiment.data import Row, read
from tools.train_sentiment.fit import Floats, fit
from tools.train_sentiment.lexicon import entries
from tools.train_sentiment.matrix import blocks, matrix
from tools.train_sentiment.pack import companded, write

LABELS = ("negative", "neutral", "positive")
BUCKETS, THAI_BUCKETS = 1 << 20, 1 << 18
PENALTY, STEPS, SMOOTHING = 2.0, 120, 0.1
# Importance of a text, of an English post it is 1. Other languages have few posts (chosen by cross-validation).
OTHER_LANGUAGES, PHRASES, SERVICE = 2.5, 3.0, 0.5
QUESTION_STEP = 6  # every sixth of 15,000 questions to an assistant
NOT_NEUTRAL = frozenset(
    ("thank_you", "greeting", "goodbye", "lost_luggage", "report_fraud", "damaged_card", "tell_joke")
)
GLAD = ("joy", "optimism")


def features(texts: list[str], buckets: int) -> sp.csr_matrix:
    """The four blocks of features side by side in one hashed space."""
    found = blocks(texts)
    total = matrix([h.characters for h in found], buckets)
    for part in ([h.words for h in found], [h.pairs for h in found], [h.negated for h in found]):
        total = total + matrix(part, buckets)
    return total


def balanced(rows: list[Row]) -> Floats:
    """Importance of each row, so that within a group every label it has counts the same."""
    count = Counter((row.language, row.label) for row in rows)
    size = Counter(row.language for row in rows)
    labels = Counter(group for group, _ in count)
    return np.array(
        [size[row.language] / labels[row.language] / count[row.language, row.label] for row in rows]
    )


def helping(folder: Path) -> tuple[list[Row], Floats]:
    """Texts labelled for something else, and their importance.

    They are groups with a bias of their own, so that a collection of complaints does not make English look angry. In
    a group of one label the bias alone would explain it: emotions, complaints and questions are one group.
    """
    emotions = [
        Row("+service", "positive" if row.label in GLAD else "negative", row.text)
        for row in read(folder, "emotion_train.tsv.gz")
    ]
    complaints = [
        Row("+service", "negative", row.text)
        for row in read(folder, "complaint_train.tsv.gz")
        if row.label == "complaint"
    ]
    questions = [
        Row("+service", "neutral", row.text)
        for row in read(folder, "clinc_intents_train.tsv.gz")[::QUESTION_STEP]
        if row.label not in NOT_NEUTRAL
    ]
    service = emotions + complaints + questions
    lexicon = SentimentIntensityAnalyzer().lexicon
    strong = {word: value for word, value in lexicon.items() if abs(value) >= 0.8}
    words = [Row("+word", "positive" if value > 0 else "negative", word) for word, value in strong.items()]
    strength = np.array([abs(value) / 2 for value in strong.values()])
    phrases = [Row("+phrase", label, phrase) for label, phrase in entries()]
    parts = (
        balanced(service) * SERVICE,
        balanced(words) * strength * 0.3,
        balanced(phrases) * PHRASES,
    )
    return service + words + phrases, np.concatenate(parts)


def train(folder: Path, target: Path) -> None:
    """Write `target`, the languages trained jointly, and beside it the table of Thai."""
    posts = read(folder, "sentiment_train.tsv.gz")
    more, more_importance = helping(folder)
    importance = balanced(posts) * np.array([1 if row.language == "en" else OTHER_LANGUAGES for row in posts])
    learn(posts + more, np.concatenate([importance, more_importance]), BUCKETS, target)
    thai = [row for row in read(folder, "thai_train.tsv.xz") if row.label in LABELS]
    learn(thai, balanced(thai), THAI_BUCKETS, target.with_name("sentiment_th.bin"))


def learn(rows: list[Row], importance: Floats, buckets: int, target: Path) -> None:
    """Fit one table on `rows` and write it."""
    groups = sorted({row.language for row in rows})
    spoken = np.array([[row.language == group for group in groups] for row in rows], dtype=float)
    truth = np.array([[row.label == label for label in LABELS] for row in rows], dtype=float)
    soft = truth * (1 - SMOOTHING) + SMOOTHING / len(LABELS)
    model = fit(features([row.text for row in rows], buckets), spoken, soft, importance, PENALTY, STEPS)
    table, values = companded(np.stack([_polarity(model.weights), _neutrality(model.weights)], axis=1))
    bias = zip(groups, _polarity(model.bias), _neutrality(model.bias), strict=True)
    head = {
        "name": "sentiment 1",
        "buckets": buckets,
        "values": values,
        "bias": {name: [round(float(p), 4), round(float(n), 4)] for name, p, n in bias if name[0] != "+"},
    }
    write(target, head, table.tobytes())


def _polarity(weights: Floats) -> Floats:
    """Positive against negative."""
    return np.asarray(weights[:, 2] - weights[:, 0])


def _neutrality(weights: Floats) -> Floats:
    """Neutral against the mean of the two."""
    return np.asarray(weights[:, 1] - (weights[:, 0] + weights[:, 2]) / 2)
