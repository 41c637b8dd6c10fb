"""What the person does who tries Rapport: seed, simulate, look, test, follow."""

import json
import shlex
import shutil
import subprocess
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from infra.cli.dlq import QUEUES
from infra.local.seed import seed
from infra.simulate import demo
from infra.simulate.post import send
from infra.simulate.tellers import teller
from tests.journeys.world import RunningStack

pytestmark = pytest.mark.e2e


def test_seeding_again_changes_nothing(world: RunningStack) -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as elsewhere:
        again = elsewhere.submit(seed, world.deployed, world.content).result()
    assert again["token"] == world.content["token"]
    seeded = {(row["platform"], row["account"]): row for row in again["accounts"]}
    assert all(seeded[row["platform"], row["account"]] == row for row in world.content["accounts"])


def test_forgotten_secrets_are_replaced(world: RunningStack) -> None:
    lost = world.connected("slack", "T0JOURNEYLOST")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as elsewhere:
        again = elsewhere.submit(seed, world.deployed, world.content).result()
    found = next(row for row in again["accounts"] if row["account"] == lost["account"])
    assert found["webhook_url"] == lost["webhook_url"]
    probe = teller("slack")(found["account"]).probe(found["secrets"])
    assert send(probe, found).status == 200
    assert send(probe, lost).status == 401


def test_the_demo_ends_with_a_command_that_shows_the_analysed_inbox(
    world: RunningStack, capsys: pytest.CaptureFixture[str]
) -> None:
    assert demo.show(world.content)
    shown = capsys.readouterr().out
    command = next(line.strip() for line in shown.splitlines() if line.strip().startswith("curl "))
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    done = subprocess.run(shlex.split(command), capture_output=True, check=True, text=True)
    heads = json.loads(done.stdout)["data"]
    assert len(heads) > 5
    assert all(head["last_interaction"]["sentiment"] or head["last_interaction"]["deleted"] for head in heads)


def test_every_webhook_passes_its_test(world: RunningStack) -> None:
    done = world.rapport("accounts", "test")
    assert done.returncode == 0, done.stdout + done.stderr
    known = json.loads(world.path.read_text())["accounts"]
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["ok"] * len(known)


def test_an_account_is_added_used_and_listed(world: RunningStack) -> None:
    done = world.rapport("accounts", "add", "discourse", "https://added.journey.example", "--json")
    assert done.returncode == 0, done.stderr
    row = json.loads(done.stdout)
    assert row.keys() == world.content["accounts"][0].keys()
    assert row in json.loads(world.path.read_text())["accounts"]
    assert world.rapport("accounts", "test", "discourse", row["account"]).returncode == 0
    assert row["webhook_url"] in world.rapport("accounts", "list").stdout
    twice = world.rapport("accounts", "add", "discourse", "https://added.journey.example")
    assert twice.returncode == 1
    assert "409" in twice.stderr


def test_simulated_traffic_is_accepted_and_can_be_followed(world: RunningStack) -> None:
    done = world.rapport("simulate", "--count", "6", "--platform", "telegram", "--seed", "77", "--rate", "0")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "telegram               6 accepted" in done.stdout
    assert demo.analysed(world.api)
    followed = world.rapport("tail", "--once", "--platform", "telegram")
    assert followed.returncode == 0, followed.stderr
    assert " Example: " in followed.stdout
    assert "\x1b" not in followed.stdout


def test_there_are_no_dead_letters(world: RunningStack) -> None:
    done = world.rapport("dlq", "replay", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("would replay about 0") == len(QUEUES) == 6
