"""Amazon Translate: what is asked, in which language, and what its refusals mean.

Tests of: `aws.translate`.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.stub import Stubber

from aws import clients, translate
from aws.clients import CallFailed


@pytest.fixture
def service() -> Iterator[Stubber]:
    with Stubber(clients.client("translate", translate.PATIENCE_S)) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


def _asked(text: str, language: str = "de", to: str = "en") -> dict[str, str]:
    return {"Text": text, "SourceLanguageCode": language, "TargetLanguageCode": to}


def _said(text: str, language: str = "de", to: str = "en") -> dict[str, Any]:
    return {"TranslatedText": text, "SourceLanguageCode": language, "TargetLanguageCode": to}


def test_a_text_comes_back_in_the_other_language(service: Stubber) -> None:
    service.add_response("translate_text", _said("Where is it?"), _asked("Wo ist es?", "auto"))
    assert translate.translate_text("Wo ist es?", "auto", "en") == ("Where is it?", "de", True)


def test_of_a_long_text_whole_characters_are_sent_and_it_is_said(service: Stubber) -> None:
    service.add_response("translate_text", _said("a"), _asked("ü" * 5_000))
    assert not translate.translate_text("ü" * 5_001, "de", "en").whole
    service.add_response("translate_text", _said("a"), _asked("?"))
    assert translate.translate_text("\ud800", "de", "en").whole


@pytest.mark.parametrize(
    "code", ["DetectedLanguageLowConfidenceException", "UnsupportedLanguagePairException"]
)
def test_an_unknown_language_is_told_from_a_service_that_fails(service: Stubber, code: str) -> None:
    service.add_client_error("translate_text", code)
    with pytest.raises(translate.LanguageUnknown):
        translate.translate_text("hm", "auto", "en")
    service.add_client_error("translate_text", "ThrottlingException", "a telling text")
    with pytest.raises(CallFailed) as raised:
        translate.translate_text("hm", "auto", "en")
    assert "telling" not in str(raised.value)


@pytest.mark.parametrize(
    ("tag", "code"),
    [("de-AT", "de"), ("zh_TW", "zh-TW"), ("zh-Hant", "zh-TW"), ("zh-CN", "zh"), ("nb", "no"), ("fil", "tl"),
     ("und", "auto"), ("xx", "auto"), ("", "auto"), (None, "auto"), ("pt-BR", "pt")],
)  # fmt: skip
def test_a_language_is_named_as_the_service_does(tag: str | None, code: str) -> None:
    assert translate.find_language(tag) == code
