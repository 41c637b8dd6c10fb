"""The webhook as Lambda runs it: its own process, its own imports, real clients over a socket (W7, design 2)."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from model.endpoint import Endpoint
from model.messages import Envelope
from platforms import registry
from tests.conftest import SETTINGS
from tests.fakes import make_endpoint_id
from tests.ingest.aws_stub import running
from tests.ingest.webhook_case import gateway_event

FORBIDDEN = [
    "pynamodb",
    "boto3",
    "chalice",
    "pydantic",
    "aws_xray_sdk",
    "aws_lambda_powertools",
    "cryptography",
]

PROGRAM = """
import json, sys
from ingest import webhook
answers = [webhook.handler(event, None)["statusCode"] for event in json.load(sys.stdin)]
loaded = sorted(name for name in sys.modules if "." not in name or name.startswith("platforms."))
print(json.dumps({"answers": answers, "loaded": loaded}))
"""

ENDPOINT = make_endpoint_id(b"0123456789abcdef")
NOW = 1_764_072_000


def run(events: list[dict[str, Any]], endpoint_url: str) -> dict[str, Any]:
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "AWS_ENDPOINT_URL": endpoint_url,
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_LAMBDA_FUNCTION_NAME": "webhook",
        "RAPPORT_PLAIN_REQUESTS": "on",
        "RAPPORT_STAGE": "test",
        "RAPPORT_SECRETS_PREFIX": "rapport/test",
        "RAPPORT_QUEUE_DELIVERIES": f"{endpoint_url}/123456789012/deliveries",
        "RAPPORT_BUCKET_FALLBACK": "fallback",
        "RAPPORT_ENDPOINT_KEY": SETTINGS["RAPPORT_ENDPOINT_KEY"],
    }
    finished = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps(events),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    found: dict[str, Any] = json.loads(finished.stdout.splitlines()[-1])
    return found


def delivery(body: str, secret: Mapping[str, str]) -> dict[str, Any]:
    headers = registry.platform("discourse").sign(body.encode(), secret, NOW).headers
    return gateway_event(body, headers=headers, platform="discourse", endpoint=ENDPOINT)


SECRET = {declared.name: "a long enough secret" for declared in registry.platform("discourse").secrets}


def test_imports_calls_and_one_platform_only() -> None:
    genuine, forged = delivery('{"post": {}}', SECRET), delivery('{"post": {}}', SECRET)
    forged["body"] = '{"post": {"id": 1}}'

    with running(Endpoint("acme", SECRET).to_secret_text()) as stub:
        found = run([genuine, genuine, forged], stub.url)

        assert found["answers"] == [200, 200, 401]
        # One read when cold, one put a delivery, and a second look at the secret before a final 401.
        assert stub.operations == ["GetSecretValue", "SendMessage", "SendMessage", "GetSecretValue"]
        assert set(stub.secret_names) == {f"rapport/test/in/discourse/{ENDPOINT}"}
        assert Envelope.from_json(stub.queued[0]).body == b'{"post": {}}'

    loaded = set(found["loaded"])
    assert "botocore" not in loaded  # nor what a cold function would wait for
    assert loaded.isdisjoint(FORBIDDEN)
    others = {f"platforms.{name}" for name in registry.names()} - {"platforms.discourse"}
    assert loaded.isdisjoint(others)


def test_w6_stores_that_never_answer_are_given_up() -> None:
    with running(Endpoint("acme", SECRET).to_secret_text(), silent=True) as stub:
        found = run([delivery("{}", SECRET)], stub.url)

        assert found["answers"] == [503]
        assert stub.operations == ["GetSecretValue", "SendMessage", "SendMessage", "PutObject"]


def test_f25_a_cold_function_without_secrets_accepts_nothing() -> None:
    with running("not a record") as stub:
        assert run([delivery("{}", SECRET)], stub.url)["answers"] == [503]
        assert stub.queued == []
