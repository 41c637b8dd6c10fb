"""How soon somebody should look, 0..1, with the reasons."""

from collections.abc import Collection

from segment.scoring import cues

_CUES = cues.phrases({name: text for name, (_, text) in cues.URGENCY.items()})
_WEIGHTS = {name: weight for name, (weight, _) in cues.URGENCY.items()}
_CANCELLATION, _COMPLAINT, _NEGATIVE, _SHOUTING, _INSULTING = 0.35, 0.25, 0.3, 0.1, 0.15
_NEGATIVE_FROM, _INSULTING_FROM = -0.35, 0.7


def urgency(
    found: list[str], intents: Collection[str], score: float, offensive: float
) -> tuple[float, tuple[str, ...]]:
    """Urgency and its reasons, the strongest first.

    Each reason leaves less of what is missing to 1, so two weak ones count less than their sum. Spam and a
    happy text are never urgent, except where they name a danger.
    """
    weights = {name: _WEIGHTS[name] for name in cues.matches(found, _CUES)}
    if "spam" in intents or score >= 0.5:
        weights = {name: weight for name, weight in weights.items() if name == "danger"}
    else:
        weights |= _from_tone(found, intents, score, offensive)
    rest = 1.0
    for weight in weights.values():
        rest *= 1 - weight
    reasons = sorted(weights, key=lambda name: (-weights[name], name))
    return round(1 - rest, 2), tuple(reasons)


def _from_tone(
    found: list[str], intents: Collection[str], score: float, offensive: float
) -> dict[str, float]:
    weights = {}
    if "cancellation" in intents:
        weights["wants to leave"] = _CANCELLATION
    if "complaint" in intents:
        weights["complains"] = _COMPLAINT
    if score <= _NEGATIVE_FROM:
        weights["negative tone"] = round(_NEGATIVE * -score, 2)
    if score < 0 and ("\x01CAPS" in found or "!!" in found):
        weights["shouts"] = _SHOUTING
    if offensive >= _INSULTING_FROM:
        weights["insults"] = _INSULTING
    return weights
