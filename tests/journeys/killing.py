"""The fulfilling function in processes that are killed: SIGKILL after every single call to AWS.

After one call is before the next: nothing that outlives a process happens in between.

It is the code that ships, with the permissions that its role has on the stack, fed from its own queue while the
queue's mapping to the Lambda function is switched off. A process that died hands its message back at once, where a
queue would wait for 730 seconds. Each process is new: nothing that one remembers helps the next.
"""

import json
import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from infra.local.stack import Stack

PATIENCE_S = 300.0
STATE = "state="
VARYING = frozenset({"ClientRequestToken", "N", "B", "UpdateExpression", "ConditionExpression"})
JOURNALLED = re.compile(r"^\d{13}#[0-9a-f]{8}$")
"""Keys in the journal of changes, which somebody may follow: another one each time."""
WRITTEN = frozenset({"Item", "ExpressionAttributeValues", "ExpressionAttributeNames"})
"""Arguments that may be other ones the next time."""


@dataclass(frozen=True)
class Function:
    """What runs, and where its messages wait."""

    deployed: Stack
    role: str
    queue: str


@dataclass(frozen=True)
class Prey:
    """A task. Its processes die after every call; if not `everywhere`, before and after its state is kept.

    `last` is a state: who reached it is killed there for good, and its message is in the queue again.
    """

    task: str
    everywhere: bool = False
    last: str | None = None


def hunt(function: Function, prey: list[Prey], ahead_s: float = 0.0) -> list[str]:
    """Work on the messages of these tasks until each was handled once without dying; all points of dying.

    A process dies at the first point at which none died before for its task. `ahead_s` is how far its clock is
    ahead. Runs in a process of its own that has made no calls to the stack so far.
    """
    _take_the_role(function)
    sqs = function.deployed.client("sqs")
    known = {each.task: (each, set[str]()) for each in prey}
    open_tasks, ended, deadline = set(known), list[str](), time.monotonic() + PATIENCE_S
    while open_tasks:
        assert time.monotonic() < deadline, f"not within {PATIENCE_S:.0f} s: {open_tasks}"
        answer = sqs.receive_message(QueueUrl=function.queue, MaxNumberOfMessages=1, WaitTimeSeconds=1)
        for message in answer.get("Messages", ()):
            task = str(json.loads(message["Body"])["id"])
            if task not in known:
                continue  # somebody else's: it shows up again
            hunted, seen = known[task]
            died_at = _died_at(message["Body"], hunted, seen, ahead_s)
            if died_at is not None:
                seen.add(died_at)
            if died_at is None:
                open_tasks.discard(task)
            elif died_at.startswith("after ") and died_at.endswith(_kept(hunted.last)):
                open_tasks.discard(task)
                ended.append(message["Body"])
            else:
                sqs.send_message(QueueUrl=function.queue, MessageBody=message["Body"])
            sqs.delete_message(QueueUrl=function.queue, ReceiptHandle=message["ReceiptHandle"])
    for body in ended:
        sqs.send_message(QueueUrl=function.queue, MessageBody=body)
    return [point for _, seen in known.values() for point in seen]


def _kept(state: str | None) -> str:
    """How the name of a point ends at which a task's state is kept."""
    return f" {STATE}{state or ''}"


def _take_the_role(function: Function) -> None:
    """Load everything a process needs, so that a new one is a copy of this; no call is made on the way."""
    found = function.deployed.client("sts").assume_role(RoleArn=function.role, RoleSessionName="killed")
    given = found["Credentials"]
    os.environ.update(function.deployed.environment())
    os.environ.update(
        AWS_ACCESS_KEY_ID=given["AccessKeyId"],
        AWS_SECRET_ACCESS_KEY=given["SecretAccessKey"],
        AWS_SESSION_TOKEN=given["SessionToken"],
        RAPPORT_QUEUE_PRIVACY=function.queue,
    )
    from aws import clients
    from privacy import fulfil  # noqa: F401 - the same

    for service in ("dynamodb", "kms", "s3", "sqs"):
        clients.client(service)


def _died_at(body: str, hunted: Prey, seen: set[str], ahead_s: float) -> str | None:
    """Where a new process that handles the message was killed; None when it came to its end."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _run(body, hunted, seen, ahead_s, writing)
    os.close(writing)
    with os.fdopen(reading) as told:
        point = told.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return point
    assert os.WEXITSTATUS(status) == 0, f"the function failed: {point}"
    return None


def _run(body: str, hunted: Prey, seen: set[str], ahead_s: float, writing: int) -> None:
    """The process: it ends here in any case."""
    from aws import kms, objects
    from aws.queues import Message
    from privacy import fulfil, procedures
    from store.stores import Stores

    def clock() -> float:
        return time.time() + ahead_s

    def passed(point: str) -> None:
        deadly = point.startswith("after ") if hunted.everywhere else STATE in point
        if deadly and point not in seen:
            os.write(writing, point.encode())
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        stores = Stores(kms, clock)
        made = fulfil.Fulfil(stores.tasks, procedures.of(stores, objects), fulfil._again, clock)
        with _hooked(passed):
            made.fulfil_demand(Message("killed", body, "receipt"))
    except BaseException as error:  # noqa: BLE001 - told to the process that waits
        os.write(writing, f"{type(error).__name__}: {error}".encode()[:4000])
        os._exit(1)
    os._exit(0)


@contextmanager
def _hooked(passed: Callable[[str], None]) -> Iterator[None]:
    """Call `passed` before and after every call of any client, with a name for what is called with what."""
    from botocore.client import BaseClient

    whole = BaseClient._make_api_call

    def call(client: Any, operation: str, arguments: Any) -> Any:
        named = f"{operation} {_named(arguments)}"
        passed(f"before {named}")
        answer = whole(client, operation, arguments)
        passed(f"after {named}")
        return answer

    BaseClient._make_api_call = call
    try:
        yield
    finally:
        BaseClient._make_api_call = whole


def _named(arguments: Any) -> str:
    """Tables and keys among the arguments; the state that a task is to have stands last."""
    from model.privacy_task import State

    states = sorted({STATE + word for word in _texts(arguments) if word in set(State)})
    places = {JOURNALLED.sub("", word) for word in _texts(_place_of(arguments))}
    return " ".join([*sorted(places), *states])


def _place_of(value: Any) -> Any:
    """Arguments without what is written there: that differs from one time to the next."""
    if isinstance(value, dict):
        written = WRITTEN if "UpdateExpression" in value or "Item" in value else frozenset()
        kept = {name: _place_of(each) for name, each in value.items() if name not in VARYING | written}
        return kept | ({"Key": [value["Item"].get("pk"), value["Item"].get("sk")]} if "Item" in value else {})
    return [_place_of(each) for each in value] if isinstance(value, (list, tuple)) else value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list, tuple)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)
