"""Fifty people on six platforms, ten of whom are forgotten while everybody keeps writing.

Everything is done through the public faces; where an operator has more rights than these, it is the stack's owner.
One person's erasure is killed after every call to AWS, four others' before and after each state is kept, and the
rest is left to the Lambda function. Nobody waits the thirteen minutes until the second pass: its clock is ahead by
so much, and the functions that may remember a key are started anew instead.
"""

import json
import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from infra.cli.agent_api import AgentApi
from infra.simulate.post import request
from infra.template import ROOT
from infra.verify.scan import Piece, Scanner
from model.messages import PrivacyDemand
from model.privacy_task import SECOND_PASS_S
from tests.journeys import voices
from tests.journeys.killing import Prey, hunt
from tests.journeys.ownership import copied, elsewhere, opened, token_of
from tests.journeys.persons import TOLD, Person, neighbours, people, words_of
from tests.journeys.town import Town, page, start_anew, switch, traffic
from tests.journeys.world import RunningStack
from tests.privacy.schema import faults

pytestmark = pytest.mark.e2e

PEOPLE = 50
HUNTED = 4
"""How many are killed where their state is kept, besides the one that is killed everywhere."""
HOUR_MS = 3_600_000
BACKUP_MS = 7 * 24 * HOUR_MS
SCHEMA = ROOT / "docs" / "export.schema.json"


@pytest.fixture(scope="module")
def town(world: RunningStack) -> Town:
    """All have written, about each other too, and agents have entered what they know."""
    everybody = people(PEOPLE)
    run = everybody[0].run
    natives = {"discourse": f"https://town{run}.example", "slack": f"T0TOWN{run}"}
    rows = {name: world.connected(name, natives.get(name, f"7{run}")) for name in TOLD}
    token = elsewhere(token_of, world.deployed, world.content["brand"], "demo-dpo")
    made = Town(world, AgentApi(world.api.url, token), everybody, rows)
    for who in everybody:
        made.told(who, voices.life(who, rows[who.platform]))
    for by, of in neighbours(everybody):
        made.told(by, voices.mention(by, of, rows[by.platform]))
    world.quiet()
    names = {who.words["name"] for who in everybody}
    for head in world.api.every("conversations", limit=100):
        if head["customer"] and head["customer"]["name"] in names:
            made.ids[head["customer"]["name"]] = head["customer"]["id"]
    for who in everybody:
        entered = {"stage": "former", "reason": who.words["reason"], "win_back_offer": who.words["offer"]}
        noted = {"attributes": {"note": who.words["note"]}}
        world.api.patch("contacts", made.id_of(who), body=entered | noted, etag="*")
    world.quiet()
    return made


@pytest.fixture(scope="module")
def copies(town: Town) -> dict[str, str]:
    """Tables as they were before anybody left."""
    return copied(town.world.deployed)


@pytest.fixture(scope="module")
def exports(town: Town) -> dict[str, dict[str, Any]]:
    """The copies that somebody who leaves and somebody who stays asked for."""
    asked = {who.words["name"]: town.ask("export", who)["id"] for who in (town.gone[0], town.stay[0])}
    return {
        name: town.world.until(lambda task=task: _finished(town, task))  # type: ignore[misc]  # the loop's own task
        for name, task in asked.items()
    }


def _finished(town: Town, task: str) -> dict[str, Any]:
    view = town.dpo.get("privacy-tasks", task)
    return view if view["state"] in ("done", "refused") else {}


@pytest.fixture(scope="module")
def forgotten(town: Town, copies: dict[str, str], exports: dict[str, Any]) -> Town:
    """Ten have left, through kills and traffic."""
    leaving = iter(town.gone)
    switch(town, on=False)
    hunted = [_erase(town, next(leaving)) for _ in range(HUNTED + 1)]
    with traffic(town, mentions=True):
        points = elsewhere(hunt, town.fulfil, [Prey(hunted[0], everywhere=True), *map(Prey, hunted[1:])])
        _enough(points, states=4, calls=70)
        switch(town, on=True)
        left_to_lambda = [_erase(town, who) for who in leaving if who.platform != "facebook"]
        left_to_lambda += [
            _callback(town, who) for who in town.gone[HUNTED + 1 :] if who.platform == "facebook"
        ]
        town.world.until(lambda: town.states() == {"deleted"}, idle_s=60)
    switch(town, on=False)
    town.world.quiet()
    start_anew(town)
    for task in town.tasks:
        _demand_again(town, task)
    with traffic(town, mentions=False):
        prey = [Prey(hunted[0], everywhere=True), *map(Prey, hunted[1:])]
        prey += [Prey(task, last="swept") for task in left_to_lambda]
        points = elsewhere(hunt, town.fulfil, prey, SECOND_PASS_S + 20.0)
        _enough(points, states=2, calls=50)
        assert town.states() == {"done", "swept"}
        switch(town, on=True)
        town.world.until(lambda: town.states() == {"done"}, idle_s=60)
    town.world.quiet()
    return town


