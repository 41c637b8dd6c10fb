"""A broadcast reaches everybody once, whatever breaks; and nobody who may not be reached.

Tests of: `model.broadcast`, `respond.broadcasting`, `respond.audience`, `respond.actions.broadcasts`,
`respond.actions.received`, `respond.shapes.broadcast`, `store.outbox.broadcasts`, `store.outbox.later_states`,
`store.forgetting.erasing.receivings`.
"""

import json
from collections import Counter
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest

from ingest.progress import ToldProgress, keep_progress
from model.brand_settings import Settings
from model.broadcast import BroadcastLimits, RecipientState
from model.http import Call
from model.progress import SentProgress
from model.reply import ReplyState
from respond.outgoing_ports import Answered
from store.dynamo.rows import OpsRow
from store.forgetting.erasing.leaver import Leaver
from store.forgetting.erasing.receivings import Receivings, copy_received
from store.outbox.broadcasts import BROADCASTS_DUE
from tests.respond.desk import Killed, answered
from tests.respond.mailing import LINE, VIBER, Posts, Run, begin, people, raise_alert, well
from tests.respond.scene import SendingTokens
from tests.respond.world import ACME, World
from tests.template.enforcing import as_function

AT_ONCE, MEMBERS = 5, 8


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several steps for few members."""
    monkeypatch.setattr("respond.broadcasting.AT_ONCE", AT_ONCE)


def test_everybody_gets_it_once_and_it_shows_who_and_in_which_conversation(world: World) -> None:
    run = begin(world, VIBER, MEMBERS)
    broadcast = run.make()
    tried = run.ask("POST", "/broadcasts/{id}/dry-run", broadcast, {}).body
    assert (tried["reached"], {each["reason"] for each in tried["excluded"]}) == (MEMBERS, {"other_platform"})
    assert run.posts.calls == 0
    own = run.ask("POST", "/broadcasts/{id}/approve", broadcast)
    assert (own.status, own.body["code"]) == (403, "second_person_needed")
    run.approve(broadcast)
    assert run.finish() == 0
    assert run.posts.got == Counter(people(MEMBERS))
    shown = run.shown(broadcast)
    assert (shown["state"], shown["counts"]["sent"]) == ("done", MEMBERS)
    assert sum(shown["counts"].values()) == MEMBERS + shown["counts"]["skipped"]
    page = run.ask("GET", "/broadcasts/{id}/recipients", broadcast, state="sent", limit="5").body
    more = run.ask(
        "GET", "/broadcasts/{id}/recipients", broadcast, state="sent", limit="5", cursor=page["next_cursor"]
    ).body
    assert len({each["contact"]["id"] for each in page["data"] + more["data"]}) == MEMBERS
    first = page["data"][0]
    assert first["text"].startswith("Hi Nr")
    told = run.ask("GET", "/conversations/{id}/broadcasts", first["conversation"]).body["data"]
    assert [each["broadcast"] for each in told] == [broadcast]
    changed = run.ask("PATCH", "/broadcasts/{id}", broadcast, {"title": "x"})
    assert (changed.status, changed.body["code"]) == (409, "broadcast_approved")


@pytest.mark.parametrize("platform", [VIBER, LINE])
@pytest.mark.parametrize("early", [True, False])
def test_killed_again_and_again_nobody_gets_it_twice_and_nobody_is_lost(
    world: World, platform: str, early: bool
) -> None:
    run = begin(world, platform, MEMBERS)

    def killed() -> Answered:
        raise Killed

    numbers = {2, 3, 5, MEMBERS}
    run.posts.breaks = dict.fromkeys(numbers, killed)
    run.posts.early = frozenset(numbers if early else ())
    broadcast = run.make()
    run.approve(broadcast)
    kills = run.finish()
    assert kills == len(numbers)
    counts = run.shown(broadcast)["counts"]
    assert max(run.posts.got.values()) == 1
    assert counts["sent"] + counts["unknown"] == MEMBERS
    assert counts["unknown"] == (0 if platform == LINE else kills)
    lost = people(MEMBERS) - run.posts.got.keys()
    assert len(lost) == (kills if early and platform == VIBER else 0), "those are shown as unknown"
    assert run.shown(broadcast)["state"] == "done"


def test_d4_a_broadcast_that_is_the_first_contact_brings_the_notice(world: World) -> None:
    link = "https://acme.example/privacy"
    world.stores.settings.keep_settings(ACME, Settings(privacy_notice_url=link, broadcast_days=0), "adam", 1)
    run = begin(world, VIBER, 2)
    knows = world.hid(VIBER, "person", "bu1")
    world.stores.consents.note_notice(ACME, knows, 1)
    texts = []
    for _ in range(2):
        broadcast = run.make()
        run.approve(broadcast)
        run.finish()
        world.clock.now += 86_400
        found = world.stores.broadcasts.page_recipients(ACME, broadcast, RecipientState.SENT, None, 9)[0]
        texts.append({each.person == knows: each.text for each in found})
    assert texts[0] == {False: f"Hi Nr0\n\n{link}", True: "Hi Nr1"}
    assert texts[1] == {False: "Hi Nr0", True: "Hi Nr1"}
    assert run.posts.got == Counter({"bu0": 2, "bu1": 2})


class Inboxes(Posts):
    """Servers of the fediverse: who has which inbox, and what came there for whom, a repeated id once."""

    def make_request(self, call: Call) -> Answered:
        self.calls += 1
        if call.method == "GET":
            return answered(200, {"inbox": f"{call.url}/inbox"})
        told = json.loads(call.body)
        assert call.url == f"{told['to'][0]}/inbox"
        self.got[told["to"][0]] += told["id"] not in self.keys
        self.keys |= {told["id"]}
        if self.calls == 4:
            raise Killed
        return answered(202)


def test_what_has_to_be_asked_before_is_asked_of_each_and_again_after_a_kill(world: World) -> None:
    who = "https://people.example/users/ann"
    run = begin(world, "activitypub", 3, who)
    run.posts, run.tokens = Inboxes(world.stores), SendingTokens()
    broadcast = run.make()
    run.approve(broadcast)
    assert run.finish() == 1
    assert run.posts.got == Counter({f"{who}{n}": 1 for n in range(3)})
    assert run.shown(broadcast)["counts"]["sent"] == 3
    assert run.posts.calls == 8


def test_killed_at_every_write_of_the_ledger_it_goes_on_from_there(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begin(world, VIBER, MEMBERS)
    store, number = world.stores.broadcasts, count(1)
    for name in ("keep_recipient", "keep_broadcast"):
        write = getattr(store, name)

        def killing(given: Any, write: Any = write) -> Any:
            turn = next(number)
            if turn % 7 == 0:
                raise Killed
            kept = write(given)
            if turn % 11 == 0:
                raise Killed
            return kept

        monkeypatch.setattr(store, name, killing)
    broadcast = "none"
    while broadcast == "none":
        try:
            broadcast = run.make()
        except Killed:
            continue
    while run.shown(broadcast)["state"] == "draft":
        try:
            run.ask("POST", "/broadcasts/{id}/approve", broadcast, who="adam")
        except Killed:
            continue
    BROADCASTS_DUE.arm_wakeup(ACME, broadcast, world.stores.now_ms())
    kills = run.finish()
    counts = run.shown(broadcast)["counts"]
    assert kills > 3
    assert run.posts.got.keys() <= people(MEMBERS)
    assert max(run.posts.got.values()) == 1
    assert counts["sent"] + counts["unknown"] == MEMBERS
    assert counts["unknown"] <= kills


def test_the_platform_s_limit_and_faults_are_waited_for(world: World) -> None:
    run = begin(world, VIBER, 6)
    run.posts.breaks = {
        2: lambda: answered(429, {"status": 12, "status_message": "tooManyRequests"}, {"Retry-After": "90"}),
        4: lambda: answered(0, "", sent=False),
        6: lambda: answered(0, ""),
    }
    run.posts.early = frozenset({2, 4})
    broadcast = run.make()
    run.approve(broadcast)
    before = world.clock.now
    run.finish()
    counts = run.shown(broadcast)["counts"]
    assert max(run.posts.got.values()) == 1
    assert (counts["sent"], counts["unknown"]) == (5, 1)
    assert world.clock.now - before >= 90
    assert run.posts.got == Counter(people(6))


def test_a_dead_token_waits_for_its_renewal(world: World) -> None:
    run = begin(world, VIBER, 3)
    run.tokens.dead = True
    broadcast = run.make()
    run.approve(broadcast)
    for _ in range(4):
        run.step()
    assert (run.posts.calls, run.shown(broadcast)["state"]) == (0, "running")
    run.tokens.dead = False
    run.finish()
    assert run.posts.got == Counter(people(3))


def test_paused_it_stops_before_the_next_and_goes_on_when_resumed_or_not_when_cancelled(world: World) -> None:
    run = begin(world, VIBER, MEMBERS)
    broadcast = run.make()
    run.approve(broadcast)

    def paused() -> Answered:
        assert run.ask("POST", "/broadcasts/{id}/pause", broadcast).status == 200
        return well(Call("POST", "https://chatapi.viber.com", {}, b""))

    run.posts.breaks = {3: paused}
    run.finish()
    assert (run.posts.calls, run.shown(broadcast)["state"]) == (3, "paused")
    assert run.shown(broadcast)["counts"]["sent"] == 3
    assert run.ask("POST", "/broadcasts/{id}/resume", broadcast).status == 200
    run.posts.breaks = {6: paused}
    run.finish()
    assert run.posts.calls == 6
    assert run.ask("POST", "/broadcasts/{id}/cancel", broadcast).body["state"] == "cancelled"
    refused = run.ask("POST", "/broadcasts/{id}/resume", broadcast)
    assert (refused.status, refused.body["code"]) == (409, "broadcast_state")
    run.finish()
    assert (run.posts.calls, max(run.posts.got.values())) == (6, 1)


def test_whoever_may_not_be_reached_is_left_out_with_the_reason_also_at_the_last_moment(world: World) -> None:
    run = begin(world, VIBER, 6)
    people = [world.hid(VIBER, "person", f"bu{n}") for n in range(6)]
    first = run.make()
    run.approve(first)
    run.finish()
    world.clock.now += 3 * 86_400
    broadcast = run.make()
    tried = run.ask("POST", "/broadcasts/{id}/dry-run", broadcast, {}).body
    assert {each["reason"]: each["count"] for each in tried["excluded"]}["frequency_cap"] == 6
    world.clock.now += 5 * 86_400
    assert run.ask("POST", "/broadcasts/{id}/dry-run", broadcast, {}).body["reached"] == 6
    run.approve(broadcast)
    world.stores.consents.object_to(ACME, people[0], ["marketing"], world.stores.now_ms())
    world.stores.consents.restrict_person(ACME, people[1], world.stores.now_ms())
    world.stores.shredder.destroy_person(ACME, people[2], world.stores.now_ms())
    for person in people:
        world.stores.vault.forget_salt(ACME, person)
    run.finish()
    got = {f"bu{n}": 1 if n in (0, 1, 2) else 2 for n in range(6)}
    assert run.posts.got == Counter(got)
    found = world.stores.broadcasts.page_recipients(ACME, broadcast, RecipientState.SKIPPED, None, 100)[0]
    codes = {each.person: each.code for each in found}
    assert (codes[people[0]], codes[people[1]]) == ("opted_out", "restricted")


def test_a_severe_alert_stops_it_until_a_person_lets_it_go_on(world: World) -> None:
    run = begin(world, VIBER, 4)
    broadcast = run.make()
    run.approve(broadcast)
    world.clock.now += 1
    raise_alert(world, VIBER)
    run.finish()
    shown = run.shown(broadcast)
    assert (shown["state"], shown["reason"], run.posts.calls) == ("braked", "alert", 0)
    world.clock.now += 1
    assert run.ask("POST", "/broadcasts/{id}/resume", broadcast).status == 200
    run.finish()
    assert run.posts.got == Counter(people(4))


def test_a_window_that_closed_before_its_time_leaves_people_out_with_the_reason(world: World) -> None:
    run = begin(world, "messenger", 3)
    soon = datetime.fromtimestamp(world.clock.now + 30 * 3_600, UTC).isoformat()
    broadcast = run.make(at=soon)
    assert run.ask("POST", "/broadcasts/{id}/dry-run", broadcast, {}).body["reached"] == 3
    run.approve(broadcast)
    run.finish()
    assert run.posts.calls == 0
    found = world.stores.broadcasts.page_recipients(ACME, broadcast, RecipientState.SKIPPED, None, 100)[0]
    assert Counter(each.code for each in found)["window_closed"] == 3


def _tell(world: World, number: int, state: ReplyState, **more: Any) -> None:
    """The platform tells of what somebody got."""
    told = SentProgress(state, **{"native_id": "57"} | more)
    person = world.hid(VIBER, "person", f"bu{number}")
    keep_progress(world.stores, ACME, [ToldProgress(frozenset({f"{VIBER}{ACME}"}), person, told)])


def _counts(run: Run, broadcast: str) -> dict[str, int]:
    return {name: each for name, each in run.shown(broadcast)["counts"].items() if each and name != "skipped"}


def test_receipts_move_recipients_and_counts_forward_whenever_they_come(world: World) -> None:
    run = begin(world, VIBER, 6)
    broadcast = run.make()
    run.approve(broadcast)
    now = world.stores.now_ms()

    def told_before_the_answer() -> Answered:
        person = world.hid(VIBER, "person", "bu0")
        known = world.stores.broadcasts.read_received(ACME, person, [broadcast])
        if known and known[0].state is RecipientState.SENDING:
            _tell(
                world, 0, ReplyState.DELIVERED, native_id="", reply=world.stores.broadcasts.name_key(known[0])
            )
        return well(Call("POST", "https://chatapi.viber.com", {}, b""))

    run.posts.breaks = dict.fromkeys(range(1, 7), told_before_the_answer)
    # In the midst of the walk, whose counts are not kept yet.
    run.finish()
    assert _counts(run, broadcast) == {"sent": 5, "delivered": 1}
    for state in (ReplyState.DELIVERED, ReplyState.READ, ReplyState.DELIVERED, ReplyState.SENT):
        with as_function("Intake"):
            _tell(world, 1, state)
    _tell(world, 0, ReplyState.READ)
    _tell(world, 2, ReplyState.FAILED, code="131047")
    _tell(world, 3, ReplyState.READ, native_id="", up_to=now + 60_000)
    _tell(world, 4, ReplyState.DELIVERED, native_id="58")
    assert _counts(run, broadcast) == {"sent": 2, "read": 3, "failed": 1}
    page = run.ask("GET", "/broadcasts/{id}/recipients", broadcast, state="failed").body["data"]
    assert [(each["state"], each["code"]) for each in page] == [("failed", "131047")]
    read = run.ask("GET", "/broadcasts/{id}/recipients", broadcast, state="read").body["data"]
    assert all(each["text"].startswith("Hi Nr") for each in read)
    assert len(read) == 3


def test_a_receipt_in_the_midst_of_a_walk_that_is_killed_is_counted_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begin(world, VIBER, 4)
    broadcast = run.make()
    run.approve(broadcast)
    monkeypatch.setattr("respond.broadcasting.AT_ONCE", 25)

    def killed() -> Answered:
        for number in range(4):
            _tell(world, number, ReplyState.DELIVERED)
        raise Killed

    run.posts.breaks = {3: killed}
    assert run.finish() == 1
    assert _counts(run, broadcast) == {"sent": 1, "delivered": 2, "unknown": 1}
    (unknown,) = world.stores.broadcasts.page_recipients(ACME, broadcast, RecipientState.UNKNOWN, None, 9)[0]
    with as_function("Api"):
        body = {"posted": False, "contact": unknown.person}
        run.ask("POST", "/broadcasts/{id}/settlement", broadcast, body)
    assert _counts(run, broadcast) == {"sent": 1, "delivered": 2, "failed": 1}
    again = run.ask("POST", "/broadcasts/{id}/settlement", broadcast, body)
    assert (again.status, again.body["code"]) == (409, "fate_known")


def test_in_quiet_hours_it_waits_for_their_end_by_the_brand_s_clock() -> None:
    limits = BroadcastLimits("Europe/Berlin", 21, 8)

    def at(text: str) -> int:
        return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)

    assert limits.find_quiet_end(at("2026-07-01T18:59:00")) is None
    assert limits.find_quiet_end(at("2026-07-01T19:00:00")) == at("2026-07-02T06:00:00")
    assert limits.find_quiet_end(at("2026-07-02T05:59:00")) == at("2026-07-02T06:00:00")
    assert limits.find_quiet_end(at("2026-10-24T22:30:00")) == at("2026-10-25T07:00:00"), (
        "the clock goes back"
    )
    assert BroadcastLimits().find_quiet_end(at("2026-07-01T03:00:00")) is None


def test_what_a_person_got_is_copied_and_erased(world: World) -> None:
    run = begin(world, VIBER, 2)
    broadcast = run.make()
    run.approve(broadcast)
    run.finish()
    person = world.hid(VIBER, "person", "bu0")
    who = Leaver(ACME, person, VIBER, world.stores.now_ms(), "")
    told = list(copy_received(world.stores.broadcasts, who))
    assert [(each["state"], each["text"]) for each in told] == [("sent", "Hi Nr0")]
    eraser = Receivings(world.stores.vault, world.stores.broadcasts)
    assert eraser.count_left(who) == sum(eraser.erase_items(who)) == 1
    assert eraser.count_left(who) == 0
    assert not [row for row in OpsRow.scan() if person in row.pk or row.sk == person]
