"""The sentiment model of public posts: polarity and neutrality of hashed features, trained jointly on all languages."""

from collections import Counter
from pathlib import Path

import numpy as np
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from segment.scoring.sentiment import OTHER, WITHOUT_IDEAS
from tools.train_sentiment import ideas
from tools.train_sentiment.data import Row, learned_messages, own_posts, read_if_there
from tools.train_sentiment.fit import Floats, fit
from tools.train_sentiment.lexicon import entries
from tools.train_sentiment.matrix import features
from tools.train_sentiment.pack import companded, write

LABELS = ("negative", "neutral", "positive")
BUCKETS = 1 << 20
PENALTY, STEPS, SMOOTHING = 2.0, 50, 0.1
# Importance of a text, where that of an English public post is 1: our own rows are few and mean what we mean.
CARE, POSTS, OTHER_LANGUAGES = 1.5, 3.0, 2.5
WORDS, PHRASES, IDEAS, QUESTIONS, SERVICE = 0.3, 1.0, 0.3, 0.3, 0.5
ENGLISH_IDEAS, IDEAS_STEP = "en", 3
QUESTION_STEP = 6  # every sixth of 15,000 questions to an assistant
NOT_NEUTRAL = frozenset(
    ("thank_you", "greeting", "goodbye", "lost_luggage", "report_fraud", "damaged_card", "tell_joke")
)
GLAD = ("joy", "optimism")
Weighed = tuple[list[Row], Floats]


def balanced(rows: list[Row]) -> Floats:
    """Importance of each row, so that within a language every label it has counts the same."""
    count = Counter((row.language, row.label) for row in rows)
    size = Counter(row.language for row in rows)
    labels = Counter(group for group, _ in count)
    return np.array(
        [size[row.language] / labels[row.language] / count[row.language, row.label] for row in rows]
    )


def own_rows() -> list[Weighed]:
    """Customer messages and posts written for this project, and the words of ideas as texts of one word."""
    learned = learned_messages()
    counts = np.array([row.importance for row in learned])
    care = [Row("+" + row.language, row.sentiment, row.text) for row in learned]
    posts = own_posts()
    phrases = [Row("+" + language, label, phrase) for language, label, phrase in entries()]
    words = [Row("+" + language, label, word) for language, label, word in ideas.labelled_words()]
    return [
        (care, CARE * counts * balanced(care) ** 0.5),
        (posts, np.full(len(posts), POSTS)),
        (phrases, balanced(phrases) * PHRASES),
        (words, np.full(len(words), IDEAS)),
    ]


def free_rows(folder: Path) -> list[Weighed]:
    """Public texts whose licence lets anybody train on them: SemEval, CLINC, the words of VADER."""
    posts = [row for row in read_if_there(folder, "sentiment_train.tsv.gz") if row.origin == "semeval"]
    # Other languages learn what ideas mean in posts from English ones, which are themselves read without.
    voiced = [Row("+ideas", row.label, row.text) for row in posts[::IDEAS_STEP]]
    questions = [
        Row("+questions", "neutral", row.text)
        for row in read_if_there(folder, "clinc_intents_train.tsv.gz")[::QUESTION_STEP]
        if row.label not in NOT_NEUTRAL
    ]
    strong = {
        word: value for word, value in SentimentIntensityAnalyzer().lexicon.items() if abs(value) >= 0.8
    }
    words = [Row("+words", "positive" if value > 0 else "negative", word) for word, value in strong.items()]
    strength = np.array([abs(value) / 2 for value in strong.values()])
    return [
        (posts, balanced(posts)),
        (voiced, balanced(voiced)),
        (questions, np.full(len(questions), QUESTIONS)),
        (words, balanced(words) * strength * WORDS),
    ]


def research_rows(folder: Path) -> list[Weighed]:
    """Public texts for research only: UMSAB, emotions, complaints."""
    posts = [row for row in read_if_there(folder, "sentiment_train.tsv.gz") if row.origin == "umsab"]
    emotions = [
        Row("+service", "positive" if row.label in GLAD else "negative", row.text)
        for row in read_if_there(folder, "emotion_train.tsv.gz")
    ]
    complaints = [
        Row("+service", "negative", row.text)
        for row in read_if_there(folder, "complaint_train.tsv.gz")
        if row.label == "complaint"
    ]
    service = emotions + complaints
    return [(posts, balanced(posts) * OTHER_LANGUAGES), (service, balanced(service) * SERVICE)]


def train(folder: Path, target: Path, research: bool) -> None:
    """Write `target`."""
    parts = own_rows() + free_rows(folder) + (research_rows(folder) if research else [])
    learn([row for rows, _ in parts for row in rows], np.concatenate([weight for _, weight in parts]), target)


def learn(rows: list[Row], importance: Floats, target: Path) -> None:
    """Fit one table on `rows` and write it."""
    groups = sorted({row.language for row in rows})
    number = np.array([groups.index(row.language) for row in rows])
    truth = np.eye(len(LABELS))[[LABELS.index(row.label) for row in rows]]
    soft = truth * (1 - SMOOTHING) + SMOOTHING / len(LABELS)
    read = features(((row.text, spoken(row.language)) for row in rows), BUCKETS)
    model = fit(read, np.eye(len(groups))[number], soft, importance, PENALTY, STEPS)
    table, top = companded(np.stack([polarity(model.weights), neutrality(model.weights)], axis=1))
    biases = polarity(model.bias), neutrality(model.bias)
    bias = {
        name: [round(float(p), 4), round(float(n), 4)]
        for name, p, n in zip(groups, *biases, strict=True)
        if name[0] != "+"
    }
    bias[OTHER] = [round(sum(pair[side] for pair in bias.values()) / len(bias), 4) for side in (0, 1)]
    head = {"name": "sentiment 2", "buckets": BUCKETS, "top": top, "bias": bias}
    write(target, head, table.tobytes())


def spoken(group: str) -> str | None:
    """The language whose ideas are looked for in a group of rows; None for those that are read without ideas."""
    language = ENGLISH_IDEAS if group == "+ideas" else group.lstrip("+")
    return None if group != "+ideas" and (language == WITHOUT_IDEAS or len(language) != 2) else language


def polarity(weights: Floats) -> Floats:
    """Positive against negative."""
    return np.asarray(weights[:, 2] - weights[:, 0])


def neutrality(weights: Floats) -> Floats:
    """Neutral against the mean of the two."""
    return np.asarray(weights[:, 1] - (weights[:, 0] + weights[:, 2]) / 2)
