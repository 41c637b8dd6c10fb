"""CPU time an interaction costs: our four handlers, and the obvious stack, in one run against the same stand-in.

    python -m bench.cpu [--rounds N]

Both are real down to the socket: botocore builds, signs, sends and reads every request; what AWS would do is done
in another process and not counted. Ours gets a batch of a hundred at each worker, the obvious stack one event an
invoke, as each is deployed. CPU time is user and system time of the process; the first round only warms up.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from bench import loopback, traffic
from bench.figures import NotRun, Row, row
from model.endpoint import Endpoint

ROOT = Path(__file__).resolve().parents[1]
COMMAND = "python -m bench.cpu"
TARGET = 2.8
PLAIN = "RAPPORT_PLAIN_REQUESTS"


def rows(rounds: int = 12) -> list[Row]:
    """Microseconds an event for each part, requests an event, and how many times less CPU ours takes."""
    if find_spec("pydantic") is None:
        raise NotRun("pydantic is not installed: `make bench` installs the group bench")
    spent, requests = _measured(rounds)
    found = []
    for side, parts in spent.items():
        found += [
            row(f"cpu.{side}.{part}", micros, "µs/event", command=COMMAND) for part, micros in parts.items()
        ]
        found.append(row(f"cpu.{side}.total", sum(parts.values()), "µs/event", command=COMMAND))
        found.append(row(f"cpu.{side}.requests", requests[side], "requests/event", command=COMMAND))
    ratio = sum(spent["obvious"].values()) / sum(spent["ours"].values())
    return [
        *found,
        row("cpu.times_less_than_obvious", ratio, "times", f">= {TARGET:g}", ratio >= TARGET, COMMAND),
    ]


def _measured(rounds: int) -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """The median round of both sides, each in a process of its own, taking turns on the same machine."""
    taken: dict[str, list[dict[str, float]]] = {"ours": [], "obvious": []}
    requests: dict[str, float] = {}
    with ExitStack() as stack:
        sides = {side: stack.enter_context(_side(side)) for side in taken}
        for number in range(rounds + 1):
            for side, (aws, process) in sides.items():
                before = aws.calls()
                taken[side].append(_round(process, number))
                requests[side] = (aws.calls() - before) / traffic.DELIVERIES
    spent = {
        side: {part: median(each[part] for each in all_rounds[1:]) for part in all_rounds[0]}
        for side, all_rounds in taken.items()
    }
    return spent, requests


@contextlib.contextmanager
def _side(side: str) -> Iterator[tuple[loopback.Loopback, "subprocess.Popen[str]"]]:
    with loopback.running(Endpoint("acme", traffic.SECRET).to_secret_text()) as aws:
        environment = aws.environment() | {"SLACK_SECRET": traffic.SECRET["signing_secret"]}
        program = [sys.executable, "-m", "bench.cpu", "--side", side, "--aws", aws.url]
        process = subprocess.Popen(
            program, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        try:
            yield aws, process
        finally:
            process.kill()
            process.wait()


def _round(process: "subprocess.Popen[str]", number: int) -> dict[str, float]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{number}\n")
    process.stdin.flush()
    spent: dict[str, float] = json.loads(process.stdout.readline() or "{}")
    if not spent:
        raise RuntimeError("one side broke down, see above")
    return spent


class Spent:
    """Microseconds of CPU by part, for each of a hundred events."""

    def __init__(self) -> None:
        self.parts: dict[str, float] = {}

    @contextlib.contextmanager
    def on(self, part: str) -> Iterator[None]:
        """Count what happens here."""
        start = time.process_time()
        yield
        self.parts[part] = (time.process_time() - start) * 1e6 / traffic.DELIVERIES


def _ours(aws: Any) -> Callable[[int], dict[str, float]]:
    from aws import kms

    os.environ[PLAIN] = "on"
    from ingest import webhook  # whose clients are made now, with the setting that it alone is deployed with

    del os.environ[PLAIN]
    from ingest import intake
    from segment import assign, sentiment
    from store.brand.accounts import Account
    from store.stores import Stores
    from tests.fakes import make_endpoint_id

    endpoint = make_endpoint_id(b"0123456789abcdef")
    stores = Stores(kms, time.time)
    stores.create_brand("acme")
    stores.accounts.connect_account(
        Account("a" * 32, "acme", "slack", endpoint, traffic.TEAM, self_ids=(traffic.BOT,))
    )

    def run(number: int) -> dict[str, float]:
        now, spent = int(time.time()), Spent()
        bodies = traffic.bodies(number, now)
        requests = [traffic.api_event(body, traffic.signed(body, now), endpoint) for body in bodies]
        with spent.on("webhook"):
            answers = [webhook.handler(request, None)["statusCode"] for request in requests]
        assert answers == [200] * len(bodies)
        for part, handler in (
            ("store", intake.handler),
            ("sentiment", sentiment.handler),
            ("assign", assign.handler),
        ):
            event = traffic.sqs_event(aws.sent(), now)
            with spent.on(part):
                answer = handler(event, _Context())
            if answer != {"batchItemFailures": []}:
                raise RuntimeError(f"{part} did not do its work: {len(answer['batchItemFailures'])} failed")
        return spent.parts

    return run


class _Context:
    """What Powertools asks of Lambda's context."""

    function_name = memory_limit_in_mb = invoked_function_arn = aws_request_id = "1"

    def get_remaining_time_in_millis(self) -> int:
        return 120_000


def _obvious(aws: Any) -> Callable[[int], dict[str, float]]:
    from bench.obvious import webhook, worker

    def run(number: int) -> dict[str, float]:
        now, spent, context = int(time.time()), Spent(), _Context()
        bodies = traffic.bodies(number, now)
        requests = [traffic.rest_event(body, traffic.signed(body, now)) for body in bodies]
        with spent.on("webhook"):
            answers = [webhook.handler(request, context)["statusCode"] for request in requests]
        assert answers == [200] * len(bodies)
        events = [traffic.sqs_event([body], now) for body in aws.sent()]
        assert len(events) == len(bodies)
        with spent.on("worker"):
            for event in events:
                assert worker.handler(event, context) == {"batchItemFailures": []}
        return spent.parts

    return run


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure CPU time an interaction costs")
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--side", choices=("ours", "obvious"))
    parser.add_argument("--aws", help="where the stand-in is")
    given = parser.parse_args()
    if given.side is None:
        print(json.dumps(rows(given.rounds), indent=1, ensure_ascii=False))
        return
    answers, sys.stdout = sys.stdout, Path(os.devnull).open("w")  # noqa: SIM115 - where the handlers log to
    run = {"ours": _ours, "obvious": _obvious}[given.side](loopback.Loopback(given.aws))
    for line in sys.stdin:
        print(json.dumps(run(int(line))), file=answers, flush=True)


if __name__ == "__main__":
    main()
