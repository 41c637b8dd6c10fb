"""The model of runs of letters: regressions on every piece of 1 to 5 characters of our own messages."""

from pathlib import Path

import numpy as np
import scipy.sparse as sp

from segment.scoring.runs import pieces_of, runs_of
from segment.scoring.tokens import own_part
from tools.train_sentiment.data import Message, learned_by_heads
from tools.train_sentiment.facts import HEADS, answers, customer_examples
from tools.train_sentiment.fit import Floats, Linear, fit
from tools.train_sentiment.matrix import Sparse, matrix
from tools.train_sentiment.pack import stepped, write
from tools.train_sentiment.sentiment import LABELS, SMOOTHING, neutrality, polarity

BUCKETS = 1 << 17
PENALTY, STEPS, SIZE = 0.2, 40, 0.2
"""`SIZE`: what a piece of mean rarity counts, which sets how much the penalty hinders."""


SECOND = ("complaint", "purchase_interest", "cancellation", "thanks", "suggestion", "urgent")
"""The heads that runs give a second opinion on."""


def pieces(messages: list[Message]) -> tuple[Sparse, Floats]:
    """Returns one row a message, and the size of each piece: the rarer the larger, none for one that occurs once."""
    rows = matrix(
        [[value for run in runs_of(own_part(row.text)) for value in pieces_of(run)] for row in messages],
        BUCKETS,
    )
    count = np.asarray((rows > 0).sum(axis=0)).ravel()
    rarity = np.log((1 + rows.shape[0]) / (1 + count)) + 1
    return rows, np.where(count > 1, rarity * SIZE, 0.0).astype(np.float32)


def learn_runs(rows: Sparse, size: Floats, messages: list[Message]) -> Linear:
    """Returns weights of pieces as they are counted, their size already in them."""
    soft = np.eye(len(LABELS))[[LABELS.index(row.sentiment) for row in messages]]
    soft = soft * (1 - SMOOTHING) + SMOOTHING / len(LABELS)
    counts, one = np.array([row.importance for row in messages]), np.ones((len(messages), 1))
    found = fit(sp.csr_matrix(rows @ sp.diags(size)), one, soft, counts, PENALTY, STEPS)
    return Linear(found.weights * size[:, None], found.bias)


def learn_wants(rows: Sparse, size: Floats, truth: Floats, importance: Floats) -> Linear:
    """Returns the same for each head of `SECOND`, of the answers of all heads."""
    asked = [HEADS.index(name) for name in SECOND]
    sized, one = sp.csr_matrix(rows @ sp.diags(size)), np.ones((rows.shape[0], 1))
    found = fit(sized, one, truth[:, asked], importance[:, asked], PENALTY, STEPS, exclusive=False)
    return Linear(found.weights * size[:, None], found.bias)


def train(_folder: Path, target: Path, _research: bool) -> None:
    """Write `target`."""
    messages = learned_by_heads()
    rows, size = pieces(messages)
    moods = learn_runs(rows, size, messages)
    wants = learn_wants(rows, size, *answers(customer_examples(messages)))
    weights = np.column_stack([wants.weights, polarity(moods.weights), neutrality(moods.weights)])
    columns = [stepped(column, clipped=0) for column in weights.T]  # a few pieces, as "?", weigh much
    biases = [*wants.bias[0], polarity(moods.bias)[0], neutrality(moods.bias)[0]]
    head = {
        "name": "runs 2",
        "heads": list(SECOND),
        "buckets": BUCKETS,
        "steps": [step for _, step, _ in columns],
        "zeros": [zero for _, _, zero in columns],
        "bias": [round(float(value), 4) for value in biases],
    }
    write(target, head, np.column_stack([table for table, _, _ in columns]).tobytes())
