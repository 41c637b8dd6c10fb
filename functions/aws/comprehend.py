"""Amazon Comprehend: sentiment and language of many texts, 25 a call.

https://docs.aws.amazon.com/comprehend/latest/dg/guidelines-and-limits.html
Texts go to the service and into no log of ours. What it could not read is None.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from aws import clients
from aws.clients import CallFailed

BATCH = 25
BYTES = 5_000
"""Of one text, in UTF-8."""

LANGUAGES = frozenset({"ar", "de", "en", "es", "fr", "hi", "it", "ja", "ko", "pt", "zh", "zh-TW"})
"""Of sentiment; every text of a call has to be in one and the same."""

ROUNDS = 2
_AGAIN = frozenset({"INTERNAL_SERVER_ERROR", "InternalServerException"})


class Detected(NamedTuple):
    """Holds what was detected: `label` is POSITIVE, NEGATIVE, NEUTRAL or MIXED; the shares add up to 1."""

    label: str
    positive: float
    negative: float


def sentiments(texts: Sequence[str], language: str) -> list[Detected | None]:
    """Returns the sentiment of texts in one of `LANGUAGES`, in their order. Raises CallFailed."""

    def ask(part: list[str]) -> dict[str, Any]:
        return clients.call("comprehend", "batch_detect_sentiment", TextList=part, LanguageCode=language)

    def read(result: dict[str, Any]) -> Detected:
        score = result["SentimentScore"]
        return Detected(result["Sentiment"], float(score["Positive"]), float(score["Negative"]))

    return _asked(texts, ask, read)


def languages(texts: Sequence[str]) -> list[str | None]:
    """Returns the language each text is most likely in (`de`, `zh-TW`), in their order. Raises CallFailed."""

    def ask(part: list[str]) -> dict[str, Any]:
        return clients.call("comprehend", "batch_detect_dominant_language", TextList=part)

    def read(result: dict[str, Any]) -> str | None:
        ranked = sorted(result["Languages"], key=lambda each: each["Score"], reverse=True)
        return str(ranked[0]["LanguageCode"]) if ranked else None

    return _asked(texts, ask, read)


def _asked(
    texts: Sequence[str], ask: Callable[[list[str]], dict[str, Any]], read: Callable[[dict[str, Any]], Any]
) -> list[Any]:
    found: list[Any] = [None] * len(texts)
    left = list(range(len(texts)))
    for _ in range(ROUNDS):
        failed: list[int] = []
        for start in range(0, len(left), BATCH):
            part = left[start : start + BATCH]
            answer = ask([_cut(texts[index]) for index in part])
            for result in answer.get("ResultList", []):
                found[part[result["Index"]]] = read(result)
            failed += [
                part[each["Index"]] for each in answer.get("ErrorList", []) if each["ErrorCode"] in _AGAIN
            ]
        left = failed
        if not left:
            break
    return found


def _cut(text: str) -> str:
    """Returns at most what the service takes, with whole characters only; half ones have no UTF-8."""
    return text.encode("utf-8", "replace")[:BYTES].decode("utf-8", "ignore")


__all__ = ["BATCH", "LANGUAGES", "CallFailed", "Detected", "languages", "sentiments"]
