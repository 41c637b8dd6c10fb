"""The authorizer's cold call, over TLS: imports, the pool's keys, and the answer to a first token of each kind.

    python -m bench.authorizer [--starts N]

Fresh interpreters take turns with `import boto3` and one client, as in `bench.cold`. Rows and key set come from a
stand-in on this machine that speaks TLS with a certificate of its own, so that shaking hands is in it and distance is
not. CPU time of the function's process.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench import loopback
from bench.cold import PROGRAM, READ, time_fresh_start
from bench.figures import Row, row
from tests.certificate import make_certificate

COMMAND = "python -m bench.authorizer"
STARTS = 21
ARN = "arn:aws:execute-api:eu-central-1:123456789012:abc123/dev/GET/conversations"
CALL = "from respond import auth; answer = auth.handler(event, None)"
PROGRAMS = {
    "boto3": PROGRAM.format(read=READ, work="import boto3; boto3.client('dynamodb')", ok="True"),
    "by_api_token": PROGRAM.format(read=READ, work=CALL, ok="answer['context']['agent'] == 'bot'"),
    "by_signing_in": PROGRAM.format(read=READ, work=CALL, ok="answer['context']['agent'] == 'ann'"),
}
SET_UP = """
import time
from store.brand.agents import Agent, Agents, Token
agents = Agents()
agents.keep_agent(Agent("bot", "acme", "service"))
agents.keep_agent(Agent("ann", "acme", "agent"))
agents.let_sign_in({subject!r}, "acme", "ann")
agents.keep_token(Token({id!r}, "acme", "bot", {hash!r}, expires_at=int(time.time()) + 3600))
"""


def rows(starts: int = STARTS) -> list[Row]:
    """Returns milliseconds of each, and how many times `import boto3` with a client they take."""
    took: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    with _prepared() as (environment, tokens):
        for _ in range(starts + 1):
            for name in PROGRAMS:
                took[name].append(_start(name, tokens.get(name, ""), environment))
    spent = {name: median(each[1:]) for name, each in took.items()}
    return [row(f"authorizer.{name}", ms, "ms", command=COMMAND) for name, ms in spent.items()] + [
        row(f"authorizer.{name}_to_import_boto3", spent[name] / spent["boto3"], "times", command=COMMAND)
        for name in ("by_api_token", "by_signing_in")
    ]


@contextmanager
def _prepared() -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """Yields a function's environment beside a stand-in that knows two callers, and the tokens of both."""
    from model import api_token
    from tests.respond.test_access_tokens import CLAIMS, SUB, key_record, token

    made, now = api_token.new(os.urandom(10), os.urandom(32)), int(time.time())
    tokens = {
        "by_api_token": made.text,
        "by_signing_in": token({**CLAIMS, "iat": now - 60, "exp": now + 3540}),
    }
    with tempfile.TemporaryDirectory() as folder:
        certificate = make_certificate(Path(folder))
        more = {"BENCH_TLS": str(certificate), "BENCH_KEYS": json.dumps({"keys": [key_record()]})}
        with loopback.running("{}", more) as aws:
            environment = aws.environment() | {"AWS_CA_BUNDLE": str(certificate)}
            program = SET_UP.format(subject=SUB, id=made.id, hash=made.secret_hash)
            # Without being a function: whoever is one reads the pool's keys first.
            beside = {
                name: value for name, value in environment.items() if name != "AWS_LAMBDA_FUNCTION_NAME"
            }
            subprocess.run([sys.executable, "-c", program], env=beside, check=True, capture_output=True)
            yield environment, tokens


def _start(name: str, token: str, environment: dict[str, str]) -> float:
    event = {"type": "TOKEN", "authorizationToken": f"Bearer {token}", "methodArn": ARN}
    return time_fresh_start(name, PROGRAMS[name], event, environment)


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description="Measure the authorizer's cold call")
    parser.add_argument("--starts", type=int, default=STARTS)
    print(json.dumps(rows(parser.parse_args().starts), indent=1))


if __name__ == "__main__":
    main()
