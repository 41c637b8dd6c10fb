"""What people have a say in: restriction, objection, consent, rectification.

Tests of: `privacy.bulk_request`.
"""

from typing import Any

import pytest

from model.messages import PrivacyDemand
from model.privacy_task import Ask, State, Task
from store.contacts.rows import PointerRow
from store.interactions.rows import FeedRow
from tests.privacy.world import PLATFORM, FulfilStep, canaries, life, populate
from tests.store.world import BRAND

pytestmark = pytest.mark.usefixtures("tables")


@pytest.fixture
def world() -> FulfilStep:
    made = FulfilStep()
    populate(made, ["anna", "bert"])
    return made


def _say(world: FulfilStep, ask: Ask, name: str = "bert", **asked: Any) -> Task:
    person = world.person(canaries(name)["native_id"])
    task = f"s{next(world.codes):a>31}".translate(str.maketrans("0123456789", "abcdefghij"))
    received = int(world.clock() * 1000)
    world.fresh_stores().tasks.open_task(
        Task(task, BRAND, ask, person=person, platform=PLATFORM, received_at=received, by="dora", asked=asked)
    )
    world.waiting.append((world.clock(), PrivacyDemand(BRAND, task, ask.value).to_json()))
    world.run()
    return world.task(task)


def _contact(world: FulfilStep, name: str = "bert") -> Any:
    person = world.person(canaries(name)["native_id"])
    return world.fresh_stores().contacts.read_contacts(BRAND, [person], consistent=True)[person]


def _writes(world: FulfilStep, name: str, external_id: str, text: str) -> str:
    """A comment a while later; its id."""
    world.clock.now += 400
    now = int(world.clock() * 1000)
    world.path.deliver(
        life(name)[0] | {"external_id": external_id, "conversation_id": external_id, "text": text,
                         "occurred_at": now},
        received_at=now,
    )  # fmt: skip
    world.path.run()
    return world.path.item(external_id)


def _labels(world: FulfilStep, item: str) -> Any:
    return world.fresh_stores().feed.open_interactions(BRAND, [item], consistent=True)[item].labels


def test_restricted_data_are_stored_and_nothing_else(world: FulfilStep) -> None:
    assert "unsatisfied" in _contact(world).segments
    before = _contact(world).facts
    assert _say(world, Ask.RESTRICT).state is State.DONE
    assert (_contact(world).restricted, _contact(world).segments) == (True, frozenset())
    item = _writes(world, "bert", "more", "this is bad")
    assert world.readable()[item] == "this is bad", "stored"
    assert _labels(world, item).sentiment == "unknown", "not analysed"
    assert (_contact(world).facts, _contact(world).segments) == (before, frozenset()), "not profiled"
    assert not any(_contact(world).may(purpose) for purpose in ("marketing", "segmentation", "analytics"))
    other = _writes(world, "anna", "other", "this is bad")
    assert _labels(world, other).sentiment == "negative"


def test_a_lifted_restriction_is_over(world: FulfilStep) -> None:
    _say(world, Ask.RESTRICT)
    _say(world, Ask.RESTRICT, lift=True)
    item = _writes(world, "bert", "more", "this is bad")
    assert _labels(world, item).sentiment == "negative"
    assert (_contact(world).restricted, "unsatisfied" in _contact(world).segments) == (False, True)


def test_an_objection_ends_the_use_and_others_go_on(world: FulfilStep) -> None:
    _say(world, Ask.OBJECT, purposes=["segmentation", "marketing"])
    assert _contact(world).segments == frozenset()
    item = _writes(world, "bert", "more", "this is bad")
    assert _contact(world).segments == frozenset()
    assert _labels(world, item).sentiment == "negative", "not asked to stop that"
    assert [_contact(world).may(each) for each in ("marketing", "analytics")] == [False, True]
    assert not [
        row for row in PointerRow.scan() if row.pk.startswith("members#") and row.sk == _contact(world).id
    ]
    _say(world, Ask.OBJECT, purposes=["segmentation"], lift=True)
    _writes(world, "bert", "again", "this is bad")
    assert "unsatisfied" in _contact(world).segments


def test_the_consent_log_only_grows_and_a_withdrawal_stops_the_use(world: FulfilStep) -> None:
    person = world.person(canaries("bert")["native_id"])
    _say(world, Ask.CONSENT, purpose="marketing", given=True, wording="v1", channel="chat")
    assert _contact(world).may("marketing")
    world.clock.now += 60
    _say(world, Ask.CONSENT, purpose="marketing", given=False)
    assert not _contact(world).may("marketing")
    log = list(world.stores.consents.list_consents(BRAND, person))
    assert [(line.given, line.wording, line.agent) for line in log] == [
        (True, "v1", "dora"),
        (False, "", "dora"),
    ]


def test_a_rectified_name_is_not_undone_by_the_platform(world: FulfilStep) -> None:
    person = world.person(canaries("bert")["native_id"])
    assert _say(world, Ask.RECTIFY, fields={"name": "Berta Right"}).state is State.DONE
    for days in (0, 1, 40):
        world.clock.now += days * 86_400
        now = int(world.clock() * 1000)
        renamed = life("bert")[0] | {
            "external_id": f"d{days}",
            "author_name": f"Wrong {days}",
            "occurred_at": now,
        }
        world.path.deliver(renamed, received_at=now)
        profile = world.fresh_stores().profiles.read_profiles(BRAND, [person])[person]
        assert profile["name"] == "Berta Right"
        assert profile["handle"] == canaries("bert")["handle"], "what was not rectified follows the platform"
        assert "rectified" not in profile
    record = world.fresh_stores().profiles.read_record(BRAND, person)
    assert (record["name"], record["rectified_by"]) == ("Wrong 40", "dora")


def test_a_rectified_name_is_looked_for_when_they_are_erased(world: FulfilStep) -> None:
    _say(world, Ask.RECTIFY, "anna", fields={"name": "Annika Right"})
    world.path.deliver(
        life("bert")[0] | {"external_id": "names", "text": "hello Annika Right",
                           "mentioned_ids": [canaries("anna")["native_id"]]}
    )  # fmt: skip
    world.demand("erase", canaries("anna")["native_id"])
    world.run()
    assert world.readable()[world.path.item("names")] == "hello [removed]"


@pytest.mark.parametrize("ask", [Ask.RESTRICT, Ask.OBJECT, Ask.RECTIFY])
def test_of_nobody_nothing_is_done(world: FulfilStep, ask: Ask) -> None:
    rows = FeedRow.count()
    task = _say(world, ask, "nobody", purposes=["marketing"], fields={"name": "X"})
    assert (task.state, task.reason, task.asked) == (State.REFUSED, "unknown", {})
    assert FeedRow.count() == rows
