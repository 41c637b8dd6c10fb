"""What a new user does on the first evening, with the command line alone and nothing of the source.

Set up, sign in with a new password, connect Slack under a mistyped id, find that in the account's health, correct it,
replay what was parked, see the message, and change the secret while messages come.
"""

import json
import os
import re
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

import pytest

from infra.simulate.post import Reply, send
from infra.simulate.teller import Letter
from infra.template import ROOT
from tests.journeys.world import RunningStack

pytestmark = pytest.mark.e2e

BRAND, ADMIN = "newcomer", "ada@newcomer.example"
FIRST_SECRET, SECOND_SECRET = "8f742231b10e8888abcd99aaabbb85a5", "0123456789abcdef0123456789abcdef"


@dataclass
class Newcomer:
    """A person at a terminal; `signed_in` are the variables that signing in printed."""

    world: RunningStack
    signed_in: dict[str, str] = field(default_factory=dict)
    said: int = 0

    def types(self, *words: str, answers: str = "") -> str:
        """Returns what the command line prints; it must end well."""
        done = subprocess.run(
            [sys.executable, "-m", "infra.cli.main", *words],
            env={
                "PATH": os.environ.get("PATH", ""),
                "PYTHONPATH": f"{ROOT / 'functions'}{os.pathsep}{ROOT}",
                "RAPPORT_STACK": str(self.world.path),
                **self.signed_in,
            },
            cwd=ROOT,
            input=answers,
            start_new_session=True,  # no terminal: passwords are read from what is handed in
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def seen(self, wanted: str, *words: str) -> str:
        """Returns what the command line prints once it names `wanted`; until then nothing."""
        printed = self.types(*words)
        return printed if wanted in printed else ""

    def writes(self, address: str, secret: str) -> Reply:
        """Has Slack deliver a message from the workspace that the newcomer means."""
        self.said += 1
        now = int(time.time())
        moment = f"{now}.{self.said:06d}"
        event = {"type": "message", "channel": "D1", "channel_type": "im", "user": "U1", "ts": moment,
                 "event_ts": moment, "text": f"My lamp broke, number {self.said}"}  # fmt: skip
        body = json.dumps({
            "token": "x", "team_id": "T0NEWRIGHT", "api_app_id": "A1", "type": "event_callback",
            "event_id": f"Ev{moment}", "event_time": now, "event": event,
            "authorizations": [{"team_id": "T0NEWRIGHT", "user_id": "U0BOT", "is_bot": True}],
        }).encode()  # fmt: skip
        return send(Letter("slack", body), {"webhook_url": address, "secrets": {"signing_secret": secret}})


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found is not None, text
    return found[1]


def test_a_new_user_gets_from_nothing_to_a_message_and_to_new_secrets(world: RunningStack) -> None:
    me = Newcomer(world)
    said = me.types("setup", "--admin", ADMIN, "--dpo", "dora@newcomer.example", "--brand", BRAND)
    password = _found(r"admin +first password (\S+),", said)
    printed = me.types("login", ADMIN, "--brand", BRAND, answers=f"{password}\nA-New-Pass-1234\n")
    me.signed_in = dict(re.findall(r"export (\w+)=(\S+)", printed))
    assert me.signed_in.keys() == {"RAPPORT_API", "RAPPORT_TOKEN"}

    added = me.types("accounts", "add", "slack", "T0NEWWRONG", "--secret", f"signing_secret={FIRST_SECRET}")
    address = _found(r"webhook +(\S+)", added)
    assert me.writes(address, FIRST_SECRET).status == 200
    health = world.until(lambda: me.seen("T0NEWRIGHT", "accounts", "health", "slack", "T0NEWWRONG"))
    assert "1 unknown_account" in health

    me.types("accounts", "correct", "slack", "T0NEWWRONG", "T0NEWRIGHT")
    assert "replayed 1" in me.types("parked", "replay", "--reason", "unknown_account")
    world.until(lambda: me.seen("My lamp broke, number 1", "tail", "--once"))

    stop, answered = threading.Event(), []

    def keep_writing() -> None:
        while not stop.is_set():
            answered.append(me.writes(address, FIRST_SECRET).status)
            time.sleep(0.2)

    writing = threading.Thread(target=keep_writing)
    writing.start()
    me.types("accounts", "rotate", "slack", "T0NEWRIGHT", "--secret", f"signing_secret={SECOND_SECRET}")
    assert me.writes(address, SECOND_SECRET).status == 200
    stop.set()
    writing.join()
    assert len(answered) > 1
    assert set(answered) == {200}, "the former secret proves deliveries for another day"
    assert "signed: 200; forged: 401" in me.types("accounts", "test", "slack", "T0NEWRIGHT")
