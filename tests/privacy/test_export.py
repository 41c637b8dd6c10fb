"""A copy for the person: everything of theirs, as the schema says, and nothing of anybody else.

Tests of: `model.raw_objects`, `store.forgetting.erasing.copies`, `store.contacts.consents`,
`privacy.copied_interactions`, `privacy.copied_profile`.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from model import raw_objects
from model.messages import PrivacyDemand
from model.privacy_task import Ask, State, Task
from privacy.purge import Purge
from store.contacts import keys as contact_keys
from store.contacts.consents import Consent
from store.contacts.rows import IdentityRow
from store.forgetting.erasing import copies
from tests.privacy.purging import Files
from tests.privacy.schema import faults
from tests.privacy.world import MS, PLATFORM, FulfilStep, canaries, populate
from tests.store.world import BRAND

pytestmark = pytest.mark.usefixtures("tables")

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "export.schema.json").read_text())


@pytest.fixture
def world() -> FulfilStep:
    made = FulfilStep()
    populate(made, ["anna", "bert", "cleo"])
    return made


def _ask(world: FulfilStep, name: str = "bert", **asked: Any) -> Task:
    person = world.person(canaries(name)["native_id"])
    task = f"e{len(world.objects.objects)}".ljust(32, "e").replace("0", "a").replace("1", "b")
    world.fresh_stores().tasks.open_task(
        Task(task, BRAND, Ask.EXPORT, person=person, platform=PLATFORM, received_at=MS, asked=asked)
    )
    world.waiting.append((world.clock(), PrivacyDemand(BRAND, task, "export").to_json()))
    world.run()
    return world.task(task)


def _copy(world: FulfilStep, task: Task) -> Any:
    return json.loads(world.objects.objects[task.copy])


def test_the_copy_holds_all_of_theirs_and_fits_the_schema(world: FulfilStep) -> None:
    person = world.person(canaries("bert")["native_id"])
    world.stores.consents.append_consent(BRAND, person, "t1", Consent("marketing", True, "v2", "chat", MS))
    task = _ask(world)
    copy = _copy(world, task)
    assert faults(copy, SCHEMA) == []
    text = json.dumps(copy, ensure_ascii=False)
    for name, word in canaries("bert").items():
        assert word in text, name
    assert len(copy["interactions"]) == 8
    assert {item["from"] for item in copy["interactions"]} == {"you", "us"}
    assert copy["media"][0]["address"] == canaries("bert")["picture"]
    assert copy["consents"] == [
        {"purpose": "marketing", "given": True, "wording": "v2", "channel": "chat",
         "source": None, "at": copy["consents"][0]["at"]}
    ]  # fmt: skip
    assert {each["what"] for each in copy["associations"]} == {"somebody named you", "you named somebody"}
    assert {each["purpose"] for each in copy["purposes"]} >= {"care", "segmentation"}
    assert all(
        copy[name] for name in ("recipients", "sources", "retention", "derived", "segments", "conversations")
    )
    assert copy["segments"][0]["logic"]["values"] == {"unhappy": True}


def test_nothing_of_others_is_in_it(world: FulfilStep) -> None:
    text = json.dumps(_copy(world, _ask(world)), ensure_ascii=False)
    for other in ("anna", "cleo"):
        for name, word in canaries(other).items():
            assert word not in text, (other, name)
        assert world.person(canaries(other)["native_id"]) not in text
    assert "[removed]" in text, "Bert had written Anna's name"


def test_a_schema_that_is_not_met_is_noticed(world: FulfilStep) -> None:
    copy = _copy(world, _ask(world))
    assert faults(copy | {"more": 1}, SCHEMA) == ["$.more is unknown"]
    assert faults({**copy, "profile": {**copy["profile"], "restricted": "no"}}, SCHEMA) == [
        "$.profile.restricted is a str"
    ]
    del copy["media"]
    assert faults(copy, SCHEMA) == ["$.media is missing"]


def test_an_erasure_finds_the_copies(world: FulfilStep) -> None:
    task = _ask(world)
    other, key = _ask(world, "anna"), task.copy
    assert key in world.objects.objects
    world.demand("erase", canaries("bert")["native_id"])
    world.run()
    assert key not in world.objects.objects
    assert other.copy in world.objects.objects
    assert world.receipts()[0].body["counts"]["exports"] == 1


def test_a_restricted_person_has_to_agree(world: FulfilStep) -> None:
    person = world.person(canaries("bert")["native_id"])
    assert world.stores.consents.restrict_person(BRAND, person, MS)
    refused = _ask(world)
    assert (refused.state, refused.reason) == (State.REFUSED, "restricted")
    assert world.objects.objects == {}


def test_with_their_word_a_restricted_person_gets_the_copy(world: FulfilStep) -> None:
    person = world.person(canaries("bert")["native_id"])
    world.stores.consents.restrict_person(BRAND, person, MS)
    assert _copy(world, _ask(world, agreed=True))["profile"]["restricted"] is True


def test_nobody_is_told_so(world: FulfilStep) -> None:
    assert _ask(world, "nobody").reason == "unknown"


@pytest.mark.parametrize(("platform", "hours"), [(PLATFORM, 168), ("reddit", 48)])
def test_d21_a_copy_lives_no_longer_than_the_platform_of_its_data_allows(
    world: FulfilStep, platform: str, hours: int
) -> None:
    person = world.person(canaries("bert")["native_id"])
    IdentityRow(contact_keys.identity(BRAND, person), "#").update([IdentityRow.platform.set(platform)])
    task = _ask(world)
    made = raw_objects.parse_name(task.copy)
    assert made is not None
    assert made.platform == platform
    world.clock.now += hours * 3600
    files = Files(*world.objects.objects)
    Purge(world.fresh_stores(), files).purge_brands(600)
    assert files.keys == set()


def test_p3_of_a_linkedin_member_there_is_no_copy(world: FulfilStep) -> None:
    person = world.person(canaries("bert")["native_id"])
    IdentityRow(contact_keys.identity(BRAND, person), "#").update([IdentityRow.platform.set("linkedin")])
    assert _ask(world).reason == "platform_forbids_export"
    assert world.objects.objects == {}


def test_whoever_makes_the_copy_again_puts_it_in_the_same_place(world: FulfilStep) -> None:
    person, desk = world.person(canaries("bert")["native_id"]), copies.Copies(world.objects)
    first = desk.note(BRAND, person, "t", PLATFORM, MS)
    assert desk.note(BRAND, person, "t", PLATFORM, MS + 3_600_000) == first
