"""D7: whoever restricted the use of their data is stored and nothing else, by every processor and towards everybody."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from aws.queues import Message
from model import raw_objects
from model.brand_settings import Settings
from model.messages import Review
from model.privacy_task import Ask, State, Task
from privacy import procedures
from respond.routes.table import ROUTES
from store.dynamo.rows import OpsRow
from tests.respond.world import ACME, AGENTS, ANGRY, ANSWER, FACEBOOK, MS, TELEGRAM, World, authorizer
from tests.store.path import Claims

LATER = MS - 1000
WORDS = ("Mara Field", "parcel", "mara")
NEWER = {"external_id": "m9", "text": "Also bad, says Zebrafinch", "occurred_at": LATER}


@pytest.fixture
def restricted(world: World) -> World:
    """Mara wrote, was restricted, and wrote again; what functions remembered of her salt is over."""
    assert world.stores.consents.restrict_person(ACME, world.ids()["mara"], MS)
    world.clock.now += 301
    world.tell(TELEGRAM, {**ANGRY, **NEWER})
    world.tell(TELEGRAM, {**ANSWER, "external_id": "m10", "thread_id": "t1", "customer_id": "u1", "text": "Wait",
                          "occurred_at": LATER + 500})  # fmt: skip
    return world


def _item(world: World, name: str = "m9") -> str:
    return world.hid(TELEGRAM, "item", name)


def _labels(world: World) -> Any:
    return world.stores.feed.open_interactions(ACME, [_item(world)], consistent=True)[_item(world)].labels


def _contact(world: World) -> Any:
    person = world.ids()["mara"]
    return world.stores.contacts.read_contacts(ACME, [person], consistent=True)[person]


def _terms(world: World) -> set[str]:
    hours = {row.entry["hour"] for row in OpsRow.scan() if row.pk.startswith(f"pulse#{ACME}#2")}
    found = [world.stores.pulses.read_open_hour(ACME, hour) for hour in hours]
    return {term.lower() for pulses in found for pulse in pulses.values() for term in pulse.terms}


def _waits(world: World) -> int:
    answer = world.get("/insights/response-times").body
    return sum(each["response"]["count"] for each in answer["data"])


def _previewed(world: World) -> str:
    rule = {"attribute": "interactions", "at_least": 1}
    return world.call("POST", "/segments/preview", body={"rule": rule}).text


def _exported(world: World) -> State:
    task = Task("e" * 32, ACME, Ask.EXPORT, person=world.ids()["mara"], platform=TELEGRAM, received_at=MS)
    kept = world.stores.tasks.open_task(task)
    came = procedures.of(world.stores, Claims())[Ask.EXPORT].take_step(kept, lambda: True)
    assert isinstance(came, Task)
    return came.state


def _reviewed(world: World) -> frozenset[str]:
    """A walk over everybody, as after a rule changed."""
    asked = Review(ACME, (world.ids()["mara"],)).to_json()
    world.paths[ACME].assign.assign_segments(Message("1", asked, "r"))
    return frozenset(_contact(world).segments)


SKIPPED: dict[str, Callable[[World], bool]] = {
    "sentiment": lambda world: _labels(world).sentiment == "unknown" and not _labels(world).of,
    "topics": lambda world: "zebrafinch" not in _terms(world),
    "facts": lambda world: _contact(world).facts.interactions == 1,
    "segments": lambda world: _contact(world).segments == frozenset(),
    "review and backfill": lambda world: _reviewed(world) == frozenset(),
    "preview": lambda world: world.ids()["mara"] not in _previewed(world),
    "offers": lambda world: (
        world.get("/conversations/{id}", path={"id": world.ids()["angry"]}).body["offers"] == []
    ),
    "response times": lambda world: _waits(world) == 1,
    "export": lambda world: _exported(world) is State.REFUSED,
}
"""Whether a processor passed her by."""


@pytest.mark.parametrize("processor", SKIPPED)
def test_d7_every_processor_skips_who_is_restricted(restricted: World, processor: str) -> None:
    assert SKIPPED[processor](restricted)


@pytest.mark.parametrize("processor", [name for name in SKIPPED if name != "offers"])
def test_d7_and_no_one_else(world: World, processor: str) -> None:
    """The same of somebody who is not: else nothing was shown."""
    world.clock.now += 301
    world.tell(TELEGRAM, {**ANGRY, **NEWER})
    world.tell(TELEGRAM, {**ANSWER, "external_id": "m10", "thread_id": "t1", "customer_id": "u1", "text": "Wait",
                          "occurred_at": LATER + 500})  # fmt: skip
    assert not SKIPPED[processor](world)


def _path(world: World, route: str) -> dict[str, str]:
    ids = world.ids()
    named = {"/conversations": ids["angry"], "/contacts": ids["mara"], "/interactions": _item(world)}
    return {"id": next((each for begin, each in named.items() if route.startswith(begin)), "writers")}


@pytest.mark.parametrize("agent", [name for name in AGENTS if name != "dora"])
def test_d7_nobody_but_the_data_protection_officer_is_shown_their_words_or_name(
    restricted: World, agent: str
) -> None:
    asked = 0
    for route in ROUTES:
        if route.method != "GET" or route.action.public or AGENTS[agent] not in route.roles:
            continue
        path = _path(restricted, route.path) if "{id}" in route.path else None
        answer = restricted.get(route.path, path=path, caller=authorizer(agent=agent))
        asked += 1
        assert not [word for word in (*WORDS, "Zebrafinch") if word in answer.text], route.path
        if route.path.startswith("/contacts/{id}"):
            assert (answer.status, answer.body["code"]) == (409, "restricted")
    assert asked > 8


@pytest.mark.parametrize("agent", [name for name in AGENTS if name != "dora"])
def test_d7_no_change_is_answered_with_their_words_either(restricted: World, agent: str) -> None:
    path, headers = {"id": restricted.ids()["angry"]}, {"If-Match": "*"}
    answer = restricted.call(
        "PATCH", "/conversations/{id}", path=path, body={"priority": "high"}, headers=headers,
        caller=authorizer(agent=agent),
    )  # fmt: skip
    assert answer.status == 200
    assert not [word for word in (*WORDS, "Zebrafinch") if word in answer.text]


@pytest.mark.parametrize("restrict", [True, False])
def test_d7_a_copy_of_anybodys_data_is_linked_for_the_data_protection_officer_alone(
    world: World, restrict: bool
) -> None:
    mara = world.ids()["mara"]
    copy = raw_objects.key(raw_objects.EXPORTS, TELEGRAM, int(world.clock() * 1000), "e" * 32)
    kept = Task("e" * 32, ACME, Ask.EXPORT, person=mara, platform=TELEGRAM, received_at=MS)
    world.stores.tasks.finish_task(world.stores.tasks.open_task(kept), copy=copy)
    if restrict:
        assert world.stores.consents.restrict_person(ACME, mara, MS)
    for agent, linked in (("sue", False), ("adam", False), ("dora", True)):
        answer = world.get("/privacy-tasks/{id}", path={"id": "e" * 32}, caller=authorizer(agent=agent))
        assert (answer.body["export_url"] is not None, copy in answer.text) == (linked, linked)
    noted = [entry["agent"] for entry in world.audit() if entry["action"] == "read export"]
    assert noted == ["dora"]


def test_d7_the_data_protection_officer_is(restricted: World) -> None:
    dora, path = authorizer(agent="dora"), {"id": restricted.ids()["mara"]}
    assert restricted.get("/contacts/{id}", path=path, caller=dora).body["name"] == "Mara Field"
    assert "Zebrafinch" in restricted.get("/contacts/{id}/timeline", path=path, caller=dora).text


def test_d7_others_are_shown_as_before(restricted: World) -> None:
    answer = restricted.get("/conversations/{id}/interactions", path={"id": restricted.ids()["happy"]})
    assert "All good, thanks" in answer.text
    assert "Tom Hill" in answer.text
    assert (
        "Norway"
        in restricted.get("/interactions/{id}", path={"id": restricted.hid(FACEBOOK, "item", "c1")}).text
    )


@pytest.mark.parametrize("agent", ["ann", "sue", "adam"])
def test_d7_agents_enter_nothing_about_them(restricted: World, agent: str) -> None:
    caller, headers = authorizer(agent=agent), {"If-Match": "*"}
    body, path = {"tags": ["loud"]}, {"id": restricted.ids()["mara"]}
    answer = restricted.call("PATCH", "/contacts/{id}", path=path, body=body, headers=headers, caller=caller)
    assert (answer.status, answer.body["code"]) == (409, "restricted")
    path = {"id": restricted.hid(TELEGRAM, "item", "m1")}
    answer = restricted.call(
        "PATCH",
        "/interactions/{id}",
        path=path,
        body={"sentiment": "positive"},
        headers=headers,
        caller=caller,
    )
    assert (answer.status, answer.body["code"]) == (409, "restricted")


def test_d7_what_was_corrected_before_is_no_training_data_any_more(world: World) -> None:
    world.stores.settings.keep_settings(ACME, Settings(corrections_with_text=True), "adam", MS)
    path, mara = {"id": world.hid(TELEGRAM, "item", "m1")}, world.ids()["mara"]
    world.call(
        "PATCH", "/interactions/{id}", path=path, body={"sentiment": "positive"}, headers={"If-Match": "*"}
    )
    assert "parcel" in world.get("/corrections").text
    assert world.stores.consents.restrict_person(ACME, mara, MS)
    world.clock.now += 301
    (listed,) = world.get("/corrections").body["data"]
    assert listed["text"] is None
    assert "parcel" not in json.dumps(listed)


def test_d7_their_reactions_count_for_nobody_but_the_data_protection_officer(world: World) -> None:
    for who in ("f1", "f2"):
        world.tell(FACEBOOK, {"kind": "reaction", "parent_id": "c1", "author_id": who, "text": "like",
                              "occurred_at": MS})  # fmt: skip
    assert world.stores.consents.restrict_person(ACME, world.hid(FACEBOOK, "person", "f1"), MS)
    world.clock.now += 301
    counts = {}
    for agent in ("ann", "dora"):
        answer = world.get(
            "/contacts/{id}/timeline", path={"id": world.ids()["ida"]}, caller=authorizer(agent=agent)
        )
        counts[agent] = [each["reactions"] for each in answer.body["data"]]
    assert counts == {"ann": [{"like": 1}], "dora": [{"like": 2}]}
