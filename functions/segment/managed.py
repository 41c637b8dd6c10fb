"""The managed engine: Amazon Comprehend says how a text is meant, the embedded engine all the rest.

A brand chooses it, and its day's budget bounds it. Whatever it does not say, because the budget is spent, the service
does not answer or does not know the language, or because the platform's terms keep its texts here, is what the
embedded engine says. Only sentiment and language are asked
for: what the service offers about entities and persons is never used.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from aws import comprehend, observe
from aws.comprehend import Detected
from model.analysis import Analysis, Sentiment
from model.brand_settings import COMPREHEND, Settings
from model.errors import Unavailable
from model.policy import rule_for
from segment.engines import Engine, Text
from segment.scoring.tokens import counted, tokens

NAME = "comprehend"
UNIT_CHARACTERS, LEAST_UNITS = 100, 3
"""https://aws.amazon.com/comprehend/pricing/: begun hundreds of characters, at least three for each text and call."""

_LABELS: dict[str, Sentiment] = {"POSITIVE": "positive", "NEGATIVE": "negative"}
_LEAST_TOKENS = 3
_WITHOUT_SPACES, _LEAST_LETTERS = frozenset({"ja", "zh", "zh-TW", "ko"}), 5

Spend = Callable[[str, int, int], bool]
"""(brand, units, the day's budget) -> whether they may be used."""


class Service(Protocol):
    """Does what `aws.comprehend` does."""

    def sentiments(self, texts: Sequence[str], language: str) -> list[Detected | None]:
        """Raises Unavailable."""
        ...

    def languages(self, texts: Sequence[str]) -> list[str | None]:
        """Raises Unavailable."""
        ...


def chosen(embedded: Engine, settings: Callable[[str], Settings], spend: Spend, service: Service) -> Engine:
    """Returns the engine that asks whom each brand's settings name."""

    def engine(brand: str, texts: Sequence[Text]) -> list[Analysis]:
        found = embedded(brand, texts)
        wanted = settings(brand)
        if wanted.engine != COMPREHEND:
            return found
        managed = Managed(service, lambda units: spend(brand, units, wanted.comprehend_units))
        given = [place for place, each in enumerate(texts) if rule_for(each.platform).handing_on]
        try:
            read = managed.read_texts([texts[each] for each in given], [found[each] for each in given])
            told = dict(zip(given, read, strict=True))
            return [told.get(place, each) for place, each in enumerate(found)]
        except Unavailable:
            observe.metric("managed_analysis_failed", len(texts))
            return found

    return engine


class Managed:
    """Puts the service's word in the place of the embedded engine's."""

    def __init__(self, service: Service, spend: Callable[[int], bool]) -> None:
        self._service = service
        self._spend = spend

    def read_texts(self, texts: Sequence[Text], known: Sequence[Analysis]) -> list[Analysis]:
        """Returns one analysis a text. Raises Unavailable."""
        found = list(known)
        spoken = self._languages(texts, known)
        by_language: dict[str, list[int]] = {}
        for index, language in enumerate(spoken):
            if language in comprehend.LANGUAGES and _long_enough(texts[index].words, language):
                by_language.setdefault(language, []).append(index)
        for language, indexes in sorted(by_language.items()):
            asked = [texts[index].words for index in indexes]
            if not self._spend(units(asked)):
                observe.metric("managed_analysis_over_budget", len(asked))
                continue
            for index, answer in zip(indexes, self._service.sentiments(asked, language), strict=True):
                if answer is not None:
                    found[index] = _with(found[index], answer, language)
        return found

    def _languages(self, texts: Sequence[Text], known: Sequence[Analysis]) -> list[str | None]:
        spoken = [
            _tag(text.language) or analysis.language for text, analysis in zip(texts, known, strict=True)
        ]
        unknown = [
            index for index, language in enumerate(spoken) if language is None and texts[index].words.strip()
        ]
        asked = [texts[index].words for index in unknown]
        if asked and self._spend(units(asked)):
            for index, language in zip(unknown, self._service.languages(asked), strict=True):
                spoken[index] = language
        return spoken


def units(texts: Sequence[str]) -> int:
    """Returns the units that asking about these is billed as."""
    return sum(max(LEAST_UNITS, -(-len(text) // UNIT_CHARACTERS)) for text in texts)


def _tag(language: str | None) -> str | None:
    """Returns a platform's language as the service names it."""
    if not language or language in ("und", "zxx", "mul", "xx", "qaa"):
        return None
    code, _, region = language.replace("_", "-").partition("-")
    traditional = code.lower() == "zh" and region.upper() in ("TW", "HK", "HANT", "HANT-TW")
    return "zh-TW" if traditional else code.lower()


def _long_enough(text: str, language: str) -> bool:
    """Tells whether a text is worth what a call costs: of less the embedded engine knows as much."""
    if language in _WITHOUT_SPACES:
        return sum(letter.isalpha() for letter in text) >= _LEAST_LETTERS
    return counted(tokens(text)) >= _LEAST_TOKENS


def _with(known: Analysis, answer: Detected, language: str) -> Analysis:
    """Calls mixed feelings neutral: what outweighs the other is in the score. Whose words they were is not told."""
    return replace(
        known,
        sentiment=_LABELS.get(answer.label, "neutral"),
        score=round(answer.positive - answer.negative, 3),
        language=known.language or language,
        words=(),
        engine=f"{NAME}+{known.engine}",
    )
