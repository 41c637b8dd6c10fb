"""An agent sees why: who is called unhappy or glad is shown with words that say so, as they were written."""

import pytest

from segment.marks import spans
from segment.scoring import score

PLAIN = """
ar|الخدمة سيئة جدا|خدمة ممتازة شكرا
cs|Hrozná obsluha, jsem zklamaný|Skvělá obsluha, jsem nadšená
da|Elendig service, jeg er skuffet|Fantastisk service, tusind tak
de|Schrecklicher Service, ich bin wütend|Wunderbarer Service, ich bin begeistert
el|Απαράδεκτη εξυπηρέτηση, είμαι απογοητευμένος|Εξαιρετική εξυπηρέτηση, ευχαριστώ πολύ
en|This is terrible, the worst service ever, I am very angry|This is wonderful, I love it
es|Pésimo servicio, estoy muy enfadado|Excelente servicio, estoy encantada
fi|Surkea palvelu, olen pettynyt|Loistava palvelu, kiitos paljon
fr|Service horrible, je suis furieuse|Service excellent, je suis ravie
he|שירות גרוע, אני מאוכזב|שירות מצוין, תודה רבה
hi|बहुत खराब सेवा, पैसे बर्बाद|बहुत अच्छी सेवा, धन्यवाद
hu|Borzalmas kiszolgálás, csalódott vagyok|Kiváló kiszolgálás, köszönöm szépen
id|Pelayanan buruk, saya kecewa|Pelayanan bagus, terima kasih banyak
it|Servizio pessimo, sono arrabbiato|Servizio ottimo, sono contentissima
ja|最悪の対応で、がっかりしました|素晴らしい対応、ありがとうございます
ko|서비스가 최악이고 실망했어요|서비스가 최고예요 감사합니다
nl|Vreselijke service, ik ben boos|Geweldige service, ik ben blij
pl|Okropna obsługa, jestem wściekły|Świetna obsługa, dziękuję bardzo
pt|Péssimo serviço, estou furioso|Ótimo serviço, adorei
ro|Servicii groaznice, sunt dezamăgit|Servicii excelente, mulțumesc mult
ru|Ужасный сервис, я разочарован|Отличный сервис, большое спасибо
sv|Usel service, jag är besviken|Fantastisk service, tack så mycket
th|บริการแย่มาก ผิดหวัง|บริการดีมาก ขอบคุณค่ะ
tr|Berbat hizmet, hayal kırıklığı|Harika hizmet, çok teşekkürler
uk|Жахливий сервіс, я розчарована|Чудовий сервіс, дуже дякую
vi|Dịch vụ tệ, tôi rất thất vọng|Dịch vụ tuyệt vời, cảm ơn nhiều
zh|服务太差了，非常失望|服务很好，非常感谢
"""
ROWS = [line.split("|") for line in PLAIN.split("\n") if line]
CASES = [
    (language, label, text)
    for language, *texts in ROWS
    for label, text in zip(("negative", "positive"), texts, strict=True)
]


def shown(text: str, language: str | None) -> dict[str, int]:
    """The words an agent sees behind a label, with their weights."""
    found = spans(text, score(text, language).words)
    return {text[start : start + length]: weight for start, length, weight in found}


@pytest.mark.parametrize(("language", "label", "text"), CASES)
@pytest.mark.parametrize("told", [True, False])
def test_words_on_the_side_of_the_label_are_shown(language: str, label: str, text: str, told: bool) -> None:
    found = score(text, language if told else None)
    assert found.sentiment == label
    weights = shown(text, language if told else None).values()
    assert min(weights) < 0 if label == "negative" else max(weights) > 0


def test_the_words_shown_are_those_that_say_it() -> None:
    angry = "@shop This is terrible, the worst service ever, I am very angry! Reference mark123"
    assert {"terrible", "worst"} <= set(shown(angry, "en"))
    assert "खराब" in shown("बहुत खराब सेवा", "hi")
    assert "最悪" in "".join(shown("3日で壊れた。最悪", "ja"))


@pytest.mark.parametrize("text", ["Booo hooo", "Meh, whatever you lot", "nope nope", "yay"])
def test_a_label_with_little_behind_it_still_shows_a_word(text: str) -> None:
    found = score(text, "en")
    assert found.sentiment in ("neutral", "unknown") or shown(text, "en")


def test_a_complaint_is_a_reason_even_where_nothing_hurries() -> None:
    found = score("This is terrible, the worst service ever, I am very angry", "en")
    assert "complains" in found.reasons
