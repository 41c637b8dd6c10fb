"""Tells what a text wants, as labels that name their method."""

from collections.abc import Mapping

from model.analysis import INTENTS, Label

LIMIT = 0.5
"""A head's bias is set in training so that this is where it speaks up."""
QUESTION_MARKS = frozenset(("?", "??", "!?"))
_ASKED, _PLAIN = 0.6, 0.3
_ANGRY, _PERHAPS = -0.3, 0.48
"""Who is as unhappy as that complains, where the words of a complaint are as likely as that."""
_GLAD, _UNHAPPY = ("praise", "thanks"), ("complaint",)
_OPPOSED = (
    ("praise", "complaint"),
    ("thanks", "complaint"),
    ("praise", "spam"),
    ("complaint", "spam"),
    ("cancellation", "spam"),
)


def intents(asking: bool, heads: Mapping[str, float], score: float) -> tuple[Label, ...]:
    """Returns the intents of a text in the order of `INTENTS`.

    `asking`: whether it looks like a question; `heads`: probabilities of the learned heads; `score`: its sentiment.
    Of two intents that exclude each other the likelier one is named. Who is plainly unhappy neither praises nor
    thanks; who is glad does not complain.
    """
    likely = {name: heads.get(name, 0.0) for name in INTENTS}
    for one, other in _OPPOSED:
        if likely[one] >= LIMIT and likely[other] >= LIMIT:
            likely[one if likely[one] < likely[other] else other] = 0.0
    if abs(score) >= _PLAIN:
        for name in _GLAD if score < 0 else _UNHAPPY:
            likely[name] = 0.0
    if score <= _ANGRY and likely["complaint"] >= _PERHAPS:
        likely["complaint"] = max(likely["complaint"], LIMIT)
    labels = {name: Label(name, "model", round(value, 2)) for name, value in likely.items() if value >= LIMIT}
    if "question" not in labels and likely["question"] >= 0.2 and asking:
        labels["question"] = Label("question", "rule", _ASKED)
    return tuple(labels[name] for name in INTENTS if name in labels)
