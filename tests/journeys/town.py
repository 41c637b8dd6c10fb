"""Fifty people and whoever is at work for them: asking, switching the fulfilling function, and everyday traffic."""

import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count, cycle
from typing import Any

from infra.cli.agent_api import AgentApi
from infra.cli.connecting import Row
from infra.simulate.teller import Letter
from tests.journeys import voices
from tests.journeys.killing import Function
from tests.journeys.persons import Person
from tests.journeys.world import RunningStack

LEAVING = 10
PAUSE_S = 0.5
"""Between two rounds of traffic."""
REMEMBERING = ("IntakeFunction", "SentimentFunction", "AssignFunction", "ApiFunction")


@dataclass
class Town:
    """Who lives there. `ids` are our own ids by name; `tasks` who left, by the task's id."""

    world: RunningStack
    dpo: AgentApi
    everybody: list[Person]
    rows: Mapping[str, Row]
    ids: dict[str, str] = field(default_factory=dict)
    tasks: dict[str, Person] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(10))

    @property
    def gone(self) -> list[Person]:
        """Every platform's first, and the second of some."""
        return self.everybody[:LEAVING]

    @property
    def stay(self) -> list[Person]:
        """Everybody else."""
        return self.everybody[LEAVING:]

    def id_of(self, who: Person) -> str:
        """Our own id of somebody."""
        return self.ids[who.words["name"]]

    def told(self, who: Person, letters: list[Letter]) -> None:
        """Deliver, as the platform would."""
        for letter in letters:
            assert 200 <= self.world.posted(letter, self.rows[who.platform]).status < 300

    def ask(self, kind: str, who: Person) -> dict[str, Any]:
        """A request entered by the data protection officer."""
        body = {"kind": kind, "contact": self.id_of(who)}
        return self.dpo.post("privacy-tasks", body=body, key=uuid.uuid4().hex)

    def states(self) -> set[str]:
        """Of all erasures."""
        return {self.dpo.get("privacy-tasks", task)["state"] for task in self.tasks}

    @property
    def fulfil(self) -> Function:
        """The fulfilling function."""
        known = self.world.deployed.client("lambda").get_function_configuration(
            FunctionName=self.world.physical("FulfilFunction")
        )
        return Function(self.world.deployed, known["Role"], self.world.physical("PrivacyQueue"))


def switch(town: Town, on: bool) -> None:
    """Let the queue's messages reach the Lambda function, or not."""
    client = town.world.deployed.client("lambda")
    mapping = town.world.physical("FulfilFunctionPrivacy")
    client.update_event_source_mapping(UUID=mapping, Enabled=on)
    wanted = "Enabled" if on else "Disabled"
    town.world.until(lambda: client.get_event_source_mapping(UUID=mapping)["State"] == wanted)
    time.sleep(1.5)  # whoever polls just now


def start_anew(town: Town) -> None:
    """New processes remember no keys: otherwise that takes five minutes."""
    client = town.world.deployed.client("lambda")
    for logical in REMEMBERING:
        name = town.world.physical(logical)
        known = client.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
        changed = {**known, "RAPPORT_STARTED": str(time.time_ns())}
        client.update_function_configuration(FunctionName=name, Environment={"Variables": changed})


@contextmanager
def traffic(town: Town, mentions: bool) -> Iterator[None]:
    """New deliveries of those who stay, late ones of those who go; `mentions`: others still write of them."""
    ended, failed = threading.Event(), list[BaseException]()

    def run() -> None:
        try:
            for who, late in zip(cycle(town.stay), cycle(town.gone), strict=False):
                if ended.wait(PAUSE_S):
                    break
                _written_meanwhile(town, who, late, mentions)
        except BaseException as error:  # noqa: BLE001 - raised again below
            failed.append(error)

    writing = threading.Thread(target=run)
    writing.start()
    try:
        yield
    finally:
        ended.set()
        writing.join()
    assert not failed, failed


def _written_meanwhile(town: Town, who: Person, late: Person, mentions: bool) -> None:
    now, nth = int(time.time() * 1000), next(town.numbers) % 90 + 10
    town.told(who, voices.more(who, nth, now, town.rows[who.platform]))
    town.told(late, voices.life(late, town.rows[late.platform]))
    by = next(each for each in town.stay if each.platform == late.platform)
    if mentions:
        town.told(by, voices.mention(by, late, town.rows[by.platform], nth, now))


def page(url: str) -> tuple[int, bytes]:
    """Status and body of whatever answers there; the address is used exactly as it was given."""
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310 - the stack's own addresses
            return int(answer.status), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
