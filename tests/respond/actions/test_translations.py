"""POST /interactions/{id}/translation: only where brand and terms let a text go, within the day's budget, kept nowhere.

Tests of: `respond.actions.translations`, `respond.shapes.translation`.
"""

from collections.abc import Mapping
from typing import Any

import pytest

from aws import translate
from aws.clients import CallFailed
from aws.translate import LanguageUnknown, Translated
from model.brand_settings import Settings
from model.terms import RULES
from store.brand.accounts import Account
from tests.respond.world import ACME, COMMENT, MS, TELEGRAM, Answer, World, authorizer
from tests.tables import make_client

TEXT = "This is bad.\n\nWhere is my parcel? (acme)"


class Service:
    """Translates by putting brackets around a text, and remembers what it was asked."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure = failure
        self.asked: list[tuple[str, str, str]] = []

    def translate_text(self, text: str, language: str, to: str) -> Translated:
        """The text in brackets."""
        self.asked.append((text, language, to))
        if self.failure is not None:
            raise self.failure
        return Translated(f"[{text}]", "en", True)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    made = Service()
    monkeypatch.setattr(translate, "translate_text", made.translate_text)
    return made


def _allow(world: World, characters: int = 1_000) -> None:
    world.stores.settings.keep_settings(ACME, Settings(translation_characters=characters), "adam", MS)


def _ask(world: World, to: str = "de", item: str = "", **more: Any) -> Answer:
    path = {"id": item or world.hid(TELEGRAM, "item", "m1")}
    return world.call("POST", "/interactions/{id}/translation", path=path, body={"to": to}, **more)


def test_a_text_is_translated_noted_and_kept_nowhere(
    world: World, service: Service, tables: Mapping[str, str]
) -> None:
    _allow(world)
    answer = _ask(world, caller=authorizer(agent="ann"))
    item = world.hid(TELEGRAM, "item", "m1")
    assert (answer.status, answer.body) == (
        200, {"id": item, "text": f"[{TEXT}]", "language": "en", "to": "de", "complete": True},
    )  # fmt: skip
    assert service.asked == [(TEXT, "en", "de")]
    (entry,) = [each for each in world.audit() if each["action"] == "translate interaction"]
    assert entry["agent"] == "ann"
    assert {item, world.ids()["mara"]} <= set(entry["target"].split())
    rows = [row for name in tables.values() for row in make_client("dynamodb").scan(TableName=name)["Items"]]
    assert len(rows) > 10
    assert not [row for row in rows if "[This" in str(row)]


def test_what_is_said_to_be_in_the_readers_language_is_looked_at_again(
    world: World, service: Service
) -> None:
    _allow(world)
    assert _ask(world, "en").status == 200
    assert service.asked == [(TEXT, "auto", "en")]


def test_without_a_budget_no_text_leaves_and_no_page_offers_it(world: World, service: Service) -> None:
    answer = _ask(world)
    assert (answer.status, answer.body["code"]) == (409, "translation_off")
    assert world.get("/me").body["brand"]["translates"] == []
    _allow(world)
    offered = world.get("/me").body["brand"]["translates"]
    assert TELEGRAM in offered
    assert service.asked == []


def test_what_terms_forbid_is_not_sent(world: World, service: Service) -> None:
    _allow(world)
    closed = {"youtube", "reddit", "slack", "feeds"}
    assert closed == set(RULES) - set(world.get("/me").body["brand"]["translates"])
    for platform in sorted(closed):
        account = Account(f"{platform}{ACME}", ACME, platform, f"{platform}-{ACME}", "shop")
        world.stores.accounts.connect_account(account)
        world.tell(platform, COMMENT | {"external_id": f"of-{platform}", "text": "Schlecht"})
        answer = _ask(world, item=world.hid(platform, "item", f"of-{platform}"))
        assert (answer.status, answer.body["code"]) == (409, "terms_forbid"), platform
    assert service.asked == []


def test_a_days_budget_ends(world: World, service: Service) -> None:
    _allow(world, len(TEXT) + 1)
    assert _ask(world).status == 200
    answer = _ask(world)
    assert (answer.status, answer.body["code"]) == (409, "translation_spent")
    world.clock.now += 86_400
    assert _ask(world).status == 200
    assert len(service.asked) == 2


def test_nothing_of_who_is_restricted_or_gone_is_sent(world: World, service: Service) -> None:
    _allow(world)
    assert world.stores.consents.restrict_person(ACME, world.ids()["mara"], MS)
    world.clock.now += 301
    answer = _ask(world)
    assert (answer.status, answer.body["code"]) == (409, "restricted")
    assert _ask(world, caller=authorizer(agent="dora")).status == 403
    assert _ask(world, item="a" * 32).status == 404
    gone = {"kind": "delete", "external_id": "m2", "thread_id": "t2", "mode": "private"}
    world.tell(TELEGRAM, gone | {"occurred_at": MS - 1_000})
    assert _ask(world, item=world.hid(TELEGRAM, "item", "m2")).status == 409
    assert service.asked == []


def test_what_the_service_cannot_tell_is_said(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _allow(world)
    monkeypatch.setattr(translate, "translate_text", Service(LanguageUnknown()).translate_text)
    answer = _ask(world)
    assert (answer.status, answer.body["code"]) == (409, "language_unknown")
    failure = CallFailed("translate", TimeoutError())
    monkeypatch.setattr(translate, "translate_text", Service(failure).translate_text)
    answer = _ask(world)
    assert (answer.status, answer.body["retryable"]) == (503, True)
    assert TEXT not in answer.text


def test_only_languages_that_the_service_knows_are_taken(world: World, service: Service) -> None:
    _allow(world)
    assert _ask(world, "tlh").status == 422
    assert _ask(world, "de\n").status == 422
    assert service.asked == []
