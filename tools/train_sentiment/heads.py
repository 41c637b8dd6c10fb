"""The heads: what a message wants, whether it is urgent, whether it insults; each a regression on the same features."""

from pathlib import Path
from zlib import crc32

import numpy as np
import scipy.sparse as sp

from tools.train_sentiment.data import Message, learned_by_heads, own_posts, read_if_there, usual_messages
from tools.train_sentiment.facts import HEADS, Example, answers, customer_examples
from tools.train_sentiment.fit import Floats, Ints, Linear, fit
from tools.train_sentiment.lexicon import entries
from tools.train_sentiment.matrix import Sparse, features
from tools.train_sentiment.pack import companded, write
from tools.train_sentiment.runs import SECOND, learn_runs, learn_wants, pieces
from tools.train_sentiment.sentiment import LABELS, SMOOTHING, neutrality, polarity

BUCKETS = 1 << 18
PENALTY, STEPS, PARTS = 0.5, 40, 3
MOOD_PENALTY, PHRASES = 0.2, 0.5
# Importance of a text beside that of a customer message.
ORDINARY, QUESTIONS, SPAM, RESEARCH, OWN_POSTS = 0.15, 0.3, 0.5, 0.3, 1.0
CALM_RAISED = 0.05
NEUTRAL_RAISED = 0.042
"""The shares of calm messages that may be called urgent, and of neutral ones that may be called complaints."""
NEAR_BEST = 0.008
"""A limit is the mean of those whose F1 is at most this much below the best."""
CAUTION = 0.2
"""A complaint that is taken for praise costs more than praise that is missed."""


def own_examples(messages: list[Message]) -> list[Example]:
    """Customer messages, all of whose labels are known, and posts that want nothing of a company."""
    cares = customer_examples(messages)
    nothing = dict.fromkeys(("spam", "cancellation", "purchase_interest", "suggestion", "urgent"), False)
    posts = [(row.language, row.text, nothing, ORDINARY) for row in own_posts()]
    return cares + posts + [(row.language, row.text, {"post": True}, OWN_POSTS) for row in own_posts()]


def free_examples(folder: Path) -> list[Example]:
    """Public texts whose licence lets anybody train on them."""
    posts = [row for row in read_if_there(folder, "sentiment_train.tsv.gz") if row.origin == "semeval"][::16]
    calm = dict.fromkeys(("spam", "cancellation", "suggestion", "urgent"), False) | {"post": True}
    asked = dict.fromkeys(("spam", "suggestion", "praise", "thanks", "post"), False)
    return [
        *[("en", row.text, calm, ORDINARY) for row in posts],
        *[
            ("en", row.text, asked, QUESTIONS)
            for row in read_if_there(folder, "banking_intents_train.tsv.gz")[::5]
        ],
        *[
            ("en", row.text, {"spam": row.label == "yes"}, SPAM)
            for row in read_if_there(folder, "spam_train.tsv.xz")
        ],
    ]


def research_examples(folder: Path) -> list[Example]:
    """Public texts for research only."""
    return [
        *[
            ("en", row.text, {"complaint": row.label == "complaint"}, RESEARCH)
            for row in read_if_there(folder, "complaint_train.tsv.gz")
        ],
        *[
            ("en", row.text, {"offensive": row.label == "offensive"}, RESEARCH)
            for row in read_if_there(folder, "offensive_train.tsv.gz")
        ],
    ]


def train(folder: Path, target: Path, research: bool) -> None:
    """Write `target`."""
    cares = learned_by_heads()
    examples = own_examples(cares) + free_examples(folder) + (research_examples(folder) if research else [])
    rows = features(((text, language) for language, text, _, _ in examples), BUCKETS)
    truth, importance = answers(examples)
    model = learn(rows, truth, importance)
    mixes, shift = mixtures(rows, truth, importance, cares)
    mood = learn_mood(rows[: len(cares)], cares)
    table, top = companded(np.column_stack([model.weights, polarity(mood.weights), neutrality(mood.weights)]))
    biases = [
        *model.bias[0],
        polarity(mood.bias)[0] + shift[0] - CAUTION,
        neutrality(mood.bias)[0] + shift[1],
    ]
    head = {
        "name": "heads 4",
        "heads": list(HEADS),
        "buckets": BUCKETS,
        "bias": [round(float(value), 4) for value in biases],
        "mixes": [[round(float(share), 4) for share in mix] for mix in mixes],
        "top": top,
    }
    write(target, head, table.tobytes())


def learn(rows: Sparse, truth: Floats, importance: Floats) -> Linear:
    return fit(rows, np.ones((len(truth), 1)), truth, importance, PENALTY, STEPS, exclusive=False)


def learn_mood(rows: Sparse, cares: list[Message]) -> Linear:
    """How customer messages are meant, with the words and phrases of the lexicon beside them."""
    phrases = list(entries())
    more = features(((phrase, language) for language, _, phrase in phrases), BUCKETS)
    labels = [row.sentiment for row in cares] + [label for _, label, _ in phrases]
    soft = np.eye(len(LABELS))[[LABELS.index(label) for label in labels]] * (1 - SMOOTHING) + SMOOTHING / len(
        LABELS
    )
    weight = np.concatenate([[row.importance for row in cares], np.full(len(phrases), PHRASES)])
    return fit(sp.vstack([rows, more]).tocsr(), np.ones((len(labels), 1)), soft, weight, MOOD_PENALTY, STEPS)


