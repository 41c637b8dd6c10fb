"""The small heads: each a two-class regression on the same features, folded into one table."""

from pathlib import Path

import numpy as np

from tools.train_sentiment.data import Row, read, without
from tools.train_sentiment.fit import fit
from tools.train_sentiment.matrix import blocks, matrix
from tools.train_sentiment.pack import stepped, write

BUCKETS = 1 << 16
PENALTY, STEPS = 1.5, 60
# Head: (training file, its positive label, the file that is held back or empty).
SOURCES = {
    "complaint": ("complaint_train.tsv.gz", "complaint", ""),
    "offensive": ("offensive_train.tsv.gz", "offensive", "offensive_validation.tsv.gz"),
    "purchase_interest": ("purchase_train.tsv.xz", "yes", "purchase_validation.tsv.xz"),
    "spam": ("spam_train.tsv.xz", "yes", "spam_validation.tsv.xz"),
}
# These heads learned on one kind of text only (comments below music videos, tweets about one phone). Ordinary
# tweets and customer questions join as "no" so that a link or an everyday word does not look like spam or interest.
ORDINARY, ORDINARY_SHARE = ("purchase_interest", "spam"), 0.5
ORDINARY_TWEETS, ORDINARY_QUESTIONS = 4000, 1000


def train(folder: Path, target: Path) -> None:
    """Write `target`."""
    weights, bias = [], []
    for name in SOURCES:
        rows, truth, importance = examples(folder, name)
        found = blocks([row.text for row in rows])
        features = matrix([h.words for h in found], BUCKETS) + matrix([h.pairs for h in found], BUCKETS)
        features = features + matrix([h.characters for h in found], BUCKETS)
        model = fit(
            features, np.ones((len(rows), 1)), np.eye(2)[truth.astype(int)], importance, PENALTY, STEPS
        )
        weights.append(model.weights[:, 1] - model.weights[:, 0])
        bias.append(round(float(model.bias[0, 1] - model.bias[0, 0]), 4))
    table, step, zero = stepped(np.stack(weights, axis=1))
    head = {
        "name": "heads 1",
        "heads": list(SOURCES),
        "buckets": BUCKETS,
        "bias": bias,
        "step": step,
        "zero": zero,
    }
    write(target, head, table.tobytes())


def examples(folder: Path, name: str) -> tuple[list[Row], np.ndarray, np.ndarray]:
    """Rows, whether each is positive, and its importance: both classes count the same in all."""
    file, label, held_back = SOURCES[name]
    rows = read(folder, file)
    if held_back:
        rows = without(rows, read(folder, held_back))
    truth = [row.label == label for row in rows]
    yes, size = sum(truth), len(rows)
    importance = [size / 2 / yes if positive else size / 2 / (size - yes) for positive in truth]
    if name in ORDINARY:
        tweets = [row for row in read(folder, "sentiment_train.tsv.gz") if row.language == "en"][
            :ORDINARY_TWEETS
        ]
        tweets += read(folder, "banking_intents_train.tsv.gz")[:ORDINARY_QUESTIONS]
        rows += tweets
        truth += [False] * len(tweets)
        importance += [size / 2 * ORDINARY_SHARE / len(tweets)] * len(tweets)
    return rows, np.array(truth), np.array(importance)
