"""Kinds of texts that an earlier engine read wrongly in the field, each with words of our own."""

import json
from pathlib import Path

import pytest

from segment.scoring import score

CASES = Path(__file__).resolve().parents[4] / "shared" / "cases" / "field" / "score.jsonl"


def names(text: str, language: str | None) -> set[str]:
    return {label.name for label in score(text, language).intent}


@pytest.mark.parametrize(
    ("text", "language", "allowed"),
    [
        ("That's not bad", "en", "positive neutral"),
        ("No complaints whatsoever, really pleased", "en", "positive"),
        ("Nothing to complain about, very pleased.", "en", "positive"),
        ("Keinerlei Probleme, sehr zufrieden.", "de", "positive"),
        ("😠😠", None, "negative"),
        ("👎🏿", None, "negative"),
        ("👍🏼", None, "positive"),
        ("🥰", None, "positive"),
        ("Wonderful, three days without power now. Thanks a bunch for nothing.", "en", "negative"),
        ("Toll, schon wieder ein Tag ohne Strom. Danke für gar nichts.", "de", "negative"),
        ("Great work losing my suitcase AGAIN 👏", "en", "negative"),
        ("Please close my account, thanks for nothing", "en", "negative"),
        ("> absolute trash, I regret buying it\n\nMine is lovely, no issues.", "en", "positive"),
        ("[quote]I love this place[/quote]\nThe food was cold and the waiter rude.", "en", "negative"),
        ("I was angry about the wrong size, but Tom swapped it at once, thanks!", "en", "positive"),
        ("Erst war ich verärgert, aber der Fahrer hat alles gelöst, vielen Dank!", "de", "positive"),
        ("excellent", "en", "positive"),
        ("fraud", "en", "negative"),
        ("rubbish", "en", "negative"),
        ("super", None, "positive"),
        ("thank you 🙏", "en", "positive"),
        ("השליח היה גס ולא קיבלתי את החבילה", "he", "negative"),
        ("お店の方がとても親切でした。また行きます。", "ja", "positive"),
        ("商品が壊れていて、返事もありません。", "ja", "negative"),
        ("Przesyłka dotarła uszkodzona, infolinia nie odbiera", "pl", "negative"),
        ("Η παραγγελία άργησε δύο εβδομάδες και κανείς δεν απαντά", "el", "negative"),
        ("Отличный сервис, всё привезли вовремя", "ru", "positive"),
        ("Het pakket is kapot aangekomen en niemand reageert", "nl", "negative"),
        ("Livraison rapide et vendeur adorable", "fr", "positive"),
        ("Doy de baja mi línea, por favor", "es", "neutral negative"),
    ],
)
def test_the_kind_is_read_rightly(text: str, language: str | None, allowed: str) -> None:
    assert score(text, language).sentiment in allowed.split()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Order 2027-450-12", "en"),
        ("Invoice 88-1201", "en"),
        ("Bestellnummer 7781-2", "de"),
        ("This is the backup mailbox of our branch.", "en"),
        ("When do you open tomorrow?", "en"),
        ("What time does the shop close?", "en"),
        ("Hi, could you tell me when my parcel arrives?", "en"),
        ("Hallo, wann wird meine Bestellung geliefert?", "de"),
        ("Bonjour, à quelle heure ouvrez-vous ?", "fr"),
        ("¿A qué hora abren mañana?", "es"),
        ("O której otwieracie?", "pl"),
        ("何時に開きますか？", "ja"),
        ("<@U9ANGRY> <#C7FAIL|broken-things> see <https://example.com/worst|here>", "en"),
    ],
)
def test_who_asks_or_informs_does_not_complain(text: str, language: str) -> None:
    found = score(text, language)
    assert found.sentiment in ("neutral", "unknown")
    assert "complaint" not in names(text, language)
    assert found.urgency < 0.5


@pytest.mark.parametrize(
    "text", ["Please close my account, thanks for nothing", "Terrible. Thanks for nothing!"]
)
def test_thanks_for_nothing_is_neither_thanks_nor_spam(text: str) -> None:
    assert names(text, "en").isdisjoint({"thanks", "praise", "spam"})


@pytest.mark.skipif(not CASES.is_file(), reason="needs the cases beside the repository")
def test_the_cases_from_the_field() -> None:
    wrong = []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        found = score(case["text"], case["lang"])
        said = {label.name for label in found.intent} & set(case.get("not_intent", []))
        if found.sentiment not in case["sentiment"] or said:
            wrong.append((case["id"], found.sentiment, found.score, said))
    assert not wrong
