"""Who wants no advertising gets none, whatever comes later; and the first private reply brings the privacy notice.

Tests of: `ingest.opting_out`, `ingest.handle_codes`, `respond.marketing`, `respond.notice`, `respond.actions.consents`,
`respond.shapes.consent`, `store.forgetting.erasing.consents`.
"""

from typing import Any

import pytest

from aws import queues
from aws.queues import Message
from model import policy
from model.brand_settings import Settings
from model.messages import PrivacyDemand
from privacy import procedures
from privacy.fulfil import Fulfil
from respond.marketing import find_unwilling
from tests.respond.desk import Desk
from tests.respond.world import ACME, ANGRY, TELEGRAM, World, authorizer
from tests.store.path import Claims

LINK = "https://acme.example/privacy"


@pytest.fixture
def demands(shared: World) -> list[str]:
    kept: list[str] = []
    shared.paths[ACME].intake.keeping._demand = kept.extend
    return kept


def test_a_stop_word_in_private_is_an_objection_with_time_channel_and_source(
    shared: World, demands: list[str]
) -> None:
    person = _writes(shared, "u50", "STOP!")
    _writes(shared, "u50", "STOP!")
    _writes(shared, "u51", "Stop sending me broken parcels")
    _writes(shared, "u52", "stop", mode="public", kind="comment")
    assert len({PrivacyDemand.from_json(each).id for each in demands}) == 1
    _fulfil(shared, demands)
    _fulfil(shared, demands)
    contact = shared.stores.contacts.read_contacts(ACME, [person], consistent=True)[person]
    assert contact.objections == {"marketing"}
    told = shared.get("/contacts/{id}/consents", path={"id": person}).body["data"]
    assert [(each["purpose"], each["given"], each["channel"], each["source"]) for each in told] == [
        ("marketing", False, TELEGRAM, "stop_word")
    ]
    assert told[0]["at"] is not None
    assert _unwilling(shared, person) == {person: "opted_out"}


def test_a_complaint_that_the_platform_tells_of_is_an_objection(shared: World, demands: list[str]) -> None:
    person = _writes(shared, "u55", "Where is it?")
    shared.tell(TELEGRAM, {"kind": "control", "signal": "objects", "author_id": "u55"})
    _fulfil(shared, demands)
    told = shared.get("/contacts/{id}/consents", path={"id": person}).body["data"]
    assert [(each["purpose"], each["given"], each["source"]) for each in told] == [
        ("marketing", False, "complaint")
    ]
    assert _unwilling(shared, person) == {person: "opted_out"}


def test_the_objection_outlives_the_erasure_and_the_coming_back(shared: World, demands: list[str]) -> None:
    person = _writes(shared, "u60", "unsubscribe")
    _fulfil(shared, demands)
    shared.stores.shredder.destroy_person(ACME, person, shared.stores.now_ms())
    shared.stores.vault.forget_salt(ACME, person)
    shared.clock.now += 1
    assert shared.stores.vault.find_objecting(ACME, [person]) == {person}
    salt = shared.stores.vault.read_salt(ACME, person)
    assert salt is not None
    assert salt.erased_at is not None
    shared.stores.vault.renew_key(ACME, person, salt.erased_at)
    shared.stores.vault.forget_salt(ACME, person)
    assert shared.stores.vault.find_objecting(ACME, [person]) == {person}