def _erase(town: Town, who: Person) -> str:
    task = str(town.ask("erase", who)["id"])
    town.tasks[task] = who
    return task


def _callback(town: Town, who: Person) -> str:
    """Meta's data deletion callback."""
    row = town.rows["facebook"]
    body = voices.deletion_request(who, row["secrets"]["app_secret"], int(time.time()))
    form = {"content-type": "application/x-www-form-urlencoded"}
    reply = request("POST", row["webhook_url"] + "/data-deletion", form, body)
    assert reply.status == 200
    answer = json.loads(reply.body)
    assert answer["url"].endswith(answer["confirmation_code"])
    # It travels through two queues before it is a task.
    town.world.until(lambda: page(answer["url"])[0] == 200)
    town.tasks[answer["confirmation_code"]] = who
    return str(answer["confirmation_code"])


def _demand_again(town: Town, task: str) -> None:
    """The message that waits until the second pass, without the waiting."""
    body = PrivacyDemand(town.world.content["brand"], task, "erase").to_json()
    town.world.deployed.client("sqs").send_message(QueueUrl=town.fulfil.queue, MessageBody=body)


def _enough(points: list[str], states: int, calls: int) -> None:
    """Whether the hunt was one: at all states, at all kinds of calls, before and after."""
    assert len({point.rsplit("state=", 1)[1] for point in points if "state=" in point}) >= states
    assert len(points) >= calls
    assert {point.split()[0] for point in points} == {"before", "after"}


def test_every_platform_that_is_told_is_there(town: Town) -> None:
    for group in (town.gone, town.everybody):
        assert {who.platform for who in group} == set(TOLD)
    assert min(sum(who.platform == name for who in town.everybody) for name in TOLD) > 2
    assert min(len(who.words) for who in town.everybody) >= 12


def test_agents_read_everything(town: Town) -> None:
    for who in town.everybody[:: len(TOLD) + 1]:
        views = [town.world.api.get("contacts", town.id_of(who))]
        views += town.world.api.every("contacts", town.id_of(who), "timeline", limit=100)
        # An item's own id may hold its author's: what is left tells nobody's.
        views = [{**view, "native_id": None, "permalink": None} for view in views]
        shown = json.dumps(views, ensure_ascii=False)
        missing = [
            kind
            for kind, word in who.words.items()
            if json.dumps(word, ensure_ascii=False)[1:-1] not in shown
        ]
        # Nobody needs that one; and files come through us, whatever their address.
        assert [kind for kind in missing if kind != "media"] == ["native_id"], (who.platform, missing)


def test_copies_hold_everything_while_the_keys_are_there(town: Town, copies: dict[str, str]) -> None:
    found = elsewhere(
        opened,
        town.world.deployed,
        town.world.content["brand"],
        copies,
        ["nobody's"],
        words_of(town.everybody),
    )
    assert found == {"passed": True, "remaining": {}, "missing": []}


def test_a_copy_for_the_person_is_theirs_alone(town: Town, exports: dict[str, dict[str, Any]]) -> None:
    who = town.stay[0]
    view = exports[who.words["name"]]
    status, body = page(view["export_url"])
    assert status == 200
    document = json.loads(body)
    assert faults(document, json.loads(SCHEMA.read_text(encoding="utf-8"))) == []
    assert document["person"]["id"] == town.id_of(who)
    found = {hit.word for hit in Scanner(words_of(town.everybody)).scan([Piece("export", "", body)])}
    assert found == set(who.words.values())
    limits = parse_qs(urlsplit(view["export_url"]).query)
    assert 0 < int(limits["X-Amz-Expires"][0]) <= 15 * 60
    forged = view["export_url"].replace(limits["X-Amz-Signature"][0], "0" * 64)
    assert page(forged)[0] == 403


