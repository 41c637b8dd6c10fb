"""What is known of a text, head by head: the answers that the heads and the runs of letters learn from."""

import numpy as np

from model.analysis import INTENTS
from tools.train_sentiment.data import Message
from tools.train_sentiment.fit import Floats

HEADS = (*INTENTS, "urgent", "offensive", "post")
URGENT = 2
Example = tuple[str, str, dict[str, bool], float]
"""Language, text, what is known about it, importance."""


def customer_examples(messages: list[Message]) -> list[Example]:
    """Returns customer messages, all of whose labels are known."""
    return [(row.language, row.text, known(row), row.importance) for row in messages]


def known(row: Message) -> dict[str, bool]:
    """Every head's answer for one message."""
    intents = {name: name in row.intents for name in INTENTS}
    return intents | {"urgent": row.urgency >= URGENT, "offensive": row.offensive, "post": False}


def answers(examples: list[Example]) -> tuple[Floats, Floats]:
    """Truth and importance, texts x heads. What is rare in a head counts more there, what is not known counts 0."""
    truth = np.array([[float(facts.get(name, False)) for name in HEADS] for _, _, facts, _ in examples])
    weight = np.array([[float(name in facts) * share for name in HEADS] for _, _, facts, share in examples])
    share = (truth * weight).sum(axis=0) / weight.sum(axis=0)
    return truth, weight * np.where(truth > 0, (0.5 / np.maximum(share, 1e-9)) ** 0.5, 1.0)
