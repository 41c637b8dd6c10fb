"""Scores how soon somebody should look, 0 to 1, with the reasons."""

from collections.abc import Collection

REASONS = {
    "danger": "danger",
    "injury": "somebody is hurt",
    "hack": "fraud or a break-in",
    "leak": "data may have leaked",
    "legal": "names a lawyer or an authority",
    "press": "names the press",
    "locked": "cannot use it",
    "deadline": "has a deadline",
    "urgent": "asks for speed",
    "asked": "waits for long",
    "wait": "waits for long",
    "fail": "cannot use it",
    "refund": "money is at stake",
    "charge": "money is at stake",
    "weak": "somebody vulnerable",
}
"""The idea of `concepts.txt` → the reason that agents read and rules may name."""
_SHOWN_FROM = 0.05
_HURRY = "urgent"
_GRAVE = frozenset(("danger", "injury", "hack", "leak", "legal", "press"))
_GLAD_AT_MOST = 0.4
"""Who is glad needs nobody at once, unless one of these ideas stands in the text."""


def urgency(
    voiced: Collection[str], intents: Collection[str], likely: float, offensive: float, glad: bool = False
) -> tuple[float, tuple[str, ...]]:
    """Returns urgency and its reasons, the strongest first.

    `voiced`: the ideas of the text; `likely`: how probable it is that it wants somebody soon, as learned; `glad`:
    whether it is meant well. Reasons are fixed words, never parts of the text; a text that neither complains, leaves
    nor hurries has none. Spam is never urgent.
    """
    if "spam" in intents:
        return 0.0, ()
    if glad and _GRAVE.isdisjoint(voiced):
        likely = min(likely, _GLAD_AT_MOST)
    troubled = "complaint" in intents or "cancellation" in intents
    if likely < _SHOWN_FROM and not troubled and _HURRY not in voiced:
        return round(likely, 2), ()
    reasons = list(dict.fromkeys(reason for idea, reason in REASONS.items() if idea in voiced))
    reasons += [
        name
        for name, intent in (("wants to leave", "cancellation"), ("complains", "complaint"))
        if intent in intents
    ]
    if offensive >= 0.7:
        reasons.append("insults")
    return round(likely, 2), tuple(reasons or ["reads urgent"])
