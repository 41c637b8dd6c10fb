"""What a text wants, as labels that name their method."""

from collections.abc import Mapping

from model.analysis import Label
from segment.scoring import cues

INTENTS = ("question", "complaint", "praise", "purchase_interest", "cancellation", "thanks", "spam")

# A head speaks up from here on: few false labels on ordinary tweets matter more than finding every case.
HEAD_LIMITS = {"complaint": 0.6, "purchase_interest": 0.45, "spam": 0.5}
# What spam asks for. Without one of these the head must be surer: "please call me back" is no spam.
_BAIT = frozenset(
    "http check subscribe subscribers channel follow followers visit click free win earn money cash promo likes "
    "giveaway discount bitcoin crypto video playlist".split()
)
_SPAM_WITHOUT_BAIT = 0.8
_RULE, _SURE_RULE = 0.7, 0.9
_PRAISE_SCORE, _GLAD = 0.75, 0.5
_CONFIDENCE = {"question": 0.6, "cancellation": _RULE, "thanks": _SURE_RULE}

_INTENTS = cues.phrases(cues.INTENTS)
_OPENINGS = cues.phrases({"question": cues.QUESTION_OPENINGS})
_NOT_THANKS = cues.phrases({"not": cues.NOT_THANKS})
_ASKING = frozenset(("?", "??", "!?"))
_BREAKS = frozenset((".", "!", "!!", "…", ",", ";", "@user", "http"))


def intents(found: list[str], heads: Mapping[str, float], score: float) -> tuple[Label, ...]:
    """The intents of a text in the order of `INTENTS`.

    `found`: its tokens; `heads`: probabilities of the learned heads, empty where the text is not English;
    `score`: its sentiment, 0 where unknown. A written cue goes before the learned head of the same name.
    """
    named = cues.matches(found, _INTENTS)
    labels = {name: Label(name, "rule", _CONFIDENCE.get(name, _RULE)) for name in named}
    if "thanks" in named and cues.matches(found, _NOT_THANKS):
        del labels["thanks"]
    question = _question(found)
    if question:
        labels["question"] = Label("question", "rule", question)
    for name, limit in HEAD_LIMITS.items():
        least = _SPAM_WITHOUT_BAIT if name == "spam" and _BAIT.isdisjoint(found) else limit
        if heads.get(name, 0.0) >= least and name not in labels:
            labels[name] = Label(name, "model", round(heads[name], 2))
    if score >= _GLAD:
        labels.pop("complaint", None)
    if score >= _PRAISE_SCORE and not question and "praise" not in labels:
        labels["praise"] = Label("praise", "model", round(score, 2))
    if score < 0:
        labels.pop("praise", None)
    return tuple(labels[name] for name in INTENTS if name in labels)


def _question(found: list[str]) -> float:
    """How surely the text asks: a question mark, or an opening such as "how do" at the start of a sentence."""
    if not _ASKING.isdisjoint(found):
        return _SURE_RULE
    start = True
    for index, token in enumerate(found):
        if start and any(cues.follows(found, index + 1, rest) for _, rest in _OPENINGS.get(token, ())):
            return _CONFIDENCE["question"]
        start = token in _BREAKS
    return 0.0
