"""The quick sums are the plain ones: what a table holds of each feature, added up one by one.

Tests of: `segment.scoring.heads`, `segment.scoring.language`, `segment.scoring.pieces`, `segment.scoring.runs`,
`segment.scoring.weights`.
"""

from collections.abc import Iterable
from math import exp, sqrt
from zlib import crc32

import pytest

from segment.scoring.concepts import ideas, placed_ideas
from segment.scoring.features import context, grams, hashes, hashes_of_ideas, meet_tokens
from segment.scoring.heads import heads_model
from segment.scoring.language import language_model, language_words, word_hashes
from segment.scoring.pieces import cutter
from segment.scoring.runs import pieces_of, runs_model, runs_of
from segment.scoring.sentiment import OTHER, WITHOUT_IDEAS, sentiment_model
from segment.scoring.tables import read_table, values_of
from segment.scoring.tokens import own_part, tokens
from segment.scoring.weights import token_weights

TEXTS = [
    ("en", "The kettle you sent is not working and nobody answers!! @shop https://shop.example/1"),
    ("en", "ok"),
    ("en", "😡😡😡"),
    ("de", "Wann kommt denn nun meine Lieferung? Ich warte schon drei Wochen…"),
    ("fr", "Je n'ai jamais été déçue, merci à toute l'équipe #ravie"),
    ("pl", "Paczka dotarła uszkodzona, proszę o zwrot pieniędzy"),
    ("tr", "Siparişim hâlâ gelmedi, çok kızgınım :("),
    ("ru", "Всё отлично, спасибо за быструю помощь"),
    ("ar", "الخدمة ممتازة ولكن التوصيل متأخر"),
    ("he", "אני רוצה לבטל את המנוי שלי"),
    ("hi", "यह ऐप बार बार बंद हो जाता है"),
    ("th", "แอปเปิดไม่ได้เลย ช่วยด้วยค่ะ"),
    ("ja", "注文した商品がまだ届きません。"),
    ("zh", "客服态度很好，谢谢！"),
    ("ko", "환불은 언제 되나요?"),
    ("ja", "とても長い文章です。" * 40),
    ("el", "Η εφαρμογή δεν ανοίγει, ΑΠΑΡΑΔΕΚΤΟ"),
]
texts = pytest.mark.parametrize(("language", "text"), TEXTS)


def characters(word: bytes, width: int) -> list[bytes]:
    letters = word.decode("utf-16-le", "surrogatepass").encode("utf-16-le", "surrogatepass")
    return [letters[at : at + 2 * width] for at in range(0, len(letters) - 2 * width + 1, 2)]


@pytest.mark.parametrize("word", ["", "a", "ab", "abc", "abcdefgh", "😡x", "l'" * 300])
@pytest.mark.parametrize("width", [1, 2, 3, 4, 5])
def test_a_word_is_cut_into_all_its_pieces(word: str, width: int) -> None:
    data = word.encode("utf-16-le")
    assert list(cutter(len(data), width)(data)) == characters(data, width)


@texts
def test_pieces_of_runs_and_words_are_hashes_of_their_letters(language: str, text: str) -> None:
    for run in runs_of(own_part(text)):
        data = f" {run} ".encode("utf-16-le")
        assert pieces_of(run) == [
            crc32(piece, 0x5E6F7081) for width in range(1, 6) for piece in characters(data, width)
        ]
    for word in language_words(tokens(text)):
        data = f"<{word[:24]}>".encode("utf-16-le")
        assert word_hashes(word) == [*[crc32(piece, 6) for piece in characters(data, 3)], crc32(data, 7)]
    assert all(len(grams(token)[0]) in (1, 2) for token in tokens(text)), language


@texts
def test_runs_add_up_what_the_table_holds_of_every_piece(language: str, text: str) -> None:
    head, rows = read_table("runs").head, read_table("runs").rows
    width, mask = len(head["heads"]) + 2, head["buckets"] - 1
    found = [(hash_ & mask) * width for run in runs_of(own_part(text)) for hash_ in pieces_of(run)]
    columns = [
        bias + sum(rows[at + place] - zero for at in found) * step / sqrt(len(found))
        for place, (bias, zero, step) in enumerate(
            zip(head["bias"], head["zeros"], head["steps"], strict=True)
        )
    ]
    second = runs_model().weigh_runs(own_part(text))
    assert [*second.logits.values(), second.polarity, second.neutrality] == pytest.approx(columns)
    assert language


@texts
def test_heads_add_up_what_the_table_holds_of_every_feature(language: str, text: str) -> None:
    table = read_table("heads")
    values, mask = values_of(table.head["top"]), table.head["buckets"] - 1
    width = len(table.head["heads"]) + 2
    step = max(values[-1], -values[0]) / (2**15 - 1)
    found = hashes(text, language)

    def block(place: int, features: Iterable[int]) -> float:
        rows = [table.rows[(value & mask) * width + place] for value in features]
        total = float(sum(round(values[row] / step) * step for row in rows))
        return total / sqrt(len(rows) or 1)

    columns = [
        table.head["bias"][place] + sum(block(place, part) for part in found) for place in range(width)
    ]
    *logits, polarity, neutrality = columns
    met, placed = meet_tokens(tokens(text)), placed_ideas(tokens(text), language)
    voiced = hashes_of_ideas([name for _, name in placed])
    heard = heads_model().read(token_weights().add(met), context(met), voiced, [place for place, _ in placed])
    assert (heard.mood.polarity, heard.mood.neutrality) == pytest.approx((polarity, neutrality))
    for name, logit, mix in zip(table.head["heads"], logits, table.head["mixes"], strict=True):
        likely = (mix[0] + mix[3]) * logit + mix[1] * polarity + mix[2] * neutrality + mix[4]
        assert heard.said[name] == pytest.approx(1 / (1 + exp(-likely)))


@texts
def test_posts_add_up_what_the_table_holds_of_every_feature(language: str, text: str) -> None:
    table = read_table("sentiment")
    values, mask = values_of(table.head["top"]), table.head["buckets"] - 1
    found = hashes(text, None if language == WITHOUT_IDEAS else language)
    bias = table.head["bias"].get(language, table.head["bias"][OTHER])
    expected = [
        bias[side]
        + sum(
            sum(values[table.rows[(value & mask) * 2 + side]] for value in part) / sqrt(len(part) or 1)
            for part in found
        )
        for side in (0, 1)
    ]
    met = meet_tokens(tokens(text))
    voiced = hashes_of_ideas(ideas(tokens(text), language))
    added = token_weights().add(met)
    weighed = sentiment_model().read(added, context(met), voiced, language, [0] * len(voiced))
    assert [weighed.polarity, weighed.neutrality] == pytest.approx(expected)


def test_languages_add_up_what_the_table_holds_of_every_piece() -> None:
    table = read_table("language")
    mask, names = table.head["buckets"] - 1, table.head["languages"]
    for text in ("wo bleibt mein Paket", "dónde está mi paquete", "где моя посылка"):
        words = language_words(tokens(text))
        found = [value & mask for word in words for value in word_hashes(word)]
        logits = [
            bias
            + table.head["step"] * sum(table.rows[at * len(names) + place] for at in found) / sqrt(len(found))
            for place, bias in enumerate(table.head["bias"])
        ]
        language, likelihood = language_model().read(words)
        assert language == names[logits.index(max(logits))]
        assert likelihood == pytest.approx(1 / sum(exp(value - max(logits)) for value in logits), abs=0.01)
