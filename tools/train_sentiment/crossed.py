"""Sentiment of customer messages by language, cross-validated: python -m tools.train_sentiment --crossed

Some 50 messages a language are held back: a few of them decide. Here each of the 250 that are learned is read by models
of the other two thirds. The heads and the runs speak alone, without the half that the table of posts says.
"""

import numpy as np

from tools.train_sentiment.data import learned_by_heads, usual_messages
from tools.train_sentiment.heads import BUCKETS, PARTS, fairest, learn_mood, mean_f1, parts_of
from tools.train_sentiment.matrix import features
from tools.train_sentiment.runs import learn_runs, pieces
from tools.train_sentiment.sentiment import LABELS


def crossed_figures() -> dict[str, float]:
    """Returns language → mean F1 of the labels in percent, and of all together."""
    found, usual = learned_by_heads(), usual_messages()
    rows, (run_rows, size) = features(((row.text, row.language) for row in found), BUCKETS), pieces(found)
    feeling = np.eye(len(LABELS))[[LABELS.index(row.sentiment) for row in found]]
    part, felt = parts_of(found), np.zeros((len(found), len(LABELS)))
    for held in range(PARTS):
        others, here = np.flatnonzero(part != held), part == held
        learned = [found[index] for index in others]
        mood, runs = learn_mood(rows[others], learned), learn_runs(run_rows[others], size, learned)
        felt[here] = rows[here] @ mood.weights + mood.bias + run_rows[here] @ runs.weights + runs.bias
    said = (felt[:usual] + fairest(felt[:usual], feeling[:usual])).argmax(axis=1)
    truth, language = feeling[:usual].argmax(axis=1), np.array([row.language for row in found[:usual]])
    figures = {name: mean_f1(said[language == name], truth[language == name]) for name in np.unique(language)}
    return {
        str(name): round(100 * value, 1) for name, value in {"all": mean_f1(said, truth), **figures}.items()
    }
