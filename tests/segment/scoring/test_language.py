"""Language identification."""

import pytest

from segment.scoring.language import FIRST_WORDS, identify, language_model, language_words, script
from segment.scoring.tokens import tokens


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "where is the parcel that I ordered last week"),
        ("de", "wo bleibt denn nun mein Paket von letzter Woche"),
        ("es", "dónde está el paquete que pedí la semana pasada"),
        ("fr", "où est le colis que j'ai commandé la semaine dernière"),
        ("it", "dov'è il pacco che ho ordinato la settimana scorsa"),
        ("pt", "onde está o pacote que eu pedi na semana passada"),
        ("nl", "waar blijft het pakket dat ik vorige week heb besteld"),
        ("pl", "gdzie jest paczka, którą zamówiłem w zeszłym tygodniu"),
        ("tr", "geçen hafta sipariş ettiğim paket nerede kaldı"),
        ("sv", "var är paketet som jag beställde förra veckan"),
        ("id", "di mana paket yang saya pesan minggu lalu"),
        ("vi", "gói hàng tôi đặt tuần trước đang ở đâu"),
        ("ru", "где посылка, которую я заказал на прошлой неделе"),
        ("uk", "де посилка, яку я замовив минулого тижня"),
        ("ar", "أين الطرد الذي طلبته الأسبوع الماضي"),
        ("fa", "بسته‌ای که هفته گذشته سفارش دادم کجاست"),
        ("he", "איפה החבילה שהזמנתי בשבוע שעבר"),
        ("el", "πού είναι το δέμα που παρήγγειλα την περασμένη εβδομάδα"),
        ("hi", "पिछले हफ्ते मैंने जो पार्सल मंगाया था वह कहाँ है"),
        ("th", "พัสดุที่ฉันสั่งเมื่อสัปดาห์ที่แล้วอยู่ที่ไหน"),
        ("ja", "先週注文した荷物はどこですか"),
        ("zh", "我上周订的包裹在哪里"),
        ("ko", "지난주에 주문한 소포가 어디에 있나요"),
    ],
)
def test_common_languages(language: str, text: str) -> None:
    assert identify(text) == language
    assert identify(f"@someone {text} http://example.test/abc 😀 #tag") == language


@pytest.mark.parametrize("text", ["", "12345", "😀😀", "http://example.test", "@someone", "!!!"])
def test_no_words_no_language(text: str) -> None:
    assert identify(text) is None


def test_the_script_of_most_letters_counts() -> None:
    assert script("新しい iPhone") == "latin"
    assert script("新しいカメラがとても良い app") == "ja"
    assert script("漢字") == "zh"
    assert script("新しいカメラ @a_long_handle http://example.test/a/long/link #hashtag") == "ja"
    assert script("ꦲꦤ") is None


def test_a_text_that_is_plain_from_its_shortest_words_is_not_read_further() -> None:
    model = language_model()
    words = language_words(
        tokens("der die das und ist nicht ein ich mit Donaudampfschifffahrtsgesellschaftskapitän")
    )
    short = sorted(words, key=len)[:FIRST_WORDS]
    assert model.read(words) == model.read(short)
    assert model.read(words)[0] == "de"


@pytest.mark.parametrize("text", ["a" * 3000, "l'a" * 900, "ab'" * 700, "नमस्ते" * 500])
def test_very_long_words(text: str) -> None:
    assert identify(text) in (*language_model().languages, "hi", None)
