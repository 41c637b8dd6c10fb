"""What the data protection officer reads: receipts, the audit log, and who somebody is by what they are called.

Tests of: `respond.actions.person_search`, `respond.shapes.audit`, `respond.shapes.receipt`, `store.brand.audit`.
"""

from datetime import UTC, datetime
from typing import Any

import pytest

from model.called import normalize_name
from store.brand.agents import Agent
from tests.respond.world import ACME, OTHER, TELEGRAM, Answer, World, authorizer
from tests.template.enforcing import as_function

DPO = authorizer(agent="dora")


def _read(world: World, path: str, **query: str) -> Any:
    answer = world.get(path, query=query, caller=DPO)
    assert answer.status == 200, answer.text
    return answer.body


def _search(world: World, caller: Any = DPO, **body: Any) -> Answer:
    return world.call("POST", "/people/search", body={"platform": TELEGRAM, **body}, caller=caller)


def test_receipts_are_listed_in_pages_and_by_kind(world: World) -> None:
    ledger = world.stores.ledger
    made = [
        ledger.append_receipt(ACME, kind, {"buckets": number}, world.stores.now_ms() + number)
        for number, kind in enumerate(("purge", "erasure", "purge"))
    ]
    ledger.append_receipt(OTHER, "purge", {"buckets": 9}, world.stores.now_ms())
    with as_function("Api"):
        first = _read(world, "/receipts", limit="2")
    second = _read(world, "/receipts", limit="2", cursor=first["next_cursor"])
    shown = first["data"] + second["data"]
    assert [(each["number"], each["kind"]) for each in shown] == [(1, "purge"), (2, "erasure"), (3, "purge")]
    assert [each["fingerprint"] for each in shown] == [each.fingerprint() for each in made]
    assert shown[1]["previous"] == shown[0]["fingerprint"]
    assert [each["body"] for each in _read(world, "/receipts", kind="purge")["data"]] == [
        {"buckets": 0},
        {"buckets": 2},
    ]


def test_the_audit_log_is_read_by_time_agent_and_target_and_reading_it_is_noted(world: World) -> None:
    mara = world.ids()["mara"]
    world.call("GET", "/contacts/{id}", path={"id": mara}, caller=authorizer(agent="ann"))
    with as_function("Api"):
        entries = _read(world, "/audit", target=mara)["data"]
    assert [(each["agent"], each["action"], each["targets"]) for each in entries] == [
        ("ann", "read contact", [mara])
    ]
    assert [each["action"] for each in _read(world, "/audit", agent="dora")["data"]] == ["read audit"]
    assert _read(world, "/audit", agent="nobody")["data"] == []
    world.clock.now += 60
    until = datetime.fromtimestamp(world.clock(), UTC).isoformat()
    everything = _read(world, "/audit", limit="100", until=until)["data"]
    walked, query = [], {"limit": "1", "until": until}
    for _ in everything:
        page = _read(world, "/audit", **query)
        walked += page["data"]
        query["cursor"] = page["next_cursor"]
    assert walked == everything
    assert len(everything) == 4
    far = world.get("/audit", query={"since": "2020-01-01T00:00:00Z"}, caller=DPO)
    assert (far.status, far.body["pointer"]) == (422, "/since")


def test_somebody_is_found_by_exact_name_handle_or_native_id_and_nobody_else(world: World) -> None:
    ids = world.ids()
    with as_function("Api"):
        answer = _search(world, called="  MARA   field ")
    assert [each["contact"] for each in answer.body["data"]] == [ids["mara"]]
    assert (answer.body["looked_at"], answer.body["next_cursor"]) == (2, None)
    assert [each["name"] for each in _search(world, called="@Mara").body["data"]] == ["Mara Field"]
    assert [each["contact"] for each in _search(world, called="u2").body["data"]] == [ids["tom"]]
    assert _search(world, called="Mara Fiel").body["data"] == []
    assert {"agent": "dora", "action": "search people", "target": ids["mara"]} in world.audit()
    assert _search(world, caller=authorizer(agent="adam"), called="Mara").status == 403


def test_the_search_goes_on_page_by_page(world: World) -> None:
    first = _search(world, called="Mara Field", limit=1).body
    assert first["looked_at"] == 1
    second = _search(world, called="Mara Field", limit=1, cursor=first["next_cursor"]).body
    assert [each["name"] for each in first["data"] + second["data"]] == ["Mara Field"]


def test_whoever_is_under_a_hold_is_found_too_and_the_erased_is_not(world: World) -> None:
    mara, tom, now = world.ids()["mara"], world.ids()["tom"], world.stores.now_ms()
    holds = world.stores.holds
    holds.ask(mara, Agent("sue", ACME, "supervisor"), "claim", int(world.clock()) + 86_400, now)
    assert [each["contact"] for each in _search(world, called="Mara Field").body["data"]] == [mara]
    world.stores.shredder.destroy_person(ACME, tom, now)
    world.clock.now += 400
    assert _search(world, called="Tom Hill").body["data"] == []


@pytest.mark.parametrize(
    ("one", "other"), [("Zoë", "ZOE\u0308"), ("@Ann", "ann"), ("Straße", "STRASSE"), ("Ann  Lee", "ann lee")]
)
def test_names_are_compared_as_people_write_them(one: str, other: str) -> None:
    assert normalize_name(one) == normalize_name(other)
