"""Cold starts in fresh interpreters, beside `import boto3` and one client: imports and the first piece of work.

    python -m bench.cold [--starts N]

The webhook answers a signed Slack request, the store worker keeps one, both against a stand-in for AWS; byte-code is
there, as in the build. The three take turns. CPU time from the first import, which on a quiet machine is within 3 % of
the wall's, and on a busy one is not the others' doing.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

from bench import loopback, traffic
from bench.figures import Row, row
from model import endpoint_id
from model.endpoint import Endpoint

ROOT = Path(__file__).resolve().parents[1]
COMMAND = "python -m bench.cold"
STARTS = 21

PROGRAM = """
import sys
event = None
class Context:
    def get_remaining_time_in_millis(self):
        return 120_000
{read}
import time
start = time.process_time()
{work}
took = time.process_time() - start
import json
print(json.dumps({{"ms": took * 1e3, "ok": {ok}}}))
"""
READ = "import json; event = json.load(sys.stdin)"
PROGRAMS = {
    "boto3": PROGRAM.format(read=READ, work="import boto3; boto3.client('sqs')", ok="True"),
    "webhook": PROGRAM.format(
        read=READ,
        work="from ingest import webhook; answer = webhook.handler(event, None)",
        ok="answer['statusCode'] == 200",
    ),
    "store": PROGRAM.format(
        read=READ,
        work="from ingest import intake; answer = intake.handler(event, Context())",
        ok="answer == {'batchItemFailures': []}",
    ),
}
SET_UP = """
import time
from aws import kms
from store.brand.accounts import Account
from store.stores import Stores
stores = Stores(kms, time.time)
stores.create_brand("acme")
stores.accounts.connect_account(Account("a" * 32, "acme", "slack", {endpoint!r}, {team!r}, self_ids=({bot!r},)))
"""


@cache
def _endpoint() -> str:
    from tests.conftest import SETTINGS  # late: it changes the environment of who imports it

    return endpoint_id.new(b"0123456789abcdef", bytes.fromhex(SETTINGS["RAPPORT_ENDPOINT_KEY"]))


def rows(starts: int = STARTS) -> list[Row]:
    """Milliseconds of each, and how many times `import boto3` with a client ours takes."""
    took: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    with loopback.running(Endpoint("acme", traffic.SECRET).to_secret_text()) as aws:
        environment = aws.environment()
        set_up = SET_UP.format(endpoint=_endpoint(), team=traffic.TEAM, bot=traffic.BOT)
        subprocess.run([sys.executable, "-c", set_up], env=environment, check=True, capture_output=True)
        for number in range(starts + 1):
            for name, event in _events(aws, number, environment).items():
                took[name].append(_start(name, event, environment))
    spent = {name: median(each[1:]) for name, each in took.items()}
    webhook, store = spent["webhook"] / spent["boto3"], spent["store"] / spent["boto3"]
    return [
        *(row(f"cold.{name}", ms, "ms", command=COMMAND) for name, ms in spent.items()),
        row("cold.webhook_to_import_boto3", webhook, "times", "<= 1", webhook <= 1.0, COMMAND),
        row("cold.webhook_to_import_boto3.stretch", webhook, "times", "<= 0.6", webhook <= 0.6, COMMAND),
        row("cold.store_to_import_boto3", store, "times", command=COMMAND),
    ]


def _events(aws: loopback.Loopback, number: int, environment: dict[str, str]) -> dict[str, Any]:
    now = int(time.time())
    body = traffic.bodies(number, now)[0]
    request = traffic.api_event(body, traffic.signed(body, now), _endpoint())
    _start("webhook", request, environment)  # for what it queues
    return {"boto3": {}, "webhook": request, "store": traffic.sqs_event(aws.sent()[-1:], now)}


def _start(name: str, event: Any, environment: dict[str, str]) -> float:
    plain = {"RAPPORT_PLAIN_REQUESTS": "on"} if name == "webhook" else {}
    return time_fresh_start(name, PROGRAMS[name], event, environment | plain)


def time_fresh_start(name: str, program: str, event: Any, environment: dict[str, str]) -> float:
    """Returns the milliseconds that one fresh interpreter takes for a program made from `PROGRAM`.

    Raises RuntimeError when it fails, or says that it did not do its work.
    """
    cache = {each: value for each, value in os.environ.items() if each == "PYTHONPYCACHEPREFIX"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(event),
        env=environment | cache,
        cwd=ROOT / "functions",
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    found = json.loads(done.stdout.splitlines()[-1])
    if not found["ok"]:
        raise RuntimeError(f"{name} did not do its work: {done.stdout}")
    return float(found["ms"])


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure cold starts")
    parser.add_argument("--starts", type=int, default=STARTS)
    print(json.dumps(rows(parser.parse_args().starts), indent=1))


if __name__ == "__main__":
    main()
