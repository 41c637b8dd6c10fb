"""The managed engine: asked only where a brand chose it, within its budget; whatever it does not say, ours says.

Tests of: `segment.engines`, `store.brand.budgets`.
"""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from aws.clients import CallFailed
from aws.comprehend import Detected
from model.brand_settings import COMPREHEND, Settings
from model.policy import RULES
from segment import managed
from segment.engines import Engine, Text, embedded
from segment.scoring import score
from store.brand import budgets
from store.brand import keys as brand_keys
from store.dynamo.rows import OpsRow
from tests.ingest.test_intake import COMMENT
from tests.store.path import Path
from tests.store.world import BRAND, NOW, connect, stores

ANGRY = "Das ist der schlechteste Laden, ich bin sehr wütend"
FINE = "Der Laden hat heute bis acht Uhr offen"
MS = NOW * 1000


class Service:
    """Says what it is told to, and remembers what it was asked."""

    def __init__(self, *found: Detected | None, language: str | None = None, fails: bool = False) -> None:
        self.found = list(found)
        self.language = language
        self.fails = fails
        self.asked: list[tuple[str, list[str]]] = []

    def sentiments(self, texts: Sequence[str], language: str) -> list[Detected | None]:
        """The next ones of what it was told."""
        self.asked.append((language, list(texts)))
        if self.fails:
            raise CallFailed("comprehend", TimeoutError())
        taken, self.found = self.found[: len(texts)], self.found[len(texts) :]
        return taken

    def languages(self, texts: Sequence[str]) -> list[str | None]:
        """Always the same."""
        self.asked.append(("?", list(texts)))
        return [self.language] * len(texts)


def _engine(service: Service, units: int = 1000, engine: str = COMPREHEND) -> Engine:
    left = [units]

    def spend(_: str, wanted: int, __: int) -> bool:
        if wanted > left[0]:
            return False
        left[0] -= wanted
        return True

    return managed.chosen(embedded(score), lambda _: Settings(engine, units), spend, service)


def test_a_brand_that_did_not_choose_it_sends_no_text_anywhere() -> None:
    service = Service()
    found = _engine(service, engine="embedded")(BRAND, [Text(ANGRY, "de")])
    assert (service.asked, found) == ([], [score(ANGRY, "de")])


@pytest.mark.parametrize(
    ("label", "sentiment"),
    [("POSITIVE", "positive"), ("NEGATIVE", "negative"), ("NEUTRAL", "neutral"), ("MIXED", "neutral")],
)
def test_it_says_how_a_text_is_meant_and_ours_all_the_rest(label: str, sentiment: str) -> None:
    ours = score(ANGRY, "de")
    (found,) = _engine(Service(Detected(label, 0.2, 0.3)))(BRAND, [Text(ANGRY, "de")])
    assert (found.sentiment, found.score, found.language) == (sentiment, -0.1, "de")
    assert (found.engine, found.words) == ("comprehend+rapport-2", ())
    assert (found.intent, found.urgency, found.reasons, found.offensive) == (
        ours.intent, ours.urgency, ours.reasons, ours.offensive,
    )  # fmt: skip


def test_texts_are_asked_by_language_and_come_back_in_their_places() -> None:
    service = Service(Detected("NEGATIVE", 0, 1), Detected("NEUTRAL", 0, 0), Detected("POSITIVE", 1, 0))
    texts = [
        Text(ANGRY, "de"),
        Text("I love this shop very much", "en-GB"),
        Text(FINE, None),
        Text("ok", "de"),
    ]
    found = _engine(service)(BRAND, texts)
    assert service.asked == [("de", [ANGRY, FINE]), ("en", ["I love this shop very much"])]
    assert [each.sentiment for each in found] == [
        "negative",
        "positive",
        "neutral",
        score(texts[3][0], texts[3][1]).sentiment,
    ]


def test_under_three_tokens_and_in_other_languages_it_is_not_asked() -> None:
    service = Service(language="fi")
    found = _engine(service)(
        BRAND, [Text("love it", "en"), Text("tämä on todella hyvä palvelu kiitos", "fi")]
    )
    assert [each.engine for each in found] == ["rapport-2", "rapport-2"]
    assert service.asked == []


