"""Amazon Comprehend, asked through botocore with its own model of the service checking what is sent."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.stub import Stubber

from aws import clients, comprehend
from aws.clients import CallFailed
from aws.comprehend import Detected

SCORE = {"Positive": 0.1, "Negative": 0.75, "Neutral": 0.1, "Mixed": 0.05}


@pytest.fixture
def stub() -> Iterator[Stubber]:
    """Answers what the tests add, in this order, to requests that look exactly so."""
    clients.forget()
    with Stubber(clients.client("comprehend")) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()
    clients.forget()


def _sentiment(index: int, label: str = "NEGATIVE") -> dict[str, Any]:
    return {"Index": index, "Sentiment": label, "SentimentScore": SCORE}


def _error(index: int, code: str = "INTERNAL_SERVER_ERROR") -> dict[str, Any]:
    return {"Index": index, "ErrorCode": code, "ErrorMessage": "x"}


def _expect(stub: Stubber, texts: list[str], results: list[Any], errors: list[Any] | None = None) -> None:
    stub.add_response(
        "batch_detect_sentiment",
        {"ResultList": results, "ErrorList": errors or []},
        {"TextList": texts, "LanguageCode": "de"},
    )


def test_texts_go_in_parts_of_25_and_come_back_in_order(stub: Stubber) -> None:
    texts = [f"Text {number}" for number in range(60)]
    for start in (0, 25, 50):
        part = texts[start : start + 25]
        _expect(stub, part, [_sentiment(index) for index in reversed(range(len(part)))])
    assert comprehend.sentiments(texts, "de") == [Detected("NEGATIVE", 0.1, 0.75)] * 60


def test_what_the_service_failed_at_is_asked_once_more(stub: Stubber) -> None:
    _expect(
        stub, ["a", "b", "c"], [_sentiment(1, "POSITIVE")], [_error(0), _error(2, "TEXT_SIZE_LIMIT_EXCEEDED")]
    )
    _expect(stub, ["a"], [_sentiment(0, "NEUTRAL")])
    found = comprehend.sentiments(["a", "b", "c"], "de")
    assert [each and each.label for each in found] == ["NEUTRAL", "POSITIVE", None]


def test_what_it_fails_at_twice_is_none(stub: Stubber) -> None:
    _expect(stub, ["a"], [], [_error(0)])
    _expect(stub, ["a"], [], [_error(0)])
    assert comprehend.sentiments(["a"], "de") == [None]


def test_the_likeliest_language_counts(stub: Stubber) -> None:
    languages = [{"LanguageCode": "da", "Score": 0.2}, {"LanguageCode": "no", "Score": 0.7}]
    stub.add_response(
        "batch_detect_dominant_language",
        {
            "ResultList": [{"Index": 0, "Languages": languages}, {"Index": 1, "Languages": []}],
            "ErrorList": [],
        },
        {"TextList": ["a", "b"]},
    )
    assert comprehend.languages(["a", "b"]) == ["no", None]


def test_long_texts_are_cut_between_characters(stub: Stubber) -> None:
    _expect(stub, ["ü" * 2500, "?"], [_sentiment(0), _sentiment(1)])
    assert len(comprehend.sentiments(["ü" * 9000, "\ud800"], "de")) == 2


def test_a_refusal_says_why_and_nothing_of_the_texts(stub: Stubber) -> None:
    stub.add_client_error("batch_detect_sentiment", "ThrottlingException", "a telling text")
    with pytest.raises(CallFailed) as raised:
        comprehend.sentiments(["a telling text"], "de")
    assert raised.value.reason == "ThrottlingException"
    assert "telling" not in str(raised.value)
