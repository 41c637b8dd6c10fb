"""A deployed stack of the tests' own, and what a journey does with it from outside."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from infra.cli.agent_api import AgentApi
from infra.cli.connecting import Row, connect
from infra.local.stack import Stack
from infra.simulate.fresh import secrets_for
from infra.simulate.post import Reply, send
from infra.simulate.teller import Letter
from infra.template import ROOT

PATIENCE_S = 960.0
"""A function that was stopped for lack of CPU leaves its messages hidden for five minutes, now and then twice over.
Nobody waits so long while no step has work: `IDLE_S` ends that."""

IDLE_S = 20.0
"""So long after the last message was done with nothing more will change."""

STEPS = ("QueueDeliveries", "QueueSentiment", "QueueSegments")
Value = TypeVar("Value")


@dataclass(frozen=True)
class RunningStack:
    """`content` is what stack.json holds, `path` where it is; simulated hosts are asked at `web_port`."""

    deployed: Stack
    path: Path
    content: Mapping[str, Any]
    web_port: int = 0

    @cached_property
    def api(self) -> AgentApi:
        return AgentApi(self.content["api_url"], self.content["token"])

    def until(self, look: Callable[[], Value], idle_s: float = IDLE_S) -> Value:
        """What `look` answers as soon as it is true. AssertionError when it is not, and for `idle_s` no step had
        any work left."""
        deadline = time.monotonic() + PATIENCE_S
        idle_since = time.monotonic()
        while not (found := look()):
            now = time.monotonic()
            idle_since = now if self.working() else idle_since
            assert now < deadline, f"not within {PATIENCE_S:.0f} s: {found!r}"
            assert now - idle_since < idle_s, f"all steps are done, and still: {found!r}"
            time.sleep(0.3)
        return found

    def quiet(self) -> None:
        """Wait until no step has work left."""
        self.until(lambda: not self.working())
        time.sleep(1.5)  # between two steps a message is in no queue
        self.until(lambda: not self.working())

    def working(self) -> bool:
        """Whether any message is waiting for a step or with it."""
        sqs = self.deployed.client("sqs")
        states = ("", "NotVisible", "Delayed")
        wanted = [f"ApproximateNumberOfMessages{state}" for state in states]
        answers = [
            sqs.get_queue_attributes(QueueUrl=self.deployed.outputs[queue], AttributeNames=wanted)
            for queue in STEPS
        ]
        return any(int(number) for answer in answers for number in answer["Attributes"].values())

    def demo(self, platform: str) -> Row:
        """The demo account of a platform."""
        return next(row for row in self.content["accounts"] if row["platform"] == platform)

    def connected(self, platform: str, native_id: str | None = None, **more: Any) -> Row:
        """An account of the test's own."""
        native = native_id or f"journey-{platform}-{next(_numbers)}"
        secrets = {} if "endpoint" in more else secrets_for(platform)
        return connect(self.api, platform, native, secrets=secrets, **more)

    def posted(self, letter: Letter, row: Mapping[str, Any]) -> Reply:
        """The webhook's answer; a 503 is tried again, as platforms do."""
        reply = send(letter, row)
        for pause in (1, 2, 4, 8):
            if reply.status != 503:
                break
            time.sleep(pause)
            reply = send(letter, row)
        return reply

    def account_id(self, row: Row) -> str:
        """Our own id of an account."""
        views = self.api.every("accounts", limit=100)
        return next(
            str(view["id"])
            for view in views
            if (view["platform"], view["native_id"]) == (row["platform"], row["account"])
        )

    def conversations(self, row: Row) -> list[dict[str, Any]]:
        """The open conversations of one account."""
        account = self.account_id(row)
        heads = self.api.every("conversations", limit=100, platform=row["platform"])
        return [head for head in heads if head["account_id"] == account]

    def interactions(self, row: Row) -> list[dict[str, Any]]:
        """All interactions in the open conversations of one account, each once."""
        found = {
            item["id"]: item
            for head in self.conversations(row)
            for item in self.api.every("conversations", head["id"], "interactions", limit=100)
        }
        return list(found.values())

    def rows_of(self, row: Row) -> list[dict[str, Any]]:
        """The stored rows of one account, as they lie in the table."""
        account = {"S": self.account_id(row)}
        return [item for item in self.scanned("TableFeed") if item.get("account") == account]

    def scanned(self, output: str) -> Iterator[dict[str, Any]]:
        """Everything in a table, raw."""
        pages = self.deployed.client("dynamodb").get_paginator("scan")
        for page in pages.paginate(TableName=self.deployed.outputs[output]):
            yield from page["Items"]

    def physical(self, logical: str) -> str:
        """What a resource of the template is called on this stack."""
        found = self.deployed.client("cloudformation").describe_stack_resource(
            StackName=self.deployed.stack_name, LogicalResourceId=logical
        )
        return str(found["StackResourceDetail"]["PhysicalResourceId"])

    def invoked(self, logical: str, event: Mapping[str, Any]) -> Any:
        """What a function answers to whoever calls it by hand."""
        answer = self.deployed.client("lambda").invoke(
            FunctionName=self.physical(logical), Payload=json.dumps(event).encode()
        )
        said = answer["Payload"].read()
        assert "FunctionError" not in answer, said
        return json.loads(said)

    def rapport(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The command line on this stack, as a person would run it."""
        return subprocess.run(
            [sys.executable, "-m", "infra.cli.main", *arguments],
            env={
                "PATH": os.environ.get("PATH", ""),
                "PYTHONPATH": f"{ROOT / 'functions'}{os.pathsep}{ROOT}",
                "RAPPORT_STACK": str(self.path),
            },
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )


_numbers = count(1)
