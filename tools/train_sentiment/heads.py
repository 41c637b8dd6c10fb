"""The small heads: each a two-class regression on the same features, folded into one table."""

from pathlib import Path

import numpy as np
import scipy.sparse as sp

from tools.train_sentiment.data import Row, read, without
from tools.train_sentiment.fit import Floats, fit
from tools.train_sentiment.matrix import blocks, matrix
from tools.train_sentiment.pack import stepped, write

BUCKETS = 1 << 16
PENALTY, STEPS = 1.5, 60
PARTS = 5
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
        learned, start = learn(features(rows), truth, importance)
        weights.append(learned)
        bias.append(round(start, 4))
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


def features(rows: list[Row]) -> sp.csr_matrix:
    """Words and their pieces; pairs of words would make the heads slower and no better."""
    found = blocks([row.text for row in rows])
    words, pieces = ([h.words for h in found], [h.characters for h in found])
    return sp.csr_matrix(matrix(words, BUCKETS) + matrix(pieces, BUCKETS))


def learn(rows: sp.csr_matrix, truth: Floats, importance: Floats) -> tuple[Floats, float]:
    """Weights and bias of "yes" against "no"."""
    targets = np.eye(2)[truth.astype(int)]
    model = fit(rows, np.ones((len(truth), 1)), targets, importance, PENALTY, STEPS)
    return model.weights[:, 1] - model.weights[:, 0], float(model.bias[0, 1] - model.bias[0, 0])


def cross_validated(folder: Path, name: str, limit: float) -> tuple[list[str], list[str]]:
    """(truth, answer) as "yes" or "no" of every text of a head without held-back data.

    Each fifth of the texts is read by a model that learned the other four. `limit` is the least probability of "yes".
    """
    rows, truth, importance = examples(folder, name)
    every = features(rows)
    part = np.arange(len(rows)) % PARTS
    said = np.zeros(len(rows), dtype=bool)
    for held in range(PARTS):
        weights, bias = learn(every[part != held], truth[part != held], importance[part != held])
        said[part == held] = every[part == held] @ weights + bias >= np.log(limit / (1 - limit))
    return [_answer(value) for value in truth], [_answer(value) for value in said]


def _answer(value: bool) -> str:
    return "yes" if value else "no"


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
