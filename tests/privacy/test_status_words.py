"""The public page speaks a brand's languages, under its name and with its contact, and escapes both."""

import string

import pytest

from model.brand_settings import Settings
from model.http import Request
from model.privacy_task import REASONS, Ask, State, Task
from privacy.status import StatusPage
from privacy.status_words import ENGLISH, LANGUAGES
from store.brand.brand_settings import BrandSettings
from store.forgetting.tasks import Tasks
from tests.store.world import BRAND, NOW

CODE = "c" * 32


def _page(settings: Settings, **more: str) -> str:
    return StatusPage(Tasks(None), lambda _: settings).answer(CODE, Request.of("GET", more)).body


@pytest.fixture(autouse=True)
def _asked(tables: dict[str, str]) -> None:
    task = Task(
        CODE, BRAND, Ask.ERASE, State.REFUSED, source="platform", received_at=NOW * 1000, reason="legal_hold"
    )
    Tasks(None).open_task(task)


def test_every_language_says_everything_with_the_same_places() -> None:
    for words in LANGUAGES.values():
        assert words.reasons.keys() == REASONS.keys()
        assert words.states.keys() == set(State)
        assert words.labels.keys() == ENGLISH.labels.keys()
        for name in ("erased", "revoked", "contact", "unknown"):
            assert _places(getattr(words, name)) == _places(getattr(ENGLISH, name))


def _places(text: str) -> list[str]:
    return [field for _, field, _, _ in string.Formatter().parse(text) if field]


def test_the_page_is_in_the_chosen_languages_with_name_and_contact() -> None:
    page = _page(
        Settings(public_name="Acme & Sons", privacy_contact="dpo@acme.example", page_languages=("de", "fr"))
    )
    assert '<html lang="de">' in page
    assert "<b>Acme &amp; Sons</b>" in page
    assert page.index("Ihre Anfrage") < page.index("Votre demande")
    assert "Fragen an: dpo@acme.example" in page
    assert "Questions : dpo@acme.example" in page
    assert "Article 17" not in page
    assert "Your request" not in page


def test_unless_told_it_is_in_english_without_a_name() -> None:
    page = _page(Settings())
    assert "Your request" in page
    assert "<b>" not in page
    assert "Article 17(3)(e)" in page


def test_json_names_the_brand_too() -> None:
    said = _page(Settings(public_name="Acme", privacy_contact="dpo@acme.example"), accept="application/json")
    assert '"brand":"Acme"' in said
    assert '"contact":"dpo@acme.example"' in said


def test_what_the_brand_chose_is_read() -> None:
    chosen = BrandSettings(lambda: NOW)
    chosen.keep_settings(BRAND, Settings(public_name="Acme", page_languages=["es"]), "adam", NOW * 1000)
    read = BrandSettings(lambda: NOW).read_settings
    assert "Su solicitud" in StatusPage(Tasks(None), read).answer(CODE, Request.of("GET")).body