def test_what_an_agent_is_told_is_kept_and_a_new_consent_lifts_it(
    shared: World, demands: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    person = _writes(shared, "u70", "hello")
    monkeypatch.setattr(queues, "send", lambda _url, body, **_: demands.append(body))
    for number, given in enumerate((False, True)):
        shared.clock.now += 1
        answer = shared.call(
            "POST", "/contacts/{id}/consents", path={"id": person}, caller=authorizer(agent="ann"),
            headers={"Idempotency-Key": f"consent-{number}"},
            body={"purpose": "marketing", "given": given, "channel": "phone", "wording": "v2"},
        )  # fmt: skip
        assert answer.status == 202, answer.text
        _fulfil(shared, demands)
        assert (_unwilling(shared, person)[person] == "opted_out") is not given
    told = shared.get("/contacts/{id}/consents", path={"id": person}).body["data"]
    assert [(each["given"], each["by"], each["channel"]) for each in told] == [
        (True, "ann", "phone"), (False, "ann", "phone"),
    ]  # fmt: skip


def test_where_no_trace_may_stay_there_is_no_advertising() -> None:
    for name, rule in policy.RULES.items():
        assert not rule.allows("marketing") or rule.residue, name


def test_d4_the_first_private_reply_alone_brings_the_notice(desk: Desk) -> None:
    world = desk.world
    world.stores.settings.keep_settings(ACME, Settings(privacy_notice_url=LINK), "adam", 1)
    texts = []
    for key in ("first", "second"):
        reply = desk.send(key=key)
        texts.append(reply.text)
    assert texts == [f"{desk.text}\n\n{LINK}", desk.text]
    assert [post["text"] for post in desk.platform.posts] == texts
    world.stores.settings.keep_settings(ACME, Settings(), "adam", 2)


def _writes(world: World, author: str, text: str, **more: Any) -> str:
    world.clock.now += 1
    told = ANGRY | {
        "external_id": f"{author}-{text}", "thread_id": f"t-{author}", "author_id": author, "text": text,
        "occurred_at": world.stores.now_ms(),
    } | more  # fmt: skip
    world.tell(TELEGRAM, told)
    return world.hid(TELEGRAM, "person", author)


def _fulfil(world: World, demands: list[str]) -> None:
    stores = world.stores
    step = Fulfil(stores.tasks, procedures.of(stores, Claims()), lambda *_: None, stores.clock)
    for number, body in enumerate(demands):
        step.fulfil_demand(Message(str(number), body, "r"))


def _unwilling(world: World, person: str) -> dict[str, str]:
    world.stores.vault.forget_salt(ACME, person)
    known = world.stores.contacts.read_contacts(ACME, [person], consistent=True).values()
    return find_unwilling(world.stores, ACME, known)


def test_d3_a_request_goes_on_when_its_person_sends_the_code_from_their_handle(
    shared: World, demands: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "send", lambda _url, body, **_: demands.append(body))
    person, other = _writes(shared, "u90", "Delete me"), _writes(shared, "u91", "Hello")
    headers = {"Idempotency-Key": "of-the-handle"}

    def ask(**more: Any) -> Any:
        body = {"kind": "object", "purposes": ["marketing"], "proof": "handle"} | more
        return shared.call(
            "POST", "/privacy-tasks", body=body, headers=headers, caller=authorizer(agent="dora")
        )

    assert ask(contacts=[person, other]).body["pointer"] == "/proof"
    asked = ask(contact=person).body
    assert (asked["state"], asked["source"], asked["code"], demands) == (
        "proposed",
        "handle",
        asked["id"],
        [],
    )
    code = asked["code"]
    for who, said in (("u91", code), ("u90", f"x{code}"), ("u90", "a" * 32), ("u90", "what code?")):
        _writes(shared, who, said)
    _writes(shared, "u90", code, mode="public", kind="comment")
    _fulfil(shared, demands)
    assert _state(shared, asked["id"]) == "proposed", "another's word, another word, or one in public"
    assert shared.stores.tasks.count_waiting(ACME, shared.stores.now_ms() + 1) == 0, "nobody here is late"
    _writes(shared, "u90", f"My code: {code.upper()}.")
    _fulfil(shared, demands)
    _fulfil(shared, demands)
    assert _state(shared, asked["id"]) == "done"
    contact = shared.stores.contacts.read_contacts(ACME, [person], consistent=True)[person]
    assert contact.objections == {"marketing"}


def _state(world: World, task: str) -> str:
    shown = world.call("GET", "/privacy-tasks/{id}", path={"id": task}, caller=authorizer(agent="dora")).body
    assert (shown["code"] is None) is (shown["state"] != "proposed")
    return str(shown["state"])