def test_languages_that_only_it_knows_are_asked_without_counting_spaces() -> None:
    service = Service(Detected("NEGATIVE", 0.0, 0.9))
    (found,) = _engine(service)(BRAND, [Text("この店は最悪でした", "ja")])
    assert (found.sentiment, service.asked[0][0]) == ("negative", "ja")


def test_a_language_that_ours_does_not_know_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = replace(score(ANGRY, "de"), language=None, sentiment="unknown")
    service = Service(Detected("NEGATIVE", 0.0, 0.9), language="de")
    ours: Engine = lambda _, texts: [unknown] * len(texts)  # noqa: E731 - its type says what it is
    engine = managed.chosen(ours, lambda _: Settings(COMPREHEND), lambda *_: True, service)
    (found,) = engine(BRAND, [Text(ANGRY, None)])
    assert (found.sentiment, found.language) == ("negative", "de")
    assert service.asked == [("?", [ANGRY]), ("de", [ANGRY])]


def test_when_the_budget_is_spent_ours_goes_on() -> None:
    service = Service(*[Detected("POSITIVE", 1, 0)] * 9)
    engine = _engine(service, units=managed.units([ANGRY, ANGRY]))
    found = [engine(BRAND, [Text(ANGRY, "de")])[0].engine for _ in range(3)]
    assert found == ["comprehend+rapport-2", "comprehend+rapport-2", "rapport-2"]
    assert len(service.asked) == 2


def test_when_the_service_fails_ours_goes_on() -> None:
    found = _engine(Service(fails=True))(BRAND, [Text(ANGRY, "de"), Text(FINE, "de")])
    assert [each.engine for each in found] == ["rapport-2", "rapport-2"]
    (one,) = _engine(Service(None))(BRAND, [Text(ANGRY, "de")])
    assert one == score(ANGRY, "de")


def test_what_a_platform_s_terms_keep_here_is_given_to_no_service() -> None:
    forbids = [name for name, rule in RULES.items() if not rule.handing_on]
    assert {"reddit", "slack"} <= set(forbids)
    service = Service(Detected("POSITIVE", 1, 0))
    texts = [Text(ANGRY, "de", "reddit"), Text(ANGRY, "de", "telegram"), Text(ANGRY, None, "slack")]
    found = _engine(service)(BRAND, texts)
    assert [each.engine for each in found] == ["rapport-2", "comprehend+rapport-2", "rapport-2"]
    assert service.asked == [("de", [ANGRY])]
    assert _engine(service)(BRAND, texts[:1]) == [score(ANGRY, "de")]


def test_units_are_begun_hundreds_and_at_least_three() -> None:
    assert [managed.units([text]) for text in ("", "a" * 300, "a" * 301)] == [3, 3, 4]


@pytest.mark.usefixtures("tables")
def test_a_budget_is_a_day_s_and_never_overdrawn() -> None:
    assert [budgets.spend(BRAND, "comprehend", 4, 10, NOW) for _ in range(3)] == [True, True, False]
    assert budgets.spend(BRAND, "comprehend", 2, 10, NOW)
    assert not budgets.spend(BRAND, "comprehend", 1, 10, NOW)
    assert budgets.spend("other", "comprehend", 10, 10, NOW)
    assert budgets.spend(BRAND, "comprehend", 10, 10, NOW + 86_400)
    assert not budgets.spend("third", "comprehend", 11, 10, NOW)
    assert list(OpsRow.query(brand_keys.spent("third", "20260921"))) == []


@pytest.mark.usefixtures("tables")
def test_its_labels_take_the_same_way() -> None:
    made = stores()
    connect(made, "standard_webhooks", "shop")
    made.settings.keep_settings(BRAND, Settings(COMPREHEND), "adam", MS)
    path = Path(made)
    service = Service(Detected("NEGATIVE", 0.05, 0.9))
    path.sentiment._engine = managed.chosen(
        embedded(score), made.settings.read_settings, lambda *_: True, service
    )
    path.deliver(COMMENT | {"text": FINE, "language": "de"})
    path.run()
    labels = made.feed.read_headers(BRAND, [path.item("c1")])[path.item("c1")].labels
    assert labels is not None
    assert (labels.sentiment, labels.score, labels.engine) == ("negative", -0.85, "comprehend+rapport-2")
