"""The model of runs of letters: a softmax regression on every piece of 1 to 5 characters of our own messages."""

from pathlib import Path

import numpy as np
import scipy.sparse as sp

from segment.scoring.runs import pieces_of, runs_of
from segment.scoring.tokens import own_part
from tools.train_sentiment.data import Message, learned_by_heads
from tools.train_sentiment.fit import Floats, Linear, fit
from tools.train_sentiment.matrix import Sparse, matrix
from tools.train_sentiment.pack import companded, write
from tools.train_sentiment.sentiment import LABELS, SMOOTHING, neutrality, polarity

BUCKETS = 1 << 18
PENALTY, STEPS, SIZE = 0.2, 40, 0.2
"""`SIZE`: what a piece of mean rarity counts, which sets how much the penalty hinders."""


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


def train(_folder: Path, target: Path, _research: bool) -> None:
    """Write `target`."""
    messages = learned_by_heads()
    model = learn_runs(*pieces(messages), messages)
    table, values = companded(np.stack([polarity(model.weights), neutrality(model.weights)], axis=1))
    bias = [round(float(side(model.bias)[0]), 4) for side in (polarity, neutrality)]
    write(target, {"name": "runs 1", "buckets": BUCKETS, "values": values, "bias": bias}, table.tobytes())