CALLED = frozenset({"native_id", "name", "handle"})
"""By these others call them: in copies from before they open as long as there are such copies (0023)."""


def _wrote(group: list[Person]) -> list[str]:
    return words_of(group, frozenset(kind for who in group for kind in who.words) - CALLED)


def test_nothing_is_found_of_those_who_left_and_all_of_the_others(
    forgotten: Town, copies: dict[str, str], tmp_path: Path
) -> None:
    gone, kept = tmp_path / "gone", tmp_path / "kept"
    kept.write_text("\n".join(words_of(forgotten.stay)), encoding="utf-8")
    tasks = [part for task in forgotten.tasks for part in ("--task", task)]
    restored = [part for short, table in copies.items() for part in ("--restored", f"{short}={table}")]
    for words, also in ((words_of(forgotten.gone), []), (_wrote(forgotten.gone), restored)):
        gone.write_text("\n".join(words), encoding="utf-8")
        done = forgotten.world.rapport(
            "verify-erasure", "--gone", str(gone), "--kept", str(kept), *tasks, *also
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert json.loads(done.stdout) == {"passed": True, "remaining": {}, "missing": [], "receipts": []}


def test_copies_from_before_open_no_more_what_those_who_left_wrote(
    forgotten: Town, copies: dict[str, str]
) -> None:
    found = elsewhere(
        opened,
        forgotten.world.deployed,
        forgotten.world.content["brand"],
        copies,
        _wrote(forgotten.gone),
        words_of(forgotten.stay),
    )
    assert found == {"passed": True, "remaining": {}, "missing": []}


def test_no_row_names_them_by_our_own_ids_either(forgotten: Town) -> None:
    ids = {forgotten.id_of(who) for who in forgotten.gone}
    for table in ("TableCore", "TableFeed"):
        rows = list(forgotten.world.scanned(table))
        assert len(rows) > PEOPLE
        assert [row for row in rows if any(each in json.dumps(row, default=str) for each in ids)] == []


def test_the_api_knows_them_no_more(forgotten: Town) -> None:
    names = {head["customer"]["name"] for head in forgotten.world.api.every("conversations", limit=100)
             if head["customer"]}  # fmt: skip
    assert names.isdisjoint(who.words["name"] for who in forgotten.gone)
    assert {who.words["name"] for who in forgotten.stay} <= names


def test_receipts_say_from_when_on_no_backup_helps(forgotten: Town) -> None:
    done = forgotten.world.rapport("audit", "receipts")
    assert done.returncode == 0, done.stderr
    _, *chain = [json.loads(line) for line in done.stdout.splitlines()]
    bodies = {each["body"]["task"]: each["body"] for each in chain if each["kind"] == "erasure"}
    assert bodies.keys() >= forgotten.tasks.keys()
    for task, who in forgotten.tasks.items():
        body = bodies[task]
        assert 0 <= body["in_backups_until"] - body["erased_at"] - BACKUP_MS < HOUR_MS
        assert body["platform"] == who.platform
        assert set(body["left"].values()) == {0}
        assert body["counts"]["interactions"] >= 3
        assert body["counts"]["mentions"] >= 1
    pieces = [Piece("receipts", "", done.stdout.encode())]
    assert list(Scanner(words_of(forgotten.everybody)).scan(pieces)) == []
    verified = forgotten.world.rapport("audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert f"{len(chain)} receipts, 0 faults" in verified.stdout


def test_the_status_page_says_so_in_plain_words(forgotten: Town) -> None:
    for task in forgotten.tasks:
        view = forgotten.dpo.get("privacy-tasks", task)
        assert (view["state"], view["contact"]) == ("done", None)
        status, body = page(view["status_url"])
        words = body.decode()
        assert status == 200
        assert "Done. The data are deleted, and the key to all copies is destroyed. Until 20" in words
        assert view["receipt"] in words
        assert list(Scanner(words_of(forgotten.everybody)).scan([Piece("page", "", body)])) == []


def test_a_copy_made_for_somebody_who_left_is_gone(
    forgotten: Town, exports: dict[str, dict[str, Any]]
) -> None:
    left, stayed = (exports[who.words["name"]] for who in (forgotten.gone[0], forgotten.stay[0]))
    assert page(left["export_url"])[0] == 404
    assert page(stayed["export_url"])[0] == 200