def mixtures(
    rows: Sparse, truth: Floats, importance: Floats, cares: list[Message]
) -> tuple[list[Floats], tuple[float, float]]:
    """For each head the shares of its own logit, of polarity, of neutrality and of what the runs say, and what is added
    to them; then what is added to polarity and neutrality themselves.

    Found on messages that the asked models did not learn, so that 0 is the limit: who is unhappy complains more often
    than the words of complaints alone tell. An intent's limit gives the best F1; that of urgency raises few calm
    messages, that of complaints takes few neutral ones.
    """
    count = len(cares)
    feeling = np.eye(len(LABELS))[[LABELS.index(row.sentiment) for row in cares]]
    said, felt = np.zeros((count, len(HEADS))), np.zeros((count, len(LABELS)))
    run_rows, run_size = pieces(cares)
    run_truth, run_importance = answers(customer_examples(cares))
    second = np.zeros((count, len(SECOND)))
    usual, counts = np.arange(count) < usual_messages(), np.array([row.importance for row in cares])
    part = np.concatenate([parts_of(cares), np.full(len(truth) - count, -1)])
    for held in range(PARTS):
        others, here = part != held, part == held
        model = learn(rows[others], truth[others], importance[others])
        said[here[:count]] = rows[here] @ model.weights + model.bias
        learnt = np.flatnonzero(others[:count])
        mood = learn_mood(rows[learnt], [cares[index] for index in learnt])
        felt[here[:count]] = rows[here] @ mood.weights + mood.bias
        runs = learn_runs(run_rows[learnt], run_size, [cares[index] for index in learnt])
        felt[here[:count]] += run_rows[here[:count]] @ runs.weights + runs.bias
        wants = learn_wants(run_rows[learnt], run_size, run_truth[learnt], run_importance[learnt])
        second[here[:count]] = run_rows[here[:count]] @ wants.weights + wants.bias
    shift = fairest(felt[usual], feeling[usual])
    felt += shift
    neutral = (feeling[:, LABELS.index("neutral")] > 0) & usual
    found = []
    for column, name in enumerate(HEADS):
        if name == "post":  # all of these are messages: nothing to learn from them
            found.append(np.array([1.0, 0.0, 0.0, 0.0, 0.0]))
            continue
        yes = truth[:count, column] > 0
        other = second[:, SECOND.index(name)] if name in SECOND else np.zeros(count)
        seen = np.stack([said[:, column], polarity(felt), neutrality(felt), other], axis=1)
        targets = np.stack([~yes, yes], axis=1).astype(float)
        weight = counts * np.where(yes, 0.5 / yes.mean(), 0.5 / (1 - yes.mean()))
        model = fit(sp.csr_matrix(seen), np.ones((count, 1)), targets, weight, 1.0, 100)
        shares = model.weights[:, 1] - model.weights[:, 0]
        mixed = seen @ shares
        if name == "urgent":
            limit = float(np.quantile(mixed[~yes & usual], 1 - CALM_RAISED))
        else:
            limit = best_limit(mixed[usual], yes[usual])
            if name == "complaint":
                limit = max(limit, float(np.quantile(mixed[neutral], 1 - NEUTRAL_RAISED)))
        found.append(np.array([*shares, -limit]))
    return found, (float(polarity(shift[None])[0]), float(neutrality(shift[None])[0]))


def parts_of(messages: list[Message]) -> Ints:
    """Returns the part of each message: its text decides, so that a row added elsewhere moves none."""
    return np.array([crc32(row.text[::-1].encode()) % PARTS for row in messages])


def fairest(felt: Floats, feeling: Floats) -> Floats:
    """Returns what is added to the three logits for the best mean F1 of the labels: neither is said too rarely.

    It is the mean of the near best, because the peak itself is chance.
    """
    truth = feeling.argmax(axis=1)
    tried = [
        np.array([sad, 0.0, glad])
        for sad in np.arange(-0.6, 0.65, 0.1)
        for glad in np.arange(-0.4, 1.25, 0.1)
    ]
    scores = np.array([mean_f1((felt + one).argmax(axis=1), truth) for one in tried])
    found: Floats = np.mean(np.array(tried)[scores >= scores.max() - NEAR_BEST], axis=0)
    return found


def mean_f1(said: Ints, truth: Ints) -> float:
    """Returns the mean F1 of the three labels, 0..1."""
    hits = [np.sum((said == one) & (truth == one)) for one in range(len(LABELS))]
    sizes = [np.sum(said == one) + np.sum(truth == one) for one in range(len(LABELS))]
    return float(np.mean([2 * hit / max(size, 1) for hit, size in zip(hits, sizes, strict=True)]))


def best_limit(said: Floats, yes: Floats) -> float:
    """The logit with the best F1, the mean of the near best, because the peak itself is chance."""
    tried = np.quantile(said, np.linspace(0.4, 0.995, 120))
    scores = np.array([2 * (yes & (said >= at)).sum() / (yes.sum() + (said >= at).sum()) for at in tried])
    return float(tried[scores >= scores.max() - NEAR_BEST].mean())
