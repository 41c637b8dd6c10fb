"""The embedded engine: one text in, sentiment, language, intent, urgency and offence out; nothing leaves."""

from model.analysis import Analysis
from segment.scoring.features import Context, context, counted, tokens
from segment.scoring.heads import heads_model
from segment.scoring.intent import intents
from segment.scoring.language import identified
from segment.scoring.offence import listed_offence
from segment.scoring.sentiment import Reading, model_for
from segment.scoring.urgency import urgency

ENGINE = "rapport-1"
MIN_TOKENS = 3
_NO_LANGUAGE = frozenset(("", "und", "xx", "zxx", "mul", "qaa"))


def score(text: str, language: str | None = None) -> Analysis:
    """Analyse one text. A language given by the platform wins over the identified one.

    Never raises for any text; reads at most its first 2,000 characters. Sentiment is "unknown" under three
    tokens (punctuation does not count) and in a language the model did not learn; intent, urgency and offence
    are still given, as far as cues and lists reach. OSError where the package's model files are missing.
    """
    found = tokens(text)
    spoken = _code(language) or identified(text, found)
    around = context(found)
    reading = _read(found, around, spoken)
    balance = round(reading.positive - reading.negative, 3) if reading else 0.0
    heads = heads_model().read(found) if found and spoken == "en" else {}
    offensive = round(max(heads.get("offensive", 0.0), listed_offence(found)), 2)
    labels = intents(found, heads, balance)
    urgent, reasons = urgency(found, {label.name for label in labels}, balance, offensive)
    return Analysis(
        sentiment=reading.label if reading else "unknown",
        score=balance,
        language=spoken,
        intent=labels,
        urgency=urgent,
        reasons=reasons,
        offensive=offensive,
        words=reading.words if reading else (),
        engine=ENGINE,
    )


def _read(found: list[str], around: Context, language: str | None) -> Reading | None:
    model = model_for(language) if counted(found) >= MIN_TOKENS else None
    return model.read(found, around, language) if model and language else None


def _code(language: str | None) -> str | None:
    """The language of a tag: pt for pt-BR and PT_br; none for the codes that say "not known"."""
    if not language:
        return None
    code = language.replace("_", "-").split("-")[0].strip().lower()
    return None if code in _NO_LANGUAGE else code
